//! Sign-in and sessions. Only a digest of a token is stored; a stolen database opens no session.

use domain::access::{Actor, Certificate, Grant, Role, decide, permit};
use domain::words::{AccountId, Instant, SessionId};
use sea_orm::FromQueryResult;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::account::is_login;
use super::password;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::tx::{Tx, Upkeep};

/// A session ends after this long without a request.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// A session ends after this long in any case.
pub const LIFE_SECONDS: i64 = 12 * 60 * 60;
/// A request writes "seen" at most this often, so that reading stays reading.
const SEEN_EVERY_SECONDS: i64 = 60;

/// What a person who signed in gets.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret of the session; shown once.
    pub token: String,
    /// The secret that forms of this session carry.
    pub csrf: String,
    /// Who it is.
    pub actor: Actor,
    /// When the session ends in any case.
    pub expires_at: Instant,
}

/// A session that is open now.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub actor: Actor,
    /// The login, for the page's head.
    pub login: String,
    /// The secret that forms of this session carry.
    pub csrf: String,
    /// When it ends in any case.
    pub expires_at: Instant,
}

#[derive(FromQueryResult)]
struct Holder {
    id: String,
    login: String,
    role: String,
    person_name: String,
    password_hash: String,
    authorities: String,
    institution_id: Option<String>,
    certificate_number: Option<String>,
    certificate_valid_until: Option<String>,
}

const HOLDER: &str = "account.id, account.login, account.role, account.person_name, account.password_hash, \
     account.authorities, account.institution_id, account.certificate_number, account.certificate_valid_until";

impl Holder {
    fn actor(&self) -> Result<Actor, Fault> {
        let damaged = || Fault::Integrity(format!("the account {} cannot be read", self.id));
        let mut authorities = Vec::new();
        for id in self.authorities.split(',').filter(|id| !id.is_empty()) {
            authorities.push(id.parse().map_err(|_| damaged())?);
        }
        let institution = match &self.institution_id {
            None => None,
            Some(id) => Some(id.parse().map_err(|_| damaged())?),
        };
        let certificate = match (&self.certificate_number, &self.certificate_valid_until) {
            (Some(number), Some(until)) => Some(Certificate {
                number: number.clone(),
                valid_until: until.parse().map_err(|_| damaged())?,
            }),
            _ => None,
        };
        Ok(Actor::Account {
            id: self.id.parse::<AccountId>().map_err(|_| damaged())?,
            role: Role::from_code(&self.role).ok_or_else(damaged)?,
            name: self.person_name.clone(),
            authorities,
            institution,
            certificate,
        })
    }
}

fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Opens a session for the holder of `login`. A session that the browser still carried
/// (`replaces`) is ended, so that nobody can prepare a session for another to sign in to.
///
/// # Errors
/// [`Fault::SignInRefused`] where login and password do not fit, in the same time for an unknown
/// login, a wrong password and a closed account.
pub async fn sign_in(
    store: &Store,
    login: &str,
    password: &str,
    replaces: Option<&str>,
    now: Instant,
) -> Result<SignedIn, Fault> {
    // Nobody has a login of another form, and a database is not asked about every text.
    let login = if is_login(login) { login } else { "" };
    let holder: Option<Holder> = store
        .row(
            &format!("SELECT {HOLDER} FROM account WHERE login = $1 AND disabled_at IS NULL"),
            [login.into()],
        )
        .await?;
    let stored = holder.as_ref().map(|holder| holder.password_hash.clone());
    let fits = password::fits(stored, password).await;
    let Some(holder) = holder.filter(|_| fits) else {
        return Err(Fault::SignInRefused);
    };
    let actor = &holder.actor()?;
    let grant = &decide::<permit::EndOwnSessions>(actor, now.day()).map_err(Fault::Denied)?;
    let token = &hex::encode(store.random::<32>());
    let csrf = &hex::encode(store.random::<16>());
    let expires_at = now.plus_seconds(LIFE_SECONDS);
    let (account, checked) = (holder.id.as_str(), holder.password_hash.as_str());
    store
        .run(now, |tx| async move {
            take_account(&tx, account, checked).await?;
            let id = SessionId::new(now, tx.store().id_bits(now));
            tx.execute(
                "INSERT INTO session (id, token_hash, account_id, csrf, created_at, seen_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5, $5, $6)",
                [
                    id.to_string().into(),
                    digest(token).into(),
                    account.into(),
                    csrf.as_str().into(),
                    now.millis().into(),
                    expires_at.millis().into(),
                ],
            )
            .await?;
            if let Some(old) = replaces {
                tx.execute(
                    "UPDATE session SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL",
                    [now.millis().into(), digest(old).into()],
                )
                .await?;
            }
            let act = Act::by(grant, Subject::new("session", id), "sign_in", json!({}));
            tx.commit(act, ()).await
        })
        .await?;
    Ok(SignedIn {
        token: token.clone(),
        csrf: csrf.clone(),
        actor: actor.clone(),
        expires_at,
    })
}

/// Takes the row of the account as it was when the password was checked, so that a reset or a closing that came
/// meanwhile lets no session of the old password live on.
async fn take_account(tx: &Tx, account: &str, password_hash: &str) -> Result<(), Fault> {
    let taken = tx
        .execute(
            "UPDATE account SET password_hash = password_hash WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL",
            [account.into(), password_hash.into()],
        )
        .await?;
    if taken.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Fault::SignInRefused)
    }
}

#[derive(FromQueryResult)]
struct Open {
    session_id: String,
    csrf: String,
    seen_at: i64,
    expires_at: i64,
}

/// The session of `token`, if it is open now: not ended, not idle too long, not too old, and its
/// account not closed.
///
/// # Errors
/// Faults of the database.
pub async fn session(store: &Store, token: &str, now: Instant) -> Result<Option<Session>, Fault> {
    let hash = digest(token);
    let idle_since = now.plus_seconds(-IDLE_SECONDS);
    let statement = format!(
        "SELECT session.id AS session_id, session.csrf, session.seen_at, session.expires_at, {HOLDER} \
         FROM session JOIN account ON account.id = session.account_id WHERE session.token_hash = $1 \
         AND session.ended_at IS NULL AND session.expires_at > $2 AND session.seen_at > $3 AND account.disabled_at IS NULL"
    );
    let values = || {
        [
            hash.clone().into(),
            now.millis().into(),
            idle_since.millis().into(),
        ]
    };
    let both: Option<OpenAndHolder> = store.row(&statement, values()).await?;
    let Some(OpenAndHolder { open, holder }) = both else {
        return Ok(None);
    };
    if now.millis() - open.seen_at > SEEN_EVERY_SECONDS * 1000 {
        let id = open.session_id.as_str();
        store
            .run(now, |tx| async move {
                tx.execute(
                    "UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1",
                    [now.millis().into(), id.into()],
                )
                .await?;
                tx.commit_upkeep(Upkeep::Session, ()).await
            })
            .await?;
    }
    Ok(Some(Session {
        id: open
            .session_id
            .parse()
            .map_err(|_| Fault::Integrity("a session cannot be read".to_owned()))?,
        actor: holder.actor()?,
        login: holder.login,
        csrf: open.csrf,
        expires_at: Instant::from_millis(open.expires_at),
    }))
}

#[derive(FromQueryResult)]
struct OpenAndHolder {
    #[sea_orm(nested)]
    open: Open,
    #[sea_orm(nested)]
    holder: Holder,
}

/// Ends the session of `token`; ending one that is over is no fault.
///
/// # Errors
/// Faults of the database.
pub async fn sign_out(
    store: &Store,
    grant: &Grant<permit::EndOwnSessions>,
    session: SessionId,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            tx.execute(
                "UPDATE session SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL",
                [now.millis().into(), session.to_string().into()],
            )
            .await?;
            let act = Act::by(
                grant,
                Subject::new("session", session),
                "sign_out",
                json!({}),
            );
            tx.commit(act, ()).await
        })
        .await
}

/// Ends all sessions of the grant's holder and answers how many there were.
///
/// # Errors
/// Faults of the database.
pub async fn sign_out_everywhere(
    store: &Store,
    grant: &Grant<permit::EndOwnSessions>,
    now: Instant,
) -> Result<u64, Fault> {
    let Actor::Account { id, .. } = grant.actor() else {
        return Ok(0);
    };
    store
        .run(now, |tx| async move {
            let ended = tx
                .execute(
                    "UPDATE session SET ended_at = $1 WHERE account_id = $2 AND ended_at IS NULL",
                    [now.millis().into(), id.to_string().into()],
                )
                .await?
                .rows_affected();
            let act = Act::by(
                grant,
                Subject::new("account", id),
                "sign_out_everywhere",
                json!({"sessions": ended}),
            );
            tx.commit(act, ended).await
        })
        .await
}

/// One open session of the grant's holder.
#[derive(Debug, Clone, FromQueryResult, serde::Serialize)]
pub struct OwnSession {
    /// Its id.
    pub id: String,
    /// When it was opened, in milliseconds since 1970.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
}

/// The open sessions of the grant's holder, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::EndOwnSessions>,
    now: Instant,
) -> Result<Vec<OwnSession>, Fault> {
    let Actor::Account { id, .. } = grant.actor() else {
        return Ok(Vec::new());
    };
    store
        .rows(
            "SELECT id, created_at, seen_at FROM session WHERE account_id = $1 AND ended_at IS NULL \
             AND expires_at > $2 AND seen_at > $3 ORDER BY created_at DESC, id",
            [
                id.to_string().into(),
                now.millis().into(),
                now.plus_seconds(-IDLE_SECONDS).millis().into(),
            ],
        )
        .await
}
