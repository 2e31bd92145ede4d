//! Steps of people, taken on the store and on the model, with both answers compared.

use domain::access::{Actor, Grant, decide, permit};
use domain::complaint::{Channel, Draft, DraftContact};
use domain::lead::Verdict;
use domain::words::ReceiptCode;
use store::Fault;
use store::ops::case::{self, OpenCase, Origin};
use store::ops::complaint::{self, ComplaintEvent, FileComplaint, Filed};
use store::ops::{IdempotencyKey, lead};

use super::reference::Outcome;
use super::step::{About, Filing, Hand, Handling, Step, Version, Which, Words};
use super::world::{FIRST, SECOND, World};

/// What the store answered, in the model's words.
pub(super) type Answered<T> = Result<T, String>;

pub(super) fn answered<T>(outcome: Result<T, Fault>) -> Answered<T> {
    outcome.map_err(|fault| fault.code().to_owned())
}

/// Whether the refusals of the store are those of the model, in any order: of two at once either may come first.
pub(super) fn same<T>(store: &[Answered<T>], model: &[Outcome]) -> Result<(), String> {
    let mut left: Vec<&str> = Vec::new();
    left.extend(
        store
            .iter()
            .map(|one| one.as_ref().err().map_or("done", String::as_str)),
    );
    let mut right: Vec<&str> = model
        .iter()
        .map(|one| one.err().unwrap_or("done"))
        .collect();
    left.sort_unstable();
    right.sort_unstable();
    if left == right {
        Ok(())
    } else {
        Err(format!("the store answers {left:?}, the model {right:?}"))
    }
}

pub(super) fn text(words: Words) -> String {
    match words {
        Words::Good => "现场检查属实，材料齐全。".to_owned(),
        Words::Empty => " \n ".to_owned(),
        Words::Long => "长".repeat(5_001),
        Words::Control => "看不见\u{202e}的字".to_owned(),
    }
}

pub(super) fn key(number: Option<u8>) -> Option<IdempotencyKey> {
    number.map(|number| IdempotencyKey::parse(&format!("key-{number}")).unwrap())
}

pub(super) fn at_version(version: Version, current: i64) -> i64 {
    match version {
        Version::Read => current,
        Version::Stale => current - 1,
        Version::Ahead => current + 1,
    }
}

impl World {
    /// Takes a step of a person. Nothing happens where there is no record of the kind yet.
    pub(super) async fn by_people(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::File { filing, twice } => self.file(&filing, twice).await,
            Step::Handle {
                which,
                what,
                by,
                version,
                words,
                twice,
            } => self.handle(which, what, by, version, words, twice).await,
            Step::Withdraw {
                which,
                wrong_receipt,
                twice,
            } => self.withdraw(which, wrong_receipt, twice).await,
            Step::Judge {
                which,
                confirm,
                reason,
                by,
                version,
            } => self.judge(which, confirm, reason, by, version).await,
            Step::Open {
                which,
                first,
                second,
                reason,
                twice,
            } => self.open(which, first, second, reason, twice).await,
            Step::Case { which, step, twice } => self.case(which, step, twice).await,
            Step::Answer {
                which,
                own,
                text,
                words,
                key,
                twice,
            } => self.answer(which, own, text, words, key, twice).await,
            Step::Proof {
                which,
                own,
                content,
            } => self.proof(which, own, content).await,
            Step::Consent => self.consent().await,
            Step::Register(step) => self.register(step).await,
            _ => Err(format!("{step:?} is no step of people")),
        }
    }

    async fn file(&mut self, filing: &Filing, twice: bool) -> Result<(), String> {
        let command = self.command(filing);
        let grant: Grant<permit::FileComplaint> =
            decide(&Actor::Public, self.store.today()).unwrap();
        let (store, now, key) = (&self.store, self.store.now(), key(filing.key));
        let once = || complaint::file(store, &grant, &command, key.as_ref(), now);
        let outcomes: Vec<Answered<Filed>> = both(twice, once).await;
        let mut expected = Vec::new();
        for outcome in &outcomes {
            let made = outcome.as_ref().ok();
            let known = self.model.complaints.len();
            let id = made.map(|filed| filed.id.to_string());
            expected.push(self.model.file(filing, id.as_deref()));
            if let (Some(filed), true) = (made, self.model.complaints.len() > known) {
                self.receipts.push((filed.number, filed.receipt));
            }
        }
        same(&outcomes, &expected)
    }

    fn command(&self, filing: &Filing) -> FileComplaint {
        let number = match filing.about {
            About::Known => Some(self.institutions[0].to_string()),
            About::Silent => Some(self.institutions[1].to_string()),
            About::Unknown => Some(
                domain::words::InstitutionNumber::from_sequence(999)
                    .unwrap()
                    .to_string(),
            ),
            About::Named => None,
        };
        let draft = Draft {
            institution_number: number,
            institution_name: (filing.about == About::Named).then(|| "某托管班".to_owned()),
            district: (filing.about == About::Named).then(|| "360102".to_owned()),
            subject: "周末补奥数".to_owned(),
            body: format!("周末在画室里讲奥数，收现金，第 {} 次。", filing.text),
            anonymous: !filing.email,
            contact: filing.email.then(|| DraftContact {
                name: Some(super::audit::NAME.to_owned()),
                telephone: Some(super::audit::TELEPHONE.to_owned()),
                email: Some(super::audit::EMAIL.to_owned()),
            }),
            ..Draft::default()
        };
        FileComplaint {
            filing: draft.check(self.store.today()).unwrap(),
            channel: if filing.source.is_some() {
                Channel::Hotline
            } else {
                Channel::Portal
            },
            source_number: filing.source.map(|source| format!("12345-{source}")),
            language: "zh",
        }
    }

    async fn handle(
        &mut self,
        which: Which,
        what: Handling,
        by: Hand,
        version: Version,
        words: Words,
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.complaints.len()) else {
            return Ok(());
        };
        let what = if what == Handling::Next {
            self.model.next_handling(which)
        } else {
            what
        };
        let event = match what {
            Handling::Accept | Handling::Next => ComplaintEvent::Accept {},
            Handling::Decline => ComplaintEvent::Decline {
                reason: text(words),
            },
            Handling::Answer => ComplaintEvent::Answer { text: text(words) },
            Handling::Close => ComplaintEvent::Close {},
        };
        let by = Self::hand(by, FIRST);
        let version = at_version(version, self.model.complaints[which].version);
        let grant = self.grant::<permit::HandleComplaint>(by).unwrap();
        let (store, now, number) = (&self.store, self.store.now(), self.receipts[which].0);
        let once = || complaint::event(store, &grant, number, &event, version, now);
        let outcomes = both(twice, once).await;
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.handle(which, what, by, version, words));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    async fn withdraw(
        &mut self,
        which: Which,
        wrong_receipt: bool,
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.receipts.len()) else {
            return Ok(());
        };
        let grant: Grant<permit::FollowComplaint> =
            decide(&Actor::Public, self.store.today()).unwrap();
        let (number, receipt) = &self.receipts[which];
        let wrong = ReceiptCode::from_mac(&[7; 32]).unwrap();
        let shown = if wrong_receipt { &wrong } else { receipt };
        let (store, now) = (&self.store, self.store.now());
        let outcomes = both(twice, || {
            complaint::withdraw(store, &grant, *number, shown, now)
        })
        .await;
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.withdraw(which, wrong_receipt));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    async fn judge(
        &mut self,
        which: Which,
        confirm: bool,
        reason: Words,
        by: Hand,
        version: Version,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.leads.len()) else {
            return Ok(());
        };
        let by = Self::hand(by, FIRST);
        let known = &self.model.leads[which];
        let (id, version) = (
            known.id.parse().unwrap(),
            at_version(version, known.version),
        );
        let verdict = if confirm {
            Verdict::Confirmed
        } else {
            Verdict::Dismissed
        };
        let grant = self.grant::<permit::JudgeLead>(by).unwrap();
        let (store, now) = (&self.store, self.store.now());
        let outcome = lead::judge(store, &grant, id, verdict, &text(reason), version, now).await;
        let expected = self.model.judge(which, confirm, reason, by, version);
        same(&[answered(outcome)], &[expected])
    }

    async fn open(
        &mut self,
        which: Which,
        first: Hand,
        second: Hand,
        reason: Words,
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.receipts.len()) else {
            return Ok(());
        };
        let (first, second) = (Self::hand(first, FIRST), Self::hand(second, SECOND));
        let command = OpenCase {
            from: Origin::Complaint(self.receipts[which].0),
            second_officer: self.model.people[second].id.parse().unwrap(),
            party_name: String::new(),
            reason: text(reason),
        };
        let outcomes = match self.grant::<permit::OpenCase>(first) {
            Err(code) => vec![Err(code.to_owned())],
            Ok(grant) => {
                let (store, now) = (&self.store, self.store.now());
                both(twice, || case::open(store, &grant, &command, None, now)).await
            }
        };
        let mut expected = Vec::new();
        for outcome in &outcomes {
            let made = outcome.as_ref().ok().map(|opened| opened.id.to_string());
            expected.push(self.model.open(
                which,
                [first, second],
                reason,
                &made.unwrap_or_default(),
            ));
            self.case_numbers
                .extend(outcome.as_ref().ok().map(|opened| opened.number));
        }
        same(&outcomes, &expected)
    }
}

/// The same command once, or twice at the same time; what was done comes before what was refused.
pub(super) async fn both<T, F: Future<Output = Result<T, Fault>>>(
    twice: bool,
    once: impl Fn() -> F,
) -> Vec<Answered<T>> {
    let mut outcomes = if twice {
        let (one, two) = tokio::join!(once(), once());
        vec![answered(one), answered(two)]
    } else {
        vec![answered(once().await)]
    };
    outcomes.sort_by_key(Result::is_err);
    outcomes
}

/// A place below `count`; none where there is nothing to pick from.
pub(super) fn pick(which: Which, count: usize) -> Option<usize> {
    (count > 0).then(|| which % count)
}
