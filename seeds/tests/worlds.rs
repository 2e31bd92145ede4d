//! The demo town shows what it should, and a world repeats from its seed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first wrong value"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use domain::access::{Actor, Permission, Role, decide, permit};
use domain::words::{Class, Day, District, InstitutionId, Stage};
use seeds::{SeedFault, World, demo, world};
use store::evidence::EvidenceSettings;
use store::ops::session;
use store::read::{self, Limit};
use store::{Keyring, ManualClock, SeededEntropy, Store, StoreSettings, SystemEntropy};

const PASSWORD: &str = "a password of this test";

fn anchor() -> Day {
    "2026-11-23".parse().unwrap()
}

async fn empty(folder: &Path, name: &str) -> Store {
    let url = format!("sqlite://{}", folder.join(name).display());
    migration::migrate(&url).await.unwrap();
    let keyring = folder.join("keyring.json");
    if !keyring.exists() {
        Keyring::create(&keyring, &SystemEntropy).unwrap();
    }
    let settings = StoreSettings {
        database_url: url,
        keyring,
        evidence: EvidenceSettings::Folder(folder.join("evidence")),
        connections: 2,
        message_id_host: "hongjian.example".to_owned(),
    };
    let clock = Arc::new(ManualClock::at(anchor().start()));
    Store::connect(&settings, clock, Arc::new(SeededEntropy::new(7)))
        .await
        .unwrap()
}

fn all() -> Limit {
    Limit::parse(Some(100)).unwrap()
}

async fn rows(store: &Store) -> Vec<read::institution::InstitutionRow> {
    let query = read::institution::InstitutionQuery {
        limit: all(),
        ..Default::default()
    };
    read::institution::search(store, &query, anchor())
        .await
        .unwrap()
        .items
}

fn right<A: Permission>(
    role: Role,
    institution: Option<InstitutionId>,
) -> domain::access::Grant<A> {
    let actor = Actor::Account {
        id: domain::words::AccountId::new(anchor().start(), [1; 10]),
        role,
        name: "reader".to_owned(),
        authorities: Vec::new(),
        institution,
        certificate: None,
    };
    decide::<A>(&actor, anchor()).unwrap()
}

#[tokio::test]
async fn the_demo_town_has_every_place_class_stage_and_standing() {
    let folder = tempfile::tempdir().unwrap();
    let store = empty(folder.path(), "town.sqlite").await;
    let report = demo(&store, anchor(), 1, PASSWORD).await.unwrap();
    let rows = rows(&store).await;
    // Of two double entries one was merged, and the other found to be none.
    assert_eq!(rows.len(), report.institutions + 1);
    let of = |field: fn(&read::institution::InstitutionRow) -> String| -> BTreeSet<String> {
        rows.iter().map(field).collect()
    };
    assert_eq!(of(|row| row.district.clone()).len(), District::ALL.len());
    assert_eq!(of(|row| row.class.clone()).len(), Class::ALL.len());
    for state in [
        "valid",
        "expired",
        "suspended",
        "revoked",
        "cancelled",
        "none",
    ] {
        assert!(rows.iter().any(|row| row.licence_state == state), "{state}");
    }
    // Nobody suspends an institution: what is suspended is its licence, and that is lifted again.
    for status in ["operating", "closed"] {
        assert!(rows.iter().any(|row| row.status == status), "{status}");
    }
    for stage in Stage::ALL {
        let query = read::institution::InstitutionQuery {
            stage: Some(*stage),
            ..Default::default()
        };
        let found = read::institution::search(&store, &query, anchor())
            .await
            .unwrap();
        assert!(!found.items.is_empty(), "{stage}");
    }
    assert_eq!(
        of(|row| row.name.clone()).len(),
        rows.len(),
        "two institutions bear one name"
    );
}

#[tokio::test]
async fn the_demo_town_has_complaints_and_cases_in_each_state() {
    let folder = tempfile::tempdir().unwrap();
    let store = empty(folder.path(), "town.sqlite").await;
    let report = demo(&store, anchor(), 1, PASSWORD).await.unwrap();
    let desk = right::<permit::ReadDesk>(Role::Director, None);
    let query = read::DueQuery {
        limit: all(),
        ..Default::default()
    };
    let queue = read::complaint::list(&store, &desk, &query).await.unwrap();
    assert_eq!(queue.items.len(), report.complaints);
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for row in &queue.items {
        *states.entry(row.state.clone()).or_default() += 1;
    }
    for state in [
        "received",
        "accepted",
        "answered",
        "closed",
        "declined",
        "withdrawn",
    ] {
        assert!(states.contains_key(state), "{state}: {states:?}");
    }
    let today = anchor().to_string();
    assert!(
        queue.items.iter().any(|row| row.open && row.due_on < today),
        "nothing is late"
    );
    let cases = read::case::list(&store, &desk, &query).await.unwrap();
    assert_eq!(cases.items.len(), report.cases);
    for state in ["filed", "found", "ordered", "closure_proposed", "closed"] {
        assert!(cases.items.iter().any(|row| row.state == state), "{state}");
    }
    let leads = read::lead::list(&store, &desk, &query).await.unwrap();
    for state in ["new", "confirmed"] {
        assert!(leads.items.iter().any(|row| row.state == state), "{state}");
    }
    // What came in on the last day waits for the worker; all else was screened on its day.
    let unscreened = queue
        .items
        .iter()
        .filter(|row| row.labels.is_none())
        .count();
    assert_eq!(unscreened, 2);
    let verdict = store::audit::verify(&store).await.unwrap();
    assert!(verdict.first_bad.is_none());
    assert!(verdict.acts > 150, "{}", verdict.acts);
}

#[tokio::test]
async fn every_demo_account_signs_in_and_the_agent_has_an_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = empty(folder.path(), "town.sqlite").await;
    let report = demo(&store, anchor(), 1, PASSWORD).await.unwrap();
    // A second officer, and an agent for each institution that applies for a licence or serves schools.
    assert_eq!(report.accounts.len(), Role::ALL.len() + 1 + 13);
    for account in &report.accounts {
        let signed = session::sign_in(&store, &account.login, PASSWORD, None, store.now())
            .await
            .unwrap();
        if account.login == Role::InstitutionAgent.login() {
            let grant = decide::<permit::ReadOwn>(&signed.actor, anchor()).unwrap();
            let orders = read::order::own(&store, &grant, Limit::MOST, None)
                .await
                .unwrap()
                .items;
            assert_eq!(orders.len(), 3);
            assert!(orders.iter().any(|order| order.answered_at.is_none()));
            let answered = orders
                .iter()
                .find(|order| order.answered_at.is_some())
                .unwrap();
            let id = answered.id.parse().unwrap();
            let record = read::order::own_by_id(&store, &grant, id).await.unwrap();
            assert_eq!(record.files[0].media_type, "image/png");
        }
    }
}

#[tokio::test]
async fn a_world_repeats_from_its_seed_and_never_mixes_with_records() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |seed| World {
        seed,
        anchor: anchor(),
        institutions: 900,
        complaints: 30,
        password: PASSWORD.to_owned(),
    };
    let first = empty(folder.path(), "first.sqlite").await;
    let second = empty(folder.path(), "second.sqlite").await;
    let other = empty(folder.path(), "other.sqlite").await;
    let mut told = Vec::new();
    let report = world(&first, &plan(5), &mut |step, done, total| {
        told.push((step, done, total))
    })
    .await
    .unwrap();
    assert_eq!(report.institutions, 900);
    assert_eq!(
        told.last().map(|(_, done, total)| (*done, *total)),
        Some((30, 30))
    );
    let again = world(&second, &plan(5), &mut |_, _, _| {}).await.unwrap();
    assert_eq!(report, again);
    assert_eq!(rows(&first).await, rows(&second).await);
    world(&other, &plan(6), &mut |_, _, _| {}).await.unwrap();
    assert_ne!(rows(&first).await, rows(&other).await);
    for refused in [
        world(&first, &plan(5), &mut |_, _, _| {}).await.map(|_| ()),
        demo(&first, anchor(), 5, PASSWORD).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(SeedFault::Filled)));
    }
}
