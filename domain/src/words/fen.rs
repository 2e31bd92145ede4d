//! Money in Fen (分): whole numbers, checked.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::InputFault;

/// A sum of money in Fen, one hundredth of a yuan. Arithmetic is checked: a sum out of range is no sum.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A sum of this many Fen.
    #[must_use]
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }

    /// A sum of whole yuan; nothing where it is out of range.
    #[must_use]
    pub const fn yuan(yuan: i64) -> Option<Self> {
        match yuan.checked_mul(100) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The sum that a person wrote in yuan: `4320`, `4,320.50`, `¥４３２０`, `4320元`. At most two decimals; commas are read as
    /// they stand, because people group by threes and by fours.
    ///
    /// # Errors
    /// `amount_invalid` for what is no sum, `amount_negative`, `amount_too_large` where it is out of range.
    pub fn from_yuan_text(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("amount_invalid");
        let plain: String = text.chars().filter_map(plain_sign).collect();
        let number = plain.trim_start_matches('¥').trim_end_matches('元');
        let (minus, number) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number),
        };
        let (yuan, fen) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|sign| sign.is_ascii_digit());
        if yuan.is_empty() || fen.len() > 2 || !digits(yuan) || !digits(fen) {
            return Err(invalid);
        }
        if minus {
            return Err(InputFault::new("amount_negative"));
        }
        format!("{yuan}{fen:0<2}")
            .parse()
            .map(Self)
            .map_err(|_| InputFault::new("amount_too_large"))
    }

    /// The number of Fen.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum of both; nothing where it is out of range.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// The difference; nothing where it is out of range.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(fen) => Some(Self(fen)),
            None => None,
        }
    }

    /// `self × numerator ÷ denominator`, rounded down; nothing for a denominator of zero or a
    /// result out of range. The product is taken in 128 bits.
    #[must_use]
    pub fn checked_mul_div(self, numerator: i64, denominator: i64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let product = i128::from(self.0).checked_mul(i128::from(numerator))?;
        i64::try_from(product.div_euclid(i128::from(denominator)))
            .ok()
            .map(Self)
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals, without a sign for the currency: `5000.00`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// One sign of a sum as typed: full width to half, spaces and commas away.
fn plain_sign(sign: char) -> Option<char> {
    match sign {
        ',' | '，' | ' ' | '\u{3000}' => None,
        '￥' => Some('¥'),
        '\u{2212}' => Some('-'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_people_write_it() {
        for (text, fen) in [
            ("4320", 432_000),
            ("4,320.50", 432_050),
            ("4，320.5", 432_050),
            (" ￥４３２０ 元 ", 432_000),
            ("¥0.05", 5),
            ("1,0000", 1_000_000),
            ("5.", 500),
        ] {
            assert_eq!(Fen::from_yuan_text(text), Ok(Fen::new(fen)), "{text}");
        }
        for (text, code) in [
            ("", "amount_invalid"),
            ("一千", "amount_invalid"),
            ("1.234", "amount_invalid"),
            ("1.2.3", "amount_invalid"),
            (".5", "amount_invalid"),
            ("1e9", "amount_invalid"),
            ("-5", "amount_negative"),
            ("−5", "amount_negative"),
            ("99999999999999999999", "amount_too_large"),
        ] {
            assert_eq!(
                Fen::from_yuan_text(text),
                Err(InputFault::new(code)),
                "{text}"
            );
        }
    }

    #[test]
    fn sums_are_shown_with_two_decimals_and_their_sign() {
        for (fen, text) in [
            (500_000, "5000.00"),
            (5, "0.05"),
            (-1, "-0.01"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            assert_eq!(Fen::new(fen).to_string(), text);
        }
    }

    #[test]
    fn no_sum_wraps_around() {
        let most = Fen::new(i64::MAX);
        assert_eq!(most.checked_add(Fen::new(1)), None);
        assert_eq!(Fen::new(i64::MIN).checked_sub(Fen::new(1)), None);
        assert_eq!(Fen::yuan(i64::MAX), None);
        assert_eq!(most.checked_mul_div(2, 1), None);
        assert_eq!(most.checked_mul_div(2, 2), Some(most));
        assert_eq!(most.checked_mul_div(1, 0), None);
        // 12 of 40 lessons at 1,000 yuan; a third of a yuan is rounded down.
        assert_eq!(
            Fen::new(100_000).checked_mul_div(12, 40),
            Some(Fen::new(30_000))
        );
        assert_eq!(Fen::new(100).checked_mul_div(1, 3), Some(Fen::new(33)));
    }
}
