//! How people are reached: e-mail and telephone. Both are personal data; hold them in `Pii`.

use std::fmt;
use std::str::FromStr;

use super::InputFault;

/// An e-mail address as its holder writes it, at most 254 bytes: one `@`, a local part of
/// printable characters without spaces, a domain with a dot. It can hold no line break, so it
/// cannot smuggle a header into a mail.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as colleagues see it: enough to notice a wrong one, too little to write to it.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        let shown: String = local.chars().take((local.len() / 2).min(4)).collect();
        format!("{shown}***@{domain}")
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Email(masked)")
    }
}

impl FromStr for Email {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("email_invalid");
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(fault)?;
        let printable = |sign: char| sign.is_ascii_graphic() && !"<>()[]\\,;:\"@".contains(sign);
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
        };
        let local_fits = (1..=64).contains(&local.len())
            && local.chars().all(printable)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let domain_fits = domain.contains('.') && domain.split('.').all(label);
        if text.len() <= 254 && local_fits && domain_fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(fault)
        }
    }
}

/// A telephone number: 7 to 15 digits, kept without spaces and hyphens, with `+` where it was given.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Telephone(String);

impl Telephone {
    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Telephone {
    /// The number as colleagues see it: enough to notice a wrong one, too little to call it.
    #[must_use]
    pub fn masked(&self) -> String {
        let length = self.0.chars().count();
        let shown = |at: usize| at < length / 4 || at + 2 >= length;
        self.0
            .chars()
            .enumerate()
            .map(|(at, sign)| if shown(at) { sign } else { '*' })
            .collect()
    }
}

impl fmt::Debug for Telephone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Telephone(masked)")
    }
}

impl FromStr for Telephone {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let kept: String = text
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '-' | '(' | ')' | '（' | '）'))
            .collect();
        let digits = kept.strip_prefix('+').unwrap_or(&kept);
        if (7..=15).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit()) {
            Ok(Self(kept))
        } else {
            Err(InputFault::new("telephone_invalid"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn no_address_can_carry_a_header() {
        for text in [
            "a@b.cn\r\nBcc: x@y.cn",
            "a@b.cn\nx",
            "a b@c.cn",
            "a@b",
            "@b.cn",
            "a@-b.cn",
            "a..b@c.cn",
            "<a@b.cn>",
            "a@b@c.cn",
        ] {
            assert_eq!(
                text.parse::<Email>(),
                Err(InputFault::new("email_invalid")),
                "{text:?}"
            );
        }
        assert!("wan.li+1@mail.example.cn".parse::<Email>().is_ok());
    }

    #[test]
    fn a_masked_number_cannot_be_called() {
        let masked = |text: &str| text.parse::<Telephone>().unwrap().masked();
        assert_eq!(masked("138 7092 5521"), "13*******21");
        assert_eq!(masked("5550128"), "5****28");
    }

    #[test]
    fn telephone_numbers_lose_their_spaces() {
        assert_eq!(
            "0791-8888 6666".parse::<Telephone>(),
            "079188886666".parse()
        );
        assert!("123".parse::<Telephone>().is_err());
        assert!("1380000000x".parse::<Telephone>().is_err());
    }
}
