//! The number of an identity card (公民身份号码, GB 11643-1999).

use std::fmt;
use std::str::FromStr;

use crate::words::{Day, InputFault};

/// The weights of GB 11643-1999: powers of two modulo 11, from the first of 17 digits to the last.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check characters by the weighted sum modulo 11.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
/// Nobody who works was born before this year.
const BORN_FROM: i32 = 1900;

/// A number of 18 characters: six digits of a division, the day of birth, three digits, and a check character by ISO 7064,
/// MOD 11-2. Personal data: hold it in [`Pii`](crate::pii::Pii). It has no `Display`, and `Debug` masks it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// The check character of 17 digits; nothing where one is no digit.
fn check_character(digits: &str) -> Option<char> {
    let mut sum = 0;
    for (sign, weight) in digits.chars().zip(WEIGHTS) {
        sum += sign.to_digit(10)? * weight;
    }
    let place = usize::try_from(sum % 11).ok()?;
    CHECKS.get(place).copied()
}

impl IdentityNumber {
    /// The number with these 17 digits and its check character.
    ///
    /// # Errors
    /// `identity_number_invalid` for another length, a sign that is no digit, or a day of birth that cannot be.
    pub fn from_body(body: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("identity_number_invalid");
        if body.len() != WEIGHTS.len() {
            return Err(fault);
        }
        let check = check_character(body).ok_or(fault)?;
        let number = Self(format!("{body}{check}"));
        number.birth().ok_or(fault)?;
        Ok(number)
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as colleagues see it: enough to notice a wrong one, and the day of birth is not told.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = |at: usize| !(3..16).contains(&at);
        self.0
            .chars()
            .enumerate()
            .map(|(at, sign)| if shown(at) { sign } else { '*' })
            .collect()
    }

    /// The day of birth; nothing where the calendar has no such day.
    fn birth(&self) -> Option<Day> {
        let part = |from: usize, to: usize| self.0.get(from..to)?.parse::<u16>().ok();
        let (year, month, day) = (part(6, 10)?, part(10, 12)?, part(12, 14)?);
        let year = i32::from(year);
        let born = Day::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        (year >= BORN_FROM).then_some(born)
    }

    /// Whether its holder was born before `today`.
    #[must_use]
    pub fn is_possible_on(&self, today: Day) -> bool {
        self.birth().is_some_and(|born| born < today)
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IdentityNumber(masked)")
    }
}

impl FromStr for IdentityNumber {
    type Err = InputFault;

    /// Reads a number as people type it: with spaces, in full width, with a small x.
    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("identity_number_invalid");
        let typed: String = text
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '\u{3000}' | '-'))
            .map(|sign| match sign {
                '\u{ff10}'..='\u{ff19}' | '\u{ff38}' | '\u{ff58}' => {
                    char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign)
                }
                other => other,
            })
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        let (body, check) = typed.split_at_checked(WEIGHTS.len()).ok_or(invalid)?;
        let right = Self::from_body(body)?;
        let is_check =
            check.len() == 1 && check.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'X'));
        if !is_check {
            return Err(invalid);
        }
        if right.0 == typed {
            Ok(right)
        } else {
            Err(InputFault::new("identity_number_check_wrong"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_standard_s_own_examples_are_numbers() {
        // The two examples that GB 11643-1999 works out: for a check digit and for the sign X.
        for number in ["11010519491231002X", "440524188001010014"] {
            let body: String = number.chars().take(17).collect();
            assert_eq!(check_character(&body), number.chars().last(), "{number}");
        }
        assert!("11010519491231002X".parse::<IdentityNumber>().is_ok());
        // The other one's holder was born in 1880, and works nowhere.
        assert!("440524188001010014".parse::<IdentityNumber>().is_err());
    }

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let number: IdentityNumber = "11010519491231002X".parse().unwrap();
        for typed in [
            "11010519491231002x",
            " 110105 19491231 002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105-19491231-002ｘ",
        ] {
            assert_eq!(typed.parse(), Ok(number.clone()), "{typed}");
        }
    }

    #[test]
    fn each_kind_of_wrong_number_is_told() {
        let of = |text: &str| text.parse::<IdentityNumber>().unwrap_err().code;
        assert_eq!(of("110105194912310021"), "identity_number_check_wrong");
        for text in [
            "",
            "身份证",
            "11010519491231002",
            "11010519491231002XX",
            "11010519491331002X",
            "11010519490230002X",
            "1101051949123100AX",
            "11010519491231002Y",
            // Fifteen digits are the form of before 1999.
            "110105491231002",
        ] {
            assert_eq!(of(text), "identity_number_invalid", "{text}");
        }
    }

    #[test]
    fn nothing_of_a_number_is_printed_but_its_ends() {
        let number: IdentityNumber = "11010519491231002X".parse().unwrap();
        assert_eq!(number.masked(), "110*************2X");
        assert_eq!(format!("{number:?}"), "IdentityNumber(masked)");
        assert!(!number.is_possible_on("1949-12-31".parse().unwrap()));
        assert!(number.is_possible_on("1950-01-01".parse().unwrap()));
    }

    proptest! {
        /// MOD 11-2 finds every wrong digit and every swap of two neighbours.
        #[test]
        fn every_wrong_digit_and_every_swap_is_found(
            division in 100_000_u32..700_000, year in 1900_u32..2010, month in 1_u32..13, day in 1_u32..29,
            serial in 0_u32..1000, place in 0_usize..17, other in 0_u32..10,
        ) {
            let body = format!("{division}{year}{month:02}{day:02}{serial:03}");
            let number = IdentityNumber::from_body(&body).unwrap();
            let mut signs: Vec<char> = number.as_str().chars().collect();
            let digit = char::from_digit(other, 10).unwrap();
            let changed = signs.get_mut(place).unwrap();
            let same = *changed == digit;
            *changed = digit;
            let text: String = signs.iter().collect();
            prop_assert_eq!(text.parse() == Ok(number.clone()), same);
            prop_assert_eq!(text.parse::<IdentityNumber>().is_ok(), same);
            let mut swapped: Vec<char> = number.as_str().chars().collect();
            swapped.swap(place, place + 1);
            let text: String = swapped.iter().collect();
            prop_assert_eq!(text.parse::<IdentityNumber>().is_ok(), text == number.as_str());
        }
    }
}
