//! Complaints as they would come in: written texts with invented complainants.

use domain::access::{Actor, decide, permit};
use domain::complaint::{Channel, Draft, DraftContact};
use domain::words::{Day, District, Instant, InstitutionId, InstitutionNumber};
use store::Store;
use store::ops::complaint::{self, FileComplaint, Filed};

use crate::SeedFault;
use crate::chance::Chance;
use crate::corpus::{self, Text};
use crate::fault::at;
use crate::people;
use crate::places::PLACES;

/// The incoming post of a world.
pub(crate) struct Post {
    chance: Chance,
    anchor: Day,
    texts: Vec<Text>,
    hotline: u32,
}

impl Post {
    /// The post of the two months before `anchor`.
    pub(crate) fn new(seed: u64, anchor: Day) -> Self {
        Self {
            chance: Chance::new(seed, "complaints"),
            anchor,
            texts: corpus::texts(),
            hotline: 0,
        }
    }

    /// One of the institutions, in half of the cases; the other complaints name none of the register.
    pub(crate) fn someone(
        &mut self,
        entered: &[(InstitutionId, InstitutionNumber)],
    ) -> Option<InstitutionNumber> {
        (!entered.is_empty() && self.chance.in_hundred(50)).then(|| self.chance.one_of(entered).1)
    }

    /// The texts of the corpus for which `fits` holds.
    pub(crate) fn texts(&self, fits: impl Fn(&Text) -> bool) -> Vec<Text> {
        self.texts
            .iter()
            .filter(|text| fits(text))
            .cloned()
            .collect()
    }

    /// Files any text at any time of the last two months.
    pub(crate) async fn file(
        &mut self,
        store: &Store,
        about: Option<InstitutionNumber>,
    ) -> Result<Filed, SeedFault> {
        let text = self.chance.one_of(&self.texts).clone();
        let days_ago = self.chance.between(1, 59);
        let received = self.moment(self.anchor.plus_days(-days_ago));
        self.file_text(store, &text, about, received).await
    }

    /// Some time of `day`: people complain from the early morning until late at night.
    pub(crate) fn moment(&mut self, day: Day) -> Instant {
        day.start()
            .plus_seconds(self.chance.between(6 * 3_600, 23 * 3_600))
    }

    /// Files this text at this instant.
    pub(crate) async fn file_text(
        &mut self,
        store: &Store,
        text: &Text,
        about: Option<InstitutionNumber>,
        received: Instant,
    ) -> Result<Filed, SeedFault> {
        let grant = decide::<permit::FileComplaint>(&Actor::Public, received.day())
            .expect("everybody may complain");
        let draft = self.draft(text, about);
        let filing = draft
            .check(received.day())
            .map_err(|faults| at("complaints")(store::Fault::Input(faults)))?;
        let hotline = text.is_published();
        if hotline {
            self.hotline += 1;
        }
        let command = FileComplaint {
            filing,
            channel: if hotline {
                Channel::Hotline
            } else {
                Channel::Portal
            },
            source_number: hotline.then(|| format!("12345-{}-{:05}", received.day(), self.hotline)),
            language: "zh",
        };
        complaint::file(store, &grant, &command, None, received)
            .await
            .map_err(at("complaints"))
    }

    fn draft(&mut self, text: &Text, about: Option<InstitutionNumber>) -> Draft {
        let anonymous = self.chance.in_hundred(35);
        let amount = text
            .labels
            .iter()
            .any(|label| label == "fees_refund")
            .then(|| self.chance.between(8, 260) * 10_000);
        Draft {
            institution_number: about.map(|number| number.to_string()),
            institution_name: None,
            place: None,
            district: district_in(text).map(|district| district.code().to_owned()),
            subject: text.subject.clone(),
            body: text.body.clone(),
            happened_on: None,
            amount_fen: amount,
            anonymous,
            contact: (!anonymous).then(|| DraftContact {
                name: Some(people::name(&mut self.chance)),
                telephone: Some(people::mobile(&mut self.chance)),
                email: self
                    .chance
                    .in_hundred(80)
                    .then(|| people::email(&mut self.chance, "parent")),
            }),
        }
    }
}

/// The district that a text names, by the short name that people use.
pub(crate) fn district_in(text: &Text) -> Option<District> {
    PLACES
        .iter()
        .find(|place| {
            let short = place.name.trim_end_matches(['区', '县']);
            // “南昌” alone is the whole city.
            let short = if short == "南昌" { place.name } else { short };
            text.subject.contains(short) || text.body.contains(short)
        })
        .map(|place| place.district)
}
