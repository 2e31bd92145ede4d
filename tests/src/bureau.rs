//! A small bureau for tests: its authorities, institutions, and an account for each role.

use domain::access::{Actor, Certificate, Grant, Permission, Role, decide, permit};
use domain::institution::Status;
use domain::institution::department::Department;
use domain::licence;
use domain::words::{
    AccountId, AuthorityId, Class, Day, District, InstitutionId, InstitutionNumber, Stage, Stages,
};
use store::Store;
use store::ops::account::{self, NewAccount};
use store::ops::authority;
use store::ops::institution::{self, NewInstitution, NewLicence};

/// The password of every account of the bureau.
pub const PASSWORD: &str = "correct horse battery";

/// An institution with an agent.
#[derive(Debug, Clone)]
pub struct Party {
    /// Its id.
    pub id: InstitutionId,
    /// Its number.
    pub number: InstitutionNumber,
    /// Its name, which no other one bears.
    pub name: String,
    /// Where its mails go.
    pub email: String,
    /// Login of its agent.
    pub agent: String,
}

/// The bureau. Each role has an account of its login; there are also `officer-2`, and `officer-zones`, who works
/// for the other authority.
#[derive(Debug, Clone)]
pub struct Bureau {
    /// Its institutions: the first has a licence, the others have none.
    pub parties: Vec<Party>,
    /// The account of `officer`.
    pub officer: AccountId,
    /// The account of `officer-2`.
    pub second_officer: AccountId,
}

/// The right of the tests themselves to `A`.
///
/// # Panics
/// Where the access rules give the system no such right.
#[must_use]
pub fn grant<A: Permission>(store: &Store) -> Grant<A> {
    decide::<A>(&Actor::System("tests"), store.today()).expect("a right of the system")
}

impl Bureau {
    /// Founds the bureau with so many institutions, at least one.
    ///
    /// # Panics
    /// Where the store refuses.
    pub async fn found(store: &Store, institutions: usize) -> Self {
        let (zones, counties): (Vec<District>, Vec<District>) = District::ALL
            .iter()
            .copied()
            .partition(|district| district.code().starts_with("zone"));
        // The one founded first takes what has no place yet.
        let bureau = found_authority(store, "南昌市教育局", &counties, 0).await;
        let office = found_authority(store, "南昌市开发区教育管理办公室", &zones, 1).await;
        let parties = register(store, institutions.max(1)).await;
        for role in Role::ALL
            .iter()
            .copied()
            .filter(|role| *role != Role::InstitutionAgent && *role != Role::Officer)
        {
            open(store, &role.login(), role, vec![bureau], None).await;
        }
        for party in &parties {
            let role = Role::InstitutionAgent;
            open(store, &party.agent, role, Vec::new(), Some(party.id)).await;
        }
        open(store, "officer-zones", Role::Officer, vec![office], None).await;
        Self {
            parties,
            officer: open(store, "officer", Role::Officer, vec![bureau], None).await,
            second_officer: open(store, "officer-2", Role::Officer, vec![bureau], None).await,
        }
    }
}

async fn found_authority(
    store: &Store,
    name: &str,
    areas: &[District],
    later_millis: i64,
) -> AuthorityId {
    let grant = grant::<permit::ManageRegister>(store);
    let now = store.now().plus_millis(later_millis);
    authority::found(store, &grant, name, Department::Education, areas, now)
        .await
        .expect("a fresh database")
}

async fn register(store: &Store, count: usize) -> Vec<Party> {
    let today = store.today();
    let entries: Vec<NewInstitution> = (0..count).map(|index| entry(index, today)).collect();
    let grant = grant::<permit::ManageRegister>(store);
    let entered = institution::register(store, &grant, &entries, store.now())
        .await
        .expect("a fresh register");
    entries
        .into_iter()
        .zip(entered)
        .enumerate()
        .map(|(index, (entry, (id, number)))| Party {
            id,
            number,
            name: entry.name,
            email: email(index),
            agent: match index {
                0 => "institution-agent".to_owned(),
                _ => format!("institution-agent-{}", index + 1),
            },
        })
        .collect()
}

fn email(index: usize) -> String {
    format!("institution{index}@example.cn")
}

fn entry(index: usize, today: Day) -> NewInstitution {
    // Each has a character of its own in its name, so that two characters find one of them.
    let own = char::from_u32(0x5E00 + u32::try_from(index).expect("a few")).expect("a character");
    let licence = (index == 0).then(|| NewLicence {
        number: "136010271234567".parse().expect("a licence number"),
        scope: "书法、绘画".to_owned(),
        state: licence::State::Valid,
        issued_by: "南昌市东湖区教育主管部门".to_owned(),
        issued_on: today.plus_days(-500),
        valid_until: today.plus_days(595),
        ended_on: None,
    });
    NewInstitution {
        name: format!("南昌市东湖区{own}梦艺术培训中心"),
        brand: String::new(),
        uscc: (index == 0).then(|| "91360111MA31TE1T34".parse().expect("a credit code")),
        legal_form: "company",
        classes: Class::Arts.into(),
        stages: Stages::of(&[Stage::Primary]),
        district: District::ALL[0],
        address: "叠山路1号".to_owned(),
        telephone: "0791-80000000".to_owned(),
        email: Some(email(index).parse().expect("an address")),
        status: Status::Operating,
        founded_on: None,
        licence,
        further: std::collections::BTreeMap::new(),
    }
}

/// Opens an account with the [password](PASSWORD) of all.
///
/// # Panics
/// Where the login is taken.
pub async fn open(
    store: &Store,
    login: &str,
    role: Role,
    authorities: Vec<AuthorityId>,
    institution: Option<InstitutionId>,
) -> AccountId {
    let certificate = (role != Role::InstitutionAgent).then(|| Certificate {
        number: "36010012345".to_owned(),
        valid_until: store.today().plus_days(700),
    });
    let new = NewAccount {
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        person_name: format!("试验·{login}"),
        authorities,
        institution,
        certificate,
    };
    let grant = grant::<permit::ManageAccounts>(store);
    account::add(store, &grant, &new, store.now())
        .await
        .unwrap_or_else(|fault| panic!("{login}: {fault}"))
}
