//! Which places read alike.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;

use super::{Alike, Compared};
use crate::words::District;

fn place(name: &str, address: &str) -> Compared {
    Compared::of(District::Honggutan, name, address)
}

#[test]
fn the_same_flat_is_found_however_it_is_written() {
    let known = place("小太阳托管", "红谷滩区凤凰洲12栋2单元301室");
    for (name, address, alike) in [
        (
            "小太阳托管中心",
            "南昌市红谷滩区凤凰洲１２栋 2 单元 301 室",
            Alike::Both,
        ),
        ("", "凤凰洲12栋2单元301", Alike::Address),
        ("小太陽託管", "丰和中大道 1000 号", Alike::Name),
        ("博学书院", "凤凰洲12栋2单元302室", Alike::Address),
    ] {
        assert_eq!(
            place(name, address).alike(&known),
            Some(alike),
            "{name} {address}"
        );
    }
}

#[test]
fn another_street_another_name_or_another_district_is_another_place() {
    let known = place("小太阳托管", "凤凰洲12栋2单元301室");
    assert_eq!(
        place("启明教育培训中心", "绿茵路 88 号").alike(&known),
        None
    );
    // What every second sign says makes no two places one.
    assert_eq!(
        place("启明教育培训中心", "绿茵路 88 号").alike(&place("晨光教育培训中心", "会展路 5 号")),
        None
    );
    let elsewhere = Compared::of(District::Donghu, "小太阳托管", "凤凰洲12栋2单元301室");
    assert_eq!(elsewhere.alike(&known), None);
    // Two places without a sign are not alike for that.
    assert_eq!(
        place("", "绿茵路 88 号").alike(&place("", "会展路 5 号")),
        None
    );
}

proptest! {
    #[test]
    fn likeness_has_no_direction_and_whatever_can_be_compared_is_like_itself(
        names in prop::collection::vec("[一二三四红谷滩路号a-c1-3 ]{0,12}", 2), addresses in prop::collection::vec("[一二三四红谷滩路号a-c1-3 ]{0,12}", 2)
    ) {
        let one = place(&names[0], &addresses[0]);
        let two = place(&names[1], &addresses[1]);
        prop_assert_eq!(one.alike(&two), two.alike(&one));
        let compared = one.alike(&one);
        prop_assert!(compared.is_some() || (pairs_of(&names[0]) < 2 && pairs_of(&addresses[0]) < 5));
    }
}

/// Signs that are compared.
fn pairs_of(text: &str) -> usize {
    crate::hanzi::plain(text).chars().count()
}
