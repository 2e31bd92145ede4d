//! The way of an application for a licence.

use domain::application::{
    Application, Condition, Effect, Event, Extension, Facts, Kind, Step, Visit,
};
use domain::institution::Status;
use domain::licence::State;
use domain::words::{AccountId, Day};

use super::page::Machine;
use super::small::{somebody, today};

fn events() -> Vec<(&'static str, Event)> {
    let mut events = vec![
        ("submit", Event::Submit),
        ("withdraw", Event::Withdraw),
        ("accept", Event::Accept),
        ("approve", Event::Approve),
        ("issue", Event::Issue),
    ];
    for said in ["缺消防证明", " "] {
        let said = || said.to_owned();
        events.push(("ask_correction", Event::AskCorrection { items: said() }));
        events.push(("decline", Event::Decline { reason: said() }));
        events.push(("send_back", Event::SendBack { reason: said() }));
        for days in [10, 11] {
            let reason = said();
            events.push(("extend", Event::Extend(Extension { days, reason })));
        }
        for grant in [true, false] {
            let reason = said();
            let checked = Vec::new();
            let proposal = Event::Propose {
                grant,
                reason,
                checked,
            };
            events.push(("propose", proposal));
        }
        for (second, days, passed) in [(1, 0, true), (2, 0, true), (2, 0, false), (2, 1, true)] {
            let visit = Visit {
                second_officer: somebody(second),
                on: today().plus_days(days),
                passed,
                words: said(),
            };
            events.push(("record_visit", Event::RecordVisit(visit)));
        }
    }
    events
}

fn every_facts(on: Day) -> Vec<Facts> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        for licence in [
            None,
            Some((State::Valid, on.plus_days(200))),
            Some((State::Expired, on.plus_days(-1))),
        ] {
            for (complete, unmet, other_class, by_eye) in [
                (true, false, false, Vec::new()),
                (false, false, false, vec![Condition::SportsConsents]),
                (true, true, true, Vec::new()),
            ] {
                all.push(Facts {
                    kind: *kind,
                    other_class,
                    altered: false,
                    other_mode: false,
                    moved: false,
                    status: Status::Operating,
                    licence,
                    complete,
                    unmet,
                    by_eye,
                    today: on,
                });
            }
        }
    }
    // One of an institution that closes.
    let closing = all.iter().take(1).cloned().map(|facts| Facts {
        status: Status::Closing,
        ..facts
    });
    let closing: Vec<Facts> = closing.collect();
    // A renewal that would change what the register says.
    let renews = |facts: &&Facts| facts.kind == Kind::Renew && facts.complete && !facts.unmet;
    let altered = all.iter().filter(renews).cloned().map(|facts| Facts {
        altered: true,
        ..facts
    });
    let altered: Vec<Facts> = altered.collect();
    // A change that would turn it from one way of teaching into the other.
    let changes = |facts: &&Facts| facts.kind == Kind::Change && facts.complete && !facts.unmet;
    let turned = all.iter().filter(changes).cloned().map(|facts| Facts {
        other_mode: true,
        ..facts
    });
    let turned: Vec<Facts> = turned.collect();
    all.extend(turned);
    all.extend(closing);
    all.extend(altered);
    all
}

fn told(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .map(|effect| match effect {
            Effect::Notify(template) => template.code().to_owned(),
            Effect::Enter => "enter the register".to_owned(),
        })
        .collect()
}

/// Every application that a walk of the events reaches from the draft, each with every set of facts.
fn reached(seen: &mut Machine) -> Vec<Application> {
    let actors: [AccountId; 2] = [somebody(1), somebody(2)];
    let mut known = vec![Application::Draft];
    let mut at = 0;
    while let Some(application) = known.get(at).cloned() {
        at += 1;
        for facts in every_facts(today()) {
            for (by, event) in events() {
                for actor in actors {
                    let outcome = application.clone().apply(event.clone(), actor, &facts);
                    if let Ok((next, _)) = &outcome
                        && !known.contains(next)
                    {
                        known.push(next.clone());
                    }
                    let outcome =
                        outcome.map(|(next, effects)| (next.code().to_owned(), told(&effects)));
                    seen.saw(application.code(), by, outcome);
                }
            }
        }
    }
    known
}

const ENDS: &[&str] = &["refused", "issued", "declined", "withdrawn"];

pub(super) fn application() -> Machine {
    let about = "An application for a licence (办学许可申请), its renewal or its change; `the day` is the calendar's: what nobody spoke about in five working days counts as accepted, a renewal asked for in time and not decided when the licence runs out counts as granted.";
    let mut seen = Machine::new("Application", about, "draft", ENDS);
    let steps: Vec<Step> = events().iter().map(|(_, event)| event.step()).collect();
    for step in Step::ALL {
        assert!(steps.contains(step), "{step} is missing from the drive");
    }
    let known = reached(&mut seen);
    // The day before, by a clock that is wrong; and long after: nobody spoke in time, the licence has run out in between.
    let last = today().plus_days(60);
    for application in known {
        for (licence, on) in [(None, -1), (None, 30), (Some((State::Expired, last)), 61)] {
            for kind in Kind::ALL {
                let facts = Facts {
                    kind: *kind,
                    other_class: false,
                    altered: false,
                    other_mode: false,
                    moved: false,
                    status: Status::Operating,
                    licence,
                    complete: true,
                    unmet: false,
                    by_eye: Vec::new(),
                    today: today().plus_days(on),
                };
                if let Some((next, effects)) = application.by_calendar(&facts) {
                    let outcome = Ok((next.code().to_owned(), told(&effects)));
                    seen.saw(application.code(), "the day", outcome);
                }
                for (by, event) in events() {
                    let outcome = application.clone().apply(event, somebody(1), &facts);
                    if let Err(refusal) = outcome {
                        seen.saw(application.code(), by, Err(refusal));
                    }
                }
            }
        }
    }
    seen
}
