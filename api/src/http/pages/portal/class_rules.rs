//! What applies to a class of training: who is competent, and every rule with its article.

use axum::extract::State;
use domain::institution::class_rules::{ClassRule, Topic, class_rules, departments};
use domain::institution::department::{Competent, Department};
use domain::words::{Class, Day};

use super::frame::Frame;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::Pairs;
use crate::http::pages::Html;
use crate::text::{Lang, show};
use crate::view::field::{Control, Errors, Field, Values};
use crate::view::my::application::{ConditionRow, Conditions};
use crate::view::piece::{Badge, Chip, Fact, Tone};
use crate::view::portal::class_rules::{ClassRules, TopicRules};
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("the rules are for everybody")
        .get("/class-rules", page)
        .done();
}

/// `GET /class-rules?class=&on=`: without a class the first one, without a day today. What is neither is passed over.
async fn page(State(app): State<App>, frame: Frame, Pairs(pairs): Pairs) -> Html<ClassRules> {
    let (lang, today) = (frame.lang, app.store().today());
    let asked = Asked::of(&pairs, today);
    let shown = asked.on.to_string();
    let day = Values::from_pairs([("on", shown.as_str())]);
    let class = lang.pick(asked.class.zh(), asked.class.en());
    let here = |one| Fact {
        term: lang.t("competent-here"),
        link: None,
        ..competent(one, lang)
    };
    let competent = departments(asked.class, asked.on).map(here);
    Html(ClassRules {
        class: asked.class.code(),
        name: class.to_owned(),
        chips: asked.chips(today, lang),
        day: Field::line("on", lang.t("class-rules-on"), &day, &Errors::default())
            .control(Control::Line("date")),
        departments: competent.into_iter().collect(),
        topics: topics(&class_rules(asked.class, asked.on), lang),
        shell: frame.page(Door::Elsewhere),
    })
}

/// The class and the day whose rules are shown.
#[derive(Clone, Copy)]
struct Asked {
    class: Class,
    on: Day,
}

impl Asked {
    fn of(pairs: &[(String, String)], today: Day) -> Self {
        let given = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        Self {
            class: Class::from_code(given("class")).unwrap_or(Class::Subject),
            on: given("on").parse().unwrap_or(today),
        }
    }

    /// Ways to the other classes, on the same day.
    fn chips(self, today: Day, lang: Lang) -> Vec<Chip> {
        let on = match self.on == today {
            true => String::new(),
            false => format!("&on={}", self.on),
        };
        let chip = |class: &Class| {
            let path = format!("/class-rules?class={}{on}", class.code());
            let words = lang.pick(class.zh(), class.en());
            Chip::new(path, words, *class == self.class)
        };
        Class::ALL.iter().map(chip).collect()
    }
}

/// Who is competent for a class, as a fact with its basis.
pub(super) fn competent(of: Competent, lang: Lang) -> Fact {
    let name = |one: Department| lang.pick(one.zh(), one.en());
    let licenses = match of.or_licenses {
        Some(other) => lang.t2(
            "competent-or",
            "licenses",
            name(of.licenses),
            "other",
            name(other),
        ),
        None => name(of.licenses).to_owned(),
    };
    let line = match of.reviews {
        Some(other) => {
            let reviews = lang.pick(other.zh(), other.en());
            lang.t2("competent-two", "licenses", licenses, "reviews", reviews)
        }
        None => lang.t1("competent-one", "licenses", licenses),
    };
    let class = lang.pick(of.class.zh(), of.class.en());
    Fact::new(lang.t1("competent", "class", class), line)
        .to(format!("/class-rules?class={}", of.class.code()))
        .by_law(show::basis(lang, &of.article(), of.verified))
}

fn topics(rules: &[ClassRule], lang: Lang) -> Vec<TopicRules> {
    let of = |topic: Topic| {
        let rows = rules.iter().filter(|rule| rule.topic == topic);
        Conditions {
            rows: rows.map(|rule| row(rule, lang)).collect(),
            none: lang.t("class-rules-none"),
        }
    };
    Topic::ALL
        .iter()
        .map(|topic| TopicRules {
            code: topic.code(),
            name: lang.pick(topic.zh(), topic.en()).to_owned(),
            rules: of(*topic),
        })
        .collect()
}

fn row(rule: &ClassRule, lang: Lang) -> ConditionRow {
    let what = lang.pick(rule.zh, rule.en);
    let since = lang.t1("class-rules-since", "day", show::day(lang, rule.from));
    let basis = show::basis(lang, &rule.article, rule.verified);
    ConditionRow {
        badge: if rule.binds {
            Badge::new(Tone::Good, lang.t("class-rule-binds"))
        } else {
            Badge::new(Tone::Neutral, lang.t("class-rule-warns"))
        },
        // Where it is judged a figure follows the colon.
        what: what.trim_end_matches(['：', ':']).to_owned(),
        figures: String::new(),
        law: format!("{basis} · {since}"),
    }
}
