//! Steps of workers and of time: claims, ends, sweeps, retries by people, the sealer.

use domain::access::permit;
use domain::notice::Instead;
use domain::words::{ComplaintId, Instant, JobId, NoticeId};
use serde_json::json;
use store::ops::screening;
use store::outbox::{self, Outcome as Sent, Rendered, Settlement};
use store::{Fault, audit, queue};

use super::reference::Outcome;
use super::run::pick;
use super::step::{JobEnd, Post, Step, Which};
use super::world::{
    ADMINISTRATOR, DEFERRED_MS, FIRST, HeldJob, HeldNotice, LEASE_MS, World, system,
};

fn told<T>(what: &str, outcome: &Result<T, Fault>, expected: Outcome) -> Result<(), String> {
    let got = outcome.as_ref().err().map_or("done", Fault::code);
    let wanted = expected.err().unwrap_or("done");
    if got == wanted {
        Ok(())
    } else {
        Err(format!(
            "{what}: the store answers {got}, the model {wanted}"
        ))
    }
}

fn worker(owner: u8) -> String {
    format!("worker-{owner}")
}

impl World {
    /// Takes a step of a machine, or lets time pass.
    pub(super) async fn by_machines(&mut self, step: &Step) -> Result<(), String> {
        let (store, now) = (self.store.clone(), self.store.now());
        match *step {
            Step::ClaimJob { owner } => self.claim_job(&worker(owner)).await,
            Step::EndJob { which, end } => self.end_job(which, end).await,
            Step::SweepJobs => {
                let swept = queue::sweep(&store, now).await;
                self.model.sweep_jobs();
                told("sweeping jobs", &swept, Ok(()))
            }
            Step::RetryJob { which } => self.retry_job(which).await,
            Step::ClaimNotices { owner, max } => self.claim_notices(&worker(owner), max).await,
            Step::Post { outcomes } => self.post(outcomes).await,
            Step::SweepNotices => {
                let swept = outbox::sweep(&store, now).await;
                self.model.sweep_notices();
                told("sweeping notices", &swept, Ok(()))
            }
            Step::RetryNotice { which } => self.retry_notice(which).await,
            Step::SetNoticeAside { which } => self.set_notice_aside(which).await,
            Step::Clock { millis } => {
                self.clock.advance(millis);
                self.model.millis += millis;
                Ok(())
            }
            Step::Seal => {
                let sealed = audit::seal_some(&store, now).await;
                told("sealing", &sealed, Ok(()))?;
                let published = audit::publish_head(&store, store.today(), now).await;
                told("publishing the head", &published, Ok(()))
            }
            _ => Err(format!("{step:?} is no step of machines")),
        }
    }

    async fn claim_job(&mut self, owner: &str) -> Result<(), String> {
        let claimed = queue::claim(&self.store, owner, LEASE_MS, true, self.store.now()).await;
        let claimed = claimed.map_err(|fault| format!("claiming: {fault}"))?;
        let Some(claimed) = claimed else {
            return self
                .model
                .claim_job(owner, LEASE_MS, None)
                .map_err(str::to_owned);
        };
        let key = format!("SELECT job_key FROM job WHERE id = '{}'", claimed.id);
        let key = self.text(&key).await.ok_or("a job without a row")?;
        self.model.claim_job(owner, LEASE_MS, Some(&key))?;
        self.jobs.push(HeldJob {
            claimed,
            key,
            owner: owner.to_owned(),
        });
        Ok(())
    }

    async fn end_job(&mut self, which: Which, end: JobEnd) -> Result<(), String> {
        let Some(which) = pick(which, self.jobs.len()) else {
            return Ok(());
        };
        let HeldJob {
            claimed,
            key,
            owner,
        } = self.jobs.remove(which);
        let now = self.store.now();
        match end {
            JobEnd::Lost => Ok(()),
            JobEnd::Failed => {
                let failed = queue::fail(&self.store, &claimed, "test", now).await;
                let expected = self.model.fail_job(&key, &owner, claimed.attempt);
                told("failing a job", &failed, expected)
            }
            JobEnd::Recorded { flag } => {
                let complaint: ComplaintId = key.trim_start_matches("screen:").parse().unwrap();
                let labels = json!([{"code": "subject_tutoring_disguised", "probability": 0.9, "flag": flag}]);
                let found = json!({"rules": "test", "model": "none", "labels": labels});
                let grant = system::<permit::RunSystem>(&self.store);
                let recorded =
                    screening::record(&self.store, &grant, &claimed, complaint, &found, now).await;
                let expected = self.model.finish_job(&key, &owner, claimed.attempt);
                told("recording a screening", &recorded, expected)?;
                if recorded.is_ok() {
                    let id = complaint.to_string();
                    let lead = format!("SELECT id FROM lead WHERE complaint_id = '{id}'");
                    let lead = self.text(&lead).await;
                    if lead.is_some() != flag {
                        return Err("a flag and its lead do not go together".to_owned());
                    }
                    self.model.screened(&id, lead)?;
                }
                Ok(())
            }
        }
    }

    async fn retry_job(&mut self, which: Which) -> Result<(), String> {
        let keys: Vec<String> = self.model.jobs.keys().cloned().collect();
        let Some(which) = pick(which, keys.len()) else {
            return Ok(());
        };
        let id = format!("SELECT id FROM job WHERE job_key = '{}'", keys[which]);
        let id = self.text(&id).await.ok_or("a job was lost")?;
        let job: JobId = id.parse().unwrap();
        let grant = self.grant::<permit::RetryJob>(ADMINISTRATOR)?;
        let retried = queue::retry(&self.store, &grant, job, self.store.now()).await;
        let by = self.model.people[ADMINISTRATOR].id.clone();
        let expected = self.model.retry_job(&keys[which], &id, &by);
        told("retrying a job", &retried, expected)
    }

    async fn claim_notices(&mut self, owner: &str, max: u32) -> Result<(), String> {
        let claimed = outbox::claim(&self.store, owner, max, LEASE_MS, self.store.now()).await;
        let claimed = claimed.map_err(|fault| format!("claiming notices: {fault}"))?;
        let mut keys = Vec::new();
        for outgoing in &claimed {
            let key = format!("SELECT dedupe_key FROM notice WHERE id = '{}'", outgoing.id);
            keys.push(self.text(&key).await.ok_or("a notice without a row")?);
        }
        let room = usize::try_from(max).unwrap();
        self.model.claim_notices(owner, LEASE_MS, room, &keys)?;
        let held = claimed
            .into_iter()
            .zip(keys)
            .map(|(outgoing, key)| HeldNotice {
                outgoing,
                key,
                owner: owner.to_owned(),
            });
        self.notices.extend(held);
        Ok(())
    }

    /// What became of up to three of the notices that are held, written down in one commit.
    async fn post(&mut self, outcomes: [Post; 3]) -> Result<(), String> {
        let now = self.store.now();
        let mut settlements = Vec::new();
        let mut expected = 0_u64;
        for post in outcomes {
            if self.notices.is_empty() {
                break;
            }
            let HeldNotice {
                outgoing,
                key,
                owner,
            } = self.notices.remove(0);
            let Some(outcome) = sent(post, now) else {
                continue;
            };
            let settled = self.model.settle(&key, &owner, outgoing.attempt, post);
            expected += u64::from(settled);
            settlements.push(Settlement {
                notice: outgoing,
                outcome,
                rendered: Some(Rendered {
                    subject: "投诉已收到".to_owned(),
                    text: "您好".to_owned(),
                    html: "<p>您好</p>".to_owned(),
                }),
            });
        }
        let written = outbox::settle(&self.store, &settlements, now).await;
        let written = written.map_err(|fault| format!("settling: {fault}"))?;
        if written == expected {
            Ok(())
        } else {
            Err(format!(
                "the store settles {written} notices, the model {expected}"
            ))
        }
    }

    /// The key and the id of a notice; nothing where there is none.
    async fn some_notice(&self, which: Which) -> Result<Option<(String, String)>, String> {
        let keys: Vec<String> = self.model.notices.keys().cloned().collect();
        let Some(which) = pick(which, keys.len()) else {
            return Ok(None);
        };
        let id = format!("SELECT id FROM notice WHERE dedupe_key = '{}'", keys[which]);
        let id = self.text(&id).await.ok_or("a notice was lost")?;
        Ok(Some((keys[which].clone(), id)))
    }

    async fn retry_notice(&mut self, which: Which) -> Result<(), String> {
        let Some((key, id)) = self.some_notice(which).await? else {
            return Ok(());
        };
        let notice: NoticeId = id.parse().unwrap();
        let grant = self.grant::<permit::RetryNotice>(FIRST)?;
        let retried = outbox::retry(&self.store, &grant, notice, self.store.now()).await;
        let by = self.model.people[FIRST].id.clone();
        let expected = self.model.retry_notice(&key, &id, &by);
        told("sending a notice again", &retried, expected)
    }

    async fn set_notice_aside(&mut self, which: Which) -> Result<(), String> {
        let Some((key, id)) = self.some_notice(which).await? else {
            return Ok(());
        };
        let notice: NoticeId = id.parse().unwrap();
        let (grant, instead) = (
            self.grant::<permit::RetryNotice>(FIRST)?,
            Instead::Telephone,
        );
        let aside = outbox::set_aside(&self.store, &grant, notice, instead, self.store.now()).await;
        let by = self.model.people[FIRST].id.clone();
        let expected = self.model.set_notice_aside(&key, &id, &by);
        told("setting a notice aside", &aside, expected)
    }
}

/// What the worker writes down; nothing where it dies.
fn sent(post: Post, now: Instant) -> Option<Sent> {
    let code = "smtp_451".to_owned();
    Some(match post {
        Post::Sent => Sent::Sent {
            reply: "250 ok".to_owned(),
        },
        Post::Deferred => Sent::Retry {
            code,
            at: now.plus_millis(DEFERRED_MS),
            excused: false,
        },
        Post::Refused => Sent::Refused { code },
        Post::Unsure => Sent::Unsure,
        Post::Dead => Sent::Dead { code },
        Post::Lost => return None,
    })
}
