//! The form that adds an account, read strictly.

use domain::access::{Certificate, Role};
use domain::words::{AuthorityId, Day, InstitutionId, InstitutionNumber, Line};
use store::Fault;
use store::ops::account::{NewAccount, is_login};
use store::read;

use crate::App;
use crate::http::upload::Form;
use crate::text::{self, Lang};
use crate::view::field::{Choice, Errors, Values};

/// The fields that are shown again when the form comes back.
const FIELDS: [&str; 7] = [
    "login",
    "name",
    "role",
    "authority",
    "institution_number",
    "certificate",
    "certificate_until",
];

/// What was typed.
pub(super) fn typed(form: &Form) -> Values {
    Values::from_pairs(FIELDS.map(|field| (field, form.get(field).trim())))
}

/// The roles to choose from.
pub(super) fn roles(lang: Lang) -> Vec<Choice> {
    Role::ALL
        .iter()
        .map(|role| Choice::new(role.code(), lang.pick(role.zh(), role.en())))
        .collect()
}

/// Faults found so far, in words.
struct Faults {
    lang: Lang,
    errors: Errors,
}

impl Faults {
    fn add(&mut self, field: &str, code: &str) {
        self.errors.add(field, text::fault(self.lang, code, ""));
    }

    /// The value, or its fault beside the field; nothing where nothing was typed.
    fn read<T: std::str::FromStr<Err = domain::words::InputFault>>(
        &mut self,
        field: &str,
        typed: &str,
    ) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        typed
            .parse()
            .map_err(|fault: domain::words::InputFault| self.add(field, fault.code))
            .ok()
    }
}

/// The account as typed, with `password`; or all faults.
///
/// # Errors
/// The inner result holds the faults of the form; the outer one those of the database.
pub(super) async fn read(
    app: &App,
    lang: Lang,
    values: &Values,
    password: String,
) -> Result<Result<NewAccount, Errors>, Fault> {
    let mut faults = Faults {
        lang,
        errors: Errors::default(),
    };
    if !is_login(values.get("login")) {
        faults.add("login", "login_invalid");
    }
    if let Err(fault) = Line::parse(values.get("name"), 60) {
        faults.add("name", fault.code);
    }
    let role = Role::from_code(values.get("role"));
    if role.is_none() {
        faults.add("role", "role_unknown");
    }
    let authority: Option<AuthorityId> = faults.read("authority", values.get("authority"));
    if role.is_some_and(works_for_an_office) && authority.is_none() {
        faults.add("authority", "authority_missing");
    }
    let institution = institution(app, &mut faults, values).await?;
    let certificate = certificate(&mut faults, values);
    let (Some(role), true) = (role, faults.errors.none()) else {
        return Ok(Err(faults.errors));
    };
    Ok(Ok(NewAccount {
        login: values.get("login").to_owned(),
        password,
        role,
        person_name: values.get("name").to_owned(),
        authorities: authority.into_iter().collect(),
        institution,
        certificate,
    }))
}

/// An account of these roles reaches the records of its authorities alone: without one it would see an empty desk.
const fn works_for_an_office(role: Role) -> bool {
    !matches!(
        role,
        Role::InstitutionAgent | Role::Administrator | Role::Auditor | Role::Director
    )
}

async fn institution(
    app: &App,
    faults: &mut Faults,
    values: &Values,
) -> Result<Option<InstitutionId>, Fault> {
    let field = "institution_number";
    let Some(number) = faults.read::<InstitutionNumber>(field, values.get(field)) else {
        return Ok(None);
    };
    let found = read::institution::by_number(app.store(), number, app.store().today()).await?;
    let id = found.and_then(|record| record.id.parse().ok());
    if id.is_none() {
        faults.add(field, "institution_unknown");
    }
    Ok(id)
}

/// The certificate as typed; a form that only enters one needs both halves.
///
/// # Errors
/// What is wrong with it.
pub(super) fn certificate_of(lang: Lang, values: &Values) -> Result<Certificate, Errors> {
    let mut faults = Faults {
        lang,
        errors: Errors::default(),
    };
    let read = certificate(&mut faults, values);
    if read.is_none() && faults.errors.none() {
        faults.add("certificate", "certificate_pair");
    }
    read.filter(|_| faults.errors.none()).ok_or(faults.errors)
}

fn certificate(faults: &mut Faults, values: &Values) -> Option<Certificate> {
    let number = values.get("certificate");
    let until: Option<Day> = faults.read("certificate_until", values.get("certificate_until"));
    match (number.is_empty(), until) {
        (true, None) => None,
        (false, Some(valid_until)) => Some(Certificate {
            number: number.to_owned(),
            valid_until,
        }),
        // One half without the other; a day that was wrong has been told already.
        (false, None) => {
            if faults.errors.of("certificate_until").is_none() {
                faults.add("certificate_until", "certificate_pair");
            }
            None
        }
        (true, Some(_)) => {
            faults.add("certificate", "certificate_pair");
            None
        }
    }
}

/// The store's faults beside the fields of the form, which are named for people.
pub(super) fn told(faults: &[domain::words::FieldFault], lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let field = match fault.field.as_ref() {
            "person_name" => "name",
            "institution" => "institution_number",
            other => other,
        };
        errors.add(field, text::fault(lang, &fault.code, &fault.detail));
    }
    errors
}
