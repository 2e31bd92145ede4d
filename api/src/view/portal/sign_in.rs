//! Sign-in for institutions and officers, and changing the own password.

use askama::Template;

use super::super::field::{Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::piece::{Note, Tone};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// `GET /sign-in` and `POST /sign-in` with faults. Fields sent: `login`, `password`, hidden `next`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/sign_in.html")]
pub struct SignIn {
    /// Frame.
    pub shell: Portal,
    /// The login typed; a password is never sent back.
    pub values: Values,
    /// What is wrong; an unknown login and a wrong password are one fault, at `password`.
    pub errors: Errors,
    /// Why one has to sign in: the session ended, a page asked for it.
    pub note: Option<Note>,
    /// Path to go to afterwards, always one of our own.
    pub next: String,
}

/// `GET /password` and `POST /password` with faults. Fields sent: `current`, `password`, `repeat`; none is sent back.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/password.html")]
pub struct OwnPassword {
    /// Frame.
    pub shell: Portal,
    /// Whose password it is; a browser that keeps passwords wants to know.
    pub login: String,
    /// What is wrong.
    pub errors: Errors,
    /// That it was changed.
    pub note: Option<Note>,
    /// Path of the reader's desk.
    pub desk: &'static str,
}

impl OwnPassword {
    fn summary(&self) -> Summary {
        self.errors
            .summary_of(self.shell.lang, &self.fields())
            .of_passwords()
    }

    fn fields(&self) -> [Field; 3] {
        let line = |name, label, helped| {
            Field::line(name, self.shell.t(label), &Values::default(), &self.errors)
                .control(Control::Line("password"))
                .helped(helped, "")
                .limit(200)
        };
        [
            line("current", "password-current", "current-password"),
            line("password", "password-new", "new-password").hint(self.shell.t("password-hint")),
            line("repeat", "password-repeat", "new-password"),
        ]
    }

    /// An example; `faulty` shows the answer to a wrong password.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("current", lang.t("fault-password-wrong"));
        }
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/password"),
            login: "officer".to_owned(),
            errors,
            note: (!faulty).then(|| Note::new(Tone::Good, "", lang.t("password-changed"))),
            desk: "/desk",
        }
    }
}

impl SignIn {
    fn summary(&self) -> Summary {
        self.errors
            .summary_of(self.shell.lang, &[self.login(), self.password()])
            .of_passwords()
    }

    fn login(&self) -> Field {
        Field::line(
            "login",
            self.shell.t("sign-in-login"),
            &self.values,
            &self.errors,
        )
        .helped("username", "")
        .limit(64)
    }

    fn password(&self) -> Field {
        Field::line(
            "password",
            self.shell.t("sign-in-password"),
            &Values::default(),
            &self.errors,
        )
        .control(Control::Line("password"))
        .helped("current-password", "")
        .limit(256)
    }

    /// An example; `faulty` shows the answer to a wrong password.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("password", lang.t("fault-sign-in-wrong"));
        }
        let login = if faulty { "officer" } else { "" };
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/sign-in"),
            values: Values::from_pairs([("login", login)]),
            errors,
            note: faulty.then(|| Note::new(Tone::Neutral, "", lang.t("sign-in-ended"))),
            next: "/desk".to_owned(),
        }
    }
}
