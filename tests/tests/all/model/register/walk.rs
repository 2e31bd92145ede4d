//! Runs of the register that are written down: so that no random run has to be lucky to see a licence issued.

use domain::application::Kind;
use tests::{Db, db_test};

use super::super::step::{Hand, Step, Version, Words};
use super::super::take;
use super::super::world::World;
use super::{Filled, Motion, RegisterStep, Turn};

db_test!(
    a_first_licence_is_issued_suspended_resumed_and_cancelled,
    a_renewal_that_nobody_decides_counts_as_granted,
    a_lost_licence_is_issued_again_twice,
    a_licence_that_nobody_renews_runs_out_after_three_reminders,
);

fn begin(at: usize, kind: Kind) -> Step {
    let twice = true;
    Step::Register(RegisterStep::Begin { at, kind, twice })
}

const FILL: Step = Step::Register(RegisterStep::Fill {
    which: 0,
    filled: Filled::Good,
    own: true,
    version: Version::Read,
});

const MIND: Step = Step::Register(RegisterStep::Mind { twice: true });

const fn apply(motion: Motion) -> Step {
    Step::Register(RegisterStep::Apply {
        which: 0,
        motion,
        by: Hand::Proper,
        own: true,
        version: Version::Read,
        words: Words::Good,
        good: true,
        twice: true,
    })
}

/// The same step on another application.
fn at(which: usize, step: Step) -> Step {
    match step {
        Step::Register(RegisterStep::Fill {
            filled,
            own,
            version,
            ..
        }) => Step::Register(RegisterStep::Fill {
            which,
            filled,
            own,
            version,
        }),
        Step::Register(RegisterStep::Apply {
            motion,
            by,
            own,
            version,
            words,
            good,
            twice,
            ..
        }) => Step::Register(RegisterStep::Apply {
            which,
            motion,
            by,
            own,
            version,
            words,
            good,
            twice,
        }),
        other => other,
    }
}

const fn turn(which: usize, turn: Turn) -> Step {
    Step::Register(RegisterStep::Turn {
        which,
        turn,
        by: Hand::Proper,
        version: Version::Read,
        words: Words::Good,
        good: true,
        twice: true,
    })
}

const fn days(days: i64) -> Step {
    Step::Clock {
        millis: days * 24 * 60 * 60 * 1_000,
    }
}

async fn a_first_licence_is_issued_suspended_resumed_and_cancelled(db: Db) {
    let mut world = World::found(&db, 4).await;
    let steps = [
        begin(1, Kind::Establish),
        apply(Motion::Submit),
        FILL,
        apply(Motion::Submit),
        apply(Motion::AskCorrection),
        FILL,
        apply(Motion::Submit),
        apply(Motion::AskCorrection),
        // Nobody says anything for two weeks.
        days(14),
        apply(Motion::Decline),
        MIND,
        apply(Motion::Propose),
        apply(Motion::Visit),
        apply(Motion::Propose),
        apply(Motion::SendBack),
        apply(Motion::Propose),
        apply(Motion::Approve),
        apply(Motion::Issue),
        turn(1, Turn::Suspend),
        turn(1, Turn::Approve),
        turn(1, Turn::Resume),
        turn(1, Turn::Approve),
        turn(1, Turn::Cancel),
        turn(1, Turn::Approve),
        begin(1, Kind::Establish),
    ];
    take(&mut world, &steps).await.unwrap();
    let states = world.texts("SELECT state FROM licence ORDER BY id").await;
    assert_eq!(states, ["valid", "cancelled"]);
    world.leave().await;
}

async fn a_renewal_that_nobody_decides_counts_as_granted(db: Db) {
    let mut world = World::found(&db, 5).await;
    let steps = [
        begin(0, Kind::Renew),
        FILL,
        apply(Motion::Submit),
        apply(Motion::Accept),
        apply(Motion::Extend),
        days(101),
        // It is granted by law before the worker comes to it.
        apply(Motion::Propose),
        apply(Motion::Withdraw),
        MIND,
        apply(Motion::Issue),
        MIND,
    ];
    take(&mut world, &steps).await.unwrap();
    let until = world.texts("SELECT valid_until FROM licence").await;
    assert_eq!(until, ["2029-06-10"]);
    world.leave().await;
}

async fn a_lost_licence_is_issued_again_twice(db: Db) {
    let mut world = World::found(&db, 7).await;
    for which in 0..2 {
        let steps = [
            begin(0, Kind::Replacement),
            at(which, FILL),
            at(which, apply(Motion::Submit)),
            at(which, apply(Motion::Accept)),
            at(which, apply(Motion::Propose)),
            at(which, apply(Motion::Approve)),
            at(which, apply(Motion::Issue)),
            days(1),
        ];
        take(&mut world, &steps).await.unwrap();
    }
    let copies = world
        .texts("SELECT CAST(copy AS TEXT) FROM licence_copy ORDER BY copy")
        .await;
    assert_eq!(copies, ["2", "3"]);
    world.leave().await;
}

async fn a_licence_that_nobody_renews_runs_out_after_three_reminders(db: Db) {
    let mut world = World::found(&db, 6).await;
    let mut steps = vec![MIND];
    for wait in [15, 25, 30, 20, 11, -1, 1] {
        steps.extend([days(wait), MIND, MIND]);
    }
    // What has run out is not renewed any more: nothing is begun.
    steps.extend([begin(0, Kind::Renew), FILL, apply(Motion::Submit)]);
    take(&mut world, &steps).await.unwrap();
    let told = "SELECT template FROM notice ORDER BY dedupe_key";
    let told = world.texts(told).await;
    let reminders = told.iter().filter(|it| *it == "licence_expiring").count();
    let ends = told.iter().filter(|it| *it == "licence_changed").count();
    // The clock went back over the end once: it ended again.
    assert_eq!((reminders, ends), (3, 2), "{told:?}");
    assert!(world.texts("SELECT id FROM application").await.is_empty());
    world.leave().await;
}
