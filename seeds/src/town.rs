//! The institutions of a world: who teaches what, where, with which licence.

use std::collections::{BTreeMap, BTreeSet};

use domain::institution::Status;
use domain::licence;
use domain::words::{Class, Classes, Day, Stage, Stages};
use store::ops::institution::{NewInstitution, NewLicence};

use crate::chance::Chance;
use crate::codes::{self, COMPANY, NON_ENTERPRISE};
use crate::naming::{self, Field};
use crate::people;
use crate::places::{self, PLACES, Place};

/// How an institution stands with its licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    /// Licensed for more than three months to come.
    Valid,
    /// Licensed, with less than three months left.
    EndsSoon,
    /// The last day has passed.
    Expired,
    /// Suspended by order.
    Suspended,
    /// Taken away as a penalty.
    Revoked,
    /// Given back at the end.
    Cancelled,
    /// There never was one.
    Never,
}

/// Of a thousand institutions, so many stand so.
const PAPERS: &[(Paper, u32)] = &[
    (Paper::Valid, 742),
    (Paper::EndsSoon, 78),
    (Paper::Expired, 54),
    (Paper::Suspended, 18),
    (Paper::Revoked, 6),
    (Paper::Cancelled, 30),
    (Paper::Never, 72),
];

/// Of a hundred institutions, so many are of this class.
const CLASSES: &[(Class, u32)] = &[
    (Class::Arts, 42),
    (Class::Sports, 24),
    (Class::Science, 14),
    (Class::Practice, 7),
    (Class::ArtsExam, 7),
    (Class::Subject, 6),
];

/// Makes institutions one after the other; the same seed and anchor make the same ones.
pub(crate) struct Town {
    chance: Chance,
    anchor: Day,
    sequence: u64,
    long_brands: bool,
    taken: BTreeSet<String>,
}

/// One in seven teaches something else beside what it is known for.
fn several(class: Class, sequence: u64) -> Classes {
    let beside = match class {
        _ if !sequence.is_multiple_of(7) => None,
        Class::Sports => Some(Class::Arts),
        Class::Arts => Some(Class::Science),
        Class::Science => Some(Class::Practice),
        _ => None,
    };
    let one = Classes::from(class);
    Classes::of(std::iter::once(class).chain(beside)).unwrap_or(one)
}

impl Town {
    /// A town whose licences are dated around `anchor`. A large one has longer brands, so that names stay apart.
    pub(crate) fn new(seed: u64, anchor: Day, large: bool) -> Self {
        Self {
            chance: Chance::new(seed, "institutions"),
            anchor,
            sequence: 0,
            long_brands: large,
            taken: BTreeSet::new(),
        }
    }

    /// The next institution, anywhere, of any class, with any standing.
    pub(crate) fn next(&mut self) -> NewInstitution {
        let shares: Vec<(&Place, u32)> = PLACES.iter().map(|place| (place, place.share)).collect();
        let place = *self.chance.weighted(&shares);
        let class = *self.chance.weighted(CLASSES);
        let paper = *self.chance.weighted(PAPERS);
        self.make(place, class, paper)
    }

    /// The next institution with everything said that matters.
    pub(crate) fn make(&mut self, place: &Place, class: Class, paper: Paper) -> NewInstitution {
        self.sequence += 1;
        let sequence = self.sequence;
        let field = self.chance.one_of(naming::fields(class));
        // Subject institutions are non-profit by the rule of 2021; a third of the others are. Whoever was never licensed
        // is no registered non-enterprise unit.
        let nonprofit =
            (class == Class::Subject || self.chance.in_hundred(33)) && paper != Paper::Never;
        let (name, brand) = self.name(place, field, nonprofit, paper);
        let register = if nonprofit { NON_ENTERPRISE } else { COMPANY };
        let unregistered = paper == Paper::Never && self.chance.in_hundred(40);
        let address = places::address(&mut self.chance, place);
        let telephone = people::fixed_line(&mut self.chance);
        let email = people::email(&mut self.chance, "institution");
        let founded_on = self.anchor.plus_days(-self.chance.between(1_200, 4_200));
        // None for subjects was approved after the rule of 24 July 2021.
        let founded_on = match class {
            Class::Subject => Day::new(2021, 7, 23).map_or(founded_on, |last| founded_on.min(last)),
            _ => founded_on,
        };
        NewInstitution {
            name,
            brand,
            uscc: (!unregistered).then(|| codes::uscc(register, place.division, sequence)),
            legal_form: match (paper, nonprofit) {
                (Paper::Never, _) if unregistered => "unknown",
                (Paper::Never, _) | (_, false) => "company",
                (_, true) => "non_enterprise",
            },
            classes: several(class, sequence),
            stages: self.stages(class),
            district: place.district,
            address,
            telephone,
            email: email.parse().ok(),
            status: self.status(paper),
            founded_on: (!unregistered).then_some(founded_on),
            licence: self.licence(place, field, paper, sequence),
            further: BTreeMap::new(),
        }
    }

    fn name(
        &mut self,
        place: &Place,
        field: &Field,
        nonprofit: bool,
        paper: Paper,
    ) -> (String, String) {
        loop {
            let brand = naming::brand(&mut self.chance, self.long_brands);
            let name = if paper == Paper::Never {
                naming::unlicensed(&mut self.chance, place, &brand)
            } else {
                naming::licensed(place, &brand, field, nonprofit)
            };
            // In a large world two institutions may bear one name, as in life; in a demo it would confuse.
            if self.long_brands || self.taken.insert(name.clone()) {
                return (name, brand);
            }
        }
    }

    fn stages(&mut self, class: Class) -> Stages {
        let sets: &[&[Stage]] = match class {
            // New licences for subjects of compulsory education are not given; those that remain teach seniors.
            Class::Subject => &[&[Stage::Senior]],
            Class::ArtsExam => &[&[Stage::Senior], &[Stage::Junior, Stage::Senior]],
            _ => &[
                &[Stage::Preschool, Stage::Primary],
                &[Stage::Primary],
                &[Stage::Primary, Stage::Junior],
                &[Stage::Preschool, Stage::Primary, Stage::Junior],
                &[Stage::Primary, Stage::Junior, Stage::Senior],
            ],
        };
        let set: &[Stage] = self.chance.one_of::<&[Stage]>(sets);
        Stages::of(set)
    }

    fn status(&mut self, paper: Paper) -> Status {
        match paper {
            Paper::Revoked | Paper::Cancelled => Status::Closed,
            Paper::Expired if self.chance.in_hundred(25) => Status::Runaway,
            Paper::Expired if self.chance.in_hundred(30) => Status::Closing,
            _ => Status::Operating,
        }
    }

    fn licence(
        &mut self,
        place: &Place,
        field: &Field,
        paper: Paper,
        sequence: u64,
    ) -> Option<NewLicence> {
        let (state, days_left) = match paper {
            Paper::Never => return None,
            Paper::Valid => (licence::State::Valid, self.chance.between(91, 1_090)),
            Paper::EndsSoon => (licence::State::Valid, self.chance.between(0, 90)),
            Paper::Expired => (licence::State::Valid, -self.chance.between(1, 420)),
            Paper::Suspended => (licence::State::Suspended, self.chance.between(60, 900)),
            Paper::Revoked => (licence::State::Revoked, self.chance.between(30, 700)),
            Paper::Cancelled => (licence::State::Cancelled, self.chance.between(-200, 400)),
        };
        let valid_until = self.anchor.plus_days(days_left);
        let ended_on = matches!(paper, Paper::Revoked | Paper::Cancelled)
            .then(|| valid_until.min(self.anchor).plus_days(-30));
        Some(NewLicence {
            number: codes::licence_number(place.district, sequence),
            scope: field.scope.to_owned(),
            state,
            issued_by: format!("南昌市{}教育主管部门", place.name),
            // Three years less a day, as printed on the paper.
            issued_on: valid_until.plus_days(-1_095),
            valid_until,
            ended_on,
        })
    }
}
