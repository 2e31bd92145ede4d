//! Which institution came out of which: 改名重组, 分立, 合并, 承继. A link says from which day and by which document.

use crate::refusal::Refusal;
use crate::words::{Day, InstitutionId, coded};

coded! {
    /// How one came out of the other.
    Kind "link_kind_unknown" {
        /// 改名重组
        Renamed "renamed" "改名重组" "Reorganised under another name",
        /// 分立
        Split "split" "分立" "Split off",
        /// 合并
        Joined "joined" "合并" "Joined with others",
        /// 承继
        Succeeded "succeeded" "承继" "Took over",
    }
}

/// A link: `successor` came out of `predecessor` on `since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// What was before.
    pub predecessor: InstitutionId,
    /// What came after.
    pub successor: InstitutionId,
    /// From which day.
    pub since: Day,
}

/// Nothing comes out of itself.
const SAME: Refusal = Refusal::step(
    "link_same",
    "机构不能是自己的前身",
    "an institution is not its own predecessor",
);
/// Time does not run in circles.
const CYCLE: Refusal = Refusal::step(
    "link_cycle",
    "按已有的沿革，后一机构是前一机构的前身，不能倒过来",
    "by the links there are, the successor came before the predecessor",
);
/// What came before came first.
const ORDER: Refusal = Refusal::step(
    "link_order",
    "日期与已有的沿革前后不符：前身须先产生，后继须后产生",
    "the day does not fit the links there are: what came before came first",
);
/// The two are linked already.
pub const TWICE: Refusal = Refusal::step(
    "link_twice",
    "这两家机构之间已有沿革关系",
    "the two are linked already",
);
/// It has been undone.
pub const UNDONE: Refusal = Refusal::step(
    "link_undone",
    "这条沿革关系已经撤销",
    "the link has been undone",
);

impl Link {
    /// Why the link cannot be entered beside `others`, which hold all that came before and after both.
    #[must_use]
    pub fn refusal(&self, others: &[Self]) -> Option<Refusal> {
        if self.predecessor == self.successor {
            return Some(SAME);
        }
        let same =
            |it: &&Self| it.predecessor == self.predecessor && it.successor == self.successor;
        if others.iter().any(|it| same(&it)) {
            return Some(TWICE);
        }
        if comes_after(self.successor, self.predecessor, others) {
            return Some(CYCLE);
        }
        let before = others
            .iter()
            .any(|it| it.successor == self.predecessor && it.since > self.since);
        let after = others
            .iter()
            .any(|it| it.predecessor == self.successor && it.since < self.since);
        (before || after).then_some(ORDER)
    }
}

/// Whether `last` came out of `first`, over however many links.
fn comes_after(first: InstitutionId, last: InstitutionId, links: &[Link]) -> bool {
    let (mut seen, mut next) = (vec![first], vec![first]);
    while let Some(one) = next.pop() {
        if one == last {
            return true;
        }
        for link in links.iter().filter(|link| link.predecessor == one) {
            if !seen.contains(&link.successor) {
                seen.push(link.successor);
                next.push(link.successor);
            }
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::words::Instant;
    use proptest::prelude::*;

    fn institution(seed: u8) -> InstitutionId {
        InstitutionId::new(Instant::from_millis(0), [seed; 10])
    }

    fn link(predecessor: u8, successor: u8, since: &str) -> Link {
        Link {
            predecessor: institution(predecessor),
            successor: institution(successor),
            since: since.parse().unwrap(),
        }
    }

    #[test]
    fn what_came_before_came_first() {
        let others = [link(1, 2, "2020-01-01"), link(2, 3, "2022-01-01")];
        for (new, code) in [
            (link(4, 4, "2023-01-01"), Some("link_same")),
            (link(1, 2, "2021-01-01"), Some("link_twice")),
            (link(3, 1, "2023-01-01"), Some("link_cycle")),
            // The second came into being in 2020: nothing came out of it in 2019.
            (link(2, 4, "2019-12-31"), Some("link_order")),
            // And it split in 2022: nothing became it in 2023.
            (link(4, 2, "2023-01-01"), Some("link_order")),
            (link(3, 4, "2022-01-01"), None),
            (link(1, 4, "2020-01-01"), None),
        ] {
            assert_eq!(new.refusal(&others).map(|it| it.code), code, "{new:?}");
        }
    }

    proptest! {
        #[test]
        fn no_row_of_links_leads_back(tries in prop::collection::vec((0..6_u8, 0..6_u8, 2010..2020_i32), 0..40)) {
            let mut links: Vec<Link> = Vec::new();
            for (predecessor, successor, year) in tries {
                let new = link(predecessor, successor, &format!("{year}-01-01"));
                if new.refusal(&links).is_none() { links.push(new); }
            }
            for one in &links {
                prop_assert!(!comes_after(one.successor, one.predecessor, &links));
            }
        }
    }
}
