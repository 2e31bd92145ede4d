//! `hongjian authority` and `hongjian consent`: what a fresh deployment needs before anybody can work, and the papers
//! that come to the office by hand.

use std::process::ExitCode;

use clap::Subcommand;
use domain::access::{Actor, decide, permit};
use domain::institution::department::Department;
use domain::words::{Day, District, InstitutionNumber};
use store::ops::{authority, institution};

use super::{CliFault, Out, open};
use crate::config::Settings;

/// Commands on authorities.
#[derive(Debug, Subcommand)]
pub enum Authority {
    /// Found an authority and print its id. The first one takes what has no place yet; without an area given, it is
    /// responsible for every district.
    Add {
        /// Its name, for example 南昌市教育局.
        #[arg(long)]
        name: String,
        /// A district it is responsible for: a code of GB/T 2260 or a zone; may be given several times.
        #[arg(long = "area", value_name = "DISTRICT", value_parser = district)]
        areas: Vec<District>,
    },
}

/// Commands on consents to electronic service.
#[derive(Debug, Subcommand)]
pub enum Consent {
    /// Record a signed consent to electronic service (送达地址确认书).
    Add {
        /// Number of the institution.
        #[arg(long, value_name = "NUMBER")]
        institution: InstitutionNumber,
        /// Day of the signature.
        #[arg(long, value_name = "YYYY-MM-DD")]
        signed_on: Day,
        /// The paper it stands on, for example its number and where it is kept.
        #[arg(long)]
        document: String,
    },
}

fn district(text: &str) -> Result<District, String> {
    District::from_code(text).ok_or_else(|| {
        let known: Vec<&str> = District::ALL.iter().map(|one| one.code()).collect();
        format!("one of {}", known.join(", "))
    })
}

pub(super) async fn found(
    settings: &Settings,
    command: &Authority,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let Authority::Add { name, areas } = command;
    let store = open(settings).await?;
    let console = Actor::System("hongjian authority");
    let grant = decide::<permit::ManageRegister>(&console, store.today())
        .map_err(|denied| CliFault::fault(denied.code, "the console may not found authorities"))?;
    let areas = if areas.is_empty() {
        District::ALL
    } else {
        areas
    };
    let id = authority::found(
        &store,
        &grant,
        name,
        Department::Education,
        areas,
        store.now(),
    )
    .await?;
    out.line(&id.to_string())?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn consent(settings: &Settings, command: &Consent) -> Result<ExitCode, CliFault> {
    let Consent::Add {
        institution,
        signed_on,
        document,
    } = command;
    let store = open(settings).await?;
    let console = Actor::System("hongjian consent");
    let grant = decide::<permit::ManageRegister>(&console, store.today())
        .map_err(|denied| CliFault::fault(denied.code, "the console may not record consents"))?;
    let now = store.now();
    institution::record_consent(&store, &grant, *institution, *signed_on, document, now).await?;
    Ok(ExitCode::SUCCESS)
}
