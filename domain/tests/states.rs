//! Drives every state of every state machine by every event, and writes `docs/states.md` from what it sees: the
//! diagrams, the tables, and each refusal with its article. A stale page fails; `HONGJIAN_BLESS=1` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]

#[path = "states/after_school.rs"]
mod after_school;
#[path = "states/applications.rs"]
mod applications;
#[path = "states/cases.rs"]
mod cases;
#[path = "states/courses.rs"]
mod courses;
#[path = "states/licences.rs"]
mod licences;
#[path = "states/lists.rs"]
mod lists;
#[path = "states/merges.rs"]
mod merges;
#[path = "states/page.rs"]
mod page;
#[path = "states/places.rs"]
mod places;
#[path = "states/reports.rs"]
mod reports;
#[path = "states/requests.rs"]
mod requests;
#[path = "states/small.rs"]
mod small;
#[path = "states/staff.rs"]
mod staff;

use std::collections::BTreeSet;

use page::Machine;

fn machines() -> [Machine; 14] {
    [
        small::complaint(),
        small::lead(),
        small::notice(),
        cases::case(),
        licences::licence(),
        applications::application(),
        lists::list(),
        requests::request(),
        reports::report(),
        merges::merge(),
        staff::staff_lead(),
        courses::course(),
        after_school::provider(),
        places::place(),
    ]
}

#[test]
fn the_page_of_states_is_the_committed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/states.md");
    let text = page::page(&machines());
    if std::env::var_os("HONGJIAN_BLESS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        text,
        "{path} is stale; run this test with HONGJIAN_BLESS=1 and read the difference"
    );
}

/// The sources that refuse steps of these machines.
const SOURCES: &[&str] = &[
    include_str!("../src/complaint/state.rs"),
    include_str!("../src/lead/mod.rs"),
    include_str!("../src/notice/state.rs"),
    include_str!("../src/case/guard.rs"),
    include_str!("../src/case/words.rs"),
    include_str!("../src/case/state.rs"),
    include_str!("../src/licence/words.rs"),
    include_str!("../src/application/words.rs"),
    include_str!("../src/institution/import.rs"),
    include_str!("../src/institution/opening.rs"),
    include_str!("../src/institution/request.rs"),
    include_str!("../src/entry_report/state.rs"),
    include_str!("../src/institution/merge.rs"),
    include_str!("../src/staff/lead.rs"),
    include_str!("../src/course/words.rs"),
    include_str!("../src/after_school/words.rs"),
    include_str!("../src/place/words.rs"),
];

/// The code of each refusal that a source makes: the first text after `Refusal::step(` or `Refusal::law(`.
fn refusals_of(source: &str) -> impl Iterator<Item = &str> {
    ["Refusal::step(", "Refusal::law("]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.split('"').nth(1))
}

#[test]
fn every_refusal_in_the_code_is_met_by_some_event_and_the_other_way_round() {
    let written: BTreeSet<&str> = SOURCES
        .iter()
        .flat_map(|source| refusals_of(source))
        .collect();
    let met: BTreeSet<&str> = machines()
        .iter()
        .flat_map(|machine| machine.refusals.keys().copied().collect::<Vec<_>>())
        .collect();
    assert!(written.len() > 20, "the sources were not read: {written:?}");
    assert_eq!(met, written);
}

#[test]
fn a_state_can_be_reached_or_is_the_first_and_an_end_is_left_by_nothing() {
    for machine in machines() {
        for state in &machine.states {
            let reached = machine.moves.iter().any(|(_, _, to)| to == state);
            assert!(
                reached || *state == machine.first,
                "{} {state}",
                machine.name
            );
            let left = machine
                .moves
                .iter()
                .any(|(from, _, to)| from == state && to != state);
            let is_end = machine.ends.contains(&state.as_str());
            assert_eq!(left, !is_end, "{} {state}", machine.name);
        }
    }
}

#[test]
fn each_step_refused_by_law_names_an_article_that_has_a_title() {
    for machine in machines() {
        for refusal in machine.refusals.values() {
            assert!(
                !refusal.zh.is_empty() && !refusal.en.is_empty(),
                "{}",
                refusal.code
            );
            if let Some(article) = &refusal.article {
                assert_ne!(article.title_zh(), article.key(), "{}", refusal.code);
            }
        }
    }
}
