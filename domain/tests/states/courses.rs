//! The way of a course.

use domain::course::{Event, Facts, Judged, Live, Step, Way};
use domain::screening::LabelCode;

use super::page::Machine;
use super::small::{somebody, today};

/// Where a course stands, beside a version that is published or without one.
fn name(way: &Way) -> String {
    let is_change = way.live().is_some() && !matches!(way, Way::Published { .. });
    let before = if is_change { "change_" } else { "" };
    format!("{before}{}", way.code())
}

fn ways() -> Vec<Way> {
    let (on, labels) = (today(), vec![LabelCode::SubjectTutoringDisguised]);
    let judged = Judged {
        by: somebody(1),
        on,
        reason: "教授数学".to_owned(),
    };
    let mut ways = Vec::new();
    for live in [None, Some(Live { on, cleared: None })] {
        ways.extend([
            Way::Draft { live: live.clone() },
            Way::Filed {
                on,
                live: live.clone(),
            },
            Way::Flagged {
                filed_on: on,
                labels: labels.clone(),
                live: live.clone(),
            },
            Way::Refused {
                judged: judged.clone(),
                live,
            },
        ]);
    }
    ways.extend([
        Way::Published { on, cleared: None },
        Way::Ended { on },
        Way::Withdrawn { on },
    ]);
    ways
}

fn events() -> Vec<Event> {
    let mut events = vec![Event::File, Event::Change, Event::Discard, Event::Withdraw];
    for labels in [Vec::new(), vec![LabelCode::SubjectTutoringDisguised]] {
        events.push(Event::Screened { labels });
    }
    for words in ["教授数学", " \n"] {
        events.push(Event::Clear {
            reason: words.to_owned(),
        });
    }
    for words in ["教授数学", " \n"] {
        events.push(Event::Refuse {
            reason: words.to_owned(),
        });
    }
    events.push(Event::FileMaterials);
    events.push(Event::End);
    events
}

fn facts() -> Vec<Facts> {
    let whole = Facts {
        complete: true,
        lawful: true,
        licensed: true,
        read_before: false,
        unfiled: false,
        last_day: Some(today().plus_days(-1)),
        today: today(),
    };
    vec![
        whole,
        Facts {
            read_before: true,
            ..whole
        },
        Facts {
            unfiled: true,
            ..whole
        },
        Facts {
            complete: false,
            ..whole
        },
        Facts {
            lawful: false,
            ..whole
        },
        Facts {
            licensed: false,
            ..whole
        },
        Facts {
            last_day: Some(today()),
            ..whole
        },
    ]
}

pub(super) fn course() -> Machine {
    let about = "A course (课程) from the draft to the published list of fees. `file`, `change`, `discard` and `withdraw` are the \
                 institution's, `clear`, `refuse` and `file_materials` an officer's, `screened` and `end` the worker's. A state that begins with \
                 `change_` is that of a new version while the one before stays published.";
    let mut seen = Machine::new("Course", about, "draft", &["ended", "withdrawn"]);
    let mut steps: Vec<Step> = events().iter().map(Event::step).collect();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for way in ways() {
        for event in events() {
            for facts in facts() {
                let by = event.step().code();
                let outcome = way
                    .clone()
                    .apply(event.clone(), Some(somebody(2)), &facts)
                    .map(|(next, _)| (name(&next), Vec::new()));
                seen.saw(&name(&way), by, outcome);
            }
        }
    }
    seen
}
