//! Texts of queries and bodies made into words of the domain, every fault collected.

use std::str::FromStr;

use domain::words::{District, InputFault};
use serde::Deserialize;
use store::read::{DueQuery, Limit};
use utoipa::IntoParams;

use crate::http::problem::{Code, FieldProblem, Problem};

/// Faults found so far.
#[derive(Debug)]
pub struct Checks {
    code: Code,
    errors: Vec<FieldProblem>,
}

impl Checks {
    /// For a query string.
    #[must_use]
    pub fn of_query() -> Self {
        Self {
            code: Code::InvalidQuery,
            errors: Vec::new(),
        }
    }

    /// For a body.
    #[must_use]
    pub fn of_body() -> Self {
        Self {
            code: Code::InvalidInput,
            errors: Vec::new(),
        }
    }

    /// Adds a fault.
    pub fn wrong(&mut self, field: &str, code: &str) {
        self.errors.push(FieldProblem {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: words(code),
        });
    }

    /// The problem of this fault alone.
    #[must_use]
    pub fn only(mut self, field: &str, code: &str) -> Problem {
        self.wrong(field, code);
        self.problem()
    }

    /// A value that may be left out; an empty text counts as left out, as browsers send empty fields of a form.
    pub fn optional<T: FromStr<Err = InputFault>>(
        &mut self,
        field: &str,
        text: Option<&str>,
    ) -> Option<T> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(fault) => {
                self.wrong(field, fault.code);
                None
            }
        }
    }

    /// Like [`Self::optional`], for values that only a function reads.
    pub fn optional_by<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        code: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let value = read(text);
        if value.is_none() {
            self.wrong(field, code);
        }
        value
    }

    /// The number of rows of a page: 1 to 100, 20 where nothing is said.
    pub fn limit(&mut self, text: Option<&str>) -> Limit {
        let number = self.optional_by("limit", text, "number_invalid", |text| {
            text.parse::<u32>().ok()
        });
        Limit::parse(number).unwrap_or_else(|code| {
            self.wrong("limit", code);
            Limit::default()
        })
    }

    /// Where the next page begins.
    pub fn after<T: FromStr>(&mut self, text: Option<&str>) -> Option<T> {
        self.optional_by("after", text, "cursor_invalid", |text| text.parse().ok())
    }

    /// One of a list's states.
    pub fn state(&mut self, text: Option<&str>, states: &[&'static str]) -> Option<&'static str> {
        self.optional_by("state", text, "state_unknown", |text| {
            states.iter().copied().find(|known| *known == text)
        })
    }

    /// Goes on where no fault was found.
    ///
    /// # Errors
    /// The problem with all faults.
    pub fn done(self) -> Result<(), Problem> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(self.problem())
    }

    fn problem(self) -> Problem {
        Problem {
            errors: self.errors,
            ..Problem::new(self.code)
        }
    }
}

/// A field's code in words, for those who read the answer without the list of codes.
fn words(code: &str) -> String {
    code.replace('_', " ")
}

/// The query of a list on a desk.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Only records in this state.
    pub state: Option<String>,
    /// Only records of this district: a GB/T 2260 code or a zone.
    pub district: Option<String>,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows of a page, 1 to 100; 20 where left out.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
}

impl ListQuery {
    /// The list by due day that is asked for; `states` are those it may name.
    ///
    /// # Errors
    /// Every wrong parameter.
    pub(super) fn by_due(&self, states: &[&'static str]) -> Result<DueQuery, Problem> {
        let mut checks = Checks::of_query();
        let district: Option<District> = checks.optional("district", self.district.as_deref());
        let query = DueQuery {
            state: checks
                .state(self.state.as_deref(), states)
                .map(str::to_owned),
            district: district.map(|district| district.code().to_owned()),
            limit: checks.limit(self.limit.as_deref()),
            after: checks.after(self.after.as_deref()),
        };
        checks.done()?;
        Ok(query)
    }
}
