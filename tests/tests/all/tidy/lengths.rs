//! Nothing is too long to be read at a sitting.

use std::collections::BTreeSet;

use super::files;

/// Longest file, in lines, and longest function, in lines that hold code. The goals are 400 and 60 (CONTRIBUTING).
const FILE_LINES_MAX: usize = 450;
const FUNCTION_LINES_MAX: usize = 60;
/// A handler reads its request, asks for the right, calls a use case, shows the outcome.
const HANDLER_LINES_MAX: usize = 25;

/// A function: its name, and how many lines of it hold code between its first and its last.
pub(super) struct Function<'a> {
    pub(super) name: &'a str,
    pub(super) text: String,
    pub(super) code_lines: usize,
}

fn holds_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

/// The functions of a source that rustfmt has laid out: the brace that ends one stands under the word that begins it.
pub(super) fn functions(source: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words = code
            .strip_prefix("pub(crate) ")
            .or_else(|| code.strip_prefix("pub(super) "));
        let words = words
            .unwrap_or(code)
            .trim_start_matches("pub ")
            .trim_start_matches("const ");
        let words = words.strip_prefix("async ").unwrap_or(words);
        let Some(name) = words.strip_prefix("fn ") else {
            continue;
        };
        let name = name.split(['(', '<']).next().unwrap_or_default();
        let indent = &line[..line.len() - code.len()];
        let end = format!("{indent}}}");
        let Some(length) = lines[start..].iter().position(|line| *line == end) else {
            continue;
        };
        let body = &lines[start..start + length];
        // What stands before the first brace is the signature; a function without one has no body.
        let Some(opened) = body.iter().position(|line| line.ends_with('{')) else {
            continue;
        };
        let inside = &body[(opened + 1).min(body.len())..];
        found.push(Function {
            name,
            text: body.join("\n"),
            code_lines: inside.iter().filter(|line| holds_code(line)).count(),
        });
    }
    found
}

#[test]
fn a_function_is_measured_without_its_comments() {
    let source = "impl A {\n    pub(crate) async fn first(\n        one: u8,\n    ) -> u8 {\n        // Why.\n\n        one\n    }\n}\nfn second() {\n    call();\n}\n";
    let found: Vec<_> = functions(source)
        .iter()
        .map(|one| (one.name, one.code_lines))
        .collect();
    assert_eq!(found, [("first", 1), ("second", 1)]);
}

#[test]
fn no_file_is_longer_than_can_be_read_at_a_sitting() {
    let mut long = Vec::new();
    for ending in [".rs", ".html", ".css", ".mjs", ".sh"] {
        let sources = files("")
            .into_iter()
            .filter(|(path, _)| path.ends_with(ending));
        let measured = sources.map(|(path, text)| (text.lines().count(), path));
        long.extend(measured.filter(|(lines, _)| *lines > FILE_LINES_MAX));
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_function_is_longer_than_a_page() {
    let mut long = Vec::new();
    let mut measured = 0;
    for (path, text) in files(".rs") {
        for function in functions(&text) {
            measured += 1;
            if function.code_lines > FUNCTION_LINES_MAX {
                long.push(format!(
                    "{path}: {} has {} lines",
                    function.name, function.code_lines
                ));
            }
        }
    }
    assert!(measured > 1_500, "only {measured} functions were found");
    assert!(long.is_empty(), "{long:#?}");
}

/// The handlers of a door, as the registers of its routes name them: module and function.
fn handlers() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (path, text) in files(".rs") {
        if !path.starts_with("api/src/http/") {
            continue;
        }
        let methods = [".get(", ".post(", ".put(", ".delete("];
        for registered in methods.iter().flat_map(|method| text.split(method).skip(1)) {
            let arguments = registered.split(')').next().unwrap_or_default();
            let Some((route, handler)) = arguments.split_once(',') else {
                continue;
            };
            if route.trim_start().starts_with("\"/") {
                let handler = handler.trim().trim_end_matches(',');
                let (module, name) = handler.rsplit_once("::").unwrap_or((own(&path), handler));
                let module = module.rsplit("::").next().unwrap_or_default();
                found.insert((module.to_owned(), name.to_owned()));
            }
        }
    }
    found
}

/// The name of the module that a file holds.
fn own(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".rs")
}

#[test]
fn no_handler_does_more_than_its_five_steps() {
    let handlers = handlers();
    assert!(
        handlers.len() > 50,
        "only {} handlers were found",
        handlers.len()
    );
    let (mut long, mut measured) = (Vec::new(), BTreeSet::new());
    for (path, text) in files(".rs") {
        let doors = ["api/src/http/json/", "api/src/http/pages/"];
        if !doors.iter().any(|door| path.starts_with(door)) {
            continue;
        }
        for function in functions(&text) {
            let named = (own(&path).to_owned(), function.name.to_owned());
            if !handlers.contains(&named) {
                continue;
            }
            measured.insert(named);
            if function.code_lines > HANDLER_LINES_MAX {
                let Function {
                    name, code_lines, ..
                } = function;
                long.push(format!("{path}: {name} has {code_lines} lines"));
            }
        }
    }
    assert!(
        measured.len() > 50,
        "only {} handlers were measured",
        measured.len()
    );
    assert!(long.is_empty(), "{long:#?}");
}
