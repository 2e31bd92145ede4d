//! The way of a merge of two entries of the register.

use domain::institution::merge::{HIDDEN, Merge, Pair, State, Step, WAITS};

use super::page::Machine;
use super::small::somebody;

/// Two entries that may be merged, and each thing that stands against it.
fn pairs() -> Vec<Pair> {
    let changes: [fn(&mut Pair); 10] = [
        |_| {},
        |it| it.same = true,
        |it| it.hidden_is_merged = true,
        |it| it.kept_is_merged = true,
        |it| (it.kept_licensed, it.hidden_licensed) = (true, true),
        |it| it.hidden_licensed = true,
        |it| (it.kept_coded, it.hidden_coded) = (true, true),
        |it| it.hidden_coded = true,
        |it| it.cases.push("AJ2026000125".to_owned()),
        |it| it.applications.push("XK2026000125".to_owned()),
    ];
    let pair = |change: &fn(&mut Pair)| {
        let mut pair = Pair::default();
        change(&mut pair);
        pair
    };
    changes.iter().map(pair).collect()
}

pub(super) fn merge() -> Machine {
    let about = "Two entries of one institution (重复登记合并): one is kept, the other is hidden and leads to it. An officer proposes, \
        a lead officer who did not propose it approves; so are the two parted again. Nothing is moved, so what is parted stands as \
        it stood.";
    let mut seen = Machine::new(
        "Merge",
        about,
        "proposed",
        &["parted", "refused", "withdrawn"],
    );
    let [asker, other] = [1, 2].map(somebody);
    for state in State::ALL.iter().copied() {
        for step in Step::ALL.iter().copied() {
            for by in [asker, other] {
                for (pair, reason) in pairs()
                    .iter()
                    .flat_map(|pair| ["同一机构", " "].map(|reason| (pair, reason)))
                {
                    let merge = Merge {
                        state,
                        asked_by: asker,
                    };
                    let outcome = merge.apply(step, by, reason, pair);
                    let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                    seen.saw(state.code(), step.code(), outcome);
                }
            }
        }
    }
    // What stands against proposing at all, and against work on an entry that is hidden.
    seen.saw(State::Merged.code(), "propose", Err(WAITS));
    seen.saw(State::Merged.code(), "change the record", Err(HIDDEN));
    seen
}
