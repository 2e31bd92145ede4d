//! The reference of jobs and notices: leases, attempts, and what becomes of them.

use super::reference::{Model, Outcome};
use super::step::Post;

/// After so many attempts a job is dead.
const JOB_ATTEMPTS_MAX: i64 = 8;
/// After so many attempts a notice that has to arrive is dead.
const NOTICE_ATTEMPTS_MAX: i64 = 10;

/// Who holds something, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lease {
    pub(super) owner: String,
    pub(super) until: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) state: &'static str,
    pub(super) attempt: i64,
    run_at: i64,
    lease: Option<Lease>,
}

impl Job {
    pub(super) fn line(&self, key: &str) -> String {
        let Self {
            state,
            attempt,
            run_at,
            ..
        } = self;
        let owner = self.lease.as_ref().map(|lease| lease.owner.as_str());
        format!(
            "job {key} {state} attempt={attempt} run={run_at} held={}",
            owner.unwrap_or("-")
        )
    }

    fn is_due(&self, now: i64) -> bool {
        let free = match (self.state, &self.lease) {
            ("ready", _) => self.run_at <= now,
            ("running", Some(lease)) => lease.until <= now,
            _ => false,
        };
        free && self.attempt < JOB_ATTEMPTS_MAX
    }

    fn is_held(&self, owner: &str, attempt: i64) -> bool {
        let by = self.lease.as_ref().map(|lease| lease.owner.as_str());
        self.state == "running" && by == Some(owner) && self.attempt == attempt
    }
}

#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub(super) state: &'static str,
    pub(super) attempt: i64,
    run_at: i64,
    legal: bool,
    lease: Option<Lease>,
    /// How often the mail server is known to have taken it, and how often it may have.
    taken: i64,
    again: i64,
}

impl Notice {
    pub(super) fn line(&self, key: &str) -> String {
        let Self {
            state,
            attempt,
            run_at,
            legal,
            ..
        } = self;
        let settled = !matches!(*state, "pending" | "sending");
        format!(
            "notice {key} {state} attempt={attempt} run={run_at} legal={legal} settled={settled}"
        )
    }
}

impl Model {
    pub(super) fn enqueue(&mut self, key: String) {
        let run_at = self.millis;
        self.jobs.entry(key).or_insert(Job {
            state: "ready",
            attempt: 0,
            run_at,
            lease: None,
        });
    }

    pub(super) fn tell(&mut self, template: &str, id: &str, legal: bool) {
        let run_at = self.millis;
        let key = format!("{template}:{id}");
        self.notices.entry(key).or_insert(Notice {
            state: "pending",
            attempt: 0,
            run_at,
            legal,
            lease: None,
            taken: 0,
            again: 0,
        });
    }

    /// `taken` is the key of the job that the store gave.
    pub(super) fn claim_job(&mut self, owner: &str, lease_ms: i64, taken: Option<&str>) -> Outcome {
        let now = self.millis;
        let Some(key) = taken else {
            let due = self.jobs.values().any(|job| job.is_due(now));
            return if due {
                Err("a due job was not given")
            } else {
                Ok(())
            };
        };
        let job = self.jobs.get_mut(key).ok_or("a job that nobody made")?;
        if !job.is_due(now) {
            return Err("a job that is not due was given");
        }
        job.state = "running";
        job.attempt += 1;
        job.lease = Some(Lease {
            owner: owner.to_owned(),
            until: now + lease_ms,
        });
        Ok(())
    }

    pub(super) fn finish_job(&mut self, key: &str, owner: &str, attempt: i64) -> Outcome {
        let job = self.jobs.get_mut(key).ok_or("a job that nobody made")?;
        if !job.is_held(owner, attempt) {
            return Err("lease_lost");
        }
        job.state = "done";
        job.lease = None;
        Ok(())
    }

    pub(super) fn fail_job(&mut self, key: &str, owner: &str, attempt: i64) -> Outcome {
        let now = self.millis;
        let job = self.jobs.get_mut(key).ok_or("a job that nobody made")?;
        if job.is_held(owner, attempt) {
            job.state = if attempt >= JOB_ATTEMPTS_MAX {
                "dead"
            } else {
                "ready"
            };
            job.run_at = now + 1_000 * (2 << attempt);
            job.lease = None;
        }
        Ok(())
    }

    pub(super) fn sweep_jobs(&mut self) {
        let now = self.millis;
        for job in self.jobs.values_mut() {
            let ended = job.lease.as_ref().is_some_and(|lease| lease.until <= now);
            if ended && job.state == "running" && job.attempt >= JOB_ATTEMPTS_MAX {
                job.state = "dead";
                job.lease = None;
            }
        }
    }

    pub(super) fn retry_job(&mut self, key: &str, id: &str, by: &str) -> Outcome {
        let now = self.millis;
        let job = self.jobs.get_mut(key).ok_or("a job that nobody made")?;
        if job.state != "dead" {
            return Err("not_found");
        }
        (job.state, job.attempt, job.run_at) = ("ready", 0, now);
        self.act("job", id, "retry", by);
        Ok(())
    }

    /// `taken` are the keys of the notices that the store gave.
    pub(super) fn claim_notices(
        &mut self,
        owner: &str,
        lease_ms: i64,
        max: usize,
        taken: &[String],
    ) -> Outcome {
        let now = self.millis;
        let is_due = |notice: &Notice| notice.state == "pending" && notice.run_at <= now;
        let due = self.notices.values().filter(|one| is_due(one)).count();
        if taken.len() != due.min(max) {
            return Err("not as many notices as were due");
        }
        for key in taken {
            let notice = self
                .notices
                .get_mut(key)
                .ok_or("a notice that nobody made")?;
            if !is_due(notice) {
                return Err("a notice that is not due, or one twice");
            }
            notice.state = "sending";
            notice.attempt += 1;
            notice.lease = Some(Lease {
                owner: owner.to_owned(),
                until: now + lease_ms,
            });
        }
        Ok(())
    }

    /// What becomes of one notice; false where its lease had passed and so nothing is written.
    pub(super) fn settle(&mut self, key: &str, owner: &str, attempt: i64, post: Post) -> bool {
        let now = self.millis;
        let Some(notice) = self.notices.get_mut(key) else {
            return false;
        };
        // The mail is out, whether or not the row still listens.
        notice.taken += i64::from(matches!(post, Post::Sent | Post::Unsure));
        let by = notice.lease.as_ref().map(|lease| lease.owner.as_str());
        if notice.state != "sending" || by != Some(owner) || notice.attempt != attempt {
            return false;
        }
        notice.run_at = now;
        notice.state = match post {
            Post::Sent => "sent",
            Post::Refused => "refused",
            Post::Unsure if notice.legal => return broken(notice, now + 60_000),
            Post::Unsure => "unsure",
            Post::Deferred => {
                notice.run_at = now + super::world::DEFERRED_MS;
                "pending"
            }
            Post::Dead | Post::Lost => "dead",
        };
        notice.lease = None;
        true
    }

    pub(super) fn sweep_notices(&mut self) {
        let now = self.millis;
        for notice in self.notices.values_mut() {
            let ended = notice
                .lease
                .as_ref()
                .is_some_and(|lease| lease.until <= now);
            if notice.state != "sending" || !ended {
                continue;
            }
            if notice.legal {
                broken(notice, now);
            } else {
                notice.state = "unsure";
                notice.lease = None;
            }
        }
    }

    pub(super) fn retry_notice(&mut self, key: &str, id: &str, by: &str) -> Outcome {
        let now = self.millis;
        let notice = self
            .notices
            .get_mut(key)
            .ok_or("a notice that nobody made")?;
        if !matches!(notice.state, "refused" | "unsure" | "dead" | "set_aside") {
            return Err("not_found");
        }
        (notice.state, notice.run_at) = ("pending", now);
        notice.again += 1;
        self.act("notice", id, "retry", by);
        Ok(())
    }

    pub(super) fn set_notice_aside(&mut self, key: &str, id: &str, by: &str) -> Outcome {
        let notice = self
            .notices
            .get_mut(key)
            .ok_or("a notice that nobody made")?;
        if !matches!(notice.state, "refused" | "unsure" | "dead") {
            return Err("not_found");
        }
        notice.state = "set_aside";
        self.act("notice", id, "set_aside", by);
        Ok(())
    }

    /// A courtesy goes out once, and once more for each time a person sends it again. A notice that has to arrive may
    /// go out again of itself, under the same Message-ID.
    pub(super) fn told_too_often(&self) -> Option<&String> {
        let too_often = |notice: &Notice| !notice.legal && notice.taken > 1 + notice.again;
        self.notices
            .iter()
            .find(|(_, notice)| too_often(notice))
            .map(|(key, _)| key)
    }
}

/// A legal notice that broke off is due again at `at`, until its attempts are used up.
fn broken(notice: &mut Notice, at: i64) -> bool {
    notice.lease = None;
    if notice.attempt >= NOTICE_ATTEMPTS_MAX {
        notice.state = "dead";
    } else {
        notice.state = "pending";
        notice.run_at = at;
    }
    true
}
