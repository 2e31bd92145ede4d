//! What a person typed into the form of a report, and what the same check as the JSON door's says about it.

use domain::entry_report::{Draft, DraftItem, Filing, Item, Kind, REPORTED};
use domain::institution::field::Field;
use domain::law::{self, Rule, Rules};
use domain::pii::Purpose;
use domain::words::{Day, InstitutionNumber};
use store::Store;
use store::read::institution::{self, FullRecord};
use store::read::merge;

use super::draft::submission;
use crate::http::pages::record::name;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, fault, show};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Entry, Fact, When};
use crate::view::portal::complaint::Hidden;
use crate::view::portal::report::{KindChoice, Reported, ReportedField};

/// What the form carries besides the fields that may be wrong.
const FIELDS: [&str; 6] = ["institution", "kind", "since_on", "other", "text", "email"];

/// The form as it was sent, and the entry it is about.
pub(super) struct Answers {
    /// What was typed.
    pub(super) values: Values,
    /// The key under which it is filed once, however often it is sent.
    pub(super) submission: String,
    /// The entry; one that was merged leads to the one that is kept.
    pub(super) entry: FullRecord,
    /// Its number.
    pub(super) number: InstitutionNumber,
}

impl Answers {
    /// An empty form of `kind` about this institution.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a number that is not in the register.
    pub(super) async fn begin(
        store: &Store,
        (institution, kind): (&str, &str),
        today: Day,
    ) -> Result<Self, Problem> {
        let (number, entry) = entry(store, institution, today).await?;
        let kind = Kind::from_code(kind).map_or("", Kind::code);
        Ok(Self {
            values: Values::from_pairs([("institution", &number.to_string()), ("kind", kind)]),
            submission: submission(store),
            entry,
            number,
        })
    }

    /// The form as it was sent; fields it does not have are passed over.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub(super) async fn of(store: &Store, form: &Form, today: Day) -> Result<Self, Problem> {
        let (number, entry) = entry(store, form.get("institution"), today).await?;
        let names = FIELDS.into_iter().chain(REPORTED.map(Field::code));
        let values = names.map(|name| (name.to_owned(), form.get(name).to_owned()));
        let mut values = Values(values.collect());
        values
            .0
            .insert("institution".to_owned(), number.to_string());
        Ok(Self {
            values,
            submission: form.get("submission").to_owned(),
            entry,
            number,
        })
    }

    /// The kind that was chosen.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::from_code(self.values.get("kind"))
    }

    /// All of it, to be carried on.
    pub(super) fn hidden(&self) -> Vec<Hidden> {
        let carried = self.values.0.iter().filter(|(_, value)| !value.is_empty());
        let carried = carried.map(|(name, value)| Hidden {
            name: name.clone(),
            value: value.clone(),
        });
        carried.collect()
    }

    /// The report, where nothing is wrong with it.
    ///
    /// # Errors
    /// What is wrong, in words beside each field.
    pub(super) fn check(&self, lang: Lang, today: Day) -> Result<Filing, Errors> {
        let text = |field: &str| Some(self.values.get(field).to_owned());
        let item = |field: Field| DraftItem {
            field: field.code().to_owned(),
            right: self.values.get(field.code()).to_owned(),
        };
        let draft = Draft {
            kind: self.values.get("kind").to_owned(),
            items: REPORTED.map(item).to_vec(),
            since_on: text("since_on"),
            other: text("other"),
            text: text("text"),
            email: text("email"),
        };
        draft.check(today).map_err(|faults| {
            let mut errors = Errors::default();
            for wrong in faults {
                errors.add(
                    wrong.field.as_ref(),
                    fault(lang, &wrong.code, &wrong.detail),
                );
            }
            errors
        })
    }

    /// The entry as the page names it.
    pub(super) fn about(&self) -> Reported {
        Reported {
            number: self.number.to_string(),
            name: self.entry.record.row.name.clone(),
        }
    }

    /// The fields of which one may say that they are wrong, each with what stands there.
    pub(super) fn fields(&self, lang: Lang) -> Vec<ReportedField> {
        let shown = REPORTED.iter().map(|field| ReportedField {
            code: field.code(),
            label: name(*field, lang).to_owned(),
            now: said(now(&self.entry, *field), lang),
        });
        shown.collect()
    }
}

async fn entry(
    store: &Store,
    institution: &str,
    today: Day,
) -> Result<(InstitutionNumber, FullRecord), Problem> {
    let missing = || Problem::new(Code::NotFound);
    let asked: InstitutionNumber = institution.parse().map_err(|_| missing())?;
    let number = merge::answering(store, asked).await?;
    let entry = institution::full(store, number, today).await?;
    Ok((number, entry.ok_or_else(missing)?))
}

/// What stands in a field of the public page.
fn now(entry: &FullRecord, field: Field) -> &str {
    let row = &entry.record.row;
    match field {
        Field::Name => &row.name,
        Field::Brand => &row.brand,
        Field::Address => &row.address,
        Field::Telephone => &entry.record.telephone,
        Field::Uscc => row.uscc.as_deref().unwrap_or_default(),
        Field::LegalRepresentative => &entry.identity.legal_representative,
        Field::Principal => &entry.identity.principal,
        _ => "",
    }
}

fn said(text: &str, lang: Lang) -> String {
    if text.is_empty() {
        lang.t("report-now-nothing")
    } else {
        text.to_owned()
    }
}

/// The kinds to choose from.
pub(super) fn kinds(number: InstitutionNumber, lang: Lang) -> Vec<KindChoice> {
    let choice = |kind: &Kind| {
        let (label, hint) = words(*kind);
        KindChoice {
            href: format!("/reports/new?institution={number}&kind={kind}"),
            label: lang.t(label),
            hint: lang.t(hint),
        }
    };
    Kind::ALL.iter().map(choice).collect()
}

/// The words of a kind, and when to choose it.
const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Wrong => ("report-kind-wrong", "report-kind-wrong-hint"),
        Kind::Closed => ("report-kind-closed", "report-kind-closed-hint"),
        Kind::Double => ("report-kind-double", "report-kind-double-hint"),
        Kind::Other => ("report-kind-other", "report-kind-other-hint"),
    }
}

/// The words of a kind for its reader.
pub(in crate::http::pages) fn kind_words(kind: Kind, lang: Lang) -> String {
    lang.t(words(kind).0)
}

/// What is said of an entry, as its holder reads it.
pub(super) struct Said<'a> {
    pub(super) institution: &'a str,
    pub(super) kind: Kind,
    pub(super) items: &'a [Item],
    pub(super) since_on: Option<Day>,
    pub(super) other: &'a str,
    pub(super) text: &'a str,
}

impl Said<'_> {
    /// Fact by fact; `now` gives what stands in a field, where it is to be shown beside it.
    pub(super) fn facts(&self, lang: Lang, now: impl Fn(Field) -> Option<String>) -> Vec<Fact> {
        let mut facts = vec![
            Fact::new(lang.t("check-institution"), self.institution),
            Fact::new(lang.t("report-kind"), kind_words(self.kind, lang)),
        ];
        facts.extend(self.items.iter().map(|item| {
            let line = match now(item.field) {
                Some(now) => lang.t2("report-right", "now", now, "right", &item.right),
                None => item.right.clone(),
            };
            Fact::new(name(item.field, lang), line)
        }));
        if let Some(day) = self.since_on {
            facts.push(Fact::new(lang.t("report-since"), show::full_day(lang, day)));
        }
        if !self.other.is_empty() {
            facts.push(Fact::new(lang.t("report-other-entry"), self.other));
        }
        if !self.text.is_empty() {
            facts.push(Fact {
                term: lang.t("report-text"),
                lines: self.text.lines().map(str::to_owned).collect(),
                ..Fact::default()
            });
        }
        facts
    }
}

/// What is about to be sent, in full: the page goes to the person who has just typed it.
pub(super) fn to_check(answers: &Answers, filing: &Filing, lang: Lang) -> Vec<Fact> {
    let said = Said {
        institution: &answers.entry.record.row.name,
        kind: filing.kind,
        items: &filing.items,
        since_on: filing.since_on,
        other: &filing.other,
        text: &filing.text,
    };
    let mut facts = said.facts(lang, |field| {
        Some(self::said(now(&answers.entry, field), lang))
    });
    if let Some(email) = &filing.email {
        let address = email.expose(Purpose::ShowToHolder).as_str();
        facts.push(Fact::new(
            lang.t("report-email"),
            lang.t1("report-mailed", "email", address),
        ));
    }
    facts
}

/// Who gets it, and by when there is an answer, by which setting.
pub(super) fn to_come(
    authority: &str,
    (filed, received, due_on): (String, Day, Day),
    lang: Lang,
    today: Day,
) -> Vec<Entry> {
    let passed = lang.t1("receipt-passed", "authority", authority);
    let by = lang.t1("date-by", "day", show::near_day(lang, due_on, today));
    let due = law::report_due(received);
    let article = Rules::in_force(received)
        .period(Rule::RegisterReport)
        .article();
    // The title of a local setting says itself that its basis is unverified.
    let mut note = show::article(lang, &article);
    if due.provisional {
        note = format!("{note}{}{}", lang.pick("，", ", "), lang.t("provisional"));
    }
    vec![
        Entry::new(When::Done, filed, passed),
        Entry::new(When::Next, by, lang.t("report-date-due")).noting(note),
    ]
}
