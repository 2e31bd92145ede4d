//! Random sequences of use cases against a small reference model, with an auditor after each step.
//!
//! A failing run is made as short as it gets and printed with its seed. `HONGJIAN_MODEL_SEED` repeats a seed,
//! `HONGJIAN_MODEL_RUNS` sets how many runs a test makes.

mod audit;
mod cases;
pub(crate) mod dump;
mod enforcement;
mod machines;
mod post;
mod reference;
mod register;
mod run;
mod step;
mod walk;
mod world;

use std::cell::Cell;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use store::{Entropy as _, SystemEntropy};
use tests::{Kind, variable};

use step::Step;
use world::World;

/// Longest run, in steps.
const STEPS_MAX: usize = 90;
/// Runs of one test, where nothing else is asked for.
const RUNS: u64 = 8;

/// Takes the steps one by one; the first that goes wrong ends the run.
async fn take(world: &mut World, steps: &[Step]) -> Result<(), String> {
    let mut before = world.dump().await;
    for (place, step) in steps.iter().enumerate() {
        let acts = world.model.acts.len();
        let by_machine = step.is_of_machines();
        let taken = if by_machine {
            world.by_machines(step).await
        } else {
            world.by_people(step).await
        };
        let after = world.dump().await;
        // Such a step that the model gave no act was refused, or was a repetition: neither writes.
        let refused = step.writes_with_an_act() && world.model.acts.len() == acts;
        let judged = match taken {
            Ok(()) => world.audit(&before, &after, refused).await,
            Err(words) => Err(words),
        };
        judged.map_err(|words| format!("step {place}, {step:?}: {words}"))?;
        before = after;
    }
    world.seal_all().await
}

/// One run on a database of its own.
fn run(kind: Kind, seed: u64, steps: &[Step]) -> Result<(), String> {
    let outcome = Cell::new(Ok(()));
    tests::db::run(kind, "model", |db| async {
        let mut world = World::found(&db, seed).await;
        let taken = take(&mut world, steps).await;
        world.leave().await;
        outcome.set(taken);
        drop(db);
    });
    outcome.into_inner()
}

fn random_runs(kind: Kind) {
    let mut chance = [0; 8];
    SystemEntropy.fill(&mut chance);
    let seed = variable::number("HONGJIAN_MODEL_SEED").unwrap_or(u64::from_be_bytes(chance));
    let runs = variable::number("HONGJIAN_MODEL_RUNS").unwrap_or(RUNS);
    let mut bytes = [0; 32];
    ChaCha20Rng::seed_from_u64(seed).fill_bytes(&mut bytes);
    let config = Config {
        cases: u32::try_from(runs).unwrap(),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let failed = runner.run(&step::runs(STEPS_MAX), |steps| {
        run(kind, seed, &steps).map_err(TestCaseError::fail)
    });
    match failed {
        Ok(()) => {}
        Err(TestError::Fail(words, steps)) => panic!(
            "HONGJIAN_MODEL_SEED={seed} on {kind:?}: {words}\nthe shortest run that goes wrong: {steps:#?}"
        ),
        Err(TestError::Abort(words)) => panic!("HONGJIAN_MODEL_SEED={seed}: {words}"),
    }
}

mod sqlite {
    #[test]
    fn random_sequences_leave_what_the_model_says() {
        super::random_runs(tests::Kind::Sqlite);
    }
}

mod postgres {
    #[test]
    fn random_sequences_leave_what_the_model_says() {
        super::random_runs(tests::Kind::Postgres);
    }
}
