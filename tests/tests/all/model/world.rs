//! The store under test: a town with its people, and the claims its workers hold.

use std::sync::Arc;

use domain::access::{Actor, Certificate, Grant, Permission, Role, decide, permit};
use domain::institution::department::Department;
use domain::words::{
    AccountId, AuthorityId, CaseNumber, Class, ComplaintNumber, Day, District, Email, Instant,
    InstitutionId, InstitutionNumber, LicenceNumber, ReceiptCode, Stage, Stages,
};
use sea_orm::{Database, DatabaseConnection};
use store::ops::account::{self, NewAccount};
use store::ops::authority;
use store::ops::institution::{self, NewInstitution, NewLicence};
use store::outbox::Outgoing;
use store::queue;
use store::{ManualClock, SeededEntropy, Store};
use tests::Db;

use super::dump::{self, Dump};
use super::reference::{Model, Person};
use super::step::Hand;

/// The day and hour on which each run begins: a Monday, at nine in Nanchang.
const START: &str = "2026-03-02";
/// How long a deferred notice waits.
pub(super) const DEFERRED_MS: i64 = 30_000;
/// How long a worker holds what it claimed.
pub(super) const LEASE_MS: i64 = 60_000;

/// Places of the people in [`Model::people`].
pub(super) const FIRST: usize = 0;
pub(super) const SECOND: usize = 1;
pub(super) const LEAD: usize = 2;
pub(super) const OUTSIDER: usize = 3;
pub(super) const ADMINISTRATOR: usize = 4;
pub(super) const DIRECTOR: usize = 5;

/// A job that a worker holds, or believes it holds.
pub(super) struct HeldJob {
    pub(super) claimed: queue::Claimed,
    pub(super) key: String,
    pub(super) owner: String,
}

/// A notice that a worker holds, or believes it holds.
pub(super) struct HeldNotice {
    pub(super) outgoing: Outgoing,
    pub(super) key: String,
    pub(super) owner: String,
}

pub(super) struct World {
    pub(super) store: Store,
    pub(super) clock: Arc<ManualClock>,
    pub(super) rows: DatabaseConnection,
    pub(super) model: Model,
    actors: Vec<Actor>,
    /// The agents of the institution with an address and of the one without, with their account's id.
    pub(super) agents: [(Actor, String); 2],
    pub(super) institutions: [InstitutionNumber; 2],
    /// Numbers and receipts of the complaints, in the model's order.
    pub(super) receipts: Vec<(ComplaintNumber, ReceiptCode)>,
    pub(super) case_numbers: Vec<CaseNumber>,
    pub(super) jobs: Vec<HeldJob>,
    pub(super) notices: Vec<HeldNotice>,
}

fn start() -> Instant {
    let day: Day = START.parse().unwrap();
    day.start().plus_seconds(9 * 60 * 60)
}

pub(super) fn system<A: Permission>(store: &Store) -> Grant<A> {
    decide::<A>(&Actor::System("test"), store.today()).unwrap()
}

/// Who is who, before they have an account.
struct NewPerson {
    login: &'static str,
    role: Role,
    certified_days: Option<i64>,
    authority: Option<AuthorityId>,
    institution: Option<InstitutionId>,
}

async fn person(store: &Store, new: NewPerson) -> (Actor, Person) {
    let certificate = new.certified_days.map(|days| Certificate {
        number: "36010012345".to_owned(),
        valid_until: store.today().plus_days(days),
    });
    let authorities: Vec<AuthorityId> = new.authority.into_iter().collect();
    let command = NewAccount {
        login: new.login.to_owned(),
        password: "correct horse battery".to_owned(),
        role: new.role,
        person_name: "试验".to_owned(),
        authorities: authorities.clone(),
        institution: new.institution,
        certificate: certificate.clone(),
    };
    let grant = system::<permit::ManageAccounts>(store);
    let id: AccountId = account::add(store, &grant, &command, store.now())
        .await
        .unwrap();
    let person = Person {
        id: id.to_string(),
        certified_until: certificate
            .as_ref()
            .map(|certificate| certificate.valid_until),
        leads: new.role == Role::LeadOfficer,
        inside: new.login != "outsider",
    };
    let actor = Actor::Account {
        id,
        role: new.role,
        name: "试验".to_owned(),
        authorities,
        institution: new.institution,
        certificate,
    };
    (actor, person)
}

/// The last day of the licence with which the town begins: within the reach of a run.
const LICENSED_UNTIL: &str = "2026-06-10";
const ADDRESS: &str = "子固路 1 号";
/// What every licence of a run allows.
pub(super) const SCOPE: &str = "书法、绘画";
/// The names of the two institutions.
pub(super) const NAMES: [&str; 2] = ["墨香书画", "启明舞蹈"];

/// The licence of the first institution; the other one has none.
fn first_licence() -> NewLicence {
    NewLicence {
        number: LicenceNumber::of_training(District::Donghu, 1).unwrap(),
        scope: SCOPE.to_owned(),
        state: domain::licence::State::Valid,
        issued_by: "教育局".to_owned(),
        issued_on: "2023-06-11".parse().unwrap(),
        valid_until: LICENSED_UNTIL.parse().unwrap(),
        ended_on: None,
    }
}

async fn institutions(store: &Store) -> [(InstitutionId, InstitutionNumber); 2] {
    let new = |name: &str, email: Option<&str>| NewInstitution {
        name: name.to_owned(),
        brand: String::new(),
        uscc: None,
        legal_form: "company",
        classes: Class::Arts.into(),
        stages: Stages::of(&[Stage::Primary]),
        district: District::Donghu,
        address: ADDRESS.to_owned(),
        telephone: String::new(),
        email: email.map(|text| text.parse::<Email>().unwrap()),
        status: domain::institution::Status::Operating,
        founded_on: None,
        licence: email.is_some().then(first_licence),
        further: std::collections::BTreeMap::new(),
    };
    let entries = [
        new(NAMES[0], Some(super::audit::INSTITUTION_EMAIL)),
        new(NAMES[1], None),
    ];
    let grant = system::<permit::ManageRegister>(store);
    let entered = institution::register(store, &grant, &entries, store.now()).await;
    entered.unwrap().try_into().unwrap()
}

/// The people of the office, each at their place.
async fn officers(
    store: &Store,
    authority: AuthorityId,
    other: AuthorityId,
) -> (Vec<Actor>, Vec<Person>) {
    let officer = |login, role, certified_days, authority| NewPerson {
        login,
        role,
        certified_days,
        authority: Some(authority),
        institution: None,
    };
    let (mut actors, mut people) = (Vec::new(), Vec::new());
    for new in [
        officer("first", Role::Officer, Some(60), authority),
        officer("second", Role::Officer, Some(45), authority),
        officer("lead", Role::LeadOfficer, Some(900), authority),
        officer("outsider", Role::Officer, Some(900), other),
        officer("administrator", Role::Administrator, None, authority),
        officer("director", Role::Director, None, authority),
    ] {
        let (actor, person) = person(store, new).await;
        actors.push(actor);
        people.push(person);
    }
    (actors, people)
}

impl World {
    pub(super) async fn found(db: &Db, seed: u64) -> Self {
        let clock = Arc::new(ManualClock::at(start()));
        let entropy = Arc::new(SeededEntropy::new(seed));
        let store = db
            .store_with(Arc::<ManualClock>::clone(&clock), entropy)
            .await;
        let grant = system::<permit::ManageRegister>(&store);
        let (here, elsewhere) = District::ALL.split_at(District::ALL.len() - 1);
        let found = async |name, department, areas| {
            let made = authority::found(&store, &grant, name, department, areas, store.now());
            made.await.unwrap()
        };
        let authority = found("教育局", Department::Education, here).await;
        let other = found("体育局", Department::Sports, elsewhere).await;
        let [known, silent] = institutions(&store).await;
        let (actors, people) = officers(&store, authority, other).await;
        let mut agents = Vec::new();
        for (login, (institution, _)) in [("agent-known", known), ("agent-silent", silent)] {
            let new = NewPerson {
                login,
                role: Role::InstitutionAgent,
                certified_days: None,
                authority: None,
                institution: Some(institution),
            };
            let (actor, person) = person(&store, new).await;
            agents.push((actor, person.id));
        }
        let rows = Database::connect(db.url()).await.unwrap();
        let mut model = Model {
            millis: store.now().millis(),
            people,
            ..Model::default()
        };
        model.register.found(known.0.to_string(), true, ADDRESS);
        model.register.found(silent.0.to_string(), false, ADDRESS);
        let licence = dump::texts(&rows, "SELECT id FROM licence").await.pop();
        let until = LICENSED_UNTIL.parse().unwrap();
        model.register.issue(0, licence.unwrap(), until);
        Self {
            store,
            clock,
            rows,
            model,
            actors,
            agents: agents.try_into().unwrap_or_else(|_| panic!("two agents")),
            institutions: [known.1, silent.1],
            receipts: Vec::new(),
            case_numbers: Vec::new(),
            jobs: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// The place of a person; `proper` is whom the step is for.
    pub(super) fn hand(hand: Hand, proper: usize) -> usize {
        match hand {
            Hand::Proper => proper,
            Hand::First => FIRST,
            Hand::Second => SECOND,
            Hand::Lead => LEAD,
            Hand::Outsider => OUTSIDER,
        }
    }

    /// The right of a person today, or the code of why it is missing.
    pub(super) fn grant<A: Permission>(&self, person: usize) -> Result<Grant<A>, &'static str> {
        decide::<A>(&self.actors[person], self.store.today()).map_err(|denied| denied.code)
    }

    /// The right of the agent of one of the two institutions, and the agent's account.
    pub(super) fn agent_grant<A: Permission>(&self, at: usize) -> (Grant<A>, String) {
        let (actor, id) = &self.agents[at];
        (decide(actor, self.store.today()).unwrap(), id.clone())
    }

    /// The first column of the rows of a query behind the store's back.
    pub(super) async fn texts(&self, sql: &str) -> Vec<String> {
        dump::texts(&self.rows, sql).await
    }

    /// All rows as they are now.
    pub(super) async fn dump(&self) -> Dump {
        dump::of(&self.rows).await
    }

    pub(super) async fn text(&self, sql: &str) -> Option<String> {
        self.texts(sql).await.pop()
    }

    /// Closes every connection, so that the database can be dropped.
    pub(super) async fn leave(self) {
        self.store.close().await;
        self.rows.close().await.unwrap();
    }
}
