//! What the register said on a day, beside what it says now: every institution that is asked for has changed since, so that
//! each answer comes from a kept past. The floor reads the same institutions as they are.

use domain::access::permit;
use domain::words::InstitutionNumber;
use store::Store;
use store::ops::licence;
use store::read::institution::{self, AsOf};
use tests::Kind;
use tests::bureau::grant;
use tokio::time::Instant;

use super::ground::{self, runtime};
use super::{Line, table};

/// Look-ups of one side of one round.
const LOOK_UPS: usize = 4_000;
/// Every licence has run out by then.
const LATER_SECONDS: i64 = 20 * 366 * 86_400;

pub(crate) fn run(line: &Line, kind: Kind) {
    let runtime = runtime();
    let Some(ground) = runtime.block_on(ground::filled(kind, line.institutions)) else {
        return;
    };
    let store = runtime.block_on(ground.db.store());
    // The calendar moves on, and each licence that was valid is an expired one with a past.
    let right = grant::<permit::RunSystem>(&store);
    let later = store.now().plus_seconds(LATER_SECONDS);
    let minded = runtime.block_on(licence::mind(&store, &right, later));
    assert!(minded.expect("licences run out").turned > 0);
    let valid = ground
        .samples
        .iter()
        .filter(|row| row.licence_state.as_str() == "valid");
    let numbers: Vec<InstitutionNumber> = valid
        .map(|row| row.number.parse().expect("a number of ours"))
        .collect();
    let compared = table::compare(
        line.rounds,
        || runtime.block_on(past(&store, &numbers)),
        || runtime.block_on(present(&store, &numbers)),
    );
    table::row(&["as of a day", table::word(kind)], &compared);
}

/// Look-ups in a second.
fn rate(begun: Instant) -> f64 {
    f64::from(u32::try_from(LOOK_UPS).expect("some thousands")) / begun.elapsed().as_secs_f64()
}

async fn past(store: &Store, numbers: &[InstitutionNumber]) -> f64 {
    let (begun, today) = (Instant::now(), store.today());
    for turn in 0..LOOK_UPS {
        let number = numbers[turn * 7_919 % numbers.len()];
        let said = institution::as_of(store, number, today, today).await;
        let AsOf::Said(record) = said.expect("an answer") else {
            panic!("the register held {number} not yet");
        };
        assert_eq!(
            record.record.row.licence_state.as_str(),
            "valid",
            "{number}"
        );
    }
    rate(begun)
}

async fn present(store: &Store, numbers: &[InstitutionNumber]) -> f64 {
    let (begun, today) = (Instant::now(), store.today());
    for turn in 0..LOOK_UPS {
        let number = numbers[turn * 7_919 % numbers.len()];
        let found = institution::full(store, number, today).await;
        let record = found.expect("an answer").expect("it is there");
        assert_eq!(
            record.record.row.licence_state.as_str(),
            "expired",
            "{number}"
        );
    }
    rate(begun)
}
