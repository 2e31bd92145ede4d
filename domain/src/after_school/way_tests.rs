//! From the application to the exit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

use super::condition_tests::today;
use super::*;
use crate::words::{AccountId, Article, Day, Instant};

pub(super) fn person(place: u8) -> AccountId {
    AccountId::new(Instant::from_millis(0), [place; 10])
}

pub(super) fn facts() -> Facts {
    let year = SchoolYear::of(today());
    Facts {
        complete: true,
        broken: None,
        licensed: true,
        low: false,
        first_day: year.first_day(),
        last_day: year.last_day(),
        publicised_until: today().plus_days(7),
        today: today(),
    }
}

fn judged(place: u8) -> Judged {
    Judged {
        by: person(place),
        on: today(),
        reason: "材料齐全".to_owned(),
    }
}

pub(super) fn held() -> Held {
    Held {
        pair: Pair {
            selected: judged(1),
            approved: judged(2),
        },
        from: today(),
        warnings: Vec::new(),
    }
}

fn said() -> String {
    "课堂讲授数学新课".to_owned()
}

fn warn(ground: Ground) -> Event {
    Event::Warn {
        ground,
        reason: said(),
        correct_by: today().plus_days(15),
    }
}

fn exit(ground: Ground) -> Event {
    Event::ProposeExit {
        ground,
        reason: said(),
    }
}

fn after(way: Way, event: Event, actor: u8) -> Way {
    way.apply(event, Some(person(actor)), &facts()).unwrap().0
}

fn code(way: &Way, event: Event, actor: u8, facts: &Facts) -> &'static str {
    let refused = way.clone().apply(event, Some(person(actor)), facts);
    refused.unwrap_err().code
}

fn select() -> Event {
    Event::Select {
        checked: Item::ALL.to_vec(),
        reason: said(),
    }
}

#[test]
fn one_chooses_another_approves_and_the_calendar_lets_in() {
    let filed = after(Way::Draft { told: None }, Event::File, 9);
    let selected = after(filed, select(), 1);
    assert_eq!(
        code(&selected, Event::Approve, 1, &facts()),
        "after_school_own_proposal"
    );
    let publicised = after(selected, Event::Approve, 2);
    let on_the_day = Facts {
        today: today().plus_days(7),
        ..facts()
    };
    let early = publicised.clone().apply(Event::Admit, None, &on_the_day);
    assert_eq!(early.unwrap_err().code, "after_school_still_publicised");
    let later = Facts {
        today: today().plus_days(8),
        ..facts()
    };
    let (admitted, effects) = publicised.apply(Event::Admit, None, &later).unwrap();
    assert_eq!((admitted.code(), effects.len()), ("admitted", 1));
    assert_eq!(admitted.held().unwrap().from, later.today);
}

#[test]
fn an_admission_for_the_next_school_year_begins_with_it() {
    let way = Way::Publicised {
        filed_on: today(),
        pair: held().pair,
        until: today().plus_days(-1),
    };
    let next = SchoolYear::of(today()).next();
    let facts = Facts {
        first_day: next.first_day(),
        last_day: next.last_day(),
        ..facts()
    };
    let (admitted, _) = way.apply(Event::Admit, None, &facts).unwrap();
    assert_eq!(admitted.held().unwrap().from, next.first_day());
}

#[test]
fn nobody_is_chosen_while_an_item_of_the_checklist_is_open() {
    let filed = Way::Filed {
        on: today(),
        told: None,
    };
    for open in Item::ALL {
        let others = Item::ALL.iter().copied().filter(|item| item != open);
        let event = Event::Select {
            checked: others.collect(),
            reason: said(),
        };
        let next = filed.clone().apply(event, Some(person(1)), &facts());
        let refused = next.err().map(|refusal| refusal.code);
        let wanted = open.binds().then_some("after_school_checklist_open");
        assert_eq!(refused, wanted, "{open}");
    }
}

#[test]
fn a_provider_is_warned_and_leaves_on_the_grounds_that_fit_and_no_other() {
    let admitted = Way::Admitted { held: held() };
    let low = Facts {
        low: true,
        ..facts()
    };
    for ground in Ground::ALL.iter().copied() {
        let warned = admitted
            .clone()
            .apply(warn(ground), Some(person(1)), &facts());
        let expected = ground.warns() && ground != Ground::LowScore;
        assert_eq!(warned.is_ok(), expected, "{ground}");
        let proposed = admitted
            .clone()
            .apply(exit(ground), Some(person(1)), &facts());
        let borne = !matches!(
            ground,
            Ground::LicenceEnded | Ground::TwoWarnings | Ground::NotCorrected | Ground::LowScore
        );
        assert_eq!(proposed.is_ok(), borne, "{ground}");
    }
    let warned = admitted
        .apply(warn(Ground::LowScore), Some(person(1)), &low)
        .unwrap()
        .0;
    assert_eq!(warned.code(), "warned");
    assert_eq!(
        code(&warned, exit(Ground::TwoWarnings), 1, &facts()),
        "after_school_ground_unfit"
    );
    let late = Facts {
        today: today().plus_days(16),
        ..facts()
    };
    let leaving = warned
        .clone()
        .apply(exit(Ground::NotCorrected), Some(person(1)), &late);
    assert_eq!(leaving.unwrap().0.code(), "leaving");
    let lifted = after(warned, Event::Lift { reason: said() }, 1);
    assert_eq!(lifted.code(), "admitted");
    let twice = after(lifted, warn(Ground::Compulsion), 1);
    let leaving = after(twice, exit(Ground::TwoWarnings), 1);
    assert_eq!(
        code(&leaving, Event::ApproveExit, 1, &facts()),
        "after_school_own_proposal"
    );
    assert_eq!(after(leaving, Event::ApproveExit, 2).code(), "exited");
}

#[test]
fn a_lost_licence_suspends_and_one_in_force_again_resumes_even_while_an_exit_waits() {
    let lost = Facts {
        licensed: false,
        ..facts()
    };
    let admitted = Way::Admitted { held: held() };
    let (suspended, told) = admitted.apply(Event::Suspend, None, &lost).unwrap();
    assert_eq!((suspended.code(), told.len()), ("suspended", 1));
    let leaving = suspended
        .clone()
        .apply(exit(Ground::LicenceEnded), Some(person(1)), &lost)
        .unwrap()
        .0;
    let reject = Event::RejectExit { reason: said() };
    assert_eq!(
        after(leaving.clone(), reject.clone(), 2).code(),
        "suspended"
    );
    let (back, _) = leaving.apply(Event::Resume, None, &facts()).unwrap();
    assert_eq!(after(back, reject, 2).code(), "admitted");
    let (resumed, _) = suspended.apply(Event::Resume, None, &facts()).unwrap();
    assert_eq!(resumed.code(), "admitted");
}

#[test]
fn the_school_year_ends_everything_that_runs_on_the_day_after_its_last() {
    let year = SchoolYear::of(today());
    let on = |today: Day| Facts { today, ..facts() };
    let admitted = Way::Admitted { held: held() };
    let early = admitted
        .clone()
        .apply(Event::End, None, &on(year.last_day()));
    assert_eq!(early.unwrap_err().code, "after_school_not_over");
    let after = on(year.last_day().plus_days(1));
    for way in [admitted, Way::Draft { told: None }] {
        let (ended, _) = way.apply(Event::End, None, &after).unwrap();
        assert_eq!(ended.code(), "ended");
    }
}

/// A small chance, so that the walk is the same in every run.
struct Walk(u64);

impl Walk {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Whatever is done in whatever order by whomever: nobody is let in but by two persons after the time before the public,
/// nobody leaves but by two persons with a ground and words, and what has ended stays as it is.
#[test]
fn no_order_of_steps_lets_anybody_in_or_out_by_one_person() {
    let mut walk = Walk(0x5eed);
    for _ in 0..3_000 {
        let mut way = Way::Draft { told: None };
        let mut day = today();
        for _ in 0..40 {
            day = day.plus_days(i64::try_from(walk.next(5)).unwrap());
            let facts = Facts {
                licensed: walk.next(6) > 0,
                broken: (walk.next(8) == 0).then(|| Article::new("as23")),
                low: walk.next(3) == 0,
                today: day,
                publicised_until: day.plus_days(7),
                ..facts()
            };
            let (event, system) = any(&mut walk, day);
            let actor = (!system).then(|| person(u8::try_from(walk.next(3)).unwrap()));
            let before = way.clone();
            match before.clone().apply(event.clone(), actor, &facts) {
                Err(_) => assert_eq!(way, before),
                Ok((next, _)) => {
                    assert!(!before.has_ended(), "{before:?} by {event:?}");
                    holds(&before, &next, &event);
                    way = next;
                }
            }
        }
    }
}

fn holds(before: &Way, next: &Way, event: &Event) {
    if let Some(held) = next.held() {
        let pair = &held.pair;
        assert_ne!(pair.selected.by, pair.approved.by, "two persons");
        assert!(!pair.selected.reason.is_empty());
        if before.held().is_none() {
            assert!(matches!(before, Way::Publicised { .. }) && *event == Event::Admit);
        }
    }
    if let Way::Exited { exit, .. } = next {
        assert!(matches!(before, Way::Leaving { .. }));
        assert_ne!(exit.leave.judged.by, exit.approved.by, "two persons");
        assert!(!exit.leave.judged.reason.is_empty() && exit.leave.ground.ends());
    }
}

/// Some event, and whether it is one of the system.
fn any(walk: &mut Walk, day: Day) -> (Event, bool) {
    let ground = Ground::ALL
        .get(usize::try_from(walk.next(11)).unwrap())
        .copied()
        .unwrap();
    let reason = if walk.next(9) > 0 {
        said()
    } else {
        " ".to_owned()
    };
    let event = match walk.next(17) {
        0 => Event::File,
        1 => Event::Withdraw,
        2 => Event::SendBack { reason },
        3 => Event::Refuse { reason },
        4 | 5 => Event::Select {
            checked: Item::ALL.to_vec(),
            reason,
        },
        6 | 7 => Event::Approve,
        8 => Event::Return { reason },
        9 => Event::Reopen { reason },
        10 => Event::Warn {
            ground,
            reason,
            correct_by: day.plus_days(15),
        },
        11 => Event::Lift { reason },
        12 => Event::ProposeExit { ground, reason },
        13 => Event::ApproveExit,
        14 => Event::RejectExit { reason },
        15 => return (Event::Admit, true),
        _ => {
            let system = [Event::Suspend, Event::Resume, Event::End, Event::Admit];
            let one = usize::try_from(walk.next(4)).unwrap();
            return (system.get(one).cloned().unwrap(), true);
        }
    };
    (event, false)
}
