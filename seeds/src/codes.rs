//! Numbers with valid check characters that belong to no one: credit codes and licence numbers.

use domain::words::{District, LicenceNumber, Uscc};

/// The alphabet of GB 32100-2015: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of GB 11714 for the organisation's own part.
const ORGANISATION_WEIGHTS: [u64; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Six places of the alphabet: so many different codes have one prefix.
const SERIALS: u64 = 31 * 31 * 31 * 31 * 31 * 31;

/// Registering body and kind of a legal form, with the first two characters of its organisation part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Register {
    kind: &'static str,
    part: &'static str,
}

/// 民办非企业单位: registered with civil affairs.
pub(crate) const NON_ENTERPRISE: Register = Register {
    kind: "52",
    part: "MJ",
};
/// 企业: registered with market supervision.
pub(crate) const COMPANY: Register = Register {
    kind: "91",
    part: "MA",
};

/// The credit code of the institution `sequence` of a world: different sequences give different codes.
pub(crate) fn uscc(register: Register, division: &str, sequence: u64) -> Uscc {
    // A factor without a common divisor with the number of serials spreads neighbours apart and loses none.
    let serial = sequence.wrapping_mul(48_271) % SERIALS;
    let organisation = format!("{}{}", register.part, in_alphabet(serial));
    let check = organisation_check(&organisation);
    Uscc::from_body(&format!("{}{division}{organisation}{check}", register.kind))
        .expect("the body has seventeen characters of the standard's alphabet")
}

fn in_alphabet(mut serial: u64) -> String {
    let mut places = [b'0'; 6];
    for place in places.iter_mut().rev() {
        *place = sign(serial % 31);
        serial /= 31;
    }
    places.iter().map(|byte| char::from(*byte)).collect()
}

fn sign(value: u64) -> u8 {
    usize::try_from(value)
        .ok()
        .and_then(|value| ALPHABET.get(value))
        .copied()
        .expect("the value is a remainder of 31")
}

fn organisation_check(organisation: &str) -> char {
    let sum: u64 = organisation
        .chars()
        .zip(ORGANISATION_WEIGHTS)
        .map(|(sign, weight)| u64::from(sign.to_digit(36).unwrap_or(0)) * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => u32::try_from(digit)
            .ok()
            .and_then(|digit| char::from_digit(digit, 10))
            .expect("the rest is one digit"),
    }
}

/// The licence number of the institution `sequence` of the whole town, in its district.
pub(crate) fn licence_number(district: District, sequence: u64) -> LicenceNumber {
    u32::try_from(sequence)
        .ok()
        .and_then(|serial| LicenceNumber::of_training(district, serial))
        .expect("a town has fewer institutions than a district has numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisation_parts_of_printed_codes_get_their_check_characters() {
        // Companies' codes that are printed in public; the ninth sign of the part is its check by GB 11714.
        for part in [
            "799655058",
            "71526726X",
            "192203821",
            "802100433",
            "551385082",
        ] {
            let (body, check) = part.split_at(8);
            assert_eq!(organisation_check(body).to_string(), check, "{part}");
        }
    }

    #[test]
    fn neighbours_have_different_codes() {
        let codes: std::collections::BTreeSet<String> = (0..5_000)
            .map(|sequence| uscc(COMPANY, "360111", sequence).to_string())
            .collect();
        assert_eq!(codes.len(), 5_000);
    }
}
