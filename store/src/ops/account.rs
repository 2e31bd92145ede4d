//! Accounts of officers and institutions' agents.

use domain::access::{Action, Certificate, Grant, Role, holds, permit};
use domain::words::{AccountId, AuthorityId, FieldFault, Instant, InstitutionId, Line};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::json;

use super::idempotency::{IdempotencyKey, digest};
use super::institution::{Of, standing};
use super::password;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::table::account;
use crate::tx::{Committed, Tx, Upkeep};

/// An account before it is stored.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// 2 to 40 lower-case letters, digits and hyphens.
    pub login: String,
    /// At least 10 characters.
    pub password: String,
    /// What its holder may do.
    pub role: Role,
    /// The holder's name, as shown to colleagues.
    pub person_name: String,
    /// The authorities it works for.
    pub authorities: Vec<AuthorityId>,
    /// The institution it speaks for; only for an agent.
    pub institution: Option<InstitutionId>,
    /// The enforcement certificate (行政执法证), where the holder has one.
    pub certificate: Option<Certificate>,
}

/// The number of a certificate is no longer than this.
const CERTIFICATE_CHARS_MAX: usize = 40;

/// Adds an account.
///
/// # Errors
/// [`Fault::Input`] for a login or password that breaks its form, a login that is taken, or a role
/// that does not fit the institution.
pub async fn add(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    command: &NewAccount,
    now: Instant,
) -> Result<AccountId, Fault> {
    add_keyed(store, grant, command, None, now).await
}

/// Adds an account; the same form sent twice under one `key` is one account.
///
/// # Errors
/// As [`add`], and [`Fault::KeyReused`].
pub async fn add_keyed(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    command: &NewAccount,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<AccountId, Fault> {
    check(command)?;
    let hash = &password::hash(store, &command.password).await?;
    store
        .run(now, |tx| add_once(tx, grant, command, hash, key))
        .await
}

async fn add_once(
    tx: Tx,
    grant: &Grant<permit::ManageAccounts>,
    command: &NewAccount,
    hash: &str,
    key: Option<&IdempotencyKey>,
) -> Result<Committed<AccountId>, Fault> {
    let row = row(&tx, command, hash);
    // The password is no part of the digest: it is secret, and made anew for each sending.
    let request = digest(&(
        &command.login,
        command.role.code(),
        &command.person_name,
        &command.authorities,
        command.institution,
    ))?;
    if let Some(before) = tx.replayed("account", key, &request).await? {
        let id = before.as_str().unwrap_or_default();
        return tx.commit_upkeep(Upkeep::Replay, repo::id(id)?).await;
    }
    if let Some(institution) = command.institution {
        speaks_for(&tx, institution).await?;
    }
    let id = AccountId::new(tx.now(), tx.store().id_bits(tx.now()));
    // The key comes first: of two sendings that race the later one meets it, and not the login that the first has taken.
    tx.keep_answer("account", key, &request, &json!(id)).await?;
    account::Entity::insert(account::ActiveModel {
        id: Set(id.to_string()),
        ..row
    })
    .exec_without_returning(tx.rows())
    .await
    .map_err(Fault::from)
    .map_err(login_taken)?;
    let act = Act::by(
        grant,
        Subject::new("account", id),
        "add",
        json!({"login": command.login, "role": command.role.code()}),
    );
    tx.commit(act, id).await
}

/// The institution of an agent is one of the register, and stays in it while the account is made.
async fn speaks_for(tx: &Tx, institution: InstitutionId) -> Result<(), Fault> {
    let unknown = || FieldFault::new("institution", "institution_unknown");
    match standing(tx, Of::Id(institution)).await {
        Ok(_) => Ok(()),
        Err(Fault::NotFound) => Err(Fault::Input(vec![unknown()])),
        Err(fault) => Err(fault),
    }
}

fn row(tx: &Tx, command: &NewAccount, hash: &str) -> account::ActiveModel {
    let authorities: Vec<String> = command
        .authorities
        .iter()
        .map(ToString::to_string)
        .collect();
    let certificate = command.certificate.as_ref();
    account::ActiveModel {
        login: Set(command.login.clone()),
        role: Set(command.role.code().to_owned()),
        person_name: Set(command.person_name.clone()),
        password_hash: Set(hash.to_owned()),
        authorities: Set(authorities.join(",")),
        institution_id: Set(command.institution.map(|id| id.to_string())),
        certificate_number: Set(certificate.map(|certificate| certificate.number.clone())),
        certificate_valid_until: Set(
            certificate.map(|certificate| certificate.valid_until.to_string())
        ),
        disabled_at: Set(None),
        created_at: Set(tx.now().millis()),
        version: Set(1),
        ..Default::default()
    }
}

fn login_taken(fault: Fault) -> Fault {
    if fault.is_duplicate_of("account", "login") {
        Fault::Input(vec![FieldFault::new("login", "login_taken")])
    } else {
        fault
    }
}

/// Whether a text has the form of a login: no account has another one.
#[must_use]
pub fn is_login(text: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    (2..=40).contains(&text.len()) && text.chars().all(plain)
}

fn check(command: &NewAccount) -> Result<(), Fault> {
    let mut faults = Vec::new();
    if !is_login(&command.login) {
        faults.push(FieldFault::new("login", "login_invalid"));
    }
    if let Err(fault) = Line::parse(&command.person_name, 60) {
        faults.push(FieldFault::new("person_name", fault.code));
    }
    if let Some(certificate) = &command.certificate {
        faults.extend(certificate_faults(certificate));
    }
    let is_agent = command.role == Role::InstitutionAgent;
    if is_agent != command.institution.is_some() {
        faults.push(FieldFault::new(
            "institution",
            "institution_for_agents_only",
        ));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Input(faults))
    }
}

/// Closes an account and ends its sessions. Its acts stay.
///
/// # Errors
/// [`Fault::NotFound`] where there is no open account with this login; [`Fault::Input`] for one's own, so that an
/// office is not left without its administrator.
pub async fn disable(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let (id, _) = &of_login(&tx, login).await?;
            if grant.actor().account().map(|own| own.to_string()).as_ref() == Some(id) {
                return Err(Fault::Input(vec![FieldFault::new("login", "account_own")]));
            }
            let closed = tx
                .execute(
                    "UPDATE account SET disabled_at = $1, version = version + 1 WHERE id = $2 AND disabled_at IS NULL",
                    [now.millis().into(), id.as_str().into()],
                )
                .await?;
            if closed.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            end_sessions(&tx, id, now).await?;
            let act = Act::by(grant, Subject::new("account", id), "disable", json!({"login": login}));
            tx.commit(act, ()).await
        })
        .await
}

/// Id and role of the account with this login.
async fn of_login(tx: &Tx, login: &str) -> Result<(String, Option<Role>), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        role: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT id, role FROM account WHERE login = $1",
            [login.into()],
        )
        .await?;
    row.map(|row| (row.id, Role::from_code(&row.role)))
        .ok_or(Fault::NotFound)
}

fn certificate_faults(certificate: &Certificate) -> Vec<FieldFault> {
    Line::parse(&certificate.number, CERTIFICATE_CHARS_MAX)
        .err()
        .map(|fault| FieldFault::new("certificate", fault.code))
        .into_iter()
        .collect()
}

/// Enters the enforcement certificate of an open account in place of the one before: certificates run out, and the cases
/// of their holders go on.
///
/// # Errors
/// [`Fault::NotFound`], also for an account whose role investigates nothing; [`Fault::Input`] for a certificate that is
/// over, or whose number breaks its form.
pub async fn certify(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    certificate: &Certificate,
    now: Instant,
) -> Result<(), Fault> {
    let mut faults = certificate_faults(certificate);
    if certificate.valid_until < now.day() {
        faults.push(FieldFault::new("certificate_until", "certificate_over"));
    }
    if !faults.is_empty() {
        return Err(Fault::Input(faults));
    }
    store
        .run(now, |tx| async move {
            let (id, role) = &of_login(&tx, login).await?;
            if !role.is_some_and(|role| holds(role, Action::InvestigateCase)) {
                return Err(Fault::NotFound);
            }
            let changed = tx
                .execute(
                    "UPDATE account SET certificate_number = $1, certificate_valid_until = $2, version = version + 1 \
                     WHERE id = $3 AND disabled_at IS NULL",
                    [
                        certificate.number.as_str().into(),
                        certificate.valid_until.to_string().into(),
                        id.as_str().into(),
                    ],
                )
                .await?;
            if changed.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            let act = Act::by(
                grant,
                Subject::new("account", id),
                "certify",
                json!({"login": login, "valid_until": certificate.valid_until}),
            );
            tx.commit(act, ()).await
        })
        .await
}

/// Gives an account a new password and ends its sessions.
///
/// # Errors
/// [`Fault::Input`] for a password that breaks its form, [`Fault::NotFound`].
pub async fn reset(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    password: &str,
    now: Instant,
) -> Result<(), Fault> {
    let verb = ("reset_password", "disabled_at IS NULL");
    give_password(store, grant, login, password, verb, now).await
}

/// Opens an account that was closed, with a new password. Role, authorities and acts are as they were.
///
/// # Errors
/// [`Fault::Input`] for a password that breaks its form, [`Fault::NotFound`] where no such account is closed.
pub async fn reopen(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    password: &str,
    now: Instant,
) -> Result<(), Fault> {
    let verb = ("reopen", "disabled_at IS NOT NULL");
    give_password(store, grant, login, password, verb, now).await
}

/// Gives the grant's holder a new password. All sessions of the account end, the one that asks for it too: whoever goes on
/// knows the new password.
///
/// # Errors
/// [`Fault::Input`] where `current` is not the password in use, or `new` is no other one or breaks its form.
pub async fn change_own_password(
    store: &Store,
    grant: &Grant<permit::ChangeOwnPassword>,
    current: &str,
    new: &str,
    now: Instant,
) -> Result<(), Fault> {
    let wrong = || Fault::Input(vec![FieldFault::new("current", "password_wrong")]);
    let id = &grant.actor().account().ok_or(Fault::NotFound)?.to_string();
    let row: Option<Hashed> = store
        .row(
            "SELECT password_hash FROM account WHERE id = $1 AND disabled_at IS NULL",
            [id.as_str().into()],
        )
        .await?;
    let before = &row.ok_or(Fault::NotFound)?.password_hash;
    if !password::fits(Some(before.clone()), current).await {
        return Err(wrong());
    }
    if current == new {
        let fault = FieldFault::new("password", "password_same");
        return Err(Fault::Input(vec![fault]));
    }
    let hash = &password::hash(store, new).await?;
    store
        .run(now, |tx| async move {
            // A reset that came meanwhile has made the current password a wrong one.
            let changed = tx
                .execute(
                    "UPDATE account SET password_hash = $1, version = version + 1 \
                     WHERE id = $2 AND password_hash = $3 AND disabled_at IS NULL",
                    [
                        hash.clone().into(),
                        id.as_str().into(),
                        before.clone().into(),
                    ],
                )
                .await?;
            if changed.rows_affected() != 1 {
                return Err(wrong());
            }
            end_sessions(&tx, id, now).await?;
            let subject = Subject::new("account", id);
            tx.commit(Act::by(grant, subject, "change_password", json!({})), ())
                .await
        })
        .await
}

#[derive(FromQueryResult)]
struct Hashed {
    password_hash: String,
}

/// Gives an account a new password under the verb, where the condition holds.
async fn give_password(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    password: &str,
    (verb, standing): (&'static str, &str),
    now: Instant,
) -> Result<(), Fault> {
    let hash = &password::hash(store, password).await?;
    let sql = &format!(
        "UPDATE account SET password_hash = $1, disabled_at = NULL, version = version + 1 WHERE id = $2 AND {standing}"
    );
    store
        .run(now, |tx| async move {
            let (id, _) = &of_login(&tx, login).await?;
            let changed = tx
                .execute(sql, [hash.clone().into(), id.as_str().into()])
                .await?;
            if changed.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            end_sessions(&tx, id, now).await?;
            let act = Act::by(
                grant,
                Subject::new("account", id),
                verb,
                json!({"login": login}),
            );
            tx.commit(act, ()).await
        })
        .await
}

/// Ends the open sessions of an account whose row this transaction has changed: a sign-in that takes that row
/// meanwhile waits, and then finds it changed.
async fn end_sessions(tx: &Tx, id: &str, now: Instant) -> Result<(), Fault> {
    tx.execute(
        "UPDATE session SET ended_at = $1 WHERE ended_at IS NULL AND account_id = $2",
        [now.millis().into(), id.into()],
    )
    .await?;
    Ok(())
}
