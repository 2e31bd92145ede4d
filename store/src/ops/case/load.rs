//! Reading a case for a step, and writing it back.

use domain::access::{Actor, Role};
use domain::case::{Case, Circumstances, Officer};
use domain::words::{AccountId, CaseNumber, Day};
use sea_orm::FromQueryResult;

use crate::Fault;
use crate::repo;
use crate::tx::Tx;

/// A case as it is stored.
#[derive(FromQueryResult)]
pub(crate) struct StoredCase {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) authority_id: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) officer_first: String,
    pub(crate) officer_second: String,
    pub(crate) facts: String,
    pub(crate) version: i64,
}

impl StoredCase {
    pub(crate) fn state(&self) -> Result<Case, Fault> {
        repo::read(&self.facts, "case", &self.id)
    }
}

pub(crate) async fn load(tx: &Tx, number: CaseNumber) -> Result<StoredCase, Fault> {
    tx.one(
        "SELECT id, number, authority_id, institution_id, officer_first, officer_second, facts, version \
         FROM violation_case WHERE number = $1",
        [number.to_string().into()],
    )
    .await?
    .ok_or(Fault::NotFound)
}

/// What an account says of an officer; one that is closed says nothing.
#[derive(Default, FromQueryResult)]
pub(in crate::ops) struct Papers {
    role: String,
    certificate_valid_until: Option<String>,
    authorities: String,
}

impl Papers {
    pub(in crate::ops) async fn of(tx: &Tx, id: AccountId) -> Result<Self, Fault> {
        let papers: Option<Self> = tx
            .one(
                "SELECT role, certificate_valid_until, authorities FROM account WHERE id = $1 AND disabled_at IS NULL",
                [id.to_string().into()],
            )
            .await?;
        Ok(papers.unwrap_or_default())
    }

    /// The officer, and whether a valid certificate is held on `today`, by one whose role investigates at all.
    pub(in crate::ops) fn officer(&self, id: AccountId, today: Day) -> Officer {
        Officer {
            id,
            certified: repo::investigates(
                &self.role,
                self.certificate_valid_until.as_deref(),
                today,
            ),
        }
    }

    pub(in crate::ops) fn works_for(&self, authority: &str) -> bool {
        repo::works_for(&self.authorities, authority)
    }
}

async fn officer(tx: &Tx, id: &str, today: Day) -> Result<Officer, Fault> {
    let id = repo::id(id)?;
    Ok(Papers::of(tx, id).await?.officer(id, today))
}

/// What the rules on persons have to know for a step of `actor`. A consent to electronic service counts that was signed
/// by the day `served_on` and not revoked by then; where nothing is served it is asked for today.
pub(crate) async fn circumstances(
    tx: &Tx,
    case: &StoredCase,
    actor: &Actor,
    served_on: Option<Day>,
) -> Result<Circumstances, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let today = tx.now().day();
    let consents: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS count FROM electronic_consent WHERE institution_id = $1 AND signed_on <= $2 AND (revoked_on IS NULL OR revoked_on > $2)",
            [
                case.institution_id.clone().into(),
                served_on.unwrap_or(today).to_string().into(),
            ],
        )
        .await?;
    Ok(Circumstances {
        today,
        actor: actor.account(),
        is_lead_officer: actor.role() == Some(Role::LeadOfficer),
        officers: [
            officer(tx, &case.officer_first, today).await?,
            officer(tx, &case.officer_second, today).await?,
        ],
        consent: consents.is_some_and(|row| row.count > 0),
    })
}

/// Writes the next state over the one that was read.
pub(crate) async fn write(tx: &Tx, case: &StoredCase, next: &Case) -> Result<(), Fault> {
    let closed_at = (!next.is_open()).then_some(tx.now().millis());
    let written = tx
        .execute(
            "UPDATE violation_case SET state = $1, facts = $2, open = $3, closed_at = $4, version = version + 1 \
             WHERE id = $5 AND version = $6",
            [
                next.code().into(),
                repo::written(next)?.into(),
                next.is_open().into(),
                closed_at.into(),
                case.id.as_str().into(),
                case.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, case.version)
}
