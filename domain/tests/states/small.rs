//! The ways of a complaint, a lead and a notice.

use domain::complaint::{self, Complaint};
use domain::lead::{Lead, Verdict};
use domain::notice;
use domain::words::{AccountId, Day, Instant};

use super::page::Machine;

pub(super) fn somebody(number: u8) -> AccountId {
    AccountId::new(Instant::from_millis(0), [number; 10])
}

pub(super) fn today() -> Day {
    "2026-11-23".parse().unwrap()
}

fn complaints() -> [Complaint; 6] {
    let (by, on) = (somebody(1), today());
    let accepted_on = on.plus_days(-3);
    [
        Complaint::Received,
        Complaint::Accepted { by, on },
        Complaint::Declined {
            by,
            on,
            reason: "不属本局".to_owned(),
        },
        Complaint::Answered {
            by,
            on,
            accepted_on,
        },
        Complaint::Closed {
            by,
            on,
            accepted_on,
            answered_on: on,
        },
        Complaint::Withdrawn { on },
    ]
}

fn complaint_events() -> Vec<complaint::Event> {
    use complaint::Event;
    let by = somebody(1);
    let words = ["已查处", " \n"];
    let mut events = vec![Event::Accept { by }];
    events.extend(words.map(|text| Event::Decline {
        by,
        reason: text.to_owned(),
    }));
    events.extend(words.map(|text| Event::Answer {
        by,
        text: text.to_owned(),
    }));
    events.extend([Event::Close { by }, Event::Withdraw]);
    events
}

pub(super) fn complaint() -> Machine {
    let about = "From its filing to its end (投诉). `withdraw` is the complainant's, the others an officer's.";
    let mut seen = Machine::new(
        "Complaint",
        about,
        "received",
        &["declined", "closed", "withdrawn"],
    );
    let mut steps: Vec<complaint::Step> = complaint_events()
        .iter()
        .map(complaint::Event::step)
        .collect();
    steps.dedup();
    assert_eq!(
        steps,
        complaint::Step::ALL,
        "an event is missing from the drive"
    );
    for state in complaints() {
        for event in complaint_events() {
            let by = event.step().code();
            let outcome = state.clone().apply(event, today()).map(|(next, effects)| {
                let told = effects
                    .iter()
                    .map(|complaint::Effect::Notify(template)| template.code());
                (next.code().to_owned(), told.map(str::to_owned).collect())
            });
            seen.saw(state.code(), by, outcome);
        }
    }
    seen
}

pub(super) fn lead() -> Machine {
    let about = "A sign of a violation that an officer judges (线索); screening makes it, never a sanction.";
    let mut seen = Machine::new("Lead", about, "new", &["confirmed", "dismissed"]);
    let judged = |verdict| Lead::Judged {
        by: somebody(1),
        on: today(),
        verdict,
        reason: "经查".to_owned(),
    };
    let states = Verdict::ALL.iter().copied().map(judged);
    for state in [Lead::New].into_iter().chain(states) {
        for verdict in Verdict::ALL {
            for reason in ["经查", " "] {
                let outcome = state.clone().judge(*verdict, reason, somebody(1), today());
                let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                seen.saw(state.code(), &format!("judge {}", verdict.code()), outcome);
            }
        }
    }
    seen
}

/// The event in the words of the outbox.
const fn word(event: notice::Event) -> &'static str {
    match event {
        notice::Event::Claim => "claim",
        notice::Event::Taken => "taken",
        notice::Event::Deferred => "deferred",
        notice::Event::Refused => "refused",
        notice::Event::Broken => "broken",
        notice::Event::Again => "again",
        notice::Event::SetAside => "set_aside",
    }
}

pub(super) fn notice() -> Machine {
    let about = "A mail on its way (通知). `broken`: the text went out and no answer came, or the worker died; a legal notice is then \
                 due again under the same Message-ID until its attempts are used up, a courtesy is `unsure`.";
    // Out of the outbox's hands is `sent` alone: a person may send the others again.
    let mut seen = Machine::new("Notice", about, "pending", &["sent"]);
    for state in notice::State::ALL {
        for event in notice::Event::ALL {
            for legal in [false, true] {
                for attempt in [1, notice::ATTEMPTS_MAX] {
                    let outcome = state.apply(event, legal, attempt);
                    let outcome = outcome.map(|next| (next.code().to_owned(), Vec::new()));
                    seen.saw(state.code(), word(event), outcome);
                }
            }
        }
    }
    seen
}
