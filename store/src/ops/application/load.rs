//! Reading an application for a step, with all that it is judged by, and writing it back.

use domain::application::{
    Application, Facts, Finding, Form, Kind, Legal, Mode, Outcome, Setting, Wanted, findings,
};
use domain::institution::Status;
use domain::institution::field::{LegalForm, Profit};
use domain::licence::State;
use domain::words::{ApplicationNumber, Classes, Day, Stages};
use sea_orm::{FromQueryResult, Value};

use crate::Fault;
use crate::ops::record::Entry;
use crate::repo::{self, licence::standing};
use crate::tx::Tx;

/// An application as it is stored, beside the licence of its institution.
#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) kind: String,
    pub(crate) institution_id: String,
    pub(crate) authority_id: String,
    facts: String,
    form: String,
    pub(crate) submitted_on: Option<String>,
    pub(crate) version: i64,
    pub(crate) licence_id: Option<String>,
    status: String,
    licence_state: Option<String>,
    licence_valid_until: Option<String>,
    licence_class: Option<String>,
    licence_more: Option<i64>,
    licence_scope: Option<String>,
    name: String,
    class: String,
    more_classes: i64,
    stages: i64,
    legal_form: String,
    profit: String,
    mode: String,
    address: String,
}

/// The columns of [`Stored`] and where they come from.
pub(crate) const STORED: &str = "SELECT p.id, p.number, p.kind, p.institution_id, p.authority_id, p.facts, p.form, p.submitted_on, p.version, i.status, \
     l.id AS licence_id, l.state AS licence_state, l.valid_until AS licence_valid_until, l.class AS licence_class, l.more_classes AS licence_more, \
     l.scope AS licence_scope, i.name, i.class, i.more_classes, i.stages, i.legal_form, COALESCE(d.profit, '') AS profit, COALESCE(d.mode, '') AS mode, i.address \
     FROM application p JOIN institution i ON i.id = p.institution_id LEFT JOIN licence l ON l.id = i.licence_id \
     LEFT JOIN institution_identity d ON d.institution_id = i.id";

/// The papers that an application has, each once.
pub(crate) const PAPERS: &str =
    "SELECT DISTINCT paper FROM application_paper WHERE application_id = $1 ORDER BY paper";

#[derive(FromQueryResult)]
pub(crate) struct PaperRow {
    pub(crate) paper: String,
}

impl Stored {
    pub(crate) fn state(&self) -> Result<Application, Fault> {
        repo::read(&self.facts, "application", &self.id)
    }

    pub(crate) fn form(&self) -> Result<Form, Fault> {
        repo::read(&self.form, "application", &self.id)
    }

    /// The entry of the register that it is about, as it stood when it was read.
    pub(super) fn register(&self) -> Entry<'_> {
        Entry {
            id: &self.institution_id,
            name: &self.name,
            address: &self.address,
        }
    }

    pub(crate) fn kind(&self) -> Result<Kind, Fault> {
        Kind::from_code(&self.kind).ok_or_else(|| self.damaged())
    }

    fn damaged(&self) -> Fault {
        Fault::Integrity(format!("application {} cannot be read", self.id))
    }

    /// The licence on `today`: its state and its last day.
    fn licence(&self, today: Day) -> Result<Option<(State, Day)>, Fault> {
        standing(
            self.licence_state.as_deref(),
            self.licence_valid_until.as_deref(),
            today,
            || self.damaged(),
        )
    }

    /// What its conditions are judged in on `today`.
    pub(crate) fn setting(&self, today: Day) -> Result<Setting, Fault> {
        Ok(Setting {
            kind: self.kind()?,
            classes: repo::classes(self.licence_class.as_deref(), self.licence_more),
            stages: self.stages()?,
            legal: Legal {
                form: LegalForm::from_code(&self.legal_form),
                profit: Profit::from_code(&self.profit),
            },
            last: self.licence(today)?.map(|(_, last)| last),
            today,
        })
    }

    /// Whom the institution teaches by the register.
    fn stages(&self) -> Result<Stages, Fault> {
        let bits = u8::try_from(self.stages).ok();
        let stages = bits.and_then(|bits| Stages::from_bits(bits).ok());
        stages.ok_or_else(|| self.damaged())
    }

    /// Whether the form says something of the institution that the register does not.
    fn differs(&self, form: &Form) -> bool {
        form.name != self.name
            || form.address != self.address
            || form.classes() != Classes::stored(&self.class, self.more_classes)
            || i64::from(Stages::of(&form.stages).bits()) != self.stages
            || form.scope != self.licence_scope.as_deref().unwrap_or_default()
            || self.turns(form)
    }

    /// Whether it would teach another way than the register says; one of which the register says nothing says it now.
    fn turns(&self, form: &Form) -> bool {
        let known = Mode::from_code(&self.mode);
        known.is_some() && form.mode.is_some() && form.mode != known
    }

    /// What a step of it is judged by on `today`, with these papers handed in.
    pub(crate) fn facts(&self, papers: &[PaperRow], today: Day) -> Result<Facts, Fault> {
        let (kind, form) = (self.kind()?, self.form()?);
        let has =
            |one: Wanted| !one.needed || papers.iter().any(|row| row.paper == one.paper.code());
        let filled = kind
            .parts()
            .iter()
            .all(|part| form.missing(*part).is_empty());
        let setting = self.setting(today)?;
        let found = findings(setting, &form);
        let (held, asked) = (setting.classes, form.classes());
        Ok(Facts {
            kind,
            other_class: held.is_some() && asked.is_some() && held != asked,
            status: Status::from_code(&self.status).ok_or_else(|| self.damaged())?,
            licence: self.licence(today)?,
            altered: kind == Kind::Renew && self.differs(&form),
            other_mode: kind == Kind::Change && self.turns(&form),
            moved: form.address != self.address,
            complete: filled && kind.papers(&form).into_iter().all(has),
            unmet: found.iter().any(Finding::forbids),
            by_eye: found
                .iter()
                // What rests on a text that was not read is looked at, and nobody is refused for it.
                .filter(|finding| finding.binds && finding.outcome == Outcome::ByEye)
                .map(|finding| finding.condition)
                .collect(),
            today,
        })
    }
}

/// An application by its number; another institution's, or another authority's, is for the caller to refuse.
pub(super) async fn by_number(tx: &Tx, number: ApplicationNumber) -> Result<Stored, Fault> {
    one(tx, "p.number = $1", number.to_string().into())
        .await?
        .ok_or(Fault::NotFound)
}

/// An application by its id, held as [`held`] holds it.
pub(super) async fn held_by_id(tx: &Tx, id: &str) -> Result<Option<Stored>, Fault> {
    match one(tx, "p.id = $1", id.into()).await? {
        None => Ok(None),
        Some(stored) => {
            hold(tx, &stored).await?;
            one(tx, "p.id = $1", id.into()).await
        }
    }
}

async fn one(tx: &Tx, condition: &str, value: Value) -> Result<Option<Stored>, Fault> {
    tx.one(&format!("{STORED} WHERE {condition}"), [value])
        .await
}

/// Holds the institution and its application as they are until this write ends: what a step is judged by is still so when
/// the step is written.
async fn hold(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    for (sql, id) in [
        (
            "UPDATE institution SET version = version WHERE id = $1",
            &stored.institution_id,
        ),
        (
            "UPDATE application SET version = version WHERE id = $1",
            &stored.id,
        ),
    ] {
        tx.execute(sql, [id.as_str().into()]).await?;
    }
    Ok(())
}

/// The application, held as it is: nobody else writes it, its papers or its institution before this write
/// ends.
pub(super) async fn held(tx: &Tx, number: ApplicationNumber) -> Result<Stored, Fault> {
    hold(tx, &by_number(tx, number).await?).await?;
    by_number(tx, number).await
}

/// What a step of this application is judged by now.
pub(super) async fn facts(tx: &Tx, stored: &Stored) -> Result<Facts, Fault> {
    let papers: Vec<PaperRow> = tx.all(PAPERS, [stored.id.as_str().into()]).await?;
    stored.facts(&papers, tx.now().day())
}

/// Writes the next state over the one that was read.
pub(super) async fn write(
    tx: &Tx,
    stored: &Stored,
    next: &Application,
    facts: &Facts,
) -> Result<(), Fault> {
    let now = tx.now();
    let due_on = next.due(facts).map(|due| due.due_on.to_string());
    // The day it first came: a renewal is measured by it.
    let came = matches!(next, Application::Submitted { .. }).then(|| now.day().to_string());
    let written = tx
        .execute(
            "UPDATE application SET state = $1, facts = $2, open = $3, due_on = $4, submitted_on = $5, updated_at = $6, version = version + 1 \
             WHERE id = $7 AND version = $8",
            [
                next.code().into(),
                repo::written(next)?.into(),
                (!next.has_ended()).into(),
                due_on.into(),
                stored.submitted_on.clone().or(came).into(),
                now.millis().into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}
