//! Accounts of officers and institutions' agents.

use domain::access::{Certificate, Grant, Role, permit};
use domain::words::{AccountId, AuthorityId, FieldFault, Instant, InstitutionId, Line};
use sea_orm::{ActiveValue::Set, EntityTrait as _};
use serde_json::json;

use super::password;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::table::account;

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

/// Adds an account.
///
/// # Errors
/// [`Fault::Input`] for a login or password that breaks its form, or a role that does not fit the
/// institution; [`Fault::Duplicate`] for a login that is taken.
pub async fn add(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    command: &NewAccount,
    now: Instant,
) -> Result<AccountId, Fault> {
    check(command)?;
    let hash = &password::hash(store, &command.password).await?;
    store
        .run(now, |tx| async move {
            let id = AccountId::new(now, tx.store().random());
            let authorities: Vec<String> = command
                .authorities
                .iter()
                .map(ToString::to_string)
                .collect();
            let row = account::ActiveModel {
                id: Set(id.to_string()),
                login: Set(command.login.clone()),
                role: Set(command.role.code().to_owned()),
                person_name: Set(command.person_name.clone()),
                password_hash: Set(hash.clone()),
                authorities: Set(authorities.join(",")),
                institution_id: Set(command.institution.map(|id| id.to_string())),
                certificate_number: Set(command
                    .certificate
                    .as_ref()
                    .map(|certificate| certificate.number.clone())),
                certificate_valid_until: Set(command
                    .certificate
                    .as_ref()
                    .map(|certificate| certificate.valid_until.to_string())),
                disabled_at: Set(None),
                created_at: Set(now.millis()),
                version: Set(1),
            };
            account::Entity::insert(row)
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
        })
        .await
}

fn login_taken(fault: Fault) -> Fault {
    if fault.is_duplicate_of("account", "login") {
        Fault::Input(vec![FieldFault::new("login", "login_taken")])
    } else {
        fault
    }
}

fn check(command: &NewAccount) -> Result<(), Fault> {
    let mut faults = Vec::new();
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    if !(2..=40).contains(&command.login.len()) || !command.login.chars().all(plain) {
        faults.push(FieldFault::new("login", "login_invalid"));
    }
    if let Err(fault) = Line::parse(&command.person_name, 60) {
        faults.push(FieldFault::new("person_name", fault.code));
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
/// [`Fault::NotFound`] where there is no open account with this login.
pub async fn disable(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    login: &str,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let closed = tx
                .execute(
                    "UPDATE account SET disabled_at = $1, version = version + 1 WHERE login = $2 AND disabled_at IS NULL",
                    [now.millis().into(), login.into()],
                )
                .await?;
            if closed.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            end_sessions(&tx, login, now).await?;
            let act = Act::by(
                grant,
                Subject::new("account", login),
                "disable",
                json!({"login": login}),
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
    let hash = &password::hash(store, password).await?;
    store
        .run(now, |tx| async move {
            let changed = tx
                .execute(
                    "UPDATE account SET password_hash = $1, version = version + 1 WHERE login = $2 AND disabled_at IS NULL",
                    [hash.clone().into(), login.into()],
                )
                .await?;
            if changed.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            end_sessions(&tx, login, now).await?;
            let act = Act::by(
                grant,
                Subject::new("account", login),
                "reset_password",
                json!({"login": login}),
            );
            tx.commit(act, ()).await
        })
        .await
}

async fn end_sessions(tx: &crate::tx::Tx, login: &str, now: Instant) -> Result<(), Fault> {
    tx.execute(
        "UPDATE session SET ended_at = $1 WHERE ended_at IS NULL \
         AND account_id = (SELECT id FROM account WHERE login = $2)",
        [now.millis().into(), login.into()],
    )
    .await?;
    Ok(())
}
