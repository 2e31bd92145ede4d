//! Licence expressions of SPDX: names joined by `AND`, `OR` and `WITH`, in parentheses; packages of old join by `/`.

use std::collections::BTreeSet;

fn words(expression: &str) -> Vec<String> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words: Vec<String> = Vec::new();
    let mut parts = spaced.split_whitespace();
    while let Some(part) = parts.next() {
        if part == "WITH" {
            let exception = parts.next().unwrap_or_default();
            if let Some(name) = words.last_mut() {
                *name = format!("{name} WITH {exception}");
            }
        } else {
            words.push(part.to_owned());
        }
    }
    words
}

/// The licences that an expression names.
pub(super) fn names(expression: &str) -> Vec<String> {
    let joins = ["AND", "OR", "(", ")"];
    words(expression)
        .into_iter()
        .filter(|word| !joins.contains(&word.as_str()))
        .collect()
}

/// Whether the allowed licences are enough for an expression.
pub(super) fn holds(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let words = words(expression);
    let mut rest = words.as_slice();
    let holds = any(&mut rest, allowed);
    holds && rest.is_empty()
}

/// Parts joined by `OR`, which binds less than `AND`.
fn any(rest: &mut &[String], allowed: &BTreeSet<String>) -> bool {
    let mut holds = all(rest, allowed);
    while let [first, after @ ..] = *rest
        && first == "OR"
    {
        *rest = after;
        holds |= all(rest, allowed);
    }
    holds
}

fn all(rest: &mut &[String], allowed: &BTreeSet<String>) -> bool {
    let mut holds = one(rest, allowed);
    while let [first, after @ ..] = *rest
        && first == "AND"
    {
        *rest = after;
        holds &= one(rest, allowed);
    }
    holds
}

fn one(rest: &mut &[String], allowed: &BTreeSet<String>) -> bool {
    let [first, after @ ..] = *rest else {
        return false;
    };
    *rest = after;
    if first != "(" {
        return allowed.contains(first);
    }
    let holds = any(rest, allowed);
    let closed = rest.first().is_some_and(|word| word == ")");
    *rest = rest.get(1..).unwrap_or_default();
    holds && closed
}

#[test]
fn expressions_are_judged_as_spdx_means_them() {
    let allowed: BTreeSet<String> = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"]
        .map(str::to_owned)
        .into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("MIT/GPL-3.0-only", true),
        ("(MIT OR GPL-3.0-only) AND ISC", true),
        ("(GPL-3.0-only OR AGPL-3.0-only) AND ISC", false),
        ("GPL-3.0-only OR MIT AND GPL-2.0-only", false),
        ("Apache-2.0", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("(MIT", false),
        ("MIT ISC", false),
        ("", false),
    ] {
        assert_eq!(holds(expression, &allowed), expected, "{expression}");
    }
}
