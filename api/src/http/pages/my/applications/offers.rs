//! What an institution may ask for.

use domain::application::{Kind, unfit};
use domain::institution::Status;
use domain::licence::State;
use store::read::institution::InstitutionRecord;

use crate::text::Lang;
use crate::view::my::application::Offer;

/// What may be asked for by an institution as it stands, by the rule that judges it when it is begun.
pub(super) fn of(institution: &InstitutionRecord, lang: Lang) -> Vec<Offer> {
    let row = &institution.row;
    let last = row
        .licence_valid_until
        .as_deref()
        .and_then(|day| day.parse().ok());
    let licence = State::from_code(&row.licence_state).zip(last);
    let Some(status) = Status::from_code(&row.status) else {
        return Vec::new();
    };
    [
        (Kind::Renew, "apply-renew", "apply-renew-line", true),
        (Kind::Change, "apply-change", "apply-change-line", false),
        (
            Kind::Replacement,
            "apply-replacement",
            "apply-replacement-line",
            false,
        ),
        (
            Kind::Establish,
            "apply-establish",
            "apply-establish-line",
            true,
        ),
    ]
    .into_iter()
    .filter(|(kind, ..)| unfit(*kind, status, licence).is_none())
    .map(|(kind, title, line, main)| Offer {
        kind: kind.code(),
        title: lang.t(title),
        line: lang.t(line),
        main,
    })
    .collect()
}
