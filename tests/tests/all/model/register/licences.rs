//! The reference of a licence after it was issued: changes by two people, the calendar, reminders.

use domain::words::Day;

use super::super::reference::{Model, Outcome};
use super::super::step::Words;
use super::super::world::{DIRECTOR, FIRST, LEAD};
use super::applications::Carried;
use super::reference::Licence;
use super::{Turn, system_actor};

/// An end that lies further back is no news.
const NEWS_DAYS: i64 = 30;

impl Turn {
    pub(super) const fn decides(self) -> bool {
        matches!(self, Self::Approve | Self::SendBack)
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::SendBack => "send_back",
            _ => "propose",
        }
    }

    const fn state(self) -> &'static str {
        match self {
            Self::Suspend => "suspended",
            Self::Resume => "valid",
            Self::Revoke => "revoked",
            _ => "cancelled",
        }
    }
}

impl Model {
    /// The step that the state of a licence asks for.
    pub(super) fn next_turn(&self, which: usize) -> Turn {
        let licence = &self.register.licences[which];
        match licence.on(self.today()) {
            _ if licence.proposal.is_some() => Turn::Approve,
            "valid" => Turn::Suspend,
            "suspended" => Turn::Resume,
            _ => Turn::Cancel,
        }
    }

    pub(super) fn turner(&self, which: usize, turn: Turn) -> usize {
        let own = self.register.licences[which].proposal;
        match turn {
            Turn::Approve if own.is_some_and(|(_, by)| by == LEAD) => DIRECTOR,
            Turn::Approve | Turn::SendBack => LEAD,
            _ => FIRST,
        }
    }

    pub(super) fn turn(
        &mut self,
        which: usize,
        turn: Turn,
        by: usize,
        carried: Carried,
    ) -> Outcome {
        let today = self.today();
        let licence = &self.register.licences[which];
        let refused = refusal(licence, turn, by, carried, today);
        if turn.decides() && by != LEAD && by != DIRECTOR {
            return Err("role_forbidden");
        }
        let speaks = turn != Turn::Approve;
        if speaks && matches!(carried.words, Words::Long | Words::Control) {
            return Err("input_invalid");
        }
        if !self.people[by].inside {
            return Err("not_found");
        }
        if licence.version != carried.version {
            return Err("version_stale");
        }
        if let Some(code) = refused {
            return Err(code);
        }
        let (id, at, proposal) = (licence.id.clone(), licence.at, licence.proposal);
        let actor = self.people[by].id.clone();
        let next = &mut self.register.licences[which];
        next.version += 1;
        next.proposal = (!turn.decides()).then_some((turn, by));
        if let (Turn::Approve, Some((change, _))) = (turn, proposal) {
            next.state = change.state();
            if matches!(change, Turn::Revoke | Turn::Cancel) {
                next.ended_on = next.ended_on.or(Some(today));
            }
            self.past(at, "licence_state", &actor);
            let about = format!("{id}:{}", carried.version);
            self.tell_place(at, "licence_changed", &about, true);
        }
        if speaks {
            let said = (id.clone(), turn.verb(), carried.version + 1);
            self.register.said.push(said);
        }
        self.act("licence", &id, turn.verb(), &actor);
        Ok(())
    }

    /// The state of every licence follows the calendar, and institutions are reminded.
    pub(super) fn mind(&mut self) {
        let today = self.today();
        for which in 0..self.register.licences.len() {
            let licence = &mut self.register.licences[which];
            let (was, over) = (licence.state, licence.until < today);
            match was {
                "valid" | "suspended" if over => {
                    licence.state = "expired";
                    licence.ended_from = Some(was);
                }
                "expired" if !over => {
                    licence.state = licence.ended_from.take().unwrap_or("valid");
                }
                _ => continue,
            }
            let about = format!("{}:{}", licence.id, licence.version);
            licence.version += 1;
            let (id, at, since) = (
                licence.id.clone(),
                licence.at,
                licence.until.days_until(today),
            );
            self.past(at, "licence_state", system_actor());
            if over && since <= NEWS_DAYS {
                self.tell_place(at, "licence_changed", &about, true);
            }
            self.act("licence", &id, "follow_calendar", system_actor());
        }
        for at in 0..self.register.places.len() {
            let Some(held) = self.register.held(at) else {
                continue;
            };
            let left = today.days_until(held.until);
            let days = match left {
                0..=30 => 30,
                31..=60 => 60,
                61..=90 => 90,
                _ => continue,
            };
            if matches!(held.state, "valid" | "suspended") {
                let about = format!("{}:{}:{days}", held.id, held.until);
                self.tell_place(at, "licence_expiring", &about, false);
            }
        }
    }
}

/// Why a licence has no such step now.
fn refusal(
    licence: &Licence,
    turn: Turn,
    by: usize,
    carried: Carried,
    today: Day,
) -> Option<&'static str> {
    let silent = carried.words == Words::Empty;
    match (turn, licence.proposal) {
        (Turn::Approve | Turn::SendBack, None) => Some("no_change_proposed"),
        (Turn::Approve, Some((_, proposer))) if proposer == by => Some("approver_is_proposer"),
        (Turn::Approve, Some((change, _))) => unfit(licence, change, today),
        (Turn::SendBack, Some(_)) => silent.then_some("reason_missing"),
        (_, Some(_)) => Some("change_awaits_approval"),
        _ if licence.state == "cancelled" => Some("licence_ended"),
        _ => unfit(licence, turn, today).or(match turn {
            _ if silent => Some("reason_missing"),
            Turn::Resume => None,
            _ if carried.good => None,
            Turn::Revoke => Some("revocation_without_decision"),
            Turn::Suspend => Some("suspension_without_decision"),
            _ => Some("basis_missing"),
        }),
    }
}

/// Why a licence in its state of the day has no such change.
fn unfit(licence: &Licence, change: Turn, today: Day) -> Option<&'static str> {
    let suspended = licence.state == "suspended";
    match (change, licence.on(today)) {
        (Turn::Cancel, "revoked") => None,
        (_, "revoked" | "cancelled") => Some("licence_ended"),
        (Turn::Suspend, state) => (state != "valid").then_some("licence_not_valid"),
        (Turn::Resume, "expired") if suspended => Some("licence_expired"),
        (Turn::Resume, state) => (state != "suspended").then_some("licence_not_suspended"),
        (Turn::Revoke, "expired") => Some("licence_expired"),
        _ => None,
    }
}
