//! The way of a case, driven by every step, by each kind of person, with all that a step may carry.

use domain::case::{
    Case, Circumstances, Effect, Event, Officer, Order, ServiceWay, Step, Violation, open,
};
use domain::words::{Article, Day};

use super::page::Machine;
use super::small::{somebody, today};

fn order(served: bool, answered: bool, due_on: Day) -> Order {
    let ordered_on = today().plus_days(-10);
    Order {
        ordered_on,
        due_on,
        served_on: served.then_some(ordered_on),
        answered,
    }
}

/// Each state; an order in each of its stages, since they decide what comes next.
fn states() -> Vec<Case> {
    let (later, past) = (today().plus_days(5), today().plus_days(-1));
    let ordered = |served, answered, due_on| Case::Ordered {
        findings: 1,
        order: order(served, answered, due_on),
    };
    let proposed = |order| Case::ClosureProposed {
        findings: 1,
        order,
        by: somebody(1),
        reason: "已改正".to_owned(),
    };
    vec![
        Case::Filed,
        Case::Found { findings: 1 },
        ordered(false, false, later),
        ordered(true, false, later),
        ordered(true, true, later),
        ordered(true, false, past),
        ordered(false, false, past),
        ordered(false, true, later),
        ordered(false, true, past),
        proposed(None),
        proposed(Some(order(true, true, later))),
        Case::Closed {
            findings: 1,
            order: Some(order(true, true, later)),
            approved_by: somebody(9),
            on: today(),
            reason: "已改正".to_owned(),
        },
    ]
}

fn events() -> Vec<Event> {
    let day = |days| today().plus_days(days);
    let mut events = vec![];
    let before_order_53 = Day::new(2023, 10, 14).unwrap();
    for (acted_on, found_on) in [
        (day(0), day(0)),
        (day(0), day(1)),
        (day(0), day(-1)),
        (before_order_53, day(0)),
    ] {
        events.push(Event::RecordFinding {
            violation: Violation::ProvidesPlaceOrPlatform,
            acted_on,
            licensed: true,
            found_on,
        });
    }
    let (read, unread) = (Article::new("53-18"), Article::new("53-22"));
    for (days, article, basis_confirmed) in [
        (0, &read, false),
        (15, &read, false),
        (15, &unread, true),
        (15, &unread, false),
        (181, &read, false),
    ] {
        events.push(Event::OrderCorrection {
            due_on: day(days),
            articles: vec![read.clone(), article.clone()],
            basis_confirmed,
        });
    }
    for (days, reason) in [(20, "申请延期"), (4, "提前"), (181, "太久"), (20, " ")] {
        events.push(Event::ChangeDue {
            due_on: day(days),
            reason: reason.to_owned(),
        });
    }
    for way in [
        ServiceWay::InPerson,
        ServiceWay::Electronic,
        ServiceWay::PublicNotice,
    ] {
        let served = |days| Event::RecordService { way, on: day(days) };
        events.extend([0, 1, -5, -30].map(served));
    }
    events.push(Event::Respond);
    events.extend(["已改正", " "].map(|reason| Event::ProposeClosure {
        reason: reason.to_owned(),
    }));
    events.push(Event::ApproveClosure);
    events.extend(["请补正", " "].map(|reason| Event::ReturnForMore {
        reason: reason.to_owned(),
    }));
    events
}

/// Who may be acting, on what papers.
fn circumstances() -> Vec<Circumstances> {
    let officer = |number, certified| Officer {
        id: somebody(number),
        certified,
    };
    let at = |actor, is_lead_officer, certified, consent| Circumstances {
        today: today(),
        actor,
        is_lead_officer,
        officers: [officer(1, true), officer(2, certified)],
        consent,
    };
    vec![
        at(Some(somebody(1)), false, true, true),
        at(Some(somebody(2)), false, true, false),
        at(Some(somebody(1)), false, false, true),
        at(Some(somebody(3)), false, true, true),
        at(Some(somebody(9)), true, true, true),
        at(Some(somebody(1)), true, true, true),
        at(None, false, true, true),
    ]
}

pub(super) fn case() -> Machine {
    let about = "First form of a violation case (案件). `respond` is the institution's, `approve_closure` and `return_for_more` a lead \
                 officer's who is none of the two, the others the two officers'. `open` is the filing itself.";
    let mut seen = Machine::new("Case", about, "filed", &["closed"]);
    let mut steps: Vec<Step> = events().iter().map(Event::step).collect();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for state in states() {
        for event in events() {
            for at in circumstances() {
                let outcome = state
                    .clone()
                    .apply(event.clone(), &at)
                    .map(|(next, effects)| {
                        let told = effects
                            .iter()
                            .map(|Effect::Notify(template)| template.code());
                        (next.code().to_owned(), told.map(str::to_owned).collect())
                    });
                seen.saw(state.code(), event.step().code(), outcome);
            }
        }
    }
    filings(&mut seen);
    seen
}

/// The filing: what is refused before there is a case.
fn filings(seen: &mut Machine) {
    let officer = |number, certified| Officer {
        id: somebody(number),
        certified,
    };
    let (good, second) = (officer(1, true), officer(2, true));
    for (officers, of_authority) in [
        ([good, good], true),
        ([good, officer(2, false)], true),
        ([officer(1, false), second], true),
        ([good, second], false),
    ] {
        let refusal = open(&officers, of_authority).unwrap_err();
        seen.refusals.insert(refusal.code, refusal);
    }
    assert_eq!(open(&[good, second], true), Ok(()));
}

/// A step is offered just where some event of it is not refused by state or person.
#[test]
fn an_offered_step_is_one_that_apply_takes() {
    for state in states() {
        for at in circumstances() {
            for offer in state.offers(&at) {
                let good = events()
                    .into_iter()
                    .filter(|event| event.step() == offer.event);
                let taken = good
                    .map(|event| state.clone().apply(event, &at))
                    .any(|out| out.is_ok());
                assert_eq!(
                    taken,
                    offer.refusal.is_none(),
                    "{} {:?} {at:?}",
                    state.code(),
                    offer.event
                );
            }
        }
    }
}
