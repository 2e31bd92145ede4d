//! Accounts: who may sign in, adding, closing, new passwords.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Action, Actor, Grant, Role, holds, permit};
use domain::words::{AccountId, Day, Instant};
use store::Fault;
use store::ops::{IdempotencyKey, account};
use store::read::Limit;
use store::read::account::{self as read, AccountEntry, AccountRow as Account, AuthorityRow};

use super::{Asked, account_form, here, next_page};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::desk::{self, Done};
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::{Lang, show};
use crate::view::desk::admin::{AccountRow, Accounts, FirstPassword, certify_fields};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Badge, Tone};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/accounts";

type Managing = Grant<permit::ManageAccounts>;

pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Html<Accounts>, Problem> {
    let after = asked.after.as_deref();
    Ok(Html(
        page(&app, &caller, &grant, lang, (here(&uri), after)).await?,
    ))
}

/// Adds an account and shows its first password, once. The same form sent twice is one account with one password.
pub(super) async fn add(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    form: Form,
) -> Result<Response, Problem> {
    let (values, key) = (account_form::typed(&form), form.get("submission"));
    let password = app.form_key().first_password(key);
    let outcome = match account_form::read(&app, lang, &values, password.clone()).await? {
        Ok(new) => added(&app, &grant, lang, &new, key).await?,
        Err(errors) => Err(errors),
    };
    let mut page = page(&app, &caller, &grant, lang, (PATH, None)).await?;
    match outcome {
        Ok(()) => {
            page.first_password = shown(lang, "account-made", values.get("login"), password);
            Ok(Html(page).into_response())
        }
        Err(errors) => {
            (page.values, page.errors) = (values, errors);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

async fn added(
    app: &App,
    grant: &Managing,
    lang: Lang,
    new: &account::NewAccount,
    key: &str,
) -> Result<Result<(), Errors>, Problem> {
    let key = IdempotencyKey::parse(key).ok();
    match account::add_keyed(app.store(), grant, new, key.as_ref(), app.store().now()).await {
        Ok(_) => Ok(Ok(())),
        Err(Fault::Input(faults)) => Ok(Err(account_form::told(&faults, lang))),
        Err(Fault::KeyReused) => {
            let mut errors = Errors::default();
            errors.add("login", lang.t("account-sent-before"));
            Ok(Err(errors))
        }
        Err(fault) => Err(fault.into()),
    }
}

pub(super) async fn disable(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    Named(id): Named<AccountId>,
) -> Result<Redirect, Problem> {
    let login = read::by_id(app.store(), &grant, id).await?.account.login;
    match account::disable(app.store(), &grant, &login, app.store().now()).await {
        // A second click finds it closed already, which is what was wanted.
        Ok(()) | Err(Fault::NotFound) => Ok(Done::Disabled.to(PATH)),
        Err(fault) => Err(fault.into()),
    }
}

/// Enters the certificate of an account's holder. What is wrong with it stands in the account's own row.
pub(super) async fn certify(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    Named(id): Named<AccountId>,
    form: Form,
) -> Result<Response, Problem> {
    let login = read::by_id(app.store(), &grant, id).await?.account.login;
    let values = account_form::typed(&form);
    let errors = match account_form::certificate_of(lang, &values) {
        Err(errors) => errors,
        Ok(certificate) => {
            let now = app.store().now();
            match account::certify(app.store(), &grant, &login, &certificate, now).await {
                Ok(()) => return Ok(Done::Certified.to(PATH).into_response()),
                Err(Fault::Input(faults)) => account_form::told(&faults, lang),
                Err(fault) => return Err(fault.into()),
            }
        }
    };
    let page = refused(&app, &caller, &grant, lang, id, (&values, &errors)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// The page with what was typed for this account and what is wrong with it, in the account's own row.
async fn refused(
    app: &App,
    caller: &Caller,
    grant: &Managing,
    lang: Lang,
    id: AccountId,
    (values, errors): (&Values, &Errors),
) -> Result<Accounts, Problem> {
    let mut page = page(app, caller, grant, lang, (PATH, None)).await?;
    // The account may stand on another page of the list.
    if !page.rows.iter().any(|row| row.id == id.to_string()) {
        let entry = read::by_id(app.store(), grant, id).await?;
        let authorities = read::authorities(app.store(), grant).await?;
        let today = app.store().today();
        page.rows
            .insert(0, row(&entry, &authorities, &caller.actor, lang, today));
    }
    page.refuse_certificate(&id.to_string(), values, errors);
    Ok(page)
}

/// Gives an account a new password and shows it, once. The holder's sessions end; a closed account is open again.
pub(super) async fn reset(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    Named(id): Named<AccountId>,
    form: Form,
) -> Result<Html<Accounts>, Problem> {
    let login = read::by_id(app.store(), &grant, id).await?.account.login;
    let password = app
        .form_key()
        .first_password(&format!("{id} {}", form.get("submission")));
    let now = app.store().now();
    if form.get("reopen") == "yes" {
        account::reopen(app.store(), &grant, &login, &password, now).await?;
    } else {
        account::reset(app.store(), &grant, &login, &password, now).await?;
    }
    let mut page = page(&app, &caller, &grant, lang, (PATH, None)).await?;
    page.first_password = shown(lang, "account-new-password", &login, password);
    Ok(Html(page))
}

fn shown(lang: Lang, key: &str, login: &str, password: String) -> Option<FirstPassword> {
    Some(FirstPassword {
        head: lang.t1(key, "login", login),
        password,
    })
}

async fn page(
    app: &App,
    caller: &Caller,
    grant: &Managing,
    lang: Lang,
    (path, after): (&str, Option<&str>),
) -> Result<Accounts, Problem> {
    let store = app.store();
    let page = read::page(store, grant, Limit::default(), after).await?;
    let authorities = read::authorities(store, grant).await?;
    let entries = page.items.iter();
    Ok(Accounts {
        shell: desk::frame(app, caller, lang, DeskPlace::Accounts, path).await?,
        rows: entries
            .map(|entry| row(entry, &authorities, &caller.actor, lang, store.today()))
            .collect(),
        next: next_page(PATH, None, page.next),
        roles: account_form::roles(lang),
        authorities: authorities
            .iter()
            .map(|authority| Choice::new(&authority.id, &authority.name))
            .collect(),
        values: Values::default(),
        errors: Errors::default(),
        certify_errors: Errors::default(),
        first_password: None,
        submission: hex::encode(store.random::<16>()),
    })
}

fn row(
    entry: &AccountEntry,
    authorities: &[AuthorityRow],
    reader: &Actor,
    lang: Lang,
    today: Day,
) -> AccountRow {
    let account = &entry.account;
    let role = Role::from_code(&account.role);
    let own = reader.account().map(|id| id.to_string());
    let open = account.disabled_at.is_none();
    let at = |millis| show::near_instant(lang, Instant::from_millis(millis), today);
    AccountRow {
        id: account.id.clone(),
        login: account.login.clone(),
        name: account.person_name.clone(),
        role: role
            .map_or("", |role| lang.pick(role.zh(), role.en()))
            .to_owned(),
        place: place(entry, authorities),
        badge: match account.disabled_at {
            None => Badge::new(Tone::Good, lang.t("account-open")),
            Some(closed) => Badge::new(Tone::Neutral, lang.t1("account-closed", "at", at(closed))),
        },
        last: entry.signed_in_at.map_or(String::new(), at),
        may_disable: open && own.as_ref() != Some(&account.id),
        certificate: certificate(account, lang, today),
        certify: match role {
            Some(role) if open && holds(role, Action::InvestigateCase) => {
                certify_fields(lang, &account.id, &Values::default(), &Errors::default())
            }
            _ => Vec::new(),
        },
        closed: !open,
    }
}

/// Number and last day of the certificate, where the holder has one.
fn certificate(account: &Account, lang: Lang, today: Day) -> String {
    let (Some(number), Some(until)) = (
        &account.certificate_number,
        account
            .certificate_valid_until
            .as_deref()
            .and_then(|until| until.parse::<Day>().ok()),
    ) else {
        return String::new();
    };
    let key = if until < today {
        "account-certified-over"
    } else {
        "account-certified"
    };
    lang.t2(key, "number", number, "until", show::day(lang, until))
}

/// Institution or offices.
fn place(entry: &AccountEntry, authorities: &[AuthorityRow]) -> String {
    if let Some(institution) = &entry.institution {
        return institution.clone();
    }
    let named: Vec<&str> = entry
        .authorities
        .split(',')
        .filter_map(|id| authorities.iter().find(|authority| authority.id == id))
        .map(|authority| authority.name.as_str())
        .collect();
    named.join("、")
}
