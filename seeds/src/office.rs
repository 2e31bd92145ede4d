//! The bureau: its authorities and the accounts of those who work with it.

use domain::access::{Actor, Certificate, Grant, Permission, Role, decide, permit};
use domain::institution::department::Department;
use domain::words::{AccountId, AuthorityId, Day, District, Instant, InstitutionId};
use store::Store;
use store::ops::account::{self, NewAccount};
use store::ops::authority;

use crate::SeedFault;
use crate::chance::Chance;
use crate::fault::at;
use crate::people;

/// The right of the seeds themselves to `A`.
///
/// # Panics
/// Where the access rules give the system no such right: then no world can be made at all.
pub(crate) fn by_seeds<A: Permission>(today: Day) -> Grant<A> {
    decide::<A>(&Actor::System("seeds"), today)
        .expect("the access rules let the system fill an empty register")
}

/// The authorities of the city, by what they answer for.
pub(crate) const BUREAU: &str = "南昌市教育局";
const ZONES: &str = "南昌市开发区教育管理办公室";

/// Founds the bureau for the counties and a second authority for the zones, which have no county of their own.
pub(crate) async fn found(store: &Store, now: Instant) -> Result<Vec<AuthorityId>, SeedFault> {
    let grant = by_seeds::<permit::ManageRegister>(now.day());
    let (zones, counties): (Vec<District>, Vec<District>) = District::ALL
        .iter()
        .copied()
        .partition(|district| district.code().starts_with("zone"));
    let step = "authorities";
    let bureau = authority::found(store, &grant, BUREAU, Department::Education, &counties, now)
        .await
        .map_err(at(step))?;
    let office = authority::found(store, &grant, ZONES, Department::Education, &zones, now)
        .await
        .map_err(at(step))?;
    Ok(vec![bureau, office])
}

/// One account of the demo: login and role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// What is typed at sign-in.
    pub login: String,
    /// What it may do.
    pub role: Role,
    /// Its holder's invented name.
    pub person_name: String,
}

/// An account with what the seeds need to act as its holder.
pub(crate) struct Colleague {
    pub(crate) account: DemoAccount,
    pub(crate) id: AccountId,
    pub(crate) actor: Actor,
}

/// Opens one account for each role, and a second officer, because acts of investigation need two.
pub(crate) async fn open_accounts(
    store: &Store,
    seed: u64,
    authorities: &[AuthorityId],
    institution: InstitutionId,
    password: &str,
    now: Instant,
) -> Result<Vec<Colleague>, SeedFault> {
    let mut chance = Chance::new(seed, "colleagues");
    let mut colleagues = Vec::new();
    for role in Role::ALL.iter().copied() {
        let second = (role == Role::Officer).then(|| format!("{}-2", role.login()));
        for login in std::iter::once(role.login().to_owned()).chain(second) {
            let person_name = people::name(&mut chance);
            let holder = Holder {
                account: DemoAccount {
                    login,
                    role,
                    person_name,
                },
                certificate: certificate(&mut chance, role, now.day()),
                institution: (role == Role::InstitutionAgent).then_some(institution),
            };
            colleagues.push(open(store, holder, authorities, password, now).await?);
        }
    }
    Ok(colleagues)
}

/// Opens the account of an agent of another institution than the first one's.
pub(crate) async fn open_agent(
    store: &Store,
    chance: &mut Chance,
    institution: InstitutionId,
    login: String,
    password: &str,
    now: Instant,
) -> Result<Colleague, SeedFault> {
    let holder = Holder {
        account: DemoAccount {
            login,
            role: Role::InstitutionAgent,
            person_name: people::name(chance),
        },
        certificate: None,
        institution: Some(institution),
    };
    open(store, holder, &[], password, now).await
}

struct Holder {
    account: DemoAccount,
    certificate: Option<Certificate>,
    institution: Option<InstitutionId>,
}

async fn open(
    store: &Store,
    holder: Holder,
    authorities: &[AuthorityId],
    password: &str,
    now: Instant,
) -> Result<Colleague, SeedFault> {
    let authorities = match holder.institution {
        Some(_) => Vec::new(),
        None => authorities.to_vec(),
    };
    let new = NewAccount {
        login: holder.account.login.clone(),
        password: password.to_owned(),
        role: holder.account.role,
        person_name: holder.account.person_name.clone(),
        authorities: authorities.clone(),
        institution: holder.institution,
        certificate: holder.certificate.clone(),
    };
    let grant = by_seeds::<permit::ManageAccounts>(now.day());
    let id = account::add(store, &grant, &new, now)
        .await
        .map_err(at("accounts"))?;
    let actor = Actor::Account {
        id,
        role: holder.account.role,
        name: holder.account.person_name.clone(),
        authorities,
        institution: holder.institution,
        certificate: holder.certificate,
    };
    Ok(Colleague {
        account: holder.account,
        id,
        actor,
    })
}

/// Who takes part in enforcement holds a certificate with two years to run.
fn certificate(chance: &mut Chance, role: Role, today: Day) -> Option<Certificate> {
    let number = chance.between(10_000, 99_999);
    matches!(role, Role::Officer | Role::LeadOfficer).then(|| Certificate {
        number: format!("36010026{number}"),
        valid_until: today.plus_days(730),
    })
}
