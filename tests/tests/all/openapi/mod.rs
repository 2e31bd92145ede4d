//! The running program keeps its OpenAPI document: every operation is called with right and wrong values, as nobody and
//! as those who may do most, and answers with no fault of its own and with nothing the document does not know.

use std::future::Future;
use std::time::Duration;

use domain::access::Role;
use tests::bureau::PASSWORD;
use tests::caller::Caller;
use tests::db::block_on_within;
use tests::fuzzer::Fuzzer;
use tests::program::{Plan, Running};
use tests::{keeper, program};
use tokio::sync::Semaphore;

/// Two runs at once fill two cores: the others wait, so that none runs out of its time.
static TURNS: Semaphore = Semaphore::const_new(2);

fn run<F: Future<Output = ()>>(test: F) {
    block_on_within(Duration::from_secs(3_000), async {
        let _turn = TURNS.acquire().await.expect("nobody closes it");
        test.await;
    });
}

const SEED: u64 = 2_026;
const EXAMPLES: u32 = 12;

async fn demo(name: &str) -> (Plan, Running) {
    let plan = Plan::hongjian(program!(hongjian), &keeper::fresh_folder(name))
        .set("HONGJIAN_DEMO_PASSWORD", PASSWORD)
        .set("HONGJIAN_HTTP__RATE_LIMIT", "off");
    let running = plan.clone().start().await;
    (plan, running)
}

/// Whatever was sent in, the chain of acts holds and the program is well.
async fn is_sound(plan: &Plan, running: &Running) {
    let verified = plan
        .clone()
        .argument("audit")
        .argument("verify")
        .output(b"");
    let said = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success(), "{said}");
    let health = Caller::public(&running.url("")).get("/health/ready").await;
    assert_eq!(health.status, 200, "{health:?}");
}

/// Each role has a town of its own, so that no run waits for another and each has the whole time of a test.
async fn keeps_the_document(role: Option<Role>) {
    let whom = role.map_or_else(|| "nobody".to_owned(), Role::login);
    let (plan, running) = demo(&format!("openapi-{whom}")).await;
    let mut fuzzer = Fuzzer::new(&running.url("/api/openapi.json"), SEED, EXAMPLES);
    if role.is_some() {
        let caller = Caller::public(&running.url("")).sign_in(&whom).await;
        // To end the session would make the rest of the calls those of nobody.
        fuzzer = fuzzer
            .token(caller.token().expect("it is signed in"))
            .without("^/api/v1/sessions");
    }
    match fuzzer.run().await {
        None => return,
        Some(Err(found)) => panic!("as {whom}, seed {SEED}: {found}"),
        Some(Ok(said)) => assert!(said.contains("passed"), "as {whom}: {said}"),
    }
    is_sound(&plan, &running).await;
}

#[test]
fn as_nobody_every_answer_is_one_of_the_document() {
    run(keeps_the_document(None));
}

#[test]
fn as_an_officer_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::Officer)));
}

#[test]
fn as_a_lead_officer_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::LeadOfficer)));
}

#[test]
fn as_an_institution_agent_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::InstitutionAgent)));
}

#[test]
fn as_an_administrator_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::Administrator)));
}

#[test]
fn as_a_director_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::Director)));
}

#[test]
fn as_an_auditor_every_answer_is_one_of_the_document() {
    run(keeps_the_document(Some(Role::Auditor)));
}
