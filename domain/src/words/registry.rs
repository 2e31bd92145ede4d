//! Codes that other registers give: the unified social credit code and the licence number.

use std::fmt;
use std::str::FromStr;

use super::time::serde_as_text;
use super::{District, InputFault};

/// The characters of a unified social credit code; I, O, S, V and Z are left out.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code (统一社会信用代码): 18 characters, the last a check character
/// (GB 32100-2015).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Uscc(String);

/// The check character: 31 less the sum of values weighted by powers of 3 modulo 31.
fn check_character(body: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for sign in body.chars() {
        sum += ALPHABET.find(sign)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

impl Uscc {
    /// The code with these first 17 characters and its check character.
    ///
    /// # Errors
    /// `uscc_invalid` for another length or a character outside the alphabet.
    pub fn from_body(body: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("uscc_invalid");
        if body.chars().count() != 17 {
            return Err(fault);
        }
        let check = check_character(body).ok_or(fault)?;
        Ok(Self(format!("{body}{check}")))
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for Uscc {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("uscc_invalid");
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.split_at_checked(17).ok_or(fault)?;
        let expected = check_character(body).ok_or(fault)?;
        if check.len() == 1 && check.starts_with(expected) {
            Ok(Self(text))
        } else {
            Err(InputFault::new("uscc_check_wrong"))
        }
    }
}

/// The number of a licence to run an institution (办学许可证编号): `教民`, 13 digits (rule of 2004) or
/// 15 (later coding, meaning of the first digit unverified), and `号`. The structure of the digits
/// is not judged, since older numbers are in use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LicenceNumber(String);

impl LicenceNumber {
    /// The greatest serial of a district.
    pub const SERIAL_MAX: u32 = 9_999_999;

    /// The number of the licence of a training institution with this serial in its district: a one, the division of
    /// GB/T 2260 (zones have none of their own and take the city's), the level 7 of training institutions, seven digits.
    /// The coding was seen in examples alone and is unverified. Nothing beyond [`Self::SERIAL_MAX`].
    #[must_use]
    pub fn of_training(district: District, serial: u32) -> Option<Self> {
        let division = district.division();
        (serial <= Self::SERIAL_MAX).then(|| Self(format!("1{division}7{serial:07}")))
    }

    /// The serial of a number in the present form; nothing for an older one.
    #[must_use]
    pub fn serial(&self) -> Option<u32> {
        let digits = self.0.get(8..).filter(|_| self.0.len() == 15)?;
        digits.parse().ok()
    }

    /// The digits alone.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LicenceNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "教民{}号", self.0)
    }
}

impl FromStr for LicenceNumber {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let digits = text
            .trim()
            .trim_start_matches("教民")
            .trim_end_matches('号');
        let all_digits = digits.bytes().all(|sign| sign.is_ascii_digit());
        if all_digits && matches!(digits.len(), 13 | 15) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(InputFault::new("licence_number_invalid"))
        }
    }
}

serde_as_text!(Uscc, LicenceNumber);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_credit_codes_are_accepted_and_wrong_ones_are_not() {
        // The standard's own example, codes seen in public use, and written ones of Nanchang.
        for code in [
            "91350100M000100Y43",
            "91330100799655058B",
            "9144030071526726XG",
            "914403001922038216",
            "91110000802100433B",
            "91110108551385082Q",
            "52360102MJD000011U",
            "52360121MJD12345XM",
            "91360111MA31TE1T34",
            "91360113MACTE5T18Y",
        ] {
            assert_eq!(
                code.parse::<Uscc>().map(|code| code.to_string()),
                Ok(code.to_owned())
            );
            let body: String = code.chars().take(17).collect();
            assert_eq!(Uscc::from_body(&body), code.parse());
        }
        // Shown on web pages as examples, and wrong.
        for code in ["91350100M000100Y4Z", "91310115MA1G4L1WXK"] {
            assert_eq!(
                code.parse::<Uscc>(),
                Err(InputFault::new("uscc_check_wrong")),
                "{code}"
            );
        }
        assert_eq!(
            "914403001922038217".parse::<Uscc>(),
            Err(InputFault::new("uscc_check_wrong"))
        );
        assert_eq!(
            "91440300192203821O".parse::<Uscc>(),
            Err(InputFault::new("uscc_check_wrong"))
        );
        assert_eq!("中".parse::<Uscc>(), Err(InputFault::new("uscc_invalid")));
    }

    #[test]
    fn licence_numbers_are_read_with_and_without_their_words() {
        let number = "教民136010271234567号".parse::<LicenceNumber>();
        assert_eq!(number, "136010271234567".parse());
        assert!("教民1360号".parse::<LicenceNumber>().is_err());
    }
}
