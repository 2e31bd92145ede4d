//! Lists that are entered: their states, and the rows of them that enter.

use std::fmt;
use std::str::FromStr;

use crate::refusal::Refusal;
use crate::words::{InputFault, coded};

coded! {
    /// The state of a list that is entered.
    State "import_state_unknown" {
        /// 检查中：逐行与登记册比对
        Checking "checking" "检查中" "Being checked",
        /// 待确认：由人看过报告后决定
        Checked "checked" "待确认" "To be decided",
        /// 已放弃：从未写入
        Discarded "discarded" "已放弃" "Discarded",
        /// 写入中：对外不可见
        Entering "entering" "写入中" "Entering",
        /// 已公布
        Shown "shown" "已公布" "Shown",
        /// 撤回中：对外不可见
        Withdrawing "withdrawing" "撤回中" "Withdrawing",
        /// 已撤回
        Withdrawn "withdrawn" "已撤回" "Withdrawn",
    }
}

/// One list at a time is entered or taken back.
pub const RUNNING: Refusal = Refusal::step(
    "import_running",
    "另一份名单正在写入或撤回，请待其完成，或先撤回它",
    "another list is being entered or taken back; wait for it, or take it back first",
);
/// Something came into the register between the check and the entry.
pub const MOVED: Refusal = Refusal::step(
    "import_register_moved",
    "检查之后登记册有新的登记，请再检查一次",
    "the register has got new entries since the list was checked; check it again",
);
/// The last check found something that is not right yet.
const UNCLEAN: Refusal = Refusal::step(
    "import_unclean",
    "名单还有错误或未确认的行，请先处理",
    "rows of the list are at fault or unsure; mend or answer them first",
);
/// Rows are missing.
const UNFINISHED: Refusal = Refusal::step(
    "import_unfinished",
    "名单尚未全部写入",
    "not every row of the list has been entered",
);
/// It is in another state.
const PAST: Refusal = Refusal::step(
    "import_past_this",
    "名单已不在这一步",
    "the list is past this step",
);
/// Somebody relies on it.
pub const IN_USE: Refusal = Refusal::step(
    "import_in_use",
    "名单中的机构已有投诉、案件、申请、账号、送达确认书、通知或变更（许可证到期也是变更），不能撤回；请逐一更正",
    "an institution of the list has a complaint, case, application, account, consent, notice or change (a licence that ran out is one); correct the entries one by one",
);

impl State {
    /// Whether nobody outside sees its institutions.
    #[must_use]
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Entering | Self::Withdrawing)
    }

    /// It is to be checked once more, read in another way.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn amend(self) -> Result<Self, Refusal> {
        match self {
            Self::Checked => Ok(Self::Checking),
            _ => Err(PAST),
        }
    }

    /// A person has to look at what the check found.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn report(self) -> Result<Self, Refusal> {
        match self {
            Self::Checking => Ok(Self::Checked),
            _ => Err(PAST),
        }
    }

    /// Its entry begins, where the check found it `clean`.
    ///
    /// # Errors
    /// `import_unclean`, `import_past_this`.
    pub const fn begin(self, clean: bool) -> Result<Self, Refusal> {
        match (self, clean) {
            (Self::Checked, true) => Ok(Self::Entering),
            (Self::Checked, false) => Err(UNCLEAN),
            _ => Err(PAST),
        }
    }

    /// Nothing comes of it.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn discard(self) -> Result<Self, Refusal> {
        match self {
            Self::Checking | Self::Checked => Ok(Self::Discarded),
            _ => Err(PAST),
        }
    }

    /// Its file is checked anew, as a list of its own.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn again(self) -> Result<(), Refusal> {
        match self {
            Self::Discarded | Self::Withdrawn => Ok(()),
            _ => Err(PAST),
        }
    }

    /// Its entry or removal was cut off and goes on.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn resume(self) -> Result<(), Refusal> {
        match self {
            Self::Entering | Self::Withdrawing => Ok(()),
            _ => Err(PAST),
        }
    }

    /// Further rows are entered.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn enter(self) -> Result<Self, Refusal> {
        match self {
            Self::Entering => Ok(Self::Entering),
            _ => Err(PAST),
        }
    }

    /// All its institutions become visible at once, where `left` rows are still to enter.
    ///
    /// # Errors
    /// `import_unfinished`, `import_past_this`.
    pub const fn show(self, left: u64) -> Result<Self, Refusal> {
        match (self, left) {
            (Self::Entering, 0) => Ok(Self::Shown),
            (Self::Entering, _) => Err(UNFINISHED),
            _ => Err(PAST),
        }
    }

    /// It is taken back: from then on nobody sees it. `in_use` says whether anything refers to one of its institutions.
    ///
    /// # Errors
    /// `import_in_use`, `import_past_this`.
    pub const fn withdraw(self, in_use: bool) -> Result<Self, Refusal> {
        match (self, in_use) {
            (Self::Entering | Self::Shown, true) => Err(IN_USE),
            (Self::Entering | Self::Shown, false) => Ok(Self::Withdrawing),
            _ => Err(PAST),
        }
    }

    /// What is left of it becomes visible again, since somebody relies on it; one that nobody ever saw has nothing to put
    /// back.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn put_back(self, was_shown: bool) -> Result<Self, Refusal> {
        match (self, was_shown) {
            (Self::Withdrawing, true) => Ok(Self::Shown),
            _ => Err(PAST),
        }
    }

    /// The last of its institutions was taken away.
    ///
    /// # Errors
    /// `import_past_this`.
    pub const fn end(self) -> Result<Self, Refusal> {
        match self {
            Self::Withdrawing => Ok(Self::Withdrawn),
            _ => Err(PAST),
        }
    }
}

/// Rows of a file by their numbers, as a text such as `2-9,12`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// First and last of each run, in order, with a gap between two.
    runs: Vec<(u64, u64)>,
}

impl Rows {
    /// Adds a row behind the others. One that is not behind them is left out.
    pub fn push(&mut self, row: u64) {
        match self.runs.last_mut() {
            Some((_, last)) if row == *last + 1 => *last = row,
            Some((_, last)) if row <= *last => {}
            _ => self.runs.push((row, row)),
        }
    }

    /// Whether the row is one of them.
    #[must_use]
    pub fn contains(&self, row: u64) -> bool {
        let place = self.runs.partition_point(|(_, last)| *last < row);
        self.runs.get(place).is_some_and(|(first, _)| *first <= row)
    }

    /// How many they are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.runs.iter().map(|(first, last)| last - first + 1).sum()
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (first, last)) in self.runs.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            match first == last {
                true => write!(out, "{comma}{first}")?,
                false => write!(out, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Rows {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("rows_invalid");
        let number = |text: &str| text.parse::<u64>().map_err(|_| invalid);
        let mut rows = Self::default();
        for run in text.split(',').filter(|_| !text.is_empty()) {
            let (first, last) = run.split_once('-').unwrap_or((run, run));
            let (first, last) = (number(first)?, number(last)?);
            let before = rows.runs.last().map(|(_, last)| *last);
            if first > last || last == u64::MAX || before.is_some_and(|before| before + 1 >= first)
            {
                return Err(invalid);
            }
            rows.runs.push((first, last));
        }
        Ok(rows)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_goes_one_way_and_is_taken_back_where_nobody_relies_on_it() {
        use State::{Checked, Checking, Discarded, Entering, Shown, Withdrawing, Withdrawn};
        let code = |step: Result<State, Refusal>| step.map_err(|refusal| refusal.code);
        let past = Err("import_past_this");
        for state in State::ALL.iter().copied() {
            let expect = |from: &[State], to: State| {
                if from.contains(&state) { Ok(to) } else { past }
            };
            assert_eq!(
                code(state.report()),
                expect(&[Checking], Checked),
                "{state}"
            );
            assert_eq!(code(state.amend()), expect(&[Checked], Checking), "{state}");
            assert_eq!(
                code(state.begin(true)),
                expect(&[Checked], Entering),
                "{state}"
            );
            let unentered = [Checking, Checked];
            assert_eq!(
                code(state.discard()),
                expect(&unentered, Discarded),
                "{state}"
            );
            assert_eq!(
                code(state.enter()),
                expect(&[Entering], Entering),
                "{state}"
            );
            assert_eq!(code(state.show(0)), expect(&[Entering], Shown), "{state}");
            let entered = [Entering, Shown];
            assert_eq!(
                code(state.withdraw(false)),
                expect(&entered, Withdrawing),
                "{state}"
            );
            assert_eq!(
                code(state.end()),
                expect(&[Withdrawing], Withdrawn),
                "{state}"
            );
            assert_eq!(
                code(state.put_back(true)),
                expect(&[Withdrawing], Shown),
                "{state}"
            );
            assert_eq!(code(state.put_back(false)), past, "{state}");
            let left = |step: Result<(), Refusal>| step.map_err(|refusal| refusal.code);
            let ended = [Discarded, Withdrawn].contains(&state);
            assert_eq!(left(state.again()).is_ok(), ended, "{state}");
            assert_eq!(left(state.resume()).is_ok(), state.is_hidden(), "{state}");
            assert_eq!(
                state.is_hidden(),
                [Entering, Withdrawing].contains(&state),
                "{state}"
            );
        }
        assert_eq!(code(Checked.begin(false)), Err("import_unclean"));
        assert_eq!(code(Entering.show(1)), Err("import_unfinished"));
        assert_eq!(code(Shown.withdraw(true)), Err("import_in_use"));
    }

    proptest! {
        #[test]
        fn rows_are_a_set_in_few_signs(set in prop::collection::btree_set(1_u64..60, 0..40)) {
            let mut rows = Rows::default();
            for row in &set {
                rows.push(*row);
                rows.push(*row);
            }
            prop_assert_eq!(rows.count(), u64::try_from(set.len()).unwrap());
            let read: Rows = rows.to_string().parse().unwrap();
            prop_assert_eq!(&read, &rows);
            let held: BTreeSet<u64> = (0..70).filter(|row| rows.contains(*row)).collect();
            prop_assert_eq!(held, set);
        }

        #[test]
        fn no_text_stops_the_reading_of_rows(text in "[0-9,\\-]{0,24}|.{0,12}") {
            if let Ok(rows) = text.parse::<Rows>() {
                prop_assert_eq!(rows.to_string().parse::<Rows>().unwrap(), rows);
            }
        }
    }

    #[test]
    fn rows_are_told_in_runs() {
        let mut rows = Rows::default();
        for row in [2, 3, 4, 9, 11, 12] {
            rows.push(row);
        }
        assert_eq!(rows.to_string(), "2-4,9,11-12");
        assert!("4-2".parse::<Rows>().is_err() && "1,1".parse::<Rows>().is_err());
        assert_eq!("".parse::<Rows>().unwrap().count(), 0);
    }
}
