//! The way of an unlicensed place.

use domain::case::Officer;
use domain::place::{
    ALIKE, Check, Event, Facts, Ground, OUT_OF_AREA, Relation, Shut, Step, Way, Why, case_refusal,
    complaint_refusal,
};
use domain::words::InstitutionNumber;

use super::page::Machine;
use super::small::{somebody, today};

fn check() -> Check {
    Check {
        on: today(),
        officers: [somebody(1), somebody(2)],
        dedicated: true,
        staffed: true,
        organised: true,
        finding: "现场有学生在上课".to_owned(),
    }
}

fn shut() -> Shut {
    Shut {
        on: today(),
        ground: Ground::Ordered,
        document: "洪教罚〔2026〕3号".to_owned(),
    }
}

fn ways() -> Vec<Way> {
    let (facts, by) = (facts(), somebody(3));
    let loose = Check {
        organised: false,
        ..check()
    };
    let confirmed = |check| Way::Confirmed {
        check,
        before: None,
    };
    let joined = Way::FIRST
        .apply(join(true, "地址一致"), by, &facts)
        .unwrap();
    let aside = Event::SetAside {
        why: Why::Gone,
        reason: "人去楼空".to_owned(),
    };
    vec![
        Way::FIRST,
        Way::Suspected {
            before: Some(shut()),
        },
        confirmed(check()),
        confirmed(loose),
        Way::Shut {
            check: check(),
            shut: shut(),
        },
        joined,
        Way::FIRST.apply(aside, by, &facts).unwrap(),
    ]
}

fn facts() -> Facts {
    Facts {
        seen_on: today(),
        today: today(),
    }
}

fn join(licensed: bool, reason: &str) -> Event {
    Event::Join {
        institution: InstitutionNumber::from_sequence(7).unwrap(),
        licensed,
        relation: Relation::Licensed,
        reason: reason.to_owned(),
    }
}

fn confirms() -> Vec<Event> {
    let on = |on| Check { on, ..check() };
    let confirm = |check: Check, certified, of_authority| Event::Confirm {
        officers: check.officers.map(|id| Officer { id, certified }),
        check,
        of_authority,
    };
    let alone = Check {
        officers: [somebody(1), somebody(1)],
        ..check()
    };
    vec![
        confirm(check(), true, true),
        confirm(check(), false, true),
        confirm(check(), true, false),
        confirm(alone, true, true),
        confirm(on(today().plus_days(1)), true, true),
        confirm(on(today().plus_days(-1)), true, true),
    ]
}

fn shuts() -> Vec<Event> {
    let unnumbered = Shut {
        ground: Ground::Others,
        document: String::new(),
        ..shut()
    };
    let on = |on| Shut { on, ..shut() };
    [
        shut(),
        unnumbered,
        on(today().plus_days(1)),
        on(today().plus_days(-1)),
    ]
    .map(Event::Shut)
    .to_vec()
}

fn events() -> Vec<Event> {
    let mut events = confirms();
    events.extend(shuts());
    events.extend([join(true, "已取得许可"), join(false, "已取得许可")]);
    for reason in ["经查", " \n"] {
        let reason = reason.to_owned();
        events.push(Event::Unjoin { reason });
    }
    let why = Why::NoTraining;
    for reason in ["经查", " \n"] {
        let reason = reason.to_owned();
        events.push(Event::SetAside { why, reason });
    }
    events.push(Event::Overturn {
        why,
        reason: "经查".to_owned(),
    });
    events.push(Event::Reopen {
        reason: "又在上课".to_owned(),
    });
    events
}

pub(super) fn place() -> Machine {
    let about = "An unlicensed place (无证场所): seen or told of, checked on site by two officers, shut; or joined to an institution of \
                 the register, or set aside. `overturn` is a lead officer's; `file a case`, `link a complaint` and `enter` are what can be \
                 refused besides.";
    let mut seen = Machine::new("Place", about, "suspected", &[]);
    let mut steps: Vec<Step> = events().iter().map(Event::step).collect();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for way in ways() {
        for event in events() {
            for by in [somebody(1), somebody(3)] {
                let step = event.step().code();
                let outcome = way
                    .clone()
                    .apply(event.clone(), by, &facts())
                    .map(|next| (next.code().to_owned(), Vec::new()));
                seen.saw(way.code(), step, outcome);
            }
        }
        if let Some(refusal) = case_refusal(&way) {
            seen.saw(way.code(), "file a case", Err(refusal));
        }
    }
    if let Some(refusal) = complaint_refusal(true) {
        seen.saw("suspected", "link a complaint", Err(refusal));
    }
    // What the store refuses with before there is a place at all.
    for refusal in [ALIKE, OUT_OF_AREA] {
        seen.saw("suspected", "enter", Err(refusal));
    }
    seen
}
