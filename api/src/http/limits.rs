//! Limits on how often: sign-in, filing, receipt look-up.
//!
//! Each is a token bucket by key. The limits are this process's own: with several replicas a caller may do as
//! many times more, which is still far from guessing sixteen digits.

use std::fmt::Display;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::{Code, Problem};

/// The buckets of one process.
pub struct Limits {
    on: bool,
    clock: DefaultClock,
    sign_in_login: DefaultKeyedRateLimiter<String>,
    sign_in_device: DefaultKeyedRateLimiter<String>,
    sign_in_peer: DefaultKeyedRateLimiter<Peer>,
    filing_peer: DefaultKeyedRateLimiter<Peer>,
    receipt_peer: DefaultKeyedRateLimiter<Peer>,
    receipt_number: DefaultKeyedRateLimiter<String>,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Limits")
            .field("on", &self.on)
            .finish_non_exhaustive()
    }
}

/// Whom a limit counts: an IPv4 address, or the /64 net of an IPv6 address, because one household has a whole
/// net of those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(IpAddr);

impl From<IpAddr> for Peer {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(six) => {
                let net = u128::from(six) & !u128::from(u64::MAX);
                IpAddr::V6(net.into())
            }
            four => four,
        })
    }
}

/// `burst` at once, then one each `seconds`.
fn bucket<K: Clone + Eq + Hash>(burst: u32, seconds: u64) -> DefaultKeyedRateLimiter<K> {
    let quota = Quota::with_period(Duration::from_secs(seconds))
        .expect("the periods below are not nought")
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
    RateLimiter::keyed(quota)
}

impl Limits {
    /// Empty buckets; with `on` false every question is answered with yes.
    #[must_use]
    pub fn new(on: bool) -> Self {
        Self {
            on,
            clock: DefaultClock::default(),
            sign_in_login: bucket(5, 30),
            sign_in_device: bucket(5, 30),
            sign_in_peer: bucket(20, 6),
            filing_peer: bucket(10, 30),
            receipt_peer: bucket(20, 6),
            receipt_number: bucket(10, 30),
        }
    }

    /// May this login be tried from this peer? A browser in which its holder has signed in before (`device`) counts for
    /// itself: strangers who try the login over and over cannot keep its holder out.
    ///
    /// # Errors
    /// [`Code::RateLimited`] with the seconds to wait.
    pub fn sign_in(&self, peer: Peer, login: &str, device: Option<&str>) -> Result<(), Problem> {
        self.check(&self.sign_in_peer, &peer)?;
        match device {
            Some(device) => self.check(&self.sign_in_device, &device.to_owned()),
            None => self.check(&self.sign_in_login, &login.to_lowercase()),
        }
    }

    /// May this peer file a complaint or a report?
    ///
    /// # Errors
    /// [`Code::RateLimited`] with the seconds to wait.
    pub fn filing(&self, peer: Peer) -> Result<(), Problem> {
        self.check(&self.filing_peer, &peer)
    }

    /// May this peer try a receipt code?
    ///
    /// # Errors
    /// [`Code::RateLimited`] with the seconds to wait.
    pub fn receipt(&self, peer: Peer) -> Result<(), Problem> {
        self.check(&self.receipt_peer, &peer)
    }

    /// The answer to somebody who showed a receipt code of this complaint or report. A wrong one is counted, wherever it came
    /// from; a right one is not, since whoever knows a number could otherwise keep its holder out.
    ///
    /// # Errors
    /// That of the answer; [`Code::RateLimited`] where too many were wrong.
    pub fn receipt_answer<T>(
        &self,
        number: impl Display,
        answer: Result<T, Problem>,
    ) -> Result<T, Problem> {
        if let Err(problem) = &answer
            && problem.code == Code::NotFound
        {
            self.check(&self.receipt_number, &number.to_string())?;
        }
        answer
    }

    /// Forgets keys that are full again. Called now and then, so that the buckets do not grow for ever.
    pub fn tidy(&self) {
        self.sign_in_login.retain_recent();
        self.sign_in_device.retain_recent();
        self.sign_in_peer.retain_recent();
        self.filing_peer.retain_recent();
        self.receipt_peer.retain_recent();
        self.receipt_number.retain_recent();
    }

    fn check<K: Clone + Eq + Hash>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), Problem> {
        if !self.on {
            return Ok(());
        }
        limiter.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            metrics::counter!("hongjian_rate_limited_total").increment(1);
            Problem::new(Code::RateLimited).after(wait.as_secs() + 1)
        })
    }
}

/// The address a request came from: the connection's, or, where that is a trusted proxy, the last address in
/// `X-Forwarded-For` that is not one. What stands before it the caller may have made up.
#[must_use]
pub fn peer_address(connection: IpAddr, forwarded: Option<&str>, trusted: &[IpAddr]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.contains(&address.to_canonical());
    if !is_trusted(&connection) {
        return connection;
    }
    let mut nearest = connection;
    for part in forwarded.unwrap_or_default().rsplit(',') {
        let Ok(address) = part.trim().parse::<IpAddr>() else {
            break;
        };
        nearest = address;
        if !is_trusted(&address) {
            break;
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_sixth_try_of_a_login_waits() {
        let limits = Limits::new(true);
        for last in 1..=5 {
            // Another peer each time: the login itself is what is guarded.
            limits
                .sign_in(ip(&format!("10.0.0.{last}")).into(), "Officer", None)
                .unwrap();
        }
        let refused = limits
            .sign_in(ip("10.0.0.9").into(), "officer", None)
            .unwrap_err();
        assert_eq!(refused.code, Code::RateLimited);
        assert!(refused.retry_after_seconds.unwrap() >= 1);
        limits
            .sign_in(ip("10.0.0.9").into(), "auditor", None)
            .unwrap();
        // The holder's own browser is not held up by what strangers did, and is itself no way to guess on.
        for _ in 1..=5 {
            limits
                .sign_in(ip("10.0.0.10").into(), "officer", Some("own"))
                .unwrap();
        }
        limits
            .sign_in(ip("10.0.0.10").into(), "officer", Some("own"))
            .unwrap_err();
    }

    #[test]
    fn switched_off_nothing_waits() {
        let limits = Limits::new(false);
        for _ in 0..100 {
            limits.filing(ip("10.0.0.1").into()).unwrap();
        }
    }

    #[test]
    fn a_household_cannot_change_its_six_address_to_go_on() {
        assert_eq!(
            Peer::from(ip("2001:db8:1:2::5")),
            Peer::from(ip("2001:db8:1:2:ffff::9"))
        );
        assert_ne!(
            Peer::from(ip("2001:db8:1:2::5")),
            Peer::from(ip("2001:db8:1:3::5"))
        );
        assert_eq!(
            Peer::from(ip("::ffff:10.0.0.1")),
            Peer::from(ip("10.0.0.1"))
        );
    }

    #[test]
    fn only_a_trusted_proxy_may_name_another_address() {
        let proxy = [ip("10.0.0.1")];
        assert_eq!(
            peer_address(ip("9.9.9.9"), Some("1.1.1.1"), &proxy),
            ip("9.9.9.9")
        );
        assert_eq!(
            peer_address(ip("10.0.0.1"), Some("1.1.1.1, 2.2.2.2"), &proxy),
            ip("2.2.2.2")
        );
        assert_eq!(
            peer_address(ip("10.0.0.1"), Some("2.2.2.2, 10.0.0.1"), &proxy),
            ip("2.2.2.2")
        );
        assert_eq!(
            peer_address(ip("10.0.0.1"), Some("nonsense"), &proxy),
            ip("10.0.0.1")
        );
        assert_eq!(peer_address(ip("10.0.0.1"), None, &proxy), ip("10.0.0.1"));
    }
}
