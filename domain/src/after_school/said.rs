//! The agreement of a provider with a school (服务协议).

use serde::{Deserialize, Serialize};

use super::form::Form;
use super::way::Held;
use crate::words::{Day, Fen, FieldFault};

/// What was agreed with one school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// The services by their names in the admission.
    pub services: Vec<String>,
    /// Fee for a pupil and a lesson, in fen.
    pub fee_fen: Fen,
}

/// The agreement, if the admission allows it.
///
/// # Errors
/// `days_out_of_order`; `agreement_outside_admission`; `service_not_admitted`, `missing_field` without a service;
/// `fee_above_admitted` for more than the dearest of its services may cost.
pub fn checked_agreement(
    agreed: &Agreed,
    form: &Form,
    held: &Held,
    until: Day,
) -> Result<Agreed, Vec<FieldFault>> {
    let mut faults = Vec::new();
    if agreed.last_day < agreed.first_day {
        faults.push(FieldFault::new("last_day", "days_out_of_order"));
    }
    if agreed.first_day < held.from {
        faults.push(FieldFault::new("first_day", "agreement_outside_admission"));
    }
    if agreed.last_day > until {
        faults.push(FieldFault::new("last_day", "agreement_outside_admission"));
    }
    let mut kept = agreed.clone();
    kept.services.sort_unstable();
    kept.services.dedup();
    let admitted: Option<Vec<_>> = kept
        .services
        .iter()
        .map(|name| form.service(name))
        .collect();
    match admitted {
        None => faults.push(FieldFault::new("services", "service_not_admitted")),
        Some(services) if services.is_empty() => {
            faults.push(FieldFault::new("services", "missing_field"));
        }
        Some(services) => {
            let most = services.iter().filter_map(|service| service.fee_fen).max();
            if agreed.fee_fen.get() < 0 {
                faults.push(FieldFault::new(
                    "fee_fen",
                    "after_school_number_out_of_range",
                ));
            } else if most.is_none_or(|most| agreed.fee_fen > most) {
                faults.push(FieldFault::new("fee_fen", "fee_above_admitted"));
            }
        }
    }
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(faults)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
mod tests {
    use super::*;
    use crate::after_school::condition_tests::form;
    use crate::after_school::way_tests::held;

    #[test]
    fn an_agreement_lies_within_the_admission_and_costs_no_more() {
        let (held, form) = (held(), form());
        let until = held.from.plus_days(100);
        let agreed = Agreed {
            first_day: held.from,
            last_day: until,
            services: vec![form.services[0].name.clone()],
            fee_fen: form.services[0].fee_fen.unwrap(),
        };
        let code = |agreed: Agreed| {
            let faults = checked_agreement(&agreed, &form, &held, until).unwrap_err();
            faults[0].code.to_string()
        };
        assert!(checked_agreement(&agreed, &form, &held, until).is_ok());
        let with = |change: &dyn Fn(&mut Agreed)| {
            let mut agreed = agreed.clone();
            change(&mut agreed);
            code(agreed)
        };
        assert_eq!(
            with(&|it| it.first_day = it.first_day.plus_days(-1)),
            "agreement_outside_admission"
        );
        assert_eq!(
            with(&|it| it.last_day = it.last_day.plus_days(1)),
            "agreement_outside_admission"
        );
        assert_eq!(
            with(&|it| it.last_day = it.first_day.plus_days(-1)),
            "days_out_of_order"
        );
        assert_eq!(
            with(&|it| it.services = vec!["奥数".to_owned()]),
            "service_not_admitted"
        );
        assert_eq!(with(&|it| it.services.clear()), "missing_field");
        assert_eq!(
            with(&|it| it.fee_fen = Fen::new(it.fee_fen.get() + 1)),
            "fee_above_admitted"
        );
    }
}
