//! Which of the places that are known may be the one that is entered: the same district, and an address or a name that reads
//! alike. It is a question to a person, so it would rather ask once too often.

use std::collections::BTreeSet;

use crate::hanzi;
use crate::words::District;

/// From so many thousandths of common pairs of signs two texts read alike.
const ALIKE_MILLI: usize = 600;
/// Shorter than this a text says too little to be compared.
const SIGNS_MIN: usize = 2;

/// What half of all names and addresses hold, and so tells nobody apart.
const COMMON: &[&str] = &[
    "有限责任公司",
    "有限公司",
    "工作室",
    "培训中心",
    "培训学校",
    "培训班",
    "培训",
    "教育咨询",
    "文化传播",
    "教育",
    "托管",
    "江西省",
    "南昌市",
];

/// In what two places are alike, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// The address, and the name where both have one.
    Both,
    /// The address.
    Address,
    /// The name.
    Name,
}

impl Alike {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Address => "address",
            Self::Name => "name",
        }
    }
}

/// A name and an address as they are compared: read once, compared with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    district: District,
    name: BTreeSet<(char, char)>,
    address: BTreeSet<(char, char)>,
}

impl Compared {
    /// What is compared of a place with this name and address.
    #[must_use]
    pub fn of(district: District, name: &str, address: &str) -> Self {
        let address = plain(address).replace(district.zh(), "");
        Self {
            district,
            name: pairs(&plain(name)),
            address: pairs(&address),
        }
    }

    /// In what they are alike; nothing where they are not.
    #[must_use]
    pub fn alike(&self, other: &Self) -> Option<Alike> {
        if self.district != other.district {
            return None;
        }
        let name = reads_alike(&self.name, &other.name);
        let address = reads_alike(&self.address, &other.address);
        match (name, address) {
            (true, true) => Some(Alike::Both),
            (false, true) => Some(Alike::Address),
            (true, false) => Some(Alike::Name),
            (false, false) => None,
        }
    }
}

/// The signs that tell it apart; all of them where it has no others.
fn plain(text: &str) -> String {
    let plain = hanzi::plain(text);
    let told = COMMON
        .iter()
        .fold(plain.clone(), |text, common| text.replace(common, ""));
    if told.chars().count() < SIGNS_MIN {
        plain
    } else {
        told
    }
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

/// Twice the common pairs by all of them (Dice), in thousandths.
fn reads_alike(one: &BTreeSet<(char, char)>, other: &BTreeSet<(char, char)>) -> bool {
    let all = one.len() + other.len();
    if one.is_empty() || other.is_empty() {
        return false;
    }
    one.intersection(other).count() * 2_000 >= all * ALIKE_MILLI
}
