//! The way of a licence after it was issued.

use domain::licence::{Change, Effect, Event, Ground, Licence, Proposal, State, Step};
use domain::words::AccountId;

use super::page::Machine;
use super::small::{somebody, today};

fn propose(change: Change, ground: Option<Ground>, basis: &str, reason: &str) -> Event {
    Event::Propose {
        change,
        ground,
        basis: basis.to_owned(),
        reason: reason.to_owned(),
    }
}

fn events() -> Vec<(&'static str, Event)> {
    let paper = "洪教〔2026〕7号";
    let mut events = Vec::new();
    for change in Change::ALL {
        let named = match change {
            Change::Suspend => "propose suspend",
            Change::Resume => "propose resume",
            Change::Revoke => "propose revoke",
            Change::Cancel => "propose cancel",
        };
        let grounds = match change {
            Change::Cancel => vec![None, Some(Ground::Expired), Some(Ground::Ended)],
            _ => vec![None],
        };
        for ground in grounds {
            events.push((named, propose(*change, ground, paper, "依申请")));
        }
        events.push((named, propose(*change, Some(Ground::Ended), " ", "依申请")));
        events.push((named, propose(*change, Some(Ground::Ended), paper, " ")));
    }
    events.push(("approve", Event::Approve));
    for reason in ["材料不全", " "] {
        let reason = reason.to_owned();
        events.push(("send_back", Event::SendBack { reason }));
    }
    events
}

/// Licences in each state, current and past their last day, alone and with each change that waits.
fn licences() -> Vec<Licence> {
    let mut all = Vec::new();
    for state in State::ALL {
        for valid_until in [today(), today().plus_days(-1)] {
            let alone = Licence {
                state: *state,
                valid_until,
                proposal: None,
                ended_from: None,
            };
            for change in Change::ALL {
                let waits = alone.clone().apply(
                    propose(*change, Some(Ground::Ended), "洪教〔2026〕7号", "依申请"),
                    somebody(1),
                    today(),
                );
                all.extend(waits.map(|(licence, _)| licence));
            }
            all.push(alone);
        }
    }
    // One whose proposal time has overtaken.
    all.push(Licence {
        state: State::Valid,
        valid_until: today().plus_days(-1),
        proposal: Some(Proposal {
            change: Change::Suspend,
            ground: None,
            basis: "洪教〔2026〕7号".to_owned(),
            reason: "依申请".to_owned(),
            by: somebody(1),
            on: today().plus_days(-2),
        }),
        ended_from: None,
    });
    // Those without a proposal first, so that the page names the states in their order.
    all.sort_by_key(|licence| licence.proposal.is_some());
    all
}

fn named(licence: &Licence) -> &'static str {
    match licence.proposal {
        Some(_) => "change_proposed",
        None => licence.state.code(),
    }
}

pub(super) fn licence() -> Machine {
    let about = "A licence after its issue (办学许可证): one person proposes a change, another approves it; `the day` is the calendar's.";
    let mut seen = Machine::new("Licence", about, "valid", &["cancelled"]);
    let mut steps: Vec<Step> = events().iter().map(|(_, event)| event.step()).collect();
    steps.dedup();
    assert_eq!(steps, Step::ALL, "an event is missing from the drive");
    for licence in licences() {
        if licence.proposal.is_none() && licence.valid_until < today() {
            // What the calendar does on the first day after the last.
            let next = licence.by_calendar(today()).unwrap_or(licence.state);
            let outcome = Ok((next.code().to_owned(), Vec::new()));
            seen.saw(named(&licence), "the day", outcome);
        }
        let actors: [AccountId; 2] = [somebody(1), somebody(2)];
        for (by, event) in events() {
            for actor in actors {
                let outcome = licence.clone().apply(event.clone(), actor, today());
                let outcome = outcome.map(|(next, effects)| {
                    let told = effects
                        .iter()
                        .map(|Effect::Notify(template)| template.code().to_owned());
                    (named(&next).to_owned(), told.collect())
                });
                seen.saw(named(&licence), by, outcome);
            }
        }
    }
    seen
}
