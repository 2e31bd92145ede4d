//! `hongjian user`: accounts, for the person who has the console.

use std::io::Read as _;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::access::{Actor, Certificate, Grant, Role, decide, permit};
use domain::words::{AuthorityId, Day, InstitutionNumber};
use store::ops::account::{self, NewAccount};
use store::{Store, read};

use super::{CliFault, Out, open};
use crate::config::Settings;

/// Commands on accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add an account. Its password is the first line of stdin with `--password-stdin`, else a random one that is
    /// printed once.
    Add(Box<Add>),
    /// Close an account and end its sessions.
    Disable {
        /// The login.
        login: String,
    },
    /// Enter the enforcement certificate of an account in place of the one before.
    Certify {
        /// The login.
        login: String,
        /// Its number.
        #[arg(long)]
        certificate: String,
        /// Its last valid day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        certificate_until: Day,
    },
    /// Give an account a new password and end its sessions.
    Reset {
        /// The login.
        login: String,
        /// Open an account that was closed.
        #[arg(long)]
        reopen: bool,
        /// Read the password from the first line of stdin.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// A new account.
#[derive(Debug, Args)]
pub struct Add {
    /// 2 to 40 lower-case letters, digits and hyphens.
    #[arg(long)]
    login: String,
    /// A role, for example `lead_officer`.
    #[arg(long, value_parser = role)]
    role: Role,
    /// The holder's name.
    #[arg(long)]
    name: String,
    /// Number of the institution an agent speaks for.
    #[arg(long, value_name = "NUMBER")]
    institution: Option<InstitutionNumber>,
    /// An authority the account works for; may be given several times. Director, administrator and auditor see all of the
    /// bureau without it.
    #[arg(long = "authority", value_name = "ID")]
    authorities: Vec<AuthorityId>,
    /// Number of the enforcement certificate (行政执法证).
    #[arg(long, requires = "certificate_until")]
    certificate: Option<String>,
    /// Its last valid day.
    #[arg(long, requires = "certificate", value_name = "YYYY-MM-DD")]
    certificate_until: Option<Day>,
    /// Read the password from the first line of stdin.
    #[arg(long)]
    password_stdin: bool,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_code(&text.replace('-', "_")).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("one of {}", known.join(", "))
    })
}

pub(super) async fn run(
    settings: &Settings,
    command: &User,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let store = open(settings).await?;
    let console = Actor::System("hongjian user");
    let grant = decide::<permit::ManageAccounts>(&console, store.today())
        .map_err(|denied| CliFault::fault(denied.code, "the console may not manage accounts"))?;
    match command {
        User::Add(add) => self::add(&store, &grant, add, out).await?,
        User::Disable { login } => {
            account::disable(&store, &grant, login, store.now()).await?;
        }
        User::Certify {
            login,
            certificate,
            certificate_until,
        } => {
            let certificate = Certificate {
                number: certificate.clone(),
                valid_until: *certificate_until,
            };
            account::certify(&store, &grant, login, &certificate, store.now()).await?;
        }
        User::Reset {
            login,
            reopen,
            password_stdin,
        } => {
            let (password, made) = password(&store, *password_stdin)?;
            if *reopen {
                account::reopen(&store, &grant, login, &password, store.now()).await?;
            } else {
                account::reset(&store, &grant, login, &password, store.now()).await?;
            }
            show(out, login, &password, made)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(
    store: &Store,
    grant: &Grant<permit::ManageAccounts>,
    add: &Add,
    out: &mut Out,
) -> Result<(), CliFault> {
    let (password, made) = password(store, add.password_stdin)?;
    let institution = match add.institution {
        None => None,
        Some(number) => Some(institution_id(store, number).await?),
    };
    let certificate = match (&add.certificate, add.certificate_until) {
        (Some(number), Some(valid_until)) => Some(Certificate {
            number: number.clone(),
            valid_until,
        }),
        _ => None,
    };
    let account = NewAccount {
        login: add.login.clone(),
        password: password.clone(),
        role: add.role,
        person_name: add.name.clone(),
        authorities: add.authorities.clone(),
        institution,
        certificate,
    };
    account::add(store, grant, &account, store.now()).await?;
    show(out, &add.login, &password, made)
}

async fn institution_id(
    store: &Store,
    number: InstitutionNumber,
) -> Result<domain::words::InstitutionId, CliFault> {
    let unknown = || CliFault::bad_input("institution_unknown", "no institution has this number");
    let record = read::institution::by_number(store, number, store.today())
        .await?
        .ok_or_else(unknown)?;
    record.id.parse().map_err(|_| unknown())
}

/// The password, and whether it was made here.
fn password(store: &Store, from_stdin: bool) -> Result<(String, bool), CliFault> {
    if !from_stdin {
        return Ok((hex::encode(store.random::<10>()), true));
    }
    let mut text = String::new();
    std::io::stdin()
        .take(1000)
        .read_to_string(&mut text)
        .map_err(|fault| CliFault::bad_input("password_unreadable", fault.to_string()))?;
    let line = text.lines().next().unwrap_or_default();
    Ok((line.to_owned(), false))
}

fn show(out: &mut Out, login: &str, password: &str, made: bool) -> Result<(), CliFault> {
    if made {
        out.line(&format!("{login} {password}"))?;
    }
    Ok(())
}
