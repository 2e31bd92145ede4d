//! Style sheets and scripts, compiled in, found by an address that holds the digest of their content.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// One file as it is served.
struct Asset {
    /// Name in the code: `portal.css`.
    name: &'static str,
    /// Name in the address: `portal.1f0c9a2b77d3.css`.
    hashed: String,
    /// Media type with its character set.
    media_type: &'static str,
    /// Content.
    bytes: Vec<u8>,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const PICTURE: &str = "image/svg+xml";
const RASTER: &str = "image/png";

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let portal = [
        include_str!("../../static/css/tokens.css"),
        include_str!("../../static/css/base.css"),
        include_str!("../../static/css/pieces.css"),
        include_str!("../../static/css/portal.css"),
        include_str!("../../static/css/print.css"),
    ];
    let desk = [include_str!("../../static/css/desk.css")];
    vec![
        asset("portal.css", CSS, minified(&portal.concat()).into_bytes()),
        asset("desk.css", CSS, minified(&desk.concat()).into_bytes()),
        asset(
            "portal.js",
            SCRIPT,
            include_bytes!("../../static/portal.js").to_vec(),
        ),
        asset(
            "near.js",
            SCRIPT,
            include_bytes!("../../static/near.js").to_vec(),
        ),
        asset(
            "desk.js",
            SCRIPT,
            include_bytes!("../../static/desk.js").to_vec(),
        ),
        asset(
            "my.js",
            SCRIPT,
            include_bytes!("../../static/my.js").to_vec(),
        ),
        asset(
            "mark.svg",
            PICTURE,
            include_bytes!("../../static/mark.svg").to_vec(),
        ),
        // Messengers show no drawing in SVG beside a link.
        asset(
            "mark.png",
            RASTER,
            include_bytes!("../../static/mark.png").to_vec(),
        ),
    ]
});

fn asset(name: &'static str, media_type: &'static str, bytes: Vec<u8>) -> Asset {
    let digest = Sha256::digest(&bytes);
    let short: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Asset {
        name,
        hashed: format!("{stem}.{short}.{ending}"),
        media_type,
        bytes,
    }
}

/// Address of the asset called `name`, with the digest of its content, so that it may be cached for ever.
///
/// A name that does not exist gives an address that is not found; a test holds all pages to those that exist.
#[must_use]
pub fn asset_path(name: &str) -> String {
    ASSETS.iter().find(|asset| asset.name == name).map_or_else(
        || format!("/static/{name}"),
        |asset| format!("/static/{}", asset.hashed),
    )
}

/// Content and media type of the asset whose address ends in `path` (what follows `/static/`).
#[must_use]
pub fn find(path: &str) -> Option<(&'static [u8], &'static str)> {
    ASSETS
        .iter()
        .find(|asset| asset.hashed == path)
        .map(|asset| (asset.bytes.as_slice(), asset.media_type))
}

/// A style sheet without comments and without white space that says nothing.
///
/// The sources are written to be read; a parent's telephone loads every byte.
fn minified(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut characters = source.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        if let Some(open) = quote {
            out.push(character);
            if character == open {
                quote = None;
            }
        } else if character == '/' && characters.peek() == Some(&'*') {
            skip_comment(&mut characters);
        } else if character == '"' || character == '\'' {
            quote = Some(character);
            out.push(character);
        } else if character.is_whitespace() {
            let tight = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>' | ':');
            let next = characters.peek().copied();
            let after = out.chars().next_back();
            let droppable = next.is_none_or(|c| c.is_whitespace() || (tight(c) && c != ':'))
                || after.is_none_or(|c| tight(c) || c.is_whitespace());
            if !droppable {
                out.push(' ');
            }
        } else {
            if character == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(character);
        }
    }
    out
}

fn skip_comment(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut last = ' ';
    characters.next();
    for character in characters.by_ref() {
        if last == '*' && character == '/' {
            return;
        }
        last = character;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;

    #[test]
    fn an_address_holds_the_digest_and_leads_to_the_content() {
        let path = asset_path("portal.css");
        let (bytes, media_type) = find(path.strip_prefix("/static/").unwrap()).unwrap();
        assert_eq!(media_type, CSS);
        assert!(std::str::from_utf8(bytes).unwrap().contains("--accent"));
        assert!(
            find("portal.css").is_none(),
            "without the digest nothing may be cached for ever"
        );
        assert!(find("../Cargo.toml").is_none());
    }

    #[test]
    fn a_style_sheet_loses_only_what_says_nothing() {
        let source = "/* why */\na > b , c :hover { margin : calc(1px + 2px) 0 ;\n content: \"a  b ;\" ; }\n";
        assert_eq!(
            minified(source),
            "a>b,c :hover{margin :calc(1px + 2px) 0;content:\"a  b ;\"}"
        );
    }

    #[test]
    fn the_public_style_sheet_leaves_room_for_the_page() {
        let size = |name: &str| {
            ASSETS
                .iter()
                .find(|asset| asset.name == name)
                .unwrap()
                .bytes
                .len()
        };
        assert!(size("portal.css") < 19_000, "{} bytes", size("portal.css"));
        assert!(size("portal.js") < 3_000, "{} bytes", size("portal.js"));
    }
}
