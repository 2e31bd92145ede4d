//! What a page of an institution says to programs that show links to it: messengers and search engines.

use serde_json::{Value, json};

use crate::view::assets::asset_path;

/// The card of a link, and the same as data of schema.org.
#[derive(Clone, Debug)]
pub struct ShareCard {
    /// Its title: the name.
    pub title: String,
    /// Its text: whether the place is licensed, in the words of the page.
    pub line: String,
    /// Address of the page.
    pub url: String,
    /// Address of the picture beside it.
    pub image: String,
    /// JSON-LD; no sign in it can end the element that holds it.
    pub data: String,
}

/// What is told of an institution.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a> {
    /// Registered name.
    pub name: &'a str,
    /// Brand; may be empty.
    pub brand: &'a str,
    /// Street and number.
    pub address: &'a str,
    /// Telephone for the public; may be empty.
    pub telephone: &'a str,
    /// Unified social credit code, where it has one.
    pub uscc: Option<&'a str>,
    /// Number in the register.
    pub number: &'a str,
}

impl ShareCard {
    /// The card of an institution, whose page under the address `site` answers with `line`.
    #[must_use]
    pub fn of(shared: Shared<'_>, site: &str, line: String) -> Self {
        let url = format!("{site}/institutions/{}", shared.number);
        let said = |text: &str| (!text.is_empty()).then(|| json!(text));
        let mut data = json!({
            "@context": "https://schema.org",
            "@type": "EducationalOrganization",
            "name": shared.name,
            "url": url,
            "identifier": shared.number,
            "description": line,
            "address": {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": "江西省", "streetAddress": shared.address},
        });
        let more: [(&str, Option<Value>); 3] = [
            ("alternateName", said(shared.brand)),
            ("telephone", said(shared.telephone)),
            ("taxID", shared.uscc.map(|code| json!(code))),
        ];
        if let Some(fields) = data.as_object_mut() {
            for (name, value) in more {
                fields.extend(value.map(|value| (name.to_owned(), value)));
            }
        }
        Self {
            title: shared.name.to_owned(),
            // A name may hold anything that a line of text may.
            data: data
                .to_string()
                .replace('<', "\\u003c")
                .replace('&', "\\u0026"),
            line,
            url,
            image: format!("{site}{}", asset_path("mark.png")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_element_that_holds_it() {
        let name = "</script><script>alert(1)</script>&甲";
        let shared = Shared {
            name,
            brand: "",
            address: "叠山路1号",
            telephone: "",
            uscc: None,
            number: "NC00000015",
        };
        let card = ShareCard::of(shared, "https://x.example", "没有许可".to_owned());
        assert_eq!(card.url, "https://x.example/institutions/NC00000015");
        assert!(!card.data.contains('<') && !card.data.contains('&'));
        let data: Value = serde_json::from_str(&card.data).unwrap();
        assert_eq!(data.get("name").unwrap(), name);
        assert!(data.get("telephone").is_none());
    }
}
