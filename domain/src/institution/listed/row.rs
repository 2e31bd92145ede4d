//! What a row says.

use std::collections::BTreeMap;

use super::super::field::{Field as Kept, Party, Profit};
use super::super::{NewInstitution, NewLicence, Status};
use super::{Defaults, Field, RowFault};
use crate::application::Mode;
use crate::licence::State;
use crate::listed::Cells;
use crate::listed::said::{classes, day, district, known, legal_form, line, stages};
use crate::words::{Classes, Day, InputFault, LicenceNumber, Line, Stages, Telephone};

/// Characters of a name, a brand, an address and of words about a licence.
const NAME_MAX: usize = 120;
const BRAND_MAX: usize = 60;
const ADDRESS_MAX: usize = 200;
const WORDS_MAX: usize = 400;

/// Reads one row. `cell` gives what stands in the column of a field: empty where there is no column, a code where the cell
/// cannot be taken as it stands.
///
/// # Errors
/// Every fault of the row, by field.
pub fn read<'a>(
    cell: impl Fn(Field) -> Result<&'a str, &'static str>,
    defaults: &Defaults,
    today: Day,
) -> Result<NewInstitution, Vec<RowFault>> {
    let mut row = Cells::of(cell);
    let read = row.institution(defaults, today);
    match read {
        Some(read) if row.faults.is_empty() => Ok(read),
        _ => Err(row.faults),
    }
}

impl<'a, F: Fn(Field) -> Result<&'a str, &'static str>> Cells<Field, F> {
    fn line(&mut self, field: Field, most: usize) -> Option<String> {
        self.taken(field, |text| Line::named(text, most).map(Line::into_string))
    }

    fn day(&mut self, field: Field) -> Option<Day> {
        self.taken(field, day)
    }

    /// What stands in the cell, else the default, else a fault.
    fn or<T>(
        &mut self,
        field: Field,
        read: impl FnOnce(&str) -> Result<T, InputFault>,
        default: Option<T>,
        missing: &'static str,
    ) -> Option<T> {
        let before = self.faults.len();
        let found = self.taken(field, read).or(default);
        if found.is_none() && self.faults.len() == before {
            self.fault(field, missing);
        }
        found
    }

    fn institution(&mut self, defaults: &Defaults, today: Day) -> Option<NewInstitution> {
        let name = self.or(Field::Name, |text| line(text, NAME_MAX), None, "text_empty");
        let usual = defaults.class.map(Classes::from);
        let classes = self.or(Field::Class, classes, usual, "class_missing");
        let some = (defaults.stages != Stages::default()).then_some(defaults.stages);
        let stages = self.or(Field::Stages, stages, some, "stages_missing");
        let district = self.or(
            Field::District,
            district,
            defaults.district,
            "district_missing",
        );
        let address = self.or(
            Field::Address,
            |text| line(text, ADDRESS_MAX),
            None,
            "text_empty",
        );
        let founded_on = self.day(Field::FoundedOn);
        if founded_on.is_some_and(|day| day > today) {
            self.fault(Field::FoundedOn, "day_in_future");
        }
        let brand = self.line(Field::Brand, BRAND_MAX).unwrap_or_default();
        let uscc = self.taken(Field::Uscc, str::parse);
        let legal_form = self.taken(Field::LegalForm, legal_form);
        // A number that nobody could call is not shown to parents; it is kept as the office writes it.
        let telephone = self.taken(Field::Telephone, |text| {
            text.parse::<Telephone>()?;
            line(text, 40)
        });
        let email = self.taken(Field::Email, str::parse);
        let status = self.taken(Field::Status, |text| {
            known(
                Status::ALL,
                text,
                |one| [one.code(), one.zh(), one.en()],
                "status_unknown",
            )
        });
        let licence = self.licence(today);
        if status == Some(Status::Preparing) && licence.is_some() {
            self.fault(Field::Status, "preparing_with_licence");
        }
        let further = self.further(today);
        Some(NewInstitution {
            name: name?,
            brand,
            uscc,
            legal_form: legal_form.unwrap_or("unknown"),
            classes: classes?,
            stages: stages?,
            district: district?,
            address: address?,
            telephone: telephone.unwrap_or_default(),
            email,
            status: status.unwrap_or(Status::Operating),
            founded_on,
            licence,
            further,
        })
    }

    /// What the row says beside name, place and licence: a word of a list by its code or its words, a name as it stands.
    fn further(&mut self, today: Day) -> BTreeMap<Kept, String> {
        macro_rules! word {
            ($words:ty, $code:literal) => {
                |text: &str| {
                    let words = |one: $words| [one.code(), one.zh(), one.en()];
                    known(<$words>::ALL, text, words, $code).map(|one| one.code().to_owned())
                }
            };
        }
        let read = |kept: Kept| move |text: &str| kept.read(text, today);
        let said = [
            (
                Kept::Profit,
                self.taken(Field::Profit, word!(Profit, "profit_unknown")),
            ),
            (
                Kept::Mode,
                self.taken(Field::Mode, word!(Mode, "mode_unknown")),
            ),
            (
                Kept::Party,
                self.taken(Field::Party, word!(Party, "party_unknown")),
            ),
            (
                Kept::Founder,
                self.taken(Field::Founder, read(Kept::Founder)),
            ),
            (
                Kept::LegalRepresentative,
                self.taken(Field::LegalRepresentative, read(Kept::LegalRepresentative)),
            ),
            (
                Kept::Principal,
                self.taken(Field::Principal, read(Kept::Principal)),
            ),
        ];
        let said = said.into_iter();
        said.filter_map(|(field, text)| Some((field, text?)))
            .collect()
    }

    /// The licence of the row: a number with its days, or nothing of it.
    fn licence(&mut self, today: Day) -> Option<NewLicence> {
        let before = self.faults.len();
        let number = self.taken(Field::LicenceNumber, str::parse::<LicenceNumber>);
        let scope = self.line(Field::LicenceScope, WORDS_MAX);
        let issued_by = self.line(Field::LicenceIssuedBy, NAME_MAX);
        let issued_on = self.day(Field::LicenceIssuedOn);
        let valid_until = self.day(Field::LicenceValidUntil);
        if self.faults.len() > before {
            return None;
        }
        let Some(number) = number else {
            if issued_on.or(valid_until).is_some() {
                self.fault(Field::LicenceNumber, "licence_number_missing");
            }
            return None;
        };
        for (field, day) in [
            (Field::LicenceIssuedOn, issued_on),
            (Field::LicenceValidUntil, valid_until),
        ] {
            if day.is_none() {
                self.fault(field, "day_missing");
            }
        }
        let (issued_on, valid_until) = issued_on.zip(valid_until)?;
        if issued_on > today {
            self.fault(Field::LicenceIssuedOn, "day_in_future");
        }
        if valid_until < issued_on {
            self.fault(Field::LicenceValidUntil, "days_out_of_order");
        }
        Some(NewLicence {
            number,
            scope: scope.unwrap_or_default(),
            state: if valid_until < today {
                State::Expired
            } else {
                State::Valid
            },
            issued_by: issued_by.unwrap_or_default(),
            issued_on,
            valid_until,
            ended_on: None,
        })
    }
}
