//! What a person typed into the complaint form, and what the same check as the JSON door's says about it.

use domain::complaint::{Draft, DraftContact, Filing};
use domain::words::{Day, Fen, FieldFault, InputFault, InstitutionNumber};
use store::read::{institution, merge};
use store::{Fault, Store};

use super::standing::Seen;
use crate::http::upload::Form;
use crate::text::{Lang, fault};
use crate::view::field::{Errors, Values};
use crate::view::portal::complaint::{ChosenInstitution, Hidden};

/// The fields of the form, in its order.
const FIELDS: [&str; 12] = [
    "institution_number",
    "institution_name",
    "district",
    "place",
    "subject",
    "body",
    "happened_on",
    "amount",
    "anonymous",
    "contact_name",
    "contact_telephone",
    "contact_email",
];

/// The form as it was sent.
pub(super) struct Answers {
    /// What was typed.
    pub(super) values: Values,
    /// The key under which it is filed once, however often it is sent.
    pub(super) submission: String,
}

/// What the check says.
pub(super) struct Examined {
    /// The complaint, where nothing is wrong with it.
    pub(super) filing: Option<Filing>,
    /// What is wrong.
    pub(super) errors: Errors,
    /// The institution it was begun from.
    pub(super) institution: Option<ChosenInstitution>,
}

/// A fresh key.
pub(super) fn submission(store: &Store) -> String {
    hex::encode(store.random::<16>())
}

impl Answers {
    /// An empty form about this institution.
    pub(super) fn begin(store: &Store, institution: &str) -> Self {
        Self {
            values: Values::from_pairs([("institution_number", institution), ("anonymous", "no")]),
            submission: submission(store),
        }
    }

    /// The form as it was sent; fields it does not have are passed over.
    pub(super) fn of(form: &Form) -> Self {
        let values = FIELDS.map(|name| (name.to_owned(), form.get(name).to_owned()));
        Self {
            values: Values(values.into_iter().collect()),
            submission: form.get("submission").to_owned(),
        }
    }

    /// All of it, to be carried on.
    pub(super) fn hidden(&self) -> Vec<Hidden> {
        let carried = FIELDS.iter().map(|name| Hidden {
            name: (*name).to_owned(),
            value: self.values.get(name).to_owned(),
        });
        carried.filter(|field| !field.value.is_empty()).collect()
    }

    /// The institution it was begun from, where its number is in the register.
    pub(super) async fn institution(
        &self,
        store: &Store,
        lang: Lang,
        today: Day,
    ) -> Result<Option<ChosenInstitution>, Fault> {
        let Ok(number) = self
            .values
            .get("institution_number")
            .parse::<InstitutionNumber>()
        else {
            return Ok(None);
        };
        let number = merge::answering(store, number).await?;
        let record = institution::by_number(store, number, today).await?;
        Ok(record.map(|record| {
            let row = &record.row;
            ChosenInstitution {
                number: row.number.clone(),
                name: row.name.clone(),
                badge: Seen { row, lang, today }.badge(),
            }
        }))
    }

    /// Checks every field, and that the institution is in the register.
    pub(super) async fn examine(
        &self,
        store: &Store,
        lang: Lang,
        today: Day,
    ) -> Result<Examined, Fault> {
        let institution = self.institution(store, lang, today).await?;
        let mut faults = Vec::new();
        if self.named("institution_number").is_some() && institution.is_none() {
            faults.push(FieldFault::new("institution_number", "institution_unknown"));
        }
        let (draft, amount) = self.draft();
        if let Err(wrong) = amount {
            faults.push(FieldFault::new("amount_fen", wrong.code));
        }
        if !matches!(self.values.get("anonymous"), "yes" | "no") {
            faults.push(FieldFault::new("anonymous", "choice_missing"));
        }
        let filing = match draft.check(today) {
            Ok(filing) => Some(filing).filter(|_| faults.is_empty()),
            Err(found) => {
                faults.extend(found);
                None
            }
        };
        Ok(Examined {
            filing,
            errors: told(lang, &faults),
            institution,
        })
    }

    fn named(&self, field: &str) -> Option<String> {
        let text = self.values.get(field).trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The draft as the JSON door would get it, and whether the sum could be read.
    fn draft(&self) -> (Draft, Result<(), InputFault>) {
        let amount = self
            .named("amount")
            .map(|text| Fen::from_yuan_text(&text))
            .transpose();
        let draft = Draft {
            institution_number: self.named("institution_number"),
            institution_name: self.named("institution_name"),
            place: self.named("place"),
            district: self.named("district"),
            subject: self.values.get("subject").to_owned(),
            body: self.values.get("body").to_owned(),
            happened_on: self.named("happened_on"),
            amount_fen: amount.unwrap_or_default().map(Fen::get),
            anonymous: self.values.get("anonymous") == "yes",
            contact: Some(DraftContact {
                name: self.named("contact_name"),
                telephone: self.named("contact_telephone"),
                email: self.named("contact_email"),
            }),
        };
        (draft, amount.map(|_| ()))
    }
}

/// The faults in words, each at the field of the form it belongs to.
pub(super) fn told(lang: Lang, faults: &[FieldFault]) -> Errors {
    let mut errors = Errors::default();
    for wrong in faults {
        let field = match (&*wrong.field, &*wrong.code) {
            ("institution_number", _) => "institution_name",
            ("amount_fen", _) => "amount",
            ("contact", "anonymous_with_contact") => "anonymous",
            ("contact", _) | ("contact.telephone", _) => "contact_telephone",
            ("contact.name", _) => "contact_name",
            ("contact.email", _) => "contact_email",
            (field, _) => field,
        };
        if errors.of(field).is_none() {
            errors.add(field, fault(lang, &wrong.code, &wrong.detail));
        }
    }
    errors
}
