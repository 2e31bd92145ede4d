//! The words of the pages: Simplified Chinese by default, English complete.
//!
//! Messages live in `api/locales/{zh,en}/*.ftl` (Project Fluent). They are compiled into the program and parsed once.
//! A test holds both languages to the same keys and every key to a use.

mod lang;
pub mod show;

#[cfg(test)]
mod keys;

pub use lang::Lang;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

macro_rules! source {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../locales/zh/", $name, ".ftl")),
            include_str!(concat!("../../locales/en/", $name, ".ftl")),
        )
    };
}

/// The message files, in the order they are loaded: name, Chinese text, English text.
const SOURCES: &[(&str, &str, &str)] = &[
    source!("common"),
    source!("portal"),
    source!("complaint"),
    source!("desk"),
    source!("case"),
    source!("application"),
    source!("licence"),
    source!("after_school"),
    source!("course"),
    source!("place"),
    source!("my"),
    source!("record"),
    source!("report"),
    source!("merge"),
    source!("import"),
    source!("staff"),
    source!("fault"),
];

static ZH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::Zh));
static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::En));

/// A value a message can take: text, or a number that English may inflect by.
pub trait Arg {
    /// The value as Fluent wants it.
    fn value(&self) -> FluentValue<'_>;
}

impl Arg for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Arg for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

macro_rules! number_args {
    ($($number:ty),+) => {
        $(impl Arg for $number {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        })+
    };
}
number_args!(u8, u16, u32, u64, usize, i32, i64);

impl<T: Arg + ?Sized> Arg for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

/// The message `key` in `lang` with its arguments.
///
/// A key that does not exist gives the key between `⟦` and `⟧`: visible, searched for by the tests of all pages, and
/// never a panic in front of a parent.
#[must_use]
pub fn t(lang: Lang, key: &str, args: &[(&str, &dyn Arg)]) -> String {
    let bundle = match lang {
        Lang::Zh => &*ZH,
        Lang::En => &*EN,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("⟦{key}⟧");
    };
    let mut given = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        given.set(*name, value.value());
    }
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&given), &mut faults);
    if faults.is_empty() {
        text.into_owned()
    } else {
        format!("⟦{key}⟧{text}")
    }
}

/// What a person should read for a stable fault code such as `text_too_long`, with `detail` where the code has no words
/// of its own.
#[must_use]
pub fn fault(lang: Lang, code: &str, detail: &str) -> String {
    let key = format!("fault-{}", code.replace('_', "-"));
    let bundle = match lang {
        Lang::Zh => &*ZH,
        Lang::En => &*EN,
    };
    if bundle.has_message(&key) {
        t(lang, &key, &[("detail", &detail)])
    } else if detail.is_empty() {
        t(lang, "fault", &[])
    } else {
        detail.to_owned()
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let locale = lang
        .code()
        .parse()
        .expect("both language codes are valid tags");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks around arguments would be copied with numbers and codes; all our text runs left to right.
    bundle.set_use_isolating(false);
    for (name, zh, en) in SOURCES {
        let text = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let resource = FluentResource::try_new((*text).to_owned())
            .map_err(|(_, faults)| format!("{name}: {faults:?}"))
            .expect("the message files are checked by a test");
        bundle
            .add_resource(resource)
            .map_err(|faults| format!("{name}: {faults:?}"))
            .expect("no key is written twice, a test checks it");
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_its_arguments_in_both_languages() {
        assert_eq!(t(Lang::Zh, "days-left", &[("n", &3)]), "还剩 3 天");
        assert_eq!(t(Lang::En, "days-left", &[("n", &1)]), "1 day left");
        assert_eq!(t(Lang::En, "days-left", &[("n", &3)]), "3 days left");
    }

    #[test]
    fn an_unknown_key_is_visible_and_does_not_panic() {
        assert_eq!(t(Lang::Zh, "no-such-key", &[]), "⟦no-such-key⟧");
    }

    #[test]
    fn a_fault_code_without_words_shows_its_detail() {
        assert_eq!(fault(Lang::En, "never_heard_of", "line 3"), "line 3");
        assert_eq!(
            fault(Lang::En, "never_heard_of", ""),
            t(Lang::En, "fault", &[])
        );
    }
}
