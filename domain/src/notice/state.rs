//! `pending → sending → sent | refused | unsure | dead`, and a person sets what did not arrive aside.

use crate::refusal::Refusal;
use crate::words::{Instant, coded};

/// After this many attempts a notice is dead and a person has to look.
pub const ATTEMPTS_MAX: i64 = 10;

coded! {
    /// What has become of a notice.
    State "notice_state_unknown" {
        /// Waits to be sent.
        Pending "pending" "待发送" "Waiting",
        /// A worker is sending it.
        Sending "sending" "发送中" "Being sent",
        /// The mail server has taken it.
        Sent "sent" "已送交邮件服务器" "Taken by the mail server",
        /// The mail server will not take it.
        Refused "refused" "被邮件服务器拒收" "Refused by the mail server",
        /// The text went out and no answer came.
        Unsure "unsure" "是否送达不明" "Not known whether it arrived",
        /// Tried too often.
        Dead "dead" "多次发送失败" "Given up after many attempts",
        /// A person saw to it in another way.
        SetAside "set_aside" "已另行处理" "Seen to in another way",
    }
}

coded! {
    /// Why a person sets a notice aside that did not arrive: what was done instead of the mail. A mail only informs, so
    /// none of these is service of a document.
    Instead "notice_instead_unknown" {
        /// Told on the telephone.
        Telephone "telephone" "已经用电话告知" "Told on the telephone",
        /// Told in person, or by letter.
        OtherWay "other_way" "已经当面或者书面告知" "Told in person or in writing",
        /// The address is wrong and no other is known.
        NoAddress "no_address" "地址不对，也没有别的联系方式" "The address is wrong and no other is known",
        /// The receiver wants no mail.
        NotWanted "not_wanted" "收件人不要再收邮件" "The receiver wants no more mail",
    }
}

/// What happens to a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A worker takes it; its attempt is written before a socket opens.
    Claim,
    /// The server took it.
    Taken,
    /// Not taken this time, and the text was not taken in part.
    Deferred,
    /// The server refused it for good.
    Refused,
    /// The text went out and no answer came, or the worker died.
    Broken,
    /// A person sends it again.
    Again,
    /// A person has seen to it in another way.
    SetAside,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 7] = [
        Self::Claim,
        Self::Taken,
        Self::Deferred,
        Self::Refused,
        Self::Broken,
        Self::Again,
        Self::SetAside,
    ];
}

impl State {
    /// The state after `event`. `legal` says whether the notice must arrive, `attempt` how often
    /// it was tried, this time included.
    ///
    /// # Errors
    /// `notice_step_out_of_order`.
    pub const fn apply(self, event: Event, legal: bool, attempt: i64) -> Result<Self, Refusal> {
        let last = attempt >= ATTEMPTS_MAX;
        match (self, event) {
            (Self::Pending, Event::Claim) => Ok(Self::Sending),
            (Self::Sending, Event::Taken) => Ok(Self::Sent),
            (Self::Sending, Event::Refused) => Ok(Self::Refused),
            (Self::Sending, Event::Deferred) if last => Ok(Self::Dead),
            (Self::Sending, Event::Broken) if legal && last => Ok(Self::Dead),
            (Self::Sending, Event::Deferred) => Ok(Self::Pending),
            (Self::Sending, Event::Broken) if legal => Ok(Self::Pending),
            (Self::Sending, Event::Broken) => Ok(Self::Unsure),
            (Self::Refused | Self::Unsure | Self::Dead | Self::SetAside, Event::Again) => {
                Ok(Self::Pending)
            }
            (Self::Refused | Self::Unsure | Self::Dead, Event::SetAside) => Ok(Self::SetAside),
            _ => Err(Refusal::step(
                "notice_step_out_of_order",
                "邮件当前状态不能这样处理",
                "the notice is in a state that does not allow this",
            )),
        }
    }
}

/// When a deferred notice is tried again: after 30 seconds, doubling up to four hours.
#[must_use]
pub fn retry_at(attempt: i64, now: Instant) -> Instant {
    let doublings = attempt.clamp(1, 10) - 1;
    now.plus_seconds((30 << doublings).min(4 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_that_was_taken_is_never_sent_again() {
        for event in Event::ALL {
            assert!(State::Sent.apply(event, true, 1).is_err(), "{event:?}");
        }
    }

    #[test]
    fn an_unsure_legal_notice_goes_out_again_and_a_courtesy_does_not() {
        assert_eq!(
            State::Sending.apply(Event::Broken, true, 1),
            Ok(State::Pending)
        );
        assert_eq!(
            State::Sending.apply(Event::Broken, false, 1),
            Ok(State::Unsure)
        );
        assert_eq!(
            State::Sending.apply(Event::Broken, true, ATTEMPTS_MAX),
            Ok(State::Dead)
        );
    }

    #[test]
    fn pauses_grow_and_have_an_end() {
        let now = Instant::from_millis(0);
        let pauses: Vec<i64> = (1..=12)
            .map(|attempt| retry_at(attempt, now).millis() / 1000)
            .collect();
        assert!(
            pauses.is_sorted() && pauses.first() == Some(&30) && pauses.last() == Some(&14_400)
        );
    }
}
