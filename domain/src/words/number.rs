//! Numbers that people read out on the telephone, each with a check digit (ISO 7064, MOD 11,10:
//! it finds every single wrong digit and nearly every swap of two neighbours).

use std::fmt;
use std::str::FromStr;

use super::InputFault;
use super::time::serde_as_text;

/// The check digit of a string of digits by ISO 7064 MOD 11,10.
fn check_digit(digits: &str) -> u32 {
    let mut product = 10;
    for digit in digits.chars().filter_map(|sign| sign.to_digit(10)) {
        let sum = match (product + digit) % 10 {
            0 => 10,
            sum => sum,
        };
        product = (sum * 2) % 11;
    }
    (11 - product) % 10
}

/// Full-width letters and digits to half width, small letters to capitals, spaces and hyphens away:
/// what a person types from paper.
fn typed(text: &str) -> String {
    text.chars()
        .filter_map(|sign| match sign {
            ' ' | '-' | '\u{3000}' | '\u{2010}'..='\u{2015}' => None,
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(sign) - 0xfee0).filter(|sign| *sign != '-')
            }
            other => Some(other),
        })
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

/// The digits of a number with its check digit verified and cut off.
fn checked<'a>(
    text: &'a str,
    prefix: &str,
    length: usize,
    code: &'static str,
) -> Result<&'a str, InputFault> {
    let fault = InputFault::new(code);
    let digits = text.strip_prefix(prefix).ok_or(fault)?;
    if digits.len() != length + 1 || !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err(fault);
    }
    let (body, check) = digits.split_at_checked(length).ok_or(fault)?;
    if check.parse() == Ok(check_digit(body)) {
        Ok(body)
    } else {
        Err(fault)
    }
}

/// The number of an institution: `NC`, seven digits and a check digit, such as `NC00001238`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionNumber(u32);

impl InstitutionNumber {
    /// The number of the institution entered as the `sequence`-th.
    ///
    /// # Errors
    /// `institution_number_used_up` beyond seven digits.
    pub const fn from_sequence(sequence: u32) -> Result<Self, InputFault> {
        if sequence < 10_000_000 {
            Ok(Self(sequence))
        } else {
            Err(InputFault::new("institution_number_used_up"))
        }
    }
}

impl fmt::Display for InstitutionNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:07}", self.0);
        write!(out, "NC{digits}{}", check_digit(&digits))
    }
}

impl FromStr for InstitutionNumber {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let code = "institution_number_invalid";
        let text = typed(text);
        checked(&text, "NC", 7, code)?
            .parse()
            .map(Self)
            .map_err(|_| InputFault::new(code))
    }
}

/// Makes a number that says nothing about how many there are: a prefix, nine random digits and a check digit.
macro_rules! random {
    ($(#[$doc:meta])* $name:ident $prefix:literal $invalid:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// A number from random bits.
            #[must_use]
            pub const fn from_random(bits: u64) -> Self {
                Self(bits % 1_000_000_000)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = format!("{:09}", self.0);
                write!(out, "{}{digits}{}", $prefix, check_digit(&digits))
            }
        }

        impl FromStr for $name {
            type Err = InputFault;

            fn from_str(text: &str) -> Result<Self, InputFault> {
                let text = typed(text);
                checked(&text, $prefix, 9, $invalid)?
                    .parse()
                    .map(Self)
                    .map_err(|_| InputFault::new($invalid))
            }
        }
    };
}

random! {
    /// The number of a complaint: `TS`, nine random digits and a check digit.
    ComplaintNumber "TS" "complaint_number_invalid"
}

random! {
    /// The number of a report about an entry of the register: `JC`, nine random digits and a check digit.
    ReportNumber "JC" "report_number_invalid"
}

/// Makes a number of one kind of file: a prefix, the year, five digits without gaps and a check digit.
macro_rules! yearly {
    ($(#[$doc:meta])* $name:ident $prefix:literal $invalid:literal $used_up:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name {
            year: u16,
            sequence: u32,
        }

        impl $name {
            /// The number of the `sequence`-th file of `year`.
            ///
            /// # Errors
            /// A code ending in `used_up` beyond five digits or four digits of a year.
            pub const fn new(year: u16, sequence: u32) -> Result<Self, InputFault> {
                if sequence < 100_000 && year < 10_000 {
                    Ok(Self { year, sequence })
                } else {
                    Err(InputFault::new($used_up))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = format!("{:04}{:05}", self.year, self.sequence);
                write!(out, "{}{digits}{}", $prefix, check_digit(&digits))
            }
        }

        impl FromStr for $name {
            type Err = InputFault;

            fn from_str(text: &str) -> Result<Self, InputFault> {
                let fault = InputFault::new($invalid);
                let text = typed(text);
                let digits = checked(&text, $prefix, 9, fault.code)?;
                let (year, sequence) = digits.split_at_checked(4).ok_or(fault)?;
                Ok(Self {
                    year: year.parse().map_err(|_| fault)?,
                    sequence: sequence.parse().map_err(|_| fault)?,
                })
            }
        }
    };
}

yearly! {
    /// The number of a case, such as `AJ2026000125`.
    CaseNumber "AJ" "case_number_invalid" "case_number_used_up"
}

yearly! {
    /// The number of an application for a licence (许可), such as `XK2026000125`.
    ApplicationNumber "XK" "application_number_invalid" "application_number_used_up"
}

yearly! {
    /// The number of an unlicensed place (无证场所), such as `WZ2026000125`.
    PlaceNumber "WZ" "place_number_invalid" "place_number_used_up"
}

/// Makes a number that counts on over the years: a prefix, digits and a check digit.
macro_rules! counted {
    ($(#[$doc:meta])* $name:ident $prefix:literal $digits:literal $invalid:literal $used_up:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// The number of the `sequence`-th.
            ///
            /// # Errors
            /// A code ending in `used_up` where the digits do not suffice.
            pub const fn from_sequence(sequence: u32) -> Result<Self, InputFault> {
                if sequence < 10_u32.pow($digits) {
                    Ok(Self(sequence))
                } else {
                    Err(InputFault::new($used_up))
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = format!("{:0width$}", self.0, width = $digits);
                write!(out, "{}{digits}{}", $prefix, check_digit(&digits))
            }
        }

        impl FromStr for $name {
            type Err = InputFault;

            fn from_str(text: &str) -> Result<Self, InputFault> {
                let text = typed(text);
                checked(&text, $prefix, $digits, $invalid)?
                    .parse()
                    .map(Self)
                    .map_err(|_| InputFault::new($invalid))
            }
        }
    };
}

counted! {
    /// The number of a course (课程): `KC`, eight digits and a check digit, such as `KC000000125`.
    CourseNumber "KC" 8 "course_number_invalid" "course_number_used_up"
}

counted! {
    /// The number under which a training material is filed (培训材料备案): `CL`, eight digits and a check digit.
    MaterialNumber "CL" 8 "material_number_invalid" "material_number_used_up"
}

counted! {
    /// The number of an after-school provider's application (课后): `KH`, eight digits and a check digit.
    AfterSchoolNumber "KH" 8 "after_school_number_invalid" "after_school_number_used_up"
}

counted! {
    /// The number of a school (学校): `XX`, six digits and a check digit.
    SchoolNumber "XX" 6 "school_number_invalid" "school_number_used_up"
}

serde_as_text!(
    InstitutionNumber,
    ComplaintNumber,
    CaseNumber,
    ApplicationNumber,
    CourseNumber,
    MaterialNumber,
    AfterSchoolNumber,
    SchoolNumber,
    PlaceNumber,
    ReportNumber
);

/// The secret with which a complaint or a report is followed: exactly 16 digits, made from a keyed digest of
/// its id, so that it need not be stored. It cannot be compared by `==`: whoever compares it does so over
/// its digits in constant time.
#[derive(Clone, Copy)]
pub struct ReceiptCode(u64);

/// Ten to the power of 16.
const RECEIPTS: u64 = 10_000_000_000_000_000;

impl ReceiptCode {
    /// The code that belongs to a message authentication code of at least 16 bytes. 128 bits
    /// reduced to 16 digits are even to one part in 10^22.
    ///
    /// # Errors
    /// `receipt_invalid` for fewer bytes.
    pub fn from_mac(mac: &[u8]) -> Result<Self, InputFault> {
        let fault = InputFault::new("receipt_invalid");
        let bytes = mac.first_chunk::<16>().ok_or(fault)?;
        u64::try_from(u128::from_be_bytes(*bytes) % u128::from(RECEIPTS))
            .map(Self)
            .map_err(|_| fault)
    }

    /// The 16 digits, for the holder alone.
    #[must_use]
    pub fn digits(&self) -> String {
        format!("{:016}", self.0)
    }

    /// The digits in four groups: `1234 5678 9012 3456`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let digits = self.digits();
        let groups: Vec<&str> = (0..16)
            .step_by(4)
            .filter_map(|start| digits.get(start..start + 4))
            .collect();
        groups.join(" ")
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ReceiptCode(masked)")
    }
}

impl FromStr for ReceiptCode {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("receipt_invalid");
        let digits = typed(text);
        if digits.len() != 16 || !digits.bytes().all(|sign| sign.is_ascii_digit()) {
            return Err(fault);
        }
        digits.parse().map(Self).map_err(|_| fault)
    }
}

/// The number of a document, without gaps by office, kind and year: `洪教责改〔2026〕3号`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNumber {
    /// Short name of the office and of the kind of document, such as `洪教责改`.
    pub series: String,
    /// Year of issue.
    pub year: i32,
    /// Place in the series of the year, from 1.
    pub sequence: i64,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}〔{}〕{}号", self.series, self.year, self.sequence)
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

    #[test]
    fn the_standard_s_own_example_has_check_digit_five() {
        // ISO 7064:2003 works MOD 11,10 out for 0794 and gets 5.
        assert_eq!(check_digit("0794"), 5);
    }

    #[test]
    fn every_single_wrong_digit_is_found() {
        let right = InstitutionNumber::from_sequence(1234).unwrap().to_string();
        for place in 2..right.len() {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = right.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(wrong.parse::<InstitutionNumber>().is_ok(), wrong == right);
            }
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let number = ComplaintNumber::from_random(123_456_789);
        let text = number.to_string();
        let wide: String = text
            .chars()
            .map(|sign| char::from_u32(u32::from(sign) + 0xfee0).unwrap())
            .collect();
        let (head, tail) = text.split_at(5);
        for typed in [
            text.to_lowercase(),
            wide,
            format!("{head} {tail}"),
            format!("{head}-{tail}"),
        ] {
            assert_eq!(typed.parse::<ComplaintNumber>().unwrap(), number, "{typed}");
        }
        assert_eq!(
            "1234 5678-9012　3456"
                .parse::<ReceiptCode>()
                .unwrap()
                .grouped(),
            "1234 5678 9012 3456"
        );
        assert!("123456789012345".parse::<ReceiptCode>().is_err());
        let case = CaseNumber::new(2026, 12).unwrap();
        assert_eq!(case.to_string().parse::<CaseNumber>().unwrap(), case);
        let application = ApplicationNumber::new(2026, 12).unwrap();
        assert_eq!(application.to_string().parse(), Ok(application));
        assert!(case.to_string().parse::<ApplicationNumber>().is_err());
    }
}
