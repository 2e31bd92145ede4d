//! The demo town: every district, every class, every standing, and a story in each state.

mod kept;

use domain::access::permit;
use domain::application::Kind;
use domain::calendar::Calendar;
use domain::institution::Status;
use domain::lead::Verdict;
use domain::words::{
    Class, ComplaintNumber, Day, District, Instant, InstitutionId, InstitutionNumber, Stages,
};
use store::Store;
use store::ops::institution;

use crate::applications::{APPLICATIONS, Window};
use crate::chance::Chance;
use crate::complaints::{self, Post};
use crate::corpus::Text;
use crate::desk::Desk;
use crate::fault::at;
use crate::office::{self, Colleague, by_seeds};
use crate::places::PLACES;
use crate::records;
use crate::story::{self, ANSWERS, CHAPTERS, Chapter, DECLINED, Fate, Plot, Until};
use crate::town::{Paper, Town};
use crate::world::{morning, refuse_filled};
use crate::{DemoAccount, SeedFault};

/// What the demo town holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoReport {
    /// Its seed.
    pub seed: u64,
    /// The day on which it stands.
    pub anchor: Day,
    /// Institutions.
    pub institutions: usize,
    /// Complaints.
    pub complaints: usize,
    /// Cases.
    pub cases: usize,
    /// Accounts, all with the same password.
    pub accounts: Vec<DemoAccount>,
}

/// One institution of the town, as far as the story needs it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: InstitutionId,
    pub(crate) number: InstitutionNumber,
    pub(crate) name: String,
    address: String,
    district: District,
    paper: Paper,
    status: Status,
    class: Class,
    stages: Stages,
}

/// Fills an empty, migrated database with the demo town that stands on `anchor`. Nothing in it is dated on the anchor
/// day or later, so that the town is ready at any hour.
///
/// # Errors
/// [`SeedFault::Filled`] where there is a record already, [`SeedFault::Store`].
pub async fn demo(
    store: &Store,
    anchor: Day,
    seed: u64,
    password: &str,
) -> Result<DemoReport, SeedFault> {
    refuse_filled(store, anchor).await?;
    let founded = morning(anchor.plus_days(-70));
    let authorities = office::found(store, founded).await?;
    let entries = institutions(store, anchor, seed, founded).await?;
    let own = entries
        .first()
        .map(|entry| entry.id)
        .expect("the town begins with the agent's institution");
    let colleagues =
        office::open_accounts(store, seed, &authorities, own, password, founded).await?;
    let mut teller = Teller {
        store,
        anchor,
        desk: Desk::new(store, &colleagues),
        post: Post::new(seed, anchor),
        chance: Chance::new(seed, "story"),
        entries: &entries,
        told: Vec::new(),
        last: founded,
    };
    for chapter in CHAPTERS {
        teller.tell(*chapter).await?;
    }
    kept::records(store, anchor, &colleagues, &entries).await?;
    let agents = applications(
        store,
        anchor,
        seed,
        &colleagues,
        &entries,
        (password, founded),
    )
    .await?;
    kept::staff(store, anchor, seed, &colleagues, &entries).await?;
    kept::courses(store, anchor, &colleagues, &entries).await?;
    let providers = kept::after_school(
        (store, anchor, seed),
        &colleagues,
        &entries,
        (password, founded),
    )
    .await?;
    kept::unlicensed(store, anchor, &colleagues, &entries).await?;
    kept::reports(store, anchor, &colleagues, &entries).await?;
    Ok(DemoReport {
        seed,
        anchor,
        institutions: entries.len(),
        complaints: CHAPTERS.len(),
        cases: cases(),
        accounts: colleagues
            .into_iter()
            .chain(agents)
            .chain(providers)
            .map(|one| one.account)
            .collect(),
    })
}

fn cases() -> usize {
    let cases = CHAPTERS.iter();
    cases
        .filter(|chapter| matches!(chapter.fate, Fate::Case(_)))
        .count()
}

/// Tells the applications: the first ones are the first institution's, each of the others has an agent of its own.
async fn applications(
    store: &Store,
    anchor: Day,
    seed: u64,
    colleagues: &[Colleague],
    entries: &[Entry],
    (password, founded): (&str, Instant),
) -> Result<Vec<Colleague>, SeedFault> {
    let of = |login: &str| {
        colleagues
            .iter()
            .find(|one| one.account.login == login)
            .expect("each role has an account")
    };
    let window = Window {
        store,
        officer: &of("officer").actor,
        second: of("officer-2").id,
        lead_officer: &of("lead-officer").actor,
        anchor,
    };
    let mut chance = Chance::new(seed, "applicants");
    let mut unlicensed = entries
        .iter()
        .filter(|entry| matches!(entry.paper, Paper::Never | Paper::Expired))
        .filter(|entry| entry.status == Status::Operating);
    let mut licensed = entries
        .iter()
        .filter(|entry| entry.paper == Paper::Valid && entry.status == Status::Operating)
        .skip(1);
    let mut agents = Vec::new();
    for (kind, days_ago, reached) in APPLICATIONS.iter().copied() {
        if kind != Kind::Establish && agents.is_empty() {
            let agent = &of("institution-agent").actor;
            window.take(agent, kind, days_ago, reached).await?;
            continue;
        }
        let entry = if kind == Kind::Establish {
            unlicensed.next()
        } else {
            licensed.next()
        };
        let entry = entry.expect("the town has enough of them");
        let login = format!("institution-agent-{}", agents.len() + 2);
        let agent =
            office::open_agent(store, &mut chance, entry.id, login, password, founded).await?;
        window.take(&agent.actor, kind, days_ago, reached).await?;
        agents.push(agent);
    }
    Ok(agents)
}

/// In each place two that are in order, and three that go round all other standings.
const TURNS: [&[Paper]; 5] = [
    &[Paper::Valid],
    &[Paper::Valid, Paper::EndsSoon],
    &[Paper::EndsSoon, Paper::Expired, Paper::Suspended],
    &[Paper::Never, Paper::Valid],
    &[
        Paper::Expired,
        Paper::Revoked,
        Paper::Cancelled,
        Paper::Never,
    ],
];

async fn institutions(
    store: &Store,
    anchor: Day,
    seed: u64,
    now: Instant,
) -> Result<Vec<Entry>, SeedFault> {
    let mut town = Town::new(seed, anchor, false);
    let mut planned = Vec::new();
    let home = PLACES
        .iter()
        .find(|place| place.district == District::Honggutan)
        .expect("the place is in the list");
    planned.push((
        home,
        Paper::Valid,
        town.make(home, Class::Arts, Paper::Valid),
    ));
    let mut classes = Class::ALL.iter().copied().cycle();
    for (turn, place) in PLACES.iter().enumerate() {
        for papers in TURNS {
            let paper = turn_of(papers, turn);
            let class = classes.next().unwrap_or(Class::Arts);
            planned.push((place, paper, town.make(place, class, paper)));
        }
    }
    let grant = by_seeds::<permit::ManageRegister>(now.day());
    let mut chance = Chance::new(seed, "records");
    for (_, _, new) in &mut planned {
        records::further(&mut chance, new, anchor);
    }
    let new: Vec<_> = planned.iter().map(|(_, _, new)| new.clone()).collect();
    let entered = institution::register(store, &grant, &new, now)
        .await
        .map_err(at("institutions"))?;
    Ok(planned
        .into_iter()
        .zip(entered)
        .map(|((place, paper, new), (id, number))| Entry {
            id,
            number,
            name: new.name,
            address: new.address,
            district: place.district,
            paper,
            status: new.status,
            class: new.classes.first(),
            stages: new.stages,
        })
        .collect())
}

fn turn_of(papers: &[Paper], turn: usize) -> Paper {
    papers
        .iter()
        .copied()
        .cycle()
        .nth(turn)
        .unwrap_or(Paper::Valid)
}

/// Tells the chapters one after the other.
struct Teller<'a> {
    store: &'a Store,
    anchor: Day,
    desk: Desk<'a>,
    post: Post,
    chance: Chance,
    entries: &'a [Entry],
    /// Texts that were used: nobody writes the same complaint twice.
    told: Vec<String>,
    /// The last step of the chapter: the next one comes after it.
    last: Instant,
}

impl Teller<'_> {
    async fn tell(&mut self, chapter: Chapter) -> Result<(), SeedFault> {
        let text = self.text(chapter.fate);
        let about = self.about(chapter.fate, &text);
        let received = self.post.moment(self.anchor.plus_days(-chapter.days_ago));
        self.last = received;
        let filed = self
            .post
            .file_text(
                self.store,
                &text,
                about.as_ref().map(|entry| entry.number),
                received,
            )
            .await?;
        // What came in since yesterday is left to the worker, which starts after the town is made.
        if chapter.days_ago > 1 {
            self.desk.screen(received.plus_seconds(40)).await?;
        }
        let (number, day) = (filed.number, chapter.days_ago);
        match chapter.fate {
            Fate::New => Ok(()),
            Fate::Accepted => self.accept(number, day).await,
            Fate::Answered => self.answer(number, day).await,
            Fate::Closed => {
                self.answer(number, day).await?;
                let when = self.office_hour(day - 8);
                self.desk.close(number, when).await
            }
            Fate::Declined => {
                let when = self.office_hour(day - 2);
                let reason = (*self.chance.one_of(DECLINED)).to_owned();
                self.desk.decline(number, reason, when).await
            }
            Fate::Withdrawn => {
                let when = self.office_hour(day - 1);
                self.desk.withdraw(number, &filed.receipt, when).await
            }
            Fate::Case(plot) => match about {
                Some(entry) => self.case(number, &entry, plot, day).await,
                None => Ok(()),
            },
        }
    }

    async fn accept(&mut self, number: ComplaintNumber, day: i64) -> Result<(), SeedFault> {
        let when = self.office_hour(day - 1);
        self.desk.accept(number, when).await
    }

    async fn answer(&mut self, number: ComplaintNumber, day: i64) -> Result<(), SeedFault> {
        self.accept(number, day).await?;
        let when = self.office_hour(day - 6);
        let text = (*self.chance.one_of(ANSWERS)).to_owned();
        self.desk.answer(number, text, when).await
    }

    async fn case(
        &mut self,
        number: ComplaintNumber,
        party: &Entry,
        plot: Plot,
        day: i64,
    ) -> Result<(), SeedFault> {
        self.accept(number, day).await?;
        let judged = self.office_hour(day - 1);
        let opened = self.office_hour(day - 1);
        self.desk
            .judge(
                number,
                Verdict::Confirmed,
                "投诉内容具体，地点和时间明确，需要现场核查。",
                judged,
            )
            .await?;
        let case = self.desk.open_case(number, party, opened).await?;
        if plot.until >= Until::Found {
            let when = self.office_hour(day - 3);
            let facts = story::facts(plot.violation);
            self.desk.find(case, plot.violation, facts, when).await?;
        }
        if plot.until >= Until::Ordered {
            let when = self.office_hour(day - 4);
            let due_on = when.day().plus_days(plot.correction_days);
            self.desk
                .order(case, story::demand(plot.violation), due_on, when)
                .await?;
        }
        if plot.until >= Until::Served {
            let when = self.office_hour(day - 5);
            self.desk.serve(case, when).await?;
        }
        if plot.own && plot.until >= Until::Responded {
            let when = self.office_hour(day - 12);
            self.desk.respond(case, story::RESPONSE, when).await?;
        }
        if plot.until >= Until::Proposed {
            let when = self.office_hour(day - 21);
            self.desk.propose(case, story::CLOSURE, when).await?;
        }
        if plot.until >= Until::Closed {
            let when = self.office_hour(day - 23);
            self.desk.approve(case, when).await?;
            let answered = self.office_hour(day - 23);
            let text = "您反映的问题已立案查处，该机构已停止有关培训并退还费用，案件已结案。感谢您的监督。";
            self.desk.answer(number, text.to_owned(), answered).await?;
        }
        Ok(())
    }

    /// A time at the desk on the first working day from `days_ago` days before the anchor on, after the step before.
    fn office_hour(&mut self, days_ago: i64) -> Instant {
        let mut day = self.anchor.plus_days(-days_ago.max(1));
        while !Calendar::built_in().on(day).working && days_ago > 2 {
            day = day.plus_days(1);
        }
        let hour = day
            .start()
            .plus_seconds(self.chance.between(9 * 3_600, 16 * 3_600));
        self.last = hour.max(self.last.plus_seconds(1_200));
        self.last
    }

    /// A text that fits the fate and was not told before.
    fn text(&mut self, fate: Fate) -> Text {
        let told = &self.told;
        let fits = |text: &Text| {
            let right = match fate {
                Fate::Case(_) => text.is_disguised_tutoring() && !text.is_published(),
                Fate::Declined => text.labels.is_empty(),
                Fate::New | Fate::Accepted => true,
                _ => !text.labels.is_empty(),
            };
            right && !told.contains(&text.id)
        };
        let choices = self.post.texts(fits);
        let text = self.chance.one_of(&choices).clone();
        self.told.push(text.id.clone());
        text
    }

    /// Whom a complaint is about: the party of its case, else one in the district that the text names.
    fn about(&mut self, fate: Fate, text: &Text) -> Option<Entry> {
        let others = || self.entries.iter().skip(1);
        let choices: Vec<&Entry> = match fate {
            Fate::Case(plot) if plot.own => return self.entries.first().cloned(),
            Fate::Case(plot) => {
                let unlicensed = plot.violation == domain::case::Violation::UnlicensedInstitution;
                others()
                    .filter(|entry| (entry.paper == Paper::Never) == unlicensed)
                    .collect()
            }
            _ => {
                let district = complaints::district_in(text)?;
                others()
                    .filter(|entry| entry.district == district)
                    .collect()
            }
        };
        (!choices.is_empty()).then(|| (*self.chance.one_of(&choices)).clone())
    }
}
