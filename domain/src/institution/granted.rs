//! What the record of an institution says once a licence was granted for what a form says.

use super::field::Premises;
use crate::application::Form;

/// The places in which it teaches: those that it `left` are gone, the one that the form names is as the form has it, and the
/// others stay. The paper on fire safety of a place that is known is no part of the form.
#[must_use]
pub fn premises(mut known: Vec<Premises>, left: &str, form: &Form) -> Vec<Premises> {
    if form.address != left {
        known.retain(|one| one.address != left);
    }
    let place = known.iter().position(|one| one.address == form.address);
    let before = place.map(|place| known.remove(place)).unwrap_or_default();
    let granted = Premises {
        address: form.address.clone(),
        site: form.site,
        area_m2: form.area_m2,
        pupils_at_once: form.pupils_at_once,
        lease_until: form.lease_until,
        ..before
    };
    known.insert(place.unwrap_or(0), granted);
    known
}

/// Its former names, a line each, with one more: the latest stands last.
#[must_use]
pub fn former_names(known: &str, name: &str) -> String {
    let others = known
        .lines()
        .filter(|line| *line != name && !line.is_empty());
    others.chain([name]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_goes_and_what_is_granted_stands_as_the_form_has_it() {
        let place = |address: &str, area, paper: &str| Premises {
            address: address.to_owned(),
            area_m2: Some(area),
            fire_paper: paper.to_owned(),
            ..Premises::default()
        };
        let form = |address: &str| Form {
            address: address.to_owned(),
            area_m2: Some(240),
            ..Form::default()
        };
        let known = vec![place("甲路1号", 90, "消验1"), place("乙路2号", 80, "消验2")];
        for (left, to, after) in [
            // The same place, asked for anew: its paper stays.
            (
                "甲路1号",
                "甲路1号",
                vec![place("甲路1号", 240, "消验1"), known[1].clone()],
            ),
            // Another one: nobody has seen its paper.
            (
                "甲路1号",
                "丙路3号",
                vec![place("丙路3号", 240, ""), known[1].clone()],
            ),
            // To the second of its own.
            ("甲路1号", "乙路2号", vec![place("乙路2号", 240, "消验2")]),
            // From a place that the record does not have.
            (
                "丁路4号",
                "丙路3号",
                vec![
                    place("丙路3号", 240, ""),
                    known[0].clone(),
                    known[1].clone(),
                ],
            ),
        ] {
            assert_eq!(
                premises(known.clone(), left, &form(to)),
                after,
                "{left} {to}"
            );
        }
        assert_eq!(
            premises(Vec::new(), "", &form("丙路3号")),
            [place("丙路3号", 240, "")]
        );
    }

    #[test]
    fn a_former_name_stands_once_and_the_latest_last() {
        assert_eq!(former_names("", "晨曦"), "晨曦");
        assert_eq!(former_names("晨曦\n朝阳", "晨曦"), "朝阳\n晨曦");
    }
}
