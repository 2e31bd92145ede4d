//! The way of an after-school provider.

use domain::after_school::{
    Effect, Event, Exit, Facts, Ground, Held, Item, Judged, Leave, Pair, SchoolYear, Step, Warning,
    Way,
};
use domain::words::{Article, Day};

use super::page::Machine;
use super::small::{somebody, today};

fn judged(place: u8) -> Judged {
    Judged {
        by: somebody(place),
        on: today(),
        reason: "材料齐全".to_owned(),
    }
}

fn held(warnings: usize) -> Held {
    let warning = Warning {
        ground: Ground::StudyLoad,
        judged: judged(1),
        correct_by: today().plus_days(-1),
        lifted: None,
    };
    Held {
        pair: Pair {
            selected: judged(1),
            approved: judged(2),
        },
        from: today(),
        warnings: vec![warning; warnings],
    }
}

fn ways() -> Vec<Way> {
    let (on, leave) = (
        today(),
        Leave {
            ground: Ground::StudyLoad,
            judged: judged(1),
        },
    );
    let pair = held(0).pair;
    vec![
        Way::Draft { told: None },
        Way::Filed { on, told: None },
        Way::Selected {
            filed_on: on,
            selected: judged(1),
        },
        Way::Publicised {
            filed_on: on,
            pair,
            until: on,
        },
        Way::Refused { judged: judged(1) },
        Way::Admitted { held: held(0) },
        Way::Admitted { held: held(2) },
        Way::Suspended {
            held: held(0),
            since: on,
        },
        Way::Leaving {
            held: held(1),
            since: None,
            leave: leave.clone(),
        },
        Way::Leaving {
            held: held(0),
            since: Some(on),
            leave: leave.clone(),
        },
        Way::Exited {
            held: held(1),
            exit: Exit {
                leave,
                approved: judged(2),
            },
        },
        Way::Ended {
            on,
            held: Some(held(0)),
        },
        Way::Withdrawn { on },
    ]
}

fn events() -> Vec<Event> {
    let mut events = vec![Event::File, Event::Withdraw];
    let words = ["讲授新课", " \n"].map(str::to_owned);
    events.extend(words.clone().map(|reason| Event::SendBack { reason }));
    events.extend(words.clone().map(|reason| Event::Refuse { reason }));
    for checked in [Item::ALL.to_vec(), Vec::new()] {
        events.extend(words.clone().map(|reason| Event::Select {
            checked: checked.clone(),
            reason,
        }));
    }
    events.push(Event::Approve);
    events.extend(words.clone().map(|reason| Event::Return { reason }));
    events.extend(words.clone().map(|reason| Event::Reopen { reason }));
    events.push(Event::Admit);
    for (ground, days) in [
        (Ground::StudyLoad, 15),
        (Ground::StudyLoad, 0),
        (Ground::LowScore, 15),
    ] {
        events.extend(words.clone().map(|reason| Event::Warn {
            ground,
            reason,
            correct_by: today().plus_days(days),
        }));
    }
    events.extend(words.clone().map(|reason| Event::Lift { reason }));
    for ground in [Ground::StudyLoad, Ground::TwoWarnings] {
        events.extend(
            words
                .clone()
                .map(|reason| Event::ProposeExit { ground, reason }),
        );
    }
    events.push(Event::ApproveExit);
    events.extend(words.map(|reason| Event::RejectExit { reason }));
    events.extend([Event::Suspend, Event::Resume, Event::End]);
    events
}

fn facts() -> Vec<Facts> {
    let year = SchoolYear::of(today());
    let whole = Facts {
        complete: true,
        broken: None,
        licensed: true,
        low: false,
        first_day: year.first_day(),
        last_day: year.last_day(),
        publicised_until: today(),
        today: today(),
    };
    let over: Day = year.last_day().plus_days(1);
    vec![
        whole.clone(),
        Facts {
            complete: false,
            ..whole.clone()
        },
        Facts {
            broken: Some(Article::new("as23")),
            ..whole.clone()
        },
        Facts {
            licensed: false,
            ..whole.clone()
        },
        Facts {
            today: today().plus_days(1),
            ..whole.clone()
        },
        Facts {
            today: over,
            ..whole.clone()
        },
    ]
}

pub(super) fn provider() -> Machine {
    let about = "An after-school provider (课后服务机构) from the application for a school year to the exit. `file` and `withdraw` are \
                 the institution's; one person chooses (`select`) and proposes an exit, another approves; `admit`, `suspend`, \
                 `resume` and `end` are the worker's. `warned` is an admission with a warning that was not lifted.";
    let mut seen = Machine::new(
        "After-school provider",
        about,
        "draft",
        &["refused", "exited", "ended", "withdrawn"],
    );
    let mut steps: Vec<Step> = events().iter().map(Event::step).collect();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for way in ways() {
        for event in events() {
            for (facts, actor) in facts().iter().flat_map(|facts| [(facts, 1), (facts, 2)]) {
                let told = |effect: &Effect| match effect {
                    Effect::Notify(template) => template.code().to_owned(),
                };
                let outcome = way
                    .clone()
                    .apply(event.clone(), Some(somebody(actor)), facts)
                    .map(|(next, effects)| {
                        (next.code().to_owned(), effects.iter().map(told).collect())
                    });
                seen.saw(way.code(), event.step().code(), outcome);
            }
        }
    }
    seen
}
