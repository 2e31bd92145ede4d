//! The way of a report about an entry of the register.

use domain::entry_report::{Asks, EntryReport, Event, Started};
use domain::words::{Instant, MergeId};

use super::page::Machine;
use super::small::{somebody, today};

fn events() -> Vec<Event> {
    let merge = MergeId::new(Instant::from_millis(0), [3; 10]);
    let started = [
        Started::Change {
            requests: Vec::new(),
        },
        Started::Merge { merge },
        Started::Words,
    ];
    let mut events = Vec::new();
    for words in ["与证照不符", " \n"] {
        events.extend(started.iter().map(|started| Event::Accept {
            started: started.clone(),
            answer: words.to_owned(),
        }));
        events.push(Event::Decline {
            reason: words.to_owned(),
        });
    }
    events
}

pub(super) fn report() -> Machine {
    let about = "What the public reports of an entry of the register (公众纠错): it is wrong, closed, double, or something else. To \
        accept it starts what it asks for in the same step: a change of the record, or the merge of two entries; what has no \
        field is answered in words.";
    let mut seen = Machine::new("Report", about, "received", &["accepted", "declined"]);
    let (by, on) = (somebody(1), today());
    let states = [
        EntryReport::Received,
        EntryReport::Accepted {
            by,
            on,
            started: Started::Words,
        },
        EntryReport::Declined { by, on },
    ];
    for state in &states {
        for asks in [Asks::Change, Asks::Merge, Asks::Words] {
            for event in events() {
                let outcome = state.apply(asks, &event, by, on);
                let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                seen.saw(state.code(), event.step().code(), outcome);
            }
        }
    }
    seen
}
