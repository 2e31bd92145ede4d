//! A licence from its columns, and what its row says on a day.

use domain::licence::{Licence, State};
use domain::words::Day;
use sea_orm::FromQueryResult;

use crate::Fault;
use crate::repo;

/// The state of a licence on `today` and its last day, from what its row says; nothing without one.
///
/// # Errors
/// `damaged` where the row cannot be read.
pub(crate) fn standing(
    state: Option<&str>,
    last: Option<&str>,
    today: Day,
    damaged: impl Fn() -> Fault,
) -> Result<Option<(State, Day)>, Fault> {
    let (Some(state), Some(last)) = (state, last) else {
        return Ok(None);
    };
    let state = State::from_code(state).ok_or_else(&damaged)?;
    let last: Day = last.parse().map_err(|_| damaged())?;
    Ok(Some((state.on(last, today), last)))
}

/// The columns of a licence that the law looks at.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct LicenceColumns {
    pub(crate) state: String,
    pub(crate) valid_until: String,
    pub(crate) proposal: Option<String>,
    pub(crate) ended_from: Option<String>,
}

impl LicenceColumns {
    /// The licence `id`.
    pub(crate) fn licence(&self, id: &str) -> Result<Licence, Fault> {
        let damaged = || Fault::Integrity(format!("licence {id} cannot be read"));
        Ok(Licence {
            state: State::from_code(&self.state).ok_or_else(damaged)?,
            valid_until: self.valid_until.parse().map_err(|_| damaged())?,
            proposal: self
                .proposal
                .as_deref()
                .map(|text| repo::read(text, "licence", id))
                .transpose()?,
            ended_from: self
                .ended_from
                .as_deref()
                .map(|code| State::from_code(code).ok_or_else(damaged))
                .transpose()?,
        })
    }
}

/// The states that run out with the last day, as a list of SQL. The words of [`State::runs_out`].
pub(crate) const RUNNING: &str = "('valid', 'suspended')";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_states_of_the_statements_are_those_of_the_law() {
        let codes: Vec<String> = State::ALL
            .iter()
            .filter(|state| state.runs_out())
            .map(|state| format!("'{}'", state.code()))
            .collect();
        assert_eq!(RUNNING, format!("({})", codes.join(", ")));
    }
}
