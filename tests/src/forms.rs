//! The forms of a page, read as a browser reads them: a test sends what the page offers and nothing else.

/// A form of a page with what stands in it.
#[derive(Debug, Clone, Default)]
pub struct PageForm {
    /// Path it is sent to.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Whether it carries files.
    pub multipart: bool,
    /// What a browser would send where nobody typed: every field with its value, unticked ones left out.
    pub fields: Vec<(String, String)>,
    /// Every name the form knows, also those of unticked boxes and of files.
    pub names: Vec<String>,
}

impl PageForm {
    /// The value that stands in this field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// What is sent when these fields are filled in.
    ///
    /// # Panics
    /// Where the form has no field of a name given: a test must not send what a person could not.
    #[must_use]
    pub fn filled(&self, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        for (name, _) in typed {
            assert!(
                self.names.iter().any(|known| known == name),
                "the form to {} has no field {name}: {:?}",
                self.action,
                self.names
            );
        }
        let kept = self
            .fields
            .iter()
            .filter(|(name, _)| typed.iter().all(|(field, _)| field != name))
            .cloned();
        let new = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        kept.chain(new).collect()
    }
}

/// Every form of the page, in its order.
#[must_use]
pub fn forms(html: &str) -> Vec<PageForm> {
    html.split("<form ")
        .skip(1)
        .filter_map(|rest| {
            let (head, rest) = rest.split_once('>')?;
            let (inside, _) = rest.split_once("</form>")?;
            Some(form(head, inside))
        })
        .collect()
}

fn form(head: &str, inside: &str) -> PageForm {
    let mut form = PageForm {
        action: attribute(head, "action").unwrap_or_default(),
        method: attribute(head, "method").unwrap_or_else(|| "get".to_owned()),
        multipart: head.contains("multipart/form-data"),
        ..PageForm::default()
    };
    for piece in inside.split('<').skip(1) {
        let Some((tag, after)) = piece.split_once('>') else {
            continue;
        };
        let name = attribute(tag, "name").unwrap_or_default();
        match tag.split_whitespace().next().unwrap_or_default() {
            "input" => input(&mut form, tag, name),
            "textarea" => {
                // The first line break after the tag is not part of the text.
                let text = after.strip_prefix('\n').unwrap_or(after);
                form.put(name, plain(text));
            }
            "select" => form.put(name, String::new()),
            "option" if tag.contains(" selected") => {
                if let Some(last) = form.fields.last_mut() {
                    last.1 = attribute(tag, "value").unwrap_or_default();
                }
            }
            "button" if !name.is_empty() => form.names.push(name),
            _ => {}
        }
    }
    form
}

fn input(form: &mut PageForm, tag: &str, name: String) {
    let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
    let value = attribute(tag, "value").unwrap_or_default();
    let picked = tag.contains(" checked");
    match kind.as_str() {
        "file" => form.names.push(name),
        "radio" | "checkbox" if !picked => form.names.push(name),
        _ => form.put(name, value),
    }
}

impl PageForm {
    fn put(&mut self, name: String, value: String) {
        self.names.push(name.clone());
        self.fields.push((name, value));
    }
}

/// The value of an attribute within a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = format!(" {tag}")
        .split_once(&format!(" {name}=\""))
        .map(|(before, rest)| (before.to_owned(), rest.to_owned()))?;
    rest.split_once('"').map(|(value, _)| plain(value))
}

/// The text that a browser shows for escaped text.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        match after
            .split_once(';')
            .and_then(|(name, rest)| Some((sign(name)?, rest)))
        {
            Some((sign, after)) => {
                text.push(sign);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

fn sign(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?),
    }
}

/// The words of a page without its tags, white space folded.
#[must_use]
pub fn words(html: &str) -> String {
    let mut text = String::new();
    for (index, piece) in html.split('<').enumerate() {
        let shown = if index == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, after)| after)
        };
        text.push_str(shown);
    }
    plain(&text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
