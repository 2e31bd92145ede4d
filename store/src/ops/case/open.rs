//! Filing a case from a complaint, or from an unlicensed place.

use domain::access::{Grant, permit};
use domain::case::{self, Case};
use domain::law;
use domain::place::case_refusal;
use domain::words::{AccountId, CaseId, CaseNumber, ComplaintNumber, Day, Instant, PlaceNumber};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::load::Papers;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::idempotency::digest;
use crate::ops::institution::{Of, answering};
use crate::ops::sign::text_digest;
use crate::ops::{IdempotencyKey, complaint, place, texts};
use crate::repo;
use crate::table::violation_case;
use crate::tx::{Committed, Tx, Upkeep};

/// A case to file.
#[derive(Debug, Clone, Serialize)]
pub struct OpenCase {
    /// What it grows from.
    #[serde(flatten)]
    pub from: Origin,
    /// The second officer; the first is who files it.
    pub second_officer: AccountId,
    /// The party's name, where the complaint names none; of a place, where it is another than the name on its sign.
    pub party_name: String,
    /// Why a case is filed: what is suspected, and what speaks for it.
    pub reason: String,
}

/// What a case grows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A complaint; it must have been accepted, or have a confirmed lead.
    Complaint(ComplaintNumber),
    /// An unlicensed place that is neither shut nor joined nor set aside.
    Place(PlaceNumber),
}

/// A case that was filed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Opened {
    /// Its id.
    pub id: CaseId,
    /// Number to read out.
    pub number: CaseNumber,
}

/// Files a case. A complaint makes one case at most, a place one at a time; the same `key` with the same command answers with that one.
///
/// # Errors
/// [`Fault::KeyReused`] where the key was given to another command;
/// [`Fault::NotFound`] outside the scope; [`Fault::Refused`] where the two officers are one or not
/// certified or not both of the authority, the complaint is neither accepted nor has a confirmed lead, or has a case
/// already, the place has ended or has an open case; [`Fault::Input`].
pub async fn open(
    store: &Store,
    grant: &Grant<permit::OpenCase>,
    command: &OpenCase,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Opened, Fault> {
    store
        .run(now, |tx| open_once(tx, grant, command, key))
        .await
        .map_err(|fault| {
            // PostgreSQL names the constraint, SQLite the column.
            if fault.is_duplicate_of("violation_case", "complaint_id") {
                Fault::Refused(CASE_THERE)
            } else {
                fault
            }
        })
}

const CASE_THERE: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "case_opened_already",
    article: None,
    zh: "该投诉已经立案",
    en: "a case has been filed from this complaint already",
};

const NOT_ACCEPTED: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "complaint_not_accepted",
    article: None,
    zh: "投诉尚未受理，也没有成立的线索，不能立案",
    en: "the complaint has not been accepted and has no confirmed lead, so no case can be filed from it",
};

/// Longest reason of a filing, in characters.
const REASON_CHARS_MAX: usize = 2_000;

/// Whether an officer has confirmed a lead of this complaint. What it shows is looked into even where the complaint was
/// withdrawn or declined (Regulations on Petitioning, article 31(5): such a complaint is a lead for enforcement).
async fn has_confirmed_lead(tx: &Tx, complaint: &str) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let confirmed: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS count FROM lead WHERE complaint_id = $1 AND state = 'confirmed'",
            [complaint.into()],
        )
        .await?;
    Ok(confirmed.is_some_and(|row| row.count > 0))
}

/// What a case grows from, as it is stored.
struct Root {
    authority_id: String,
    complaint_id: Option<String>,
    institution_id: Option<String>,
    /// Name of the party; empty where it is not known yet.
    party: String,
    /// The record that tells of the case as well.
    subject: Subject,
    /// Its number.
    number: String,
}

/// A complaint from which a case may grow.
async fn of_complaint(
    tx: &Tx,
    grant: &Grant<permit::OpenCase>,
    number: ComplaintNumber,
) -> Result<Root, Fault> {
    let stored = complaint::load(tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    let state: domain::complaint::Complaint = repo::read(&stored.facts, "complaint", &stored.id)?;
    if state.accepted_on().is_none() && !has_confirmed_lead(tx, &stored.id).await? {
        return Err(Fault::Refused(NOT_ACCEPTED));
    }
    if let Some(place) = place::load::of_complaint(tx, &stored.id).await? {
        no_case(tx, &place).await?;
    }
    // The entry of the complaint may have been merged since: the one that is kept answers.
    let institution = match stored.institution_id {
        Some(id) => {
            let kept = answering(tx, Of::Id(repo::id(&id)?)).await?;
            Some(kept.ok_or(Fault::NotFound)?)
        }
        None => None,
    };
    let party = match &institution {
        Some(kept) => kept.name.clone(),
        None => stored.institution_name,
    };
    Ok(Root {
        subject: Subject::new("complaint", &stored.id),
        authority_id: stored.authority_id,
        complaint_id: Some(stored.id),
        institution_id: institution.map(|kept| kept.id),
        party,
        number: stored.number,
    })
}

const PLACE_HAS_CASE: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "place_case_open",
    article: None,
    zh: "该处所已经立案，案件尚未结案",
    en: "a case about the place is open already",
};

/// A place from which a case may grow. It is held: of two who file at once the second finds the case of the first.
async fn of_place(
    tx: &Tx,
    grant: &Grant<permit::OpenCase>,
    number: PlaceNumber,
) -> Result<Root, Fault> {
    let stored = place::load::held(tx, number).await?;
    repo::within(grant.scope(), &stored.authority_id)?;
    if let Some(refusal) = case_refusal(&stored.way()?) {
        return Err(Fault::Refused(refusal));
    }
    no_case(tx, &stored.id).await?;
    Ok(Root {
        subject: Subject::new("place", &stored.id),
        authority_id: stored.authority_id,
        complaint_id: None,
        institution_id: None,
        party: stored.name,
        number: stored.number,
    })
}

/// Refuses a second open case about a place that is held, by whichever door the first one was filed.
async fn no_case(tx: &Tx, place: &str) -> Result<(), Fault> {
    let open = "SELECT 1 FROM violation_case v WHERE v.open AND \
         (v.id IN (SELECT k.case_id FROM place_case k WHERE k.place_id = $1) \
         OR v.complaint_id IN (SELECT l.complaint_id FROM place_complaint l WHERE l.place_id = $1)) LIMIT 1";
    match tx.has(open, [place.into()]).await? {
        true => Err(Fault::Refused(PLACE_HAS_CASE)),
        false => Ok(()),
    }
}

/// Whether these two may have a case of the authority; answers the first of them, who files it.
async fn may_open(
    tx: &Tx,
    grant: &Grant<permit::OpenCase>,
    authority: &str,
    second: AccountId,
    today: Day,
) -> Result<AccountId, Fault> {
    let first = grant.actor().account().ok_or(Fault::NotFound)?;
    let papers = [Papers::of(tx, first).await?, Papers::of(tx, second).await?];
    let [one, two] = &papers;
    let officers = [one.officer(first, today), two.officer(second, today)];
    let of_authority = papers.iter().all(|papers| papers.works_for(authority));
    case::open(&officers, of_authority).map_err(Fault::Refused)?;
    Ok(first)
}

async fn open_once(
    tx: Tx,
    grant: &Grant<permit::OpenCase>,
    command: &OpenCase,
    key: Option<&IdempotencyKey>,
) -> Result<Committed<Opened>, Fault> {
    // Keys are each officer's own: nobody is answered with what another was told.
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let (scope, request) = (format!("case:{actor}"), digest(command)?);
    if let Some(before) = tx.replayed(&scope, key, &request).await? {
        let opened = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, opened).await;
    }
    let root = match command.from {
        Origin::Complaint(number) => of_complaint(&tx, grant, number).await?,
        Origin::Place(number) => of_place(&tx, grant, number).await?,
    };
    let (today, second) = (tx.now().day(), command.second_officer);
    let first = may_open(&tx, grant, &root.authority_id, second, today).await?;
    let party_name = party(&root, command)?;
    let reason = texts::prose("reason", &command.reason, REASON_CHARS_MAX)?;
    let opened = Opened {
        id: CaseId::new(tx.now(), tx.store().id_bits(tx.now())),
        number: next_number(&tx).await?,
    };
    // The key comes first: of two sendings that race the later one meets it, and not the case that the first has filed.
    tx.keep_answer(&scope, key, &request, &json!(opened))
        .await?;
    let due_on = law::case_due(today).due_on;
    let row = violation_case::ActiveModel {
        officer_first: Set(first.to_string()),
        party_name: Set(party_name.clone()),
        due_on: Set(due_on.to_string()),
        reason: Set(Some(reason.clone())),
        ..row(&tx, &opened, &root, command)?
    };
    violation_case::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    rooted(&tx, grant, &root, &opened).await?;
    let mut change = json!({
        "number": opened.number,
        "party": party_name,
        "second_officer": second,
        "due_on": due_on,
        "words": text_digest(&[&reason]),
    });
    if let Some(change) = change.as_object_mut() {
        change.insert(root.subject.kind().to_owned(), json!(root.number));
    }
    let act = Act::by(grant, Subject::new("case", opened.id), "open", change);
    tx.commit(act, opened).await
}

/// Writes to what the case grew from that it did.
async fn rooted(
    tx: &Tx,
    grant: &Grant<permit::OpenCase>,
    root: &Root,
    opened: &Opened,
) -> Result<(), Fault> {
    if root.complaint_id.is_none() {
        tx.execute(
            "INSERT INTO place_case (case_id, place_id) VALUES ($1, $2)",
            [opened.id.to_string().into(), root.subject.id().into()],
        )
        .await?;
    }
    let change = json!({"case": opened.number});
    tx.also(Act::by(grant, root.subject.clone(), "open_case", change))
        .await?;
    Ok(())
}

/// The row of a case just filed, without what was asked and reckoned for it.
fn row(
    tx: &Tx,
    opened: &Opened,
    root: &Root,
    command: &OpenCase,
) -> Result<violation_case::ActiveModel, Fault> {
    let filed = Case::Filed;
    Ok(violation_case::ActiveModel {
        id: Set(opened.id.to_string()),
        number: Set(opened.number.to_string()),
        complaint_id: Set(root.complaint_id.clone()),
        institution_id: Set(root.institution_id.clone()),
        authority_id: Set(root.authority_id.clone()),
        officer_second: Set(command.second_officer.to_string()),
        state: Set(filed.code().to_owned()),
        facts: Set(repo::written(&filed)?),
        open: Set(true),
        filed_on: Set(tx.now().day().to_string()),
        created_at: Set(tx.now().millis()),
        closed_at: Set(None),
        version: Set(1),
        ..Default::default()
    })
}

/// Against whom it is. Whom a complaint names is the party; of a place the sign is only what one sees of the party.
fn party(root: &Root, command: &OpenCase) -> Result<String, Fault> {
    let of_sign = root.complaint_id.is_none();
    if root.party.is_empty() || (of_sign && !command.party_name.trim().is_empty()) {
        return texts::line("party_name", &command.party_name, 200);
    }
    Ok(root.party.clone())
}

async fn next_number(tx: &Tx) -> Result<CaseNumber, Fault> {
    let year = tx.now().day().year();
    let sequence = tx.next(&format!("case:{year}")).await?;
    let used_up = |_| Fault::Setting("the case numbers of the year are used up".to_owned());
    let year = u16::try_from(year).unwrap_or_default();
    CaseNumber::new(year, u32::try_from(sequence).unwrap_or(u32::MAX)).map_err(used_up)
}
