//! The papers of an application: handed in and taken back while the applicant writes.

use bytes::Bytes;
use domain::access::{Grant, permit};
use domain::application::Paper;
use domain::words::{ApplicationId, ApplicationNumber, EvidenceId, Instant};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::{Stored, held};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::evidence::Proof;
use crate::ops::evidence::{self, Added, Kept, Shelf, keep};
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Adds a file as a paper to an application of one's own. The same content twice is one file; it may be two papers.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's; [`Fault::Refused`] with `application_submitted` where it is not the
/// applicant's turn; [`Fault::TooLarge`], [`Fault::MediaType`], [`Fault::Input`] for an empty file and for one more than
/// an application keeps, [`Fault::Evidence`].
pub async fn add_paper(
    store: &Store,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    paper: Paper,
    (name, bytes): (&str, Bytes),
    now: Instant,
) -> Result<Added, Fault> {
    let proof = Proof::of(name, bytes)?;
    let id = open_to(store, grant, number).await?;
    let kept = &keep(store, Shelf::Application(id), proof, now).await?;
    store
        .run(now, |tx| add_once(tx, grant, number, paper, kept))
        .await
}

/// The application, where it takes papers: no bytes are stored for one that does not.
async fn open_to(
    store: &Store,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
) -> Result<ApplicationId, Fault> {
    let stored: Option<Stored> = store
        .row(
            &format!("{} WHERE p.number = $1", super::load::STORED),
            [number.to_string().into()],
        )
        .await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    written(grant, &stored)?;
    repo::id(&stored.id)
}

fn written(grant: &Grant<permit::ApplyForLicence>, stored: &Stored) -> Result<(), Fault> {
    repo::own(grant.scope(), &stored.institution_id)?;
    match stored.state()?.writing_refusal() {
        None => Ok(()),
        Some(refusal) => Err(Fault::Refused(refusal)),
    }
}

/// The papers are others now.
async fn touch(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    tx.execute(
        "UPDATE application SET updated_at = $1 WHERE id = $2",
        [tx.now().millis().into(), stored.id.as_str().into()],
    )
    .await
    .map(drop)
}

async fn add_once(
    tx: Tx,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    paper: Paper,
    kept: &Kept,
) -> Result<Committed<Added>, Fault> {
    let stored = held(&tx, number).await?;
    written(grant, &stored)?;
    let shelf = Shelf::Application(repo::id(&stored.id)?);
    let (added, act) = evidence::write(&tx, grant, shelf, kept).await?;
    let linked = tx
        .execute(
            "INSERT INTO application_paper (application_id, paper, file_id, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (application_id, paper, file_id) DO NOTHING",
            [
                stored.id.as_str().into(),
                paper.code().into(),
                added.id.as_str().into(),
                tx.now().millis().into(),
            ],
        )
        .await?;
    if let Some(act) = act {
        tx.also(act).await?;
    }
    if linked.rows_affected() == 0 {
        return tx.commit_upkeep(Upkeep::Replay, added).await;
    }
    touch(&tx, &stored).await?;
    let change = json!({"paper": paper, "file": added.id});
    let subject = Subject::new("application", &stored.id);
    tx.commit(Act::by(grant, subject, "add_paper", change), added)
        .await
}

/// Takes a paper back before the application is handed in. The file stays with the acts that name it; it is no paper of
/// the application any more. Taking back what is none is done already.
///
/// # Errors
/// As [`add_paper`].
pub async fn take_paper_back(
    store: &Store,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    paper: Paper,
    file: EvidenceId,
    now: Instant,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Gone {
        file_id: String,
    }
    store
        .run(now, |tx| async move {
            let stored = held(&tx, number).await?;
            written(grant, &stored)?;
            let gone: Option<Gone> = tx
                .one(
                    "DELETE FROM application_paper WHERE application_id = $1 AND paper = $2 AND file_id = $3 RETURNING file_id",
                    [
                        stored.id.as_str().into(),
                        paper.code().into(),
                        file.to_string().into(),
                    ],
                )
                .await?;
            let Some(gone) = gone else {
                return tx.commit_upkeep(Upkeep::Replay, ()).await;
            };
            touch(&tx, &stored).await?;
            let change = json!({"paper": paper, "file": gone.file_id});
            let subject = Subject::new("application", &stored.id);
            tx.commit(Act::by(grant, subject, "take_paper_back", change), ())
                .await
        })
        .await
}
