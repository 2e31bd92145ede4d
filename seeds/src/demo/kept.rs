//! What institutions keep of themselves: records, courses, staff; and the places that none of them answers for.

use std::collections::BTreeMap;

use domain::access::{Role, permit};
use domain::institution::{NewInstitution, Status};
use domain::words::{Class, Day, Instant, InstitutionId};
use store::Store;
use store::ops::institution;

use super::Entry;
use crate::chance::Chance;
use crate::fault::at;
use crate::office::{self, Colleague, by_seeds};
use crate::staff::Staffing;
use crate::town::Paper;
use crate::unlicensed::Patrol;
use crate::world::morning;
use crate::{SeedFault, after_school, courses, records, reports};

/// Tells what became of the records of the agent's institution, and of one that the register has wrong.
pub(super) async fn records(
    store: &Store,
    anchor: Day,
    colleagues: &[Colleague],
    entries: &[Entry],
) -> Result<(), SeedFault> {
    let of = |login: &str| {
        let found = colleagues.iter().find(|one| one.account.login == login);
        &found.expect("each role has an account").actor
    };
    let keepers = records::Keepers {
        store,
        agent: of("institution-agent"),
        officer: of("officer"),
        lead_officer: of("lead-officer"),
        anchor,
    };
    let own = entries.first().expect("the town begins with it");
    let other = entries
        .iter()
        .skip(1)
        .find(|entry| entry.district == own.district && entry.paper == Paper::Valid)
        .expect("the town has enough of them");
    keepers
        .tell(own.number, (other.number, &other.address))
        .await
}

/// Tells what the public reports of entries: of the agent's institution, of one that is gone, and of one in the same district
/// that was entered three times.
pub(super) async fn reports(
    store: &Store,
    anchor: Day,
    colleagues: &[Colleague],
    entries: &[Entry],
) -> Result<(), SeedFault> {
    let of = |login: &str| {
        let found = colleagues.iter().find(|one| one.account.login == login);
        &found.expect("each role has an account").actor
    };
    let listeners = reports::Listeners {
        store,
        officer: of("officer"),
        lead_officer: of("lead-officer"),
        anchor,
    };
    let own = entries.first().expect("the town begins with it");
    let near = |entry: &&Entry| entry.district == own.district && entry.number != own.number;
    let one = |fits: fn(&Entry) -> bool| {
        let found = entries.iter().filter(near).rfind(|entry| fits(entry));
        found.expect("each district has one of these")
    };
    let twice = one(|entry| matches!(entry.paper, Paper::Valid | Paper::EndsSoon));
    let gone = one(|entry| !matches!(entry.paper, Paper::Valid | Paper::EndsSoon));
    let founded = morning(anchor.plus_days(-60));
    let grant = by_seeds::<permit::ManageRegister>(founded.day());
    let names = ["分部", "培训班"].map(|ending| format!("{}（{ending}）", twice.name));
    let doubles = names.each_ref().map(|name| double(twice, name));
    let entered = institution::register(store, &grant, &doubles, founded)
        .await
        .map_err(at("doubles"))?;
    let [Some(merged), Some(waits)] = [0, 1].map(|at| entered.get(at).map(|(_, number)| *number))
    else {
        return Ok(());
    };
    let [first, second] = &names;
    let cast = reports::Cast {
        own: own.number,
        gone: gone.number,
        twice: twice.number,
        doubles: [(merged, first), (waits, second)],
        lineage: (gone.number, twice.number),
    };
    listeners.tell(cast).await
}

/// Another entry of the same institution, as a list of another office had it: without code, licence and address for mail.
fn double(of: &Entry, name: &str) -> NewInstitution {
    NewInstitution {
        name: name.to_owned(),
        brand: String::new(),
        uscc: None,
        legal_form: "unknown",
        classes: of.class.into(),
        stages: of.stages,
        district: of.district,
        address: of.address.clone(),
        telephone: String::new(),
        email: None,
        status: Status::Operating,
        founded_on: None,
        licence: None,
        further: BTreeMap::new(),
    }
}

/// Tells the courses: those of the first institution in each state, those of the others published.
pub(super) async fn courses(
    store: &Store,
    anchor: Day,
    colleagues: &[Colleague],
    entries: &[Entry],
) -> Result<(), SeedFault> {
    let of = |login: &str| {
        let found = colleagues.iter().find(|one| one.account.login == login);
        &found.expect("each role has an account").actor
    };
    let window = courses::Window {
        store,
        officer: of("officer"),
        agent: of("institution-agent"),
        anchor,
    };
    let (first, others) = entries.split_first().expect("the town has institutions");
    window.own(first.class, first.stages).await?;
    let licensed = |entry: &&Entry| {
        matches!(entry.paper, Paper::Valid | Paper::EndsSoon) && entry.status == Status::Operating
    };
    for entry in others.iter().filter(licensed) {
        window
            .offer(entry.number, entry.class, entry.stages)
            .await?;
    }
    Ok(())
}

/// Tells the unlicensed places; one of them turns out to be the first institution's.
pub(super) async fn unlicensed(
    store: &Store,
    anchor: Day,
    colleagues: &[Colleague],
    entries: &[Entry],
) -> Result<(), SeedFault> {
    let of = |login: &str| {
        let found = colleagues.iter().find(|one| one.account.login == login);
        found.expect("each role has an account")
    };
    let patrol = Patrol {
        store,
        officer: &of("officer").actor,
        second: of("officer-2").id,
        anchor,
    };
    let first = entries.first().expect("the town has institutions");
    patrol.tell(first.number).await
}

/// Tells who works at the agent's institution and at some that are in order, all of them in the counties: the officers of
/// the demo work there.
pub(super) async fn staff(
    store: &Store,
    anchor: Day,
    seed: u64,
    colleagues: &[Colleague],
    entries: &[Entry],
) -> Result<(), SeedFault> {
    let of = |role: Role| {
        let found = colleagues.iter().find(|one| one.account.role == role);
        &found.expect("each role has an account").actor
    };
    let in_order = |entry: &&Entry| {
        entry.paper == Paper::Valid
            && entry.status == Status::Operating
            && !entry.district.code().starts_with("zone")
    };
    let mut ids = entries.iter().filter(in_order).map(|entry| entry.id);
    let own = ids
        .next()
        .expect("the town begins with the agent's institution");
    let others: Vec<InstitutionId> = ids.collect();
    let staffing = Staffing {
        store,
        officer: of(Role::Officer),
        lead_officer: of(Role::LeadOfficer),
        anchor,
        chance: Chance::new(seed, "staff"),
        invented: 0,
    };
    staffing.tell(own, &others).await
}

/// Tells who serves schools after lessons: the agent's institution and others that are in order, each with an agent of its
/// own. The officers of the demo work in the counties, and nobody teaches school subjects there.
pub(super) async fn after_school(
    (store, anchor, seed): (&Store, Day, u64),
    colleagues: &[Colleague],
    entries: &[Entry],
    (password, founded): (&str, Instant),
) -> Result<Vec<Colleague>, SeedFault> {
    let of = |login: &str| {
        let found = colleagues.iter().find(|one| one.account.login == login);
        &found.expect("each role has an account").actor
    };
    let fit = |entry: &&Entry| {
        entry.paper == Paper::Valid
            && entry.status == Status::Operating
            && entry.class != Class::Subject
            && !entry.district.code().starts_with("zone")
    };
    let fit: Vec<&Entry> = entries
        .iter()
        .filter(fit)
        .take(after_school::FATES.len())
        .collect();
    let (own, others) = fit
        .split_first()
        .expect("the town begins with one that is in order");
    let mut chance = Chance::new(seed, "providers");
    let mut agents = Vec::new();
    for (entry, turn) in others.iter().zip(1..) {
        let login = format!("provider-agent-{turn}");
        let agent = office::open_agent(store, &mut chance, entry.id, login, password, founded);
        agents.push(agent.await?);
    }
    let first = after_school::Provider {
        agent: of("institution-agent"),
        class: own.class,
    };
    let of_others = agents
        .iter()
        .zip(others)
        .map(|(agent, entry)| after_school::Provider {
            agent: &agent.actor,
            class: entry.class,
        });
    let providers: Vec<after_school::Provider<'_>> =
        std::iter::once(first).chain(of_others).collect();
    let window = after_school::Window {
        store,
        officer: of("officer"),
        lead_officer: of("lead-officer"),
        anchor,
    };
    let schools = window.schools().await?;
    window.tell(&providers, &schools).await?;
    Ok(agents)
}
