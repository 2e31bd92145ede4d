//! Every template is used, by a type or by another template.

use super::files;

/// Templates below a folder of templates, by the path that names them.
fn templates() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, _) in files("") {
        let Some((room, name)) = path.split_once("/templates/") else {
            continue;
        };
        found.push((room.to_owned(), name.to_owned()));
    }
    found
}

#[test]
fn no_template_is_dead() {
    let sources = files(".rs");
    let pages: Vec<_> = files("")
        .into_iter()
        .filter(|(path, _)| path.contains("/templates/"))
        .collect();
    let templates = templates();
    assert!(templates.len() > 50, "{templates:?}");
    let mut dead = Vec::new();
    for (room, name) in templates {
        let quoted = format!("\"{name}\"");
        let of_room =
            |(path, text): &&(String, String)| path.starts_with(&room) && text.contains(&quoted);
        if !sources.iter().any(|source| of_room(&source))
            && !pages.iter().any(|page| of_room(&page))
        {
            dead.push(format!("{room}/templates/{name}"));
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn every_list_of_a_desk_offers_its_rows_as_a_file() {
    let mut lists = 0;
    let mut without = Vec::new();
    for (path, text) in files(".html") {
        let of_a_desk = ["api/templates/desk/", "api/templates/my/"]
            .iter()
            .any(|desk| path.starts_with(desk));
        if of_a_desk && text.contains("piece/pager.html") {
            lists += 1;
            if !text.contains("piece/export.html") {
                without.push(path);
            }
        }
    }
    assert!(lists >= 19, "only {lists} lists were seen");
    assert!(without.is_empty(), "{without:#?}");
}

/// What goes into a page as it is: the squares that `view/qr.rs` draws from a number, and the data of `view/portal/share.rs`,
/// which has no sign left that could end its element.
const UNESCAPED: &[&str] = &["qr_svg", "card.qr_svg", "share.data"];

/// An element of data, which no browser runs.
const DATA: &str = "<script type=\"application/ld+json\">{{ share.data|safe }}</script>";

#[test]
fn no_template_lets_text_through_unescaped() {
    let mut strange = Vec::new();
    let mut known = 0;
    for (path, text) in files(".html") {
        if !path.contains("/templates/") {
            continue;
        }
        for shown in text.split("{{").skip(1) {
            let expression = shown.split("}}").next().unwrap_or_default().trim();
            let (value, filters) = expression.split_once('|').unwrap_or((expression, ""));
            if !filters.split('|').any(|filter| filter.trim() == "safe") {
                continue;
            }
            known += 1;
            if !UNESCAPED.contains(&value.trim()) {
                strange.push(format!("{path}: {expression}"));
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
    assert!(known > 0, "the squares were not seen");
}

#[test]
fn no_page_holds_script_or_style_of_its_own() {
    let mut strange = Vec::new();
    for (path, text) in files(".html")
        .into_iter()
        .filter(|(path, _)| path.starts_with("api/templates/"))
    {
        for line in text.lines() {
            let inline =
                line.contains("<style") || line.contains(" style=\"") || line.contains(" onclick=");
            let line = line.replace(DATA, "");
            let script = line.contains("<script") && !line.contains("src=");
            if inline || script || line.contains("http://") {
                strange.push(format!("{path}: {}", line.trim()));
            }
        }
    }
    assert!(strange.is_empty(), "{strange:#?}");
}
