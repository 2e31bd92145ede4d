//! Between rows and the words of `domain`.

pub(crate) mod complaint;
pub(crate) mod identity;
pub(crate) mod licence;

use domain::access::{self, Action, Role, Scope};
use domain::refusal::Refusal;
use domain::words::{Class, Classes, Day, InstitutionId};
use sea_orm::ExecResult;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Fault;

/// A step was handed to the use case of another right.
pub(crate) const EVENT_FORBIDDEN: Refusal = Refusal {
    code: "event_forbidden",
    article: None,
    zh: "没有办理这一步骤的权限",
    en: "this step needs another right",
};

/// A state as the text of its row.
pub(crate) fn written(state: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(state)
        .map_err(|_| Fault::Integrity("a state cannot be written as JSON".to_owned()))
}

/// A state from the text of its row.
pub(crate) fn read<T: DeserializeOwned>(text: &str, kind: &str, id: &str) -> Result<T, Fault> {
    serde_json::from_str(text)
        .map_err(|_| Fault::Integrity(format!("the state of {kind} {id} cannot be read")))
}

/// What a licence is for, where there is one.
pub(crate) fn classes(first: Option<&str>, more: Option<i64>) -> Option<Classes> {
    Classes::stored(first?, more.unwrap_or_default())
}

/// The bits of classes as their codes.
pub(crate) fn class_codes<S: serde::Serializer>(bits: &i64, out: S) -> Result<S::Ok, S::Error> {
    let holds = |class: &&Class| bits & i64::from(class.bit()) != 0;
    let classes = Class::ALL.iter().filter(holds);
    out.collect_seq(classes.map(|class| class.code()))
}

/// An id from its column.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse()
        .map_err(|_| Fault::Integrity(format!("the id {text} cannot be read")))
}

/// Refuses, as if it were not there, a record of an authority outside the scope.
pub(crate) fn within(scope: &Scope, authority: &str) -> Result<(), Fault> {
    if scope.covers_authority(id(authority)?) {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}

/// Refuses, as if it were not there, a record of another institution.
pub(crate) fn own(scope: &Scope, institution: &str) -> Result<(), Fault> {
    if scope.covers_institution(id(institution)?) {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}

/// The institution whose own desk this is; elsewhere there is nothing to begin.
pub(crate) const fn own_institution(scope: &Scope) -> Result<InstitutionId, Fault> {
    match scope {
        Scope::Own(institution) => Ok(*institution),
        _ => Err(Fault::NotFound),
    }
}

/// Refuses a step on a record that has changed since it was read.
pub(crate) const fn fresh(current: i64, read_at: i64) -> Result<(), Fault> {
    if current == read_at {
        Ok(())
    } else {
        Err(Fault::Stale { current })
    }
}

/// A write that was guarded by the version and found no row lost a race.
pub(crate) fn one_row(written: &ExecResult, version: i64) -> Result<(), Fault> {
    if written.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Fault::Stale {
            current: version + 1,
        })
    }
}

/// For a step whose sender read no version: where another step came first, it is done again on what is there now.
pub(crate) fn done_again(fault: Fault) -> Fault {
    match fault {
        Fault::Stale { .. } => Fault::Busy,
        other => other,
    }
}

/// The conditions of a scope for a list, as SQL with the ids of its authorities; these are checked
/// words (prefix and hexadecimal digits), so they are safe in a statement.
pub(crate) fn authorities(scope: &Scope, column: &str) -> String {
    match scope {
        Scope::Everything => "1 = 1".to_owned(),
        Scope::Authorities(ids) if !ids.is_empty() => {
            let ids: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
            format!("{column} IN ({})", ids.join(", "))
        }
        Scope::Authorities(_) | Scope::Public | Scope::Own(_) => "1 = 0".to_owned(),
    }
}

/// Whether the holder of an account with this role and last day of a certificate may investigate on `today`.
pub(crate) fn investigates(role: &str, certified_until: Option<&str>, today: Day) -> bool {
    let until = certified_until.and_then(|until| until.parse().ok());
    Role::from_code(role).is_some_and(|role| access::investigates(role, until, today))
}

/// Whether an account with this list of authorities works for `authority`.
pub(crate) fn works_for(authorities: &str, authority: &str) -> bool {
    authorities.split(',').any(|one| one == authority)
}

/// The roles that hold a right, as a list of SQL. Agents of institutions are as many as institutions: a list of colleagues
/// does not read them.
pub(crate) fn roles_of(action: Action) -> String {
    let holding = Role::ALL
        .iter()
        .filter(|role| access::holds(**role, action));
    let quoted: Vec<String> = holding.map(|role| format!("'{}'", role.code())).collect();
    quoted.join(", ")
}

/// Whether the holder of an account with this role and these authorities examines applications of `authority`.
pub(crate) fn examines(role: &str, authorities: &str, authority: &str) -> bool {
    works_for(authorities, authority)
        && Role::from_code(role).is_some_and(|role| access::holds(role, Action::ExamineApplication))
}
