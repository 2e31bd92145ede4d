//! Complaints: filing with job, notice and act, and the steps of officers and complainants.

use domain::access::{Grant, permit};
use domain::complaint::{Channel, Filing};
use domain::law;
use domain::notice::Template;
use domain::pii::{Pii, Purpose};
use domain::words::{ComplaintId, ComplaintNumber, Day, Email, FieldFault, Instant, ReceiptCode};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::IdempotencyKey;
use super::authority::Responsible;
use super::institution::{Of, answering};
use super::sign::text_digest;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::outbox::NewNotice;
use crate::queue::{JobKind, NewJob};
use crate::repo::complaint::{contact_place, seal_contact};
use crate::table::complaint;
use crate::tx::{Committed, Tx, Upkeep};

/// A complaint to file, and how it came.
#[derive(Debug, Clone)]
pub struct FileComplaint {
    /// The checked complaint.
    pub filing: Filing,
    /// By which channel.
    pub channel: Channel,
    /// The number it bears in the channel it came from; the same number is filed once.
    pub source_number: Option<String>,
    /// Language of the complainant's notices: `zh` or `en`.
    pub language: &'static str,
}

/// What the complainant is told.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its id.
    pub id: ComplaintId,
    /// Number to read out.
    pub number: ComplaintNumber,
    /// The secret with which it can be followed.
    pub receipt: ReceiptCode,
    /// Day by which an answer is due.
    pub due_on: Day,
}

/// What is kept of the answer for a repeated request; the receipt is worked out anew.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    id: ComplaintId,
    number: ComplaintNumber,
    due_on: Day,
}

/// Under which name the keys of this use case are kept.
const KEYS: &str = "file_complaint";

/// Files a complaint. The same `key` with the same content answers as before and files nothing;
/// so does the same source number of the same channel.
///
/// # Errors
/// [`Fault::Input`] for an institution number that is not in the register, [`Fault::KeyReused`].
pub async fn file(
    store: &Store,
    grant: &Grant<permit::FileComplaint>,
    command: &FileComplaint,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Filed, Fault> {
    let digest = &request_digest(store, command);
    let kept = store
        .run(now, |tx| file_once(tx, grant, command, key, digest))
        .await?;
    Ok(Filed {
        id: kept.id,
        number: kept.number,
        receipt: receipt(store, kept.id)?,
        due_on: kept.due_on,
    })
}

/// The receipt code of a complaint.
pub(crate) fn receipt(store: &Store, id: ComplaintId) -> Result<ReceiptCode, Fault> {
    ReceiptCode::from_mac(&store.keys().receipt_mac(&id.to_string()))
        .map_err(|_| Fault::Integrity("a receipt code cannot be made".to_owned()))
}

async fn file_once(
    tx: Tx,
    grant: &Grant<permit::FileComplaint>,
    command: &FileComplaint,
    key: Option<&IdempotencyKey>,
    digest: &str,
) -> Result<Committed<Kept>, Fault> {
    if let Some(kept) = before(&tx, command, key, digest).await? {
        return tx.commit_upkeep(Upkeep::Replay, kept).await;
    }
    let now = tx.now();
    let random = u64::from_be_bytes(tx.store().random());
    let kept = Kept {
        id: ComplaintId::new(now, tx.store().id_bits(now)),
        number: ComplaintNumber::from_random(random),
        due_on: law::complaint_due(command.channel, now.day()).due_on,
    };
    let about = whom(&tx, &command.filing).await?;
    let authority = about.authority_id.clone();
    let institution_name = about.name.clone();
    complaint::Entity::insert(row_of(&tx, command, &kept, about)?)
        .exec_without_returning(tx.rows())
        .await
        .map_err(Fault::from)
        .map_err(raced)?;
    tx.enqueue(NewJob {
        kind: JobKind::ScreenComplaint,
        key: format!("screen:{}", kept.id),
        payload: json!({"complaint": kept.id}),
        run_at: now,
    })
    .await?;
    tell_received(&tx, command, &kept, &institution_name).await?;
    let answer = serde_json::to_value(&kept)
        .map_err(|_| Fault::Integrity("an answer cannot be written as JSON".to_owned()))?;
    tx.keep_answer(KEYS, key, digest, &answer).await?;
    let act = Act::by(
        grant,
        Subject::new("complaint", kept.id),
        "file",
        json!({
            "number": kept.number,
            "channel": command.channel,
            "authority": authority,
            "due_on": kept.due_on,
            "text": text_digest(&[&command.filing.subject, &command.filing.body]),
            "anonymous": command.filing.contact.is_none(),
        }),
    );
    tx.commit(act, kept).await
}

/// Two senders of one number met: the later one is done again and finds the first.
fn raced(fault: Fault) -> Fault {
    match fault {
        Fault::Duplicate { .. } => Fault::Busy,
        other => other,
    }
}

/// The answer that this request, or this source number, was given before.
async fn before(
    tx: &Tx,
    command: &FileComplaint,
    key: Option<&IdempotencyKey>,
    digest: &str,
) -> Result<Option<Kept>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        number: String,
        due_on: String,
    }
    if let Some(answer) = tx.replayed(KEYS, key, digest).await? {
        return serde_json::from_value(answer)
            .map(Some)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()));
    }
    let Some(source_number) = &command.source_number else {
        return Ok(None);
    };
    let row: Option<Row> = tx
        .one(
            "SELECT id, number, due_on FROM complaint WHERE channel = $1 AND source_number = $2",
            [command.channel.code().into(), source_number.as_str().into()],
        )
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let damaged = |_| Fault::Integrity(format!("the complaint {} cannot be read", row.id));
    Ok(Some(Kept {
        id: row.id.parse().map_err(damaged)?,
        number: row.number.parse().map_err(damaged)?,
        due_on: row.due_on.parse().map_err(damaged)?,
    }))
}

/// A keyed digest, since the request may hold a telephone number that could be guessed from a plain one.
fn request_digest(store: &Store, command: &FileComplaint) -> String {
    let filing = &command.filing;
    let contact = filing.contact.as_ref().map(|contact| {
        let telephone = contact.telephone.as_ref();
        let email = contact.email.as_ref();
        json!([
            contact.name.expose(Purpose::Match),
            telephone.map(|number| number.expose(Purpose::Match).as_str()),
            email.map(|email| email.expose(Purpose::Match).as_str()),
        ])
    });
    let request = json!([
        filing.institution,
        filing.institution_name,
        filing.place,
        filing.district,
        filing.subject,
        filing.body,
        filing.happened_on,
        filing.amount,
        contact,
    ]);
    store
        .keys()
        .blind_index("idempotency_key.request", &request.to_string())
}

/// Whom a complaint is about and who is responsible.
struct About {
    institution_id: Option<String>,
    authority_id: String,
    district: Option<String>,
    name: String,
}

async fn whom(tx: &Tx, filing: &Filing) -> Result<About, Fault> {
    let Some(number) = filing.institution else {
        let responsible = Responsible::read(tx).await?;
        return Ok(About {
            institution_id: None,
            authority_id: responsible.authority(filing.district)?.to_owned(),
            district: filing.district.map(|district| district.code().to_owned()),
            name: filing.institution_name.clone(),
        });
    };
    let row = answering(tx, Of::Number(number)).await?;
    let row = row.ok_or_else(|| {
        Fault::Input(vec![FieldFault::new(
            "institution_number",
            "institution_unknown",
        )])
    })?;
    Ok(About {
        institution_id: Some(row.id),
        authority_id: row.authority_id,
        district: Some(row.district),
        name: row.name,
    })
}

fn row_of(
    tx: &Tx,
    command: &FileComplaint,
    kept: &Kept,
    about: About,
) -> Result<complaint::ActiveModel, Fault> {
    let filing = &command.filing;
    let id = kept.id.to_string();
    let contact = seal_contact(tx.store(), &id, filing.contact.as_ref())?;
    Ok(complaint::ActiveModel {
        id: Set(id),
        number: Set(kept.number.to_string()),
        channel: Set(command.channel.code().to_owned()),
        source_number: Set(command.source_number.clone()),
        authority_id: Set(about.authority_id),
        institution_id: Set(about.institution_id),
        institution_name: Set(about.name),
        place: Set(filing.place.clone()),
        district: Set(about.district),
        subject: Set(filing.subject.clone()),
        body: Set(filing.body.clone()),
        happened_on: Set(filing.happened_on.map(|day| day.to_string())),
        amount_fen: Set(filing.amount.map(domain::words::Fen::get)),
        anonymous: Set(filing.contact.is_none()),
        language: Set(command.language.to_owned()),
        contact_name_sealed: Set(contact.name),
        contact_telephone_sealed: Set(contact.telephone),
        contact_telephone_index: Set(contact.telephone_index),
        contact_email_sealed: Set(contact.email),
        state: Set("received".to_owned()),
        facts: Set(crate::repo::written(
            &domain::complaint::Complaint::Received,
        )?),
        answer: Set(None),
        open: Set(true),
        received_at: Set(tx.now().millis()),
        due_on: Set(kept.due_on.to_string()),
        version: Set(1),
    })
}

async fn tell_received(
    tx: &Tx,
    command: &FileComplaint,
    kept: &Kept,
    institution: &str,
) -> Result<(), Fault> {
    let contact = command.filing.contact.as_ref();
    let Some(email) = contact.and_then(|contact| contact.email.clone()) else {
        return Ok(());
    };
    let facts = json!({
        "number": kept.number,
        "subject": command.filing.subject,
        "institution": institution,
        "institution_number": command.filing.institution,
        "received_on": tx.now().day(),
        "due_on": kept.due_on,
    });
    tell(
        tx,
        Template::ComplaintReceived,
        command.language,
        kept.id,
        email,
        facts,
    )
    .await
}

async fn tell(
    tx: &Tx,
    template: Template,
    language: &str,
    id: ComplaintId,
    recipient: Pii<Email>,
    facts: Value,
) -> Result<(), Fault> {
    tx.notify(NewNotice {
        template,
        language: language.to_owned(),
        about: Subject::new("complaint", id),
        recipient,
        facts,
        dedupe_key: format!("{}:{id}", template.code()),
    })
    .await
}

/// A step of an officer, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ComplaintEvent {
    /// Take it up.
    Accept {},
    /// Say that it cannot be taken up, and why.
    Decline {
        /// For the complainant.
        reason: String,
    },
    /// Give the answer.
    Answer {
        /// For the complainant.
        text: String,
    },
    /// Close it after the answer.
    Close {},
}

/// Longest answer or reason, in characters.
const ANSWER_CHARS_MAX: usize = 5_000;

mod steps;
pub(crate) use steps::load;
pub use steps::{event, withdraw};

#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) authority_id: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) institution_name: String,
    institution_number: Option<String>,
    pub(crate) subject: String,
    pub(crate) language: String,
    pub(crate) contact_email_sealed: Option<Vec<u8>>,
    pub(crate) facts: String,
    pub(crate) due_on: String,
    pub(crate) version: i64,
}

impl Stored {
    /// The complainant's address, where one is kept.
    pub(crate) fn email(&self, store: &Store) -> Result<Option<Pii<Email>>, Fault> {
        let Some(sealed) = &self.contact_email_sealed else {
            return Ok(None);
        };
        let place = contact_place("contact_email", &self.id);
        store
            .keys()
            .open_value(place, sealed)?
            .parse()
            .map(|email| Some(Pii::new(email)))
            .map_err(|_| Fault::Integrity(format!("the address of complaint {}", self.id)))
    }
}
