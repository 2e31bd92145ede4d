//! The address of a PostgreSQL database in two parts: what may be seen in a list of processes, and the password.

use percent_encoding::percent_decode_str;

use crate::Fault;

/// An address, with its password apart.
pub(super) struct Address {
    whole: String,
    open: String,
    password: Option<String>,
}

impl Address {
    /// Parts `postgres://user:password@host/name`.
    pub(super) fn of(url: &str) -> Result<Self, Fault> {
        let unusable = |why: &str| Fault::Setting(format!("database.url: {why}"));
        let (scheme, rest) = url
            .split_once("://")
            .filter(|(scheme, _)| matches!(*scheme, "postgres" | "postgresql"))
            .ok_or_else(|| unusable("neither sqlite:// nor postgres://"))?;
        if rest
            .split_once('?')
            .is_some_and(|(_, query)| query.split('&').any(|pair| pair.starts_with("password=")))
        {
            return Err(unusable(
                "for a backup the password stands before the host, not after the name",
            ));
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (server, name) = rest.split_at(end);
        let (open, password) = match server.rsplit_once('@') {
            Some((person, host)) => match person.split_once(':') {
                Some((user, password)) => (format!("{user}@{host}"), Some(password)),
                None => (server.to_owned(), None),
            },
            None => (server.to_owned(), None),
        };
        let password = password
            .map(|text| percent_decode_str(text).decode_utf8())
            .transpose()
            .map_err(|_| unusable("the password is not UTF-8"))?;
        Ok(Self {
            whole: url.to_owned(),
            open: format!("{scheme}://{open}{name}"),
            password: password.map(std::borrow::Cow::into_owned),
        })
    }

    /// All of it.
    pub(super) fn whole(&self) -> &str {
        &self.whole
    }

    /// All but the password.
    pub(super) fn open(&self) -> &str {
        &self.open
    }

    /// The password, where there is one.
    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_no_part_of_what_others_see() {
        for (url, open, password) in [
            (
                "postgres://hongjian:p%40ss%2F1@db:5432/hongjian?sslmode=require",
                "postgres://hongjian@db:5432/hongjian?sslmode=require",
                Some("p@ss/1"),
            ),
            ("postgresql://u:a:b@h/n", "postgresql://u@h/n", Some("a:b")),
            ("postgres://u@h/n", "postgres://u@h/n", None),
            ("postgres:///n?host=/run", "postgres:///n?host=/run", None),
            ("postgres://u:s@h", "postgres://u@h", Some("s")),
        ] {
            let address = Address::of(url).unwrap();
            assert_eq!((address.open(), address.password()), (open, password));
        }
        assert!(Address::of("postgres://h/n?user=u&password=s").is_err());
        assert!(Address::of("mysql://h/n").is_err());
    }
}
