//! The way of a staff lead.

use domain::staff::lead::{Event, Ground, Said, StaffLead, Step};

use super::page::Machine;
use super::small::{somebody, today};

fn said() -> Said {
    Said {
        by: somebody(1),
        on: today(),
        words: "经查".to_owned(),
    }
}

fn states() -> [StaffLead; 5] {
    let to = "南昌市某小学".to_owned();
    [
        StaffLead::New,
        StaffLead::Confirmed { said: said() },
        StaffLead::Dismissed { said: said() },
        StaffLead::Referred {
            to: to.clone(),
            said: said(),
        },
        StaffLead::Answered {
            to,
            said: said(),
            result: said(),
        },
    ]
}

fn events() -> Vec<Event> {
    let mut events = Vec::new();
    for words in ["经查", " "] {
        let reason = words.to_owned();
        events.push(Event::Confirm {
            reason: reason.clone(),
        });
        events.push(Event::Dismiss {
            reason: reason.clone(),
        });
        for to in ["南昌市某小学", " "] {
            events.push(Event::Refer {
                to: to.to_owned(),
                reason: reason.clone(),
            });
        }
        events.push(Event::RecordResult { result: reason });
    }
    events
}

pub(super) fn staff_lead() -> Machine {
    let about = "A person on the staff of an institution who is on a list or at another institution as well (人员线索). `refer` is for \
        in-service teachers, whose school or its authority deals with them.";
    let mut seen = Machine::new(
        "Staff lead",
        about,
        "new",
        &["confirmed", "dismissed", "answered"],
    );
    let mut steps: Vec<Step> = events().iter().map(Event::step).collect();
    steps.sort_unstable();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for state in states() {
        for event in events() {
            for ground in Ground::ALL {
                let by = event.step().code();
                let outcome = state
                    .clone()
                    .apply(event.clone(), *ground, somebody(1), today());
                let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                seen.saw(state.code(), by, outcome);
            }
        }
        for ground in Ground::ALL {
            let offered = state.offers(*ground);
            assert_eq!(offered.len(), Step::ALL.len());
        }
    }
    seen
}
