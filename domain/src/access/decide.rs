//! The one table of rights.

use super::{Action, Actor, Grant, Permission, Role, Scope};
use crate::words::Day;

/// Why a right is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Denied {
    /// `sign_in_required`, `role_forbidden`, `certificate_required` or `account_incomplete`.
    pub code: &'static str,
}

impl Denied {
    /// The right belongs to another role.
    pub const ROLE: Self = Self {
        code: "role_forbidden",
    };
}

/// The roles that hold `action`. The public and the system are not roles; see [`may`].
const fn holders(action: Action) -> &'static [Role] {
    use Role::{
        Administrator, Auditor, Custodian, Director, FinanceOfficer, HearingHost, InstitutionAgent,
        LeadOfficer, LegalReviewer, Officer,
    };
    match action {
        Action::LookUp
        | Action::FileComplaint
        | Action::FollowComplaint
        | Action::ReportEntry
        | Action::FollowReport
        | Action::EndOwnSessions
        | Action::ChangeOwnPassword => Role::ALL,
        Action::ReadDesk => &[
            Officer,
            LeadOfficer,
            LegalReviewer,
            HearingHost,
            FinanceOfficer,
            Custodian,
            Director,
            Auditor,
        ],
        Action::HandleComplaint | Action::JudgeLead | Action::OpenCase | Action::JudgeCourse => {
            &[Officer, LeadOfficer]
        }
        Action::InvestigateCase | Action::OrderCorrection | Action::ServeDocument => {
            &[Officer, LeadOfficer]
        }
        Action::ProposeLicenceChange | Action::ExamineApplication | Action::KeepRegister => {
            &[Officer, LeadOfficer]
        }
        Action::KeepPlaces | Action::CheckPlace => &[Officer, LeadOfficer],
        Action::OverturnPlace => &[LeadOfficer],
        Action::JudgeReport | Action::ProposeMerge | Action::KeepLinks => &[Officer, LeadOfficer],
        // The head of the authority approves it (Administrative Licensing Law, article 42).
        Action::ExtendApplication => &[Director],
        Action::DecideLicence => &[LeadOfficer, Director],
        Action::ApproveClosure | Action::DecideMerge => &[LeadOfficer],
        Action::ReadNotices => &[Officer, LeadOfficer, Director, Administrator, Auditor],
        Action::RetryNotice => &[Officer, LeadOfficer, Administrator],
        Action::ReadJobs => &[Administrator, Auditor],
        Action::RetryJob | Action::ManageAccounts | Action::ManageRegister => &[Administrator],
        Action::ReadAudit => &[Administrator, Auditor],
        Action::ReadOwn
        | Action::AnswerOrder
        | Action::ApplyForLicence
        | Action::KeepOwnRecord
        | Action::KeepStaff
        | Action::FileCourse => &[InstitutionAgent],
        Action::ApplyAfterSchool => &[InstitutionAgent],
        Action::KeepAfterSchool => &[Officer, LeadOfficer],
        Action::DecideAfterSchool => &[LeadOfficer, Director],
        Action::KeepBars => &[LeadOfficer],
        Action::SetOwnReminders => &[Officer, LeadOfficer],
        Action::RunSystem => &[],
    }
}

/// Whether `action` is open to everybody, signed in or not.
const fn is_public(action: Action) -> bool {
    matches!(
        action,
        Action::LookUp
            | Action::FileComplaint
            | Action::FollowComplaint
            | Action::ReportEntry
            | Action::FollowReport
    )
}

/// What the system itself does: its jobs, and what a command or an import enters.
const fn is_of_system(action: Action) -> bool {
    matches!(
        action,
        Action::RunSystem
            | Action::LookUp
            | Action::FileComplaint
            | Action::ManageAccounts
            | Action::ManageRegister
            | Action::KeepStaff
            | Action::ReadAudit
            | Action::ReadNotices
            | Action::ReadJobs
    )
}

/// Whether `action` needs an enforcement certificate that is valid on the day
/// (Administrative Penalty Law, article 42).
const fn needs_certificate(action: Action) -> bool {
    matches!(
        action,
        Action::OpenCase
            | Action::InvestigateCase
            | Action::OrderCorrection
            | Action::ServeDocument
            | Action::CheckPlace
    )
}

/// Whether `role` may do `action`, certificates apart.
#[must_use]
pub fn holds(role: Role, action: Action) -> bool {
    holders(action).contains(&role)
}

/// Whether somebody of `role`, with an enforcement certificate until that day, may investigate on `today`
/// (Administrative Penalty Law, article 42).
#[must_use]
pub fn investigates(role: Role, certified_until: Option<Day>, today: Day) -> bool {
    holds(role, Action::InvestigateCase) && certified_until.is_some_and(|until| today <= until)
}

/// Whether `actor` may do `action`, certificates apart: for buttons and the route table.
#[must_use]
pub fn may(actor: &Actor, action: Action) -> bool {
    match actor {
        Actor::Public => is_public(action),
        Actor::Account { role, .. } => holds(*role, action),
        Actor::System(_) => is_of_system(action),
    }
}

/// Decides on `today` whether `actor` has the right `A`, and what it reaches.
///
/// # Errors
/// [`Denied`] with the reason.
pub fn decide<A: Permission>(actor: &Actor, today: Day) -> Result<Grant<A>, Denied> {
    if !may(actor, A::ACTION) {
        let code = if matches!(actor, Actor::Public) {
            "sign_in_required"
        } else {
            Denied::ROLE.code
        };
        return Err(Denied { code });
    }
    if needs_certificate(A::ACTION) && !actor.is_certified(today) {
        return Err(Denied {
            code: "certificate_required",
        });
    }
    scope(actor).map(|scope| Grant::new(actor.clone(), scope))
}

/// How far the rights of `actor` reach, whatever they are: for what is shown beside a record and asks for no right.
///
/// # Errors
/// [`Denied`] for an institution's account that names no institution.
pub fn scope(actor: &Actor) -> Result<Scope, Denied> {
    match actor {
        Actor::Public => Ok(Scope::Public),
        Actor::System(_) => Ok(Scope::Everything),
        Actor::Account {
            role: Role::InstitutionAgent,
            institution,
            ..
        } => institution.map(Scope::Own).ok_or(Denied {
            code: "account_incomplete",
        }),
        Actor::Account {
            role: Role::Auditor | Role::Administrator | Role::Director,
            ..
        } => Ok(Scope::Everything),
        Actor::Account { authorities, .. } => Ok(Scope::Authorities(authorities.clone())),
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]
mod tests {
    use super::*;
    use crate::access::{Certificate, permit};
    use crate::words::{AccountId, Instant};

    fn somebody(role: Role, certificate: Option<Certificate>) -> Actor {
        Actor::Account {
            id: AccountId::new(Instant::from_millis(0), [0; 10]),
            role,
            name: "somebody".to_owned(),
            authorities: Vec::new(),
            institution: None,
            certificate,
        }
    }

    /// Writes the table that `docs/rights.md` holds.
    fn table() -> String {
        let mut text = "# Who may do what\n\nMade from `domain::access` by its test; \u{2713} means the role holds the action.\n\n| action | public | system |".to_owned();
        for role in Role::ALL {
            text.push_str(&format!(" {} |", role.code()));
        }
        text.push_str("\n|---|---|---|");
        text.push_str(&"---|".repeat(Role::ALL.len()));
        for action in Action::ALL {
            let mark = |holds: bool| if holds { "\u{2713}" } else { "" };
            let certificate = if needs_certificate(*action) {
                " (certificate)"
            } else {
                ""
            };
            text.push_str(&format!(
                "\n| `{}`{certificate} | {} | {} |",
                action.code(),
                mark(may(&Actor::Public, *action)),
                mark(may(&Actor::System("job"), *action))
            ));
            for role in Role::ALL {
                text.push_str(&format!(
                    " {} |",
                    mark(may(&somebody(*role, None), *action))
                ));
            }
        }
        text.push('\n');
        text
    }

    #[test]
    fn the_table_of_rights_is_the_committed_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rights.md");
        if std::env::var_os("HONGJIAN_BLESS").is_some() {
            std::fs::write(path, table()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), table());
    }

    #[test]
    fn an_officer_without_a_valid_certificate_files_no_case() {
        let today: Day = "2026-11-23".parse().unwrap();
        let certificate = |until: &str| {
            Some(Certificate {
                number: "36010001".to_owned(),
                valid_until: until.parse().unwrap(),
            })
        };
        let decided = |certificate| {
            decide::<permit::OpenCase>(&somebody(Role::Officer, certificate), today)
                .map(|_| ())
                .map_err(|denied| denied.code)
        };
        assert_eq!(decided(None), Err("certificate_required"));
        assert_eq!(
            decided(certificate("2026-11-22")),
            Err("certificate_required")
        );
        assert_eq!(decided(certificate("2026-11-23")), Ok(()));
    }

    #[test]
    fn an_administrator_has_no_power_over_cases() {
        let administrator = somebody(Role::Administrator, None);
        for action in [
            Action::OpenCase,
            Action::HandleComplaint,
            Action::ApproveClosure,
            Action::ReadDesk,
        ] {
            assert!(!may(&administrator, action));
        }
    }
}
