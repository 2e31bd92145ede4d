//! All samples are rendered: nothing is missing in either language, nothing needs an inline style, sizes hold.
//!
//! With `HONGJIAN_PAGES_OUT` set to a folder, the pages and their style sheets are written there, to be looked at.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, and this one alone reads where to write the pages to"
)]

use std::collections::BTreeSet;
use std::path::Path;

use askama::Template as _;

use super::{Gallery, every};
use crate::text::Lang;
use crate::view::assets;

/// Name and text of every page in `lang`, the gallery included.
fn all(lang: Lang) -> Vec<(&'static str, String)> {
    every()
        .map(|(name, render)| (*name, render(lang).unwrap()))
        .chain([("gallery", Gallery::sample(lang).render().unwrap())])
        .collect()
}

fn each(mut check: impl FnMut(&str, Lang, &str)) {
    for lang in Lang::ALL {
        for (name, html) in all(lang) {
            check(name, lang, &html);
        }
    }
}

#[test]
fn no_page_shows_a_message_that_does_not_exist() {
    each(|name, lang, html| {
        assert!(
            !html.contains('⟦'),
            "{name} {lang:?}: {}",
            around(html, '⟦')
        )
    });
}

fn around(html: &str, mark: char) -> String {
    html.split(mark)
        .nth(1)
        .unwrap_or_default()
        .chars()
        .take(60)
        .collect()
}

/// Where nothing was found one looks again or tells us of the place: both are what the page is for.
const TWO_WAYS_ON: &[&str] = &["institutions-none"];

#[test]
fn a_page_has_one_main_action_at_most() {
    let mut several = BTreeSet::new();
    each(|name, _, html| {
        let (_, main) = html.split_once("<main").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        // What is folded away is no action of the page yet.
        let open: String = main
            .split("<details")
            .map(|part| part.split_once("</details>").map_or(part, |(_, rest)| rest))
            .collect();
        if open.matches("class=\"btn main").count() > 1 {
            several.insert(name.to_owned());
        }
    });
    let known = TWO_WAYS_ON.iter().map(|name| (*name).to_owned());
    assert_eq!(several, known.collect());
}

#[test]
fn no_page_has_inline_style_or_script() {
    each(|name, lang, html| {
        assert!(!html.contains(" style="), "{name} {lang:?}");
        assert!(!html.contains("<style"), "{name} {lang:?}");
        assert!(!html.contains("<script>"), "{name} {lang:?}");
        assert!(!html.contains(" onclick="), "{name} {lang:?}");
    });
}

#[test]
fn every_form_that_is_posted_carries_its_token() {
    each(|name, lang, html| {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            if form.contains("method=\"post\"") {
                assert!(form.contains("name=\"csrf\""), "{name} {lang:?}: {form}");
            }
        }
    });
}

#[test]
fn ids_are_unique_and_what_points_to_them_finds_them() {
    each(|name, lang, html| {
        let mut ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name} {lang:?}: an id is used twice");
        for attribute in [
            " for=\"",
            " aria-labelledby=\"",
            " aria-describedby=\"",
            " href=\"#",
        ] {
            for pointer in html
                .split(attribute)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap())
            {
                for id in pointer.split(' ') {
                    assert!(
                        ids.binary_search(&id).is_ok(),
                        "{name} {lang:?}: {attribute}{id} leads nowhere"
                    );
                }
            }
        }
    });
}

#[test]
fn every_asset_a_page_asks_for_exists() {
    each(|name, lang, html| {
        for path in html
            .split("\"/static/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
        {
            assert!(assets::find(path).is_some(), "{name} {lang:?}: {path}");
        }
    });
}

#[test]
fn a_page_has_one_main_heading_and_one_main_part() {
    each(|name, lang, html| {
        assert_eq!(html.matches("<h1").count(), 1, "{name} {lang:?}");
        assert_eq!(html.matches("<main").count(), 1, "{name} {lang:?}");
        assert_eq!(html.matches("<title>").count(), 1, "{name} {lang:?}");
        assert!(html.contains("class=\"skip\""), "{name} {lang:?}");
    });
}

#[test]
fn public_pages_stay_small_with_their_style_sheet() {
    let size = |name: &str| {
        let path = assets::asset_path(name);
        assets::find(path.strip_prefix("/static/").unwrap())
            .unwrap()
            .0
            .len()
    };
    let shared = size("portal.css") + size("mark.svg");
    each(|name, lang, html| {
        let script = if html.contains("portal.") && html.contains(".js\"") {
            size("portal.js")
        } else {
            0
        };
        let whole = html.len() + shared + script;
        if name == "front" {
            assert!(whole < 30_000, "front {lang:?}: {whole} bytes");
        } else if !name.starts_with("desk") && !name.starts_with("my") && name != "gallery" {
            assert!(whole < 50_000, "{name} {lang:?}: {whole} bytes");
        }
    });
}

#[test]
fn what_people_type_cannot_become_markup() {
    let mut page = crate::view::portal::follow::Follow::sample(Lang::Zh, true);
    for message in &mut page.messages {
        message.lines = vec!["<script>alert(1)</script>".to_owned()];
        message.who = "\"><img src=x onerror=alert(1)>".to_owned();
    }
    let html = page.render().unwrap();
    assert!(
        !html.contains("<script>alert") && !html.contains("<img"),
        "{html}"
    );
}

#[test]
fn pages_are_written_to_be_looked_at() {
    let Some(folder) = std::env::var_os("HONGJIAN_PAGES_OUT") else {
        return;
    };
    let folder = Path::new(&folder);
    for lang in Lang::ALL {
        let below = folder.join(lang.pick("zh", "en"));
        std::fs::create_dir_all(&below).unwrap();
        for (name, html) in all(lang) {
            let local = html.replace("\"/static/", "\"static/");
            std::fs::write(below.join(format!("{name}.html")), local).unwrap();
        }
        std::fs::create_dir_all(below.join("static")).unwrap();
        for name in [
            "portal.css",
            "desk.css",
            "portal.js",
            "near.js",
            "desk.js",
            "mark.svg",
        ] {
            let path = assets::asset_path(name);
            let path = path.strip_prefix("/static/").unwrap();
            std::fs::write(
                below.join("static").join(path),
                assets::find(path).unwrap().0,
            )
            .unwrap();
        }
    }
}
