//! The way of a list of institutions.

use domain::institution::import::{MOVED, RUNNING, State};
use domain::institution::opening::{KNOWN, OUT_OF_AREA};
use domain::refusal::Refusal;

use super::page::Machine;

pub(super) fn list() -> Machine {
    let about = "A list of institutions from an office (名单), from its check to the register and back. `read`, `enter`, \
        `discard` and `withdraw` are a person's, the others the worker's. One that begins at the console begins as `entering`.";
    let mut seen = Machine::new("List", about, "checking", &["discarded", "withdrawn"]);
    for state in State::ALL.iter().copied() {
        let mut saw = |by: &str, outcome: Result<State, Refusal>| {
            let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
            seen.saw(state.code(), by, outcome);
        };
        saw("report", state.report());
        saw("read", state.amend());
        for clean in [true, false] {
            saw("enter", state.begin(clean));
        }
        saw("discard", state.discard());
        saw("write rows", state.enter());
        for left in [0, 1] {
            saw("show", state.show(left));
        }
        for in_use in [false, true] {
            saw("withdraw", state.withdraw(in_use));
        }
        for was_shown in [true, false] {
            saw("put back", state.put_back(was_shown));
        }
        saw("end", state.end());
    }
    // What other lists and the register say against it is asked in the same commit.
    for refusal in [RUNNING, MOVED] {
        seen.saw(State::Checked.code(), "enter", Err(refusal));
    }
    // One institution that is entered by hand waits for no list that is shown, but for what the register says.
    for refusal in [RUNNING, KNOWN, OUT_OF_AREA] {
        seen.saw(State::Shown.code(), "enter one by hand", Err(refusal));
    }
    seen
}
