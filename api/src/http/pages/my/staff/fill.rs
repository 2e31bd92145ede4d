//! What the forms about staff say, and what is wrong with them.

use domain::pii::Pii;
use domain::staff::{Draft, IdentityNumber, NewMember, Pupils};
use domain::words::{Article, Day};
use store::ops::staff::StaffEvent;

use crate::http::json::checks::Checks;
use crate::http::pages::errors_of;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::field::{Errors, Values};

/// What a person typed: all but the fields that the page itself put in.
pub(super) fn typed(form: &Form) -> Values {
    const OWN: [&str; 4] = ["csrf", "submission", "version", "event"];
    let pairs = form.0.iter();
    let pairs = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
    Values::gathered(pairs.filter(|(name, _)| !OWN.contains(name)))
}

/// What was wrong with a form that was not taken, a refusal beside `field`; a fault that is not the person's stays a
/// problem.
pub(super) fn told(problem: &Problem, lang: Lang, field: &str) -> Result<Errors, Problem> {
    match problem.code {
        Code::InvalidInput => Ok(errors_of(problem, lang)),
        Code::Refused => {
            let words = problem.words(lang);
            let law = problem.more.article.as_deref();
            let law = law.map(|key| show::article(lang, &Article::from_key(key)));
            let mut errors = Errors::default();
            errors.add(
                field,
                match law {
                    Some(law) => lang.t2("refused-by-law", "words", words, "law", law),
                    None => lang.t1("refused-plainly", "words", words),
                },
            );
            Ok(errors)
        }
        _ => Err(problem.clone()),
    }
}

/// The person of the form that enters one, with the faults of every field.
pub(super) fn new_member(form: &Form, today: Day) -> Result<NewMember, Problem> {
    let mut checks = Checks::of_body();
    let identity = form.get("identity_number").parse::<IdentityNumber>();
    match &identity {
        Err(_) if form.get("identity_number").trim().is_empty() => {
            checks.wrong("identity_number", "text_empty");
        }
        Err(fault) => checks.wrong("identity_number", fault.code),
        Ok(_) => {}
    }
    let draft = draft(form, &mut checks);
    let member = draft.check(today);
    for fault in member.as_ref().err().into_iter().flatten() {
        checks.wrong(&fault.field, &fault.code);
    }
    checks.done()?;
    match (identity, member) {
        (Ok(identity), Ok(member)) => Ok(NewMember {
            identity: Pii::new(identity),
            member,
        }),
        _ => Err(Problem::new(Code::InvalidInput)),
    }
}

/// What the fields say; one that is no value of its kind is a fault.
fn draft(form: &Form, checks: &mut Checks) -> Draft {
    macro_rules! read {
        ($field:literal) => {
            checks.optional($field, Some(form.get($field)))
        };
    }
    Draft {
        name: form.get("name").to_owned(),
        post: read!("post"),
        engagement: read!("engagement"),
        subject: form.get("subject").to_owned(),
        certificate: read!("certificate"),
        certificate_number: form.get("certificate_number").to_owned(),
        entry_check: read!("entry_check"),
        checked_on: read!("checked_on"),
        photo_shown: !form.get("photo_shown").is_empty(),
        photo_consent_on: read!("photo_consent_on"),
        employed_on: read!("employed_on"),
    }
}

/// What the form asks for, the code of what is then done, and the field beside which a refusal stands.
pub(super) fn of_event(
    form: &Form,
) -> Result<(Result<StaffEvent, Problem>, &'static str, &'static str), Problem> {
    let mut checks = Checks::of_body();
    match form.get("event") {
        "change" => {
            let draft = draft(form, &mut checks);
            let event = checks.done().map(|()| StaffEvent::Change(Box::new(draft)));
            Ok((event, "changed", "name"))
        }
        "leave" => {
            let on: Option<Day> = checks.optional("on", Some(form.get("on")));
            if form.get("on").trim().is_empty() {
                checks.wrong("on", "text_empty");
            }
            let event = checks.done().and_then(|()| {
                let on = on.ok_or_else(|| Problem::new(Code::InvalidInput))?;
                Ok(StaffEvent::Leave { on })
            });
            Ok((event, "left", "on"))
        }
        _ => Err(Problem::new(Code::BadRequest)),
    }
}

pub(super) fn of_pupils(form: &Form) -> Result<Pupils, Problem> {
    let mut checks = Checks::of_body();
    let mut number = |field: &str| {
        let text = Some(form.get(field));
        checks.optional_by(field, text, "number_invalid", |text| text.parse().ok())
    };
    let (all, preschool) = (number("pupils"), number("preschool_pupils"));
    if form.get("pupils").trim().is_empty() {
        checks.wrong("pupils", "text_empty");
    }
    checks.done()?;
    Pupils::check(all.unwrap_or(0), preschool.unwrap_or(0)).map_err(Problem::from)
}
