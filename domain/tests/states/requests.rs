//! The way of a request to change a record of the register.

use domain::institution::request::{Decider, NEEDS_APPLICATION, Request, Side, State, Step, WAITS};

use super::page::Machine;
use super::small::somebody;

pub(super) fn request() -> Machine {
    let about = "A change of a record that its owner has to agree to (登记更正): an institution asks the officers, officers ask the \
        institution, and where the register says otherwise than the licence a lead officer looks. Who owns a field changes it at once.";
    let mut seen = Machine::new(
        "Request",
        about,
        "open",
        &["approved", "refused", "withdrawn"],
    );
    let [asker, other] = [1, 2].map(somebody);
    for state in State::ALL.iter().copied() {
        for step in Step::ALL.iter().copied() {
            for by in [asker, other] {
                for (overtaken, reason) in [(false, "证照不符"), (false, " "), (true, "证照不符")]
                {
                    let request = Request {
                        state,
                        side: Side::Authority,
                        decider: Decider::Lead,
                        asked_by: asker,
                        overtaken,
                    };
                    let outcome = request.apply(step, by, reason);
                    let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                    seen.saw(state.code(), step.code(), outcome);
                }
            }
        }
    }
    // What stands against asking at all.
    for refusal in [NEEDS_APPLICATION, WAITS] {
        seen.saw(State::Open.code(), "ask", Err(refusal));
    }
    seen
}
