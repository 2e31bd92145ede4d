//! What the public of the town reports of entries, an entry that was there twice, and what came out of what.

use domain::access::{Actor, decide, permit};
use domain::entry_report::{Draft, DraftItem};
use domain::institution::link::Kind;
use domain::words::{Day, Instant, InstitutionNumber, ReportNumber};
use store::Store;
use store::ops::link::{self, NewLink};
use store::ops::merge::{self, MergeEvent, Propose};
use store::ops::report::{self, FileReport, ReportEvent};

use crate::SeedFault;
use crate::applications::right;
use crate::fault::at;

const STEP: &str = "reports";

/// Who keeps the register right.
pub(crate) struct Listeners<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) lead_officer: &'a Actor,
    pub(crate) anchor: Day,
}

/// Which institutions of the town are told of.
#[derive(Clone, Copy)]
pub(crate) struct Cast<'a> {
    /// The agent's own.
    pub(crate) own: InstitutionNumber,
    /// One that seems to be gone.
    pub(crate) gone: InstitutionNumber,
    /// One that was entered three times.
    pub(crate) twice: InstitutionNumber,
    /// Its further entries: the one that was merged, the one that is not yet.
    pub(crate) doubles: [(InstitutionNumber, &'a str); 2],
    /// What the last one came out of, and what came of it.
    pub(crate) lineage: (InstitutionNumber, InstitutionNumber),
}

impl Listeners<'_> {
    /// Tells all of it: reports of each kind that wait, two that say the same, one of each that was decided, a merge that
    /// stands, and a link.
    pub(crate) async fn tell(&self, cast: Cast<'_>) -> Result<(), SeedFault> {
        let [(merged, _), (double, name)] = cast.doubles;
        self.merge(merged, cast.twice).await?;
        self.link(cast.lineage).await?;
        let items = vec![DraftItem {
            field: "telephone".to_owned(),
            right: "0791-80005678".to_owned(),
        }];
        let wrong = Draft {
            items,
            text: Some("招牌上写的是这个号码，打通了。".to_owned()),
            ..of("wrong")
        };
        self.file(cast.own, &wrong, 6).await?;
        let closed = |text: &str| Draft {
            since_on: Some(self.anchor.plus_days(-40).to_string()),
            text: Some(text.to_owned()),
            ..of("closed")
        };
        self.file(cast.gone, &closed("门口贴了转让，卷帘门一直锁着。"), 9)
            .await?;
        self.file(cast.gone, &closed("去了三次都没有人。"), 3)
            .await?;
        let twice = Draft {
            other: Some(double.to_string()),
            text: Some(format!("{name}就是这一家，地址和电话都一样。")),
            ..of("double")
        };
        self.file(cast.twice, &twice, 4).await?;
        let other = Draft {
            text: Some("页面上的上课时间和门口贴的不一样，请核对。".to_owned()),
            email: Some("jiazhang@example.com".to_owned()),
            ..of("other")
        };
        self.file(cast.own, &other, 2).await?;
        let thanked = self.file(cast.twice, &other, 16).await?;
        let accept = ReportEvent::Accept {
            answer: "已请机构按备案的时间上课，并更正门口的公示。".to_owned(),
        };
        self.judge(thanked, &accept, 14).await?;
        let refused = self.file(cast.gone, &wrong, 20).await?;
        let decline = ReportEvent::Decline {
            reason: "与机构的证照和电话核对过，登记的号码可以打通，没有更正。".to_owned(),
        };
        self.judge(refused, &decline, 17).await
    }

    fn moment(&self, days_ago: i64, hour: i64) -> Instant {
        let day = self.anchor.plus_days(-days_ago);
        day.start().plus_seconds(hour * 3_600)
    }

    async fn file(
        &self,
        institution: InstitutionNumber,
        draft: &Draft,
        days_ago: i64,
    ) -> Result<ReportNumber, SeedFault> {
        let now = self.moment(days_ago, 19);
        let grant = decide::<permit::ReportEntry>(&Actor::Public, now.day())
            .expect("everybody may report an entry");
        let filing = draft
            .check(now.day())
            .map_err(|faults| at(STEP)(store::Fault::Input(faults)))?;
        let command = FileReport {
            institution,
            filing,
            language: "zh",
        };
        let filed = report::file(self.store, &grant, &command, None, now).await;
        filed.map(|filed| filed.number).map_err(at(STEP))
    }

    async fn judge(
        &self,
        number: ReportNumber,
        event: &ReportEvent,
        days_ago: i64,
    ) -> Result<(), SeedFault> {
        let now = self.moment(days_ago, 11);
        let grant = right::<permit::JudgeReport>(self.officer, now);
        let judged = report::judge(self.store, &grant, number, event, 1, now).await;
        judged.map(drop).map_err(at(STEP))
    }

    async fn merge(
        &self,
        hidden: InstitutionNumber,
        kept: InstitutionNumber,
    ) -> Result<(), SeedFault> {
        let now = self.moment(30, 10);
        let grant = right::<permit::ProposeMerge>(self.officer, now);
        let command = Propose {
            hidden,
            kept,
            reason: "地址、电话和负责人相同，是同一家机构的两条登记。".to_owned(),
            report: None,
        };
        let made = merge::propose(self.store, &grant, None, &command, None, now);
        let made = made.await.map_err(at(STEP))?;
        let now = self.moment(28, 15);
        let grant = right::<permit::DecideMerge>(self.lead_officer, now);
        let approve = MergeEvent::Approve {};
        let approved = merge::step(self.store, &grant, made.id, &approve, 1, now).await;
        approved.map(drop).map_err(at(STEP))
    }

    async fn link(
        &self,
        (predecessor, successor): (InstitutionNumber, InstitutionNumber),
    ) -> Result<(), SeedFault> {
        let now = self.moment(26, 10);
        let grant = right::<permit::KeepLinks>(self.officer, now);
        let new = NewLink {
            predecessor,
            successor,
            kind: Kind::Renamed,
            since: self.anchor.plus_days(-400),
            basis: format!("洪教体许〔{}〕58号", self.anchor.year() - 1),
        };
        let entered = link::enter(self.store, &grant, &new, None, now).await;
        entered.map(drop).map_err(at(STEP))
    }
}

fn of(kind: &str) -> Draft {
    Draft {
        kind: kind.to_owned(),
        ..Draft::default()
    }
}
