//! What both desks and the portal show of the staff of an institution.

use domain::application::Outcome;
use domain::staff::{Certificate, Engagement, EntryCheck, Finding, Member, Post, Rule};
use domain::words::Day;
use store::read::staff::{PublishedStaff, StaffShown, TeamShown};

use crate::text::{Lang, show};
use crate::view::field::{Choice, Values};
use crate::view::my::application::{ConditionRow, Conditions};
use crate::view::my::staff::{Choices, StaffRow};
use crate::view::piece::{Badge, Fact, Note, Tone};

/// The options of the form's choices.
pub(super) fn choices(lang: Lang) -> Choices {
    macro_rules! all {
        ($words:ty) => {
            <$words>::ALL
                .iter()
                .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
                .collect()
        };
    }
    Choices {
        posts: all!(Post),
        engagements: all!(Engagement),
        certificates: all!(Certificate),
        entry_checks: all!(EntryCheck),
    }
}

/// What is said of a person, as the fields of the form show it.
pub(super) fn values(member: &Member) -> Values {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let certificate = member.certificate.map(Certificate::code);
    Values::from_pairs([
        ("name", member.name.as_str()),
        ("post", member.post.code()),
        ("engagement", member.engagement.code()),
        ("subject", member.subject.as_str()),
        ("certificate", certificate.unwrap_or_default()),
        ("certificate_number", member.certificate_number.as_str()),
        ("entry_check", member.entry_check.code()),
        ("checked_on", &day(member.checked_on)),
        ("photo_shown", if member.photo_shown { "yes" } else { "" }),
        ("photo_consent_on", &day(member.photo_consent_on)),
        ("employed_on", &member.employed_on.to_string()),
    ])
}

/// Post, engagement and what is taught.
fn what(member: &Member, lang: Lang) -> String {
    let mut parts = vec![
        lang.pick(member.post.zh(), member.post.en()),
        lang.pick(member.engagement.zh(), member.engagement.en()),
    ];
    if !member.subject.is_empty() {
        parts.push(&member.subject);
    }
    parts.join(" · ")
}

/// The certificate with its number; what is said where there is none.
fn proof(certificate: Option<Certificate>, number: &str, lang: Lang) -> String {
    match certificate {
        Some(kind) => format!("{} {number}", lang.pick(kind.zh(), kind.en())),
        None => lang.t("staff-no-certificate"),
    }
}

/// A finding that rests on a text that was read is graver than one that does not.
const fn tone(finding: &Finding) -> Tone {
    if finding.verified {
        Tone::Bad
    } else {
        Tone::Caution
    }
}

/// A rule that is not kept, in words that fit on a telephone.
const fn in_short(rule: Rule) -> &'static str {
    match rule {
        Rule::Barred => "staff-short-barred",
        Rule::EntryCheckFailed => "staff-short-failed",
        Rule::InService => "staff-short-in-service",
        Rule::NoTeacherCertificate => "staff-short-no-teacher-certificate",
        Rule::NoProof => "staff-short-no-proof",
        Rule::NoEntryCheck => "staff-short-unchecked",
        Rule::PhotoWithoutConsent => "staff-short-photo",
        Rule::Elsewhere => "staff-short-elsewhere",
    }
}

/// One person in a list.
pub(super) fn row(one: &StaffShown, href: Option<String>, lang: Lang) -> StaffRow {
    let rules = one.findings.iter();
    let mut badges: Vec<Badge> = rules
        .map(|finding| Badge::new(tone(finding), lang.t(in_short(finding.rule))))
        .collect();
    if let Some(left) = one.left_on {
        let day = show::day(lang, left);
        badges.push(Badge::new(
            Tone::Neutral,
            lang.t1("staff-left-day", "day", day),
        ));
    } else if badges.is_empty() {
        badges.push(Badge::new(Tone::Good, lang.t("staff-in-order")));
    }
    let member = &one.member;
    // Who has no page of their own is told of here with the law.
    let told = one.findings.iter().filter(|_| href.is_none());
    StaffRow {
        lines: told.map(|finding| line(finding, lang)).collect(),
        href,
        name: member.name.clone(),
        what: what(member, lang),
        proof: if member.post.teaches() || member.certificate.is_some() {
            proof(member.certificate, &member.certificate_number, lang)
        } else {
            String::new()
        },
        badges,
    }
}

/// What is not in order with a person, each with its law.
pub(super) fn notes(one: &StaffShown, lang: Lang) -> Vec<Note> {
    let notes = one.findings.iter().map(|finding| {
        let lead = lang.t("staff-broken");
        Note::new(tone(finding), lead, line(finding, lang))
    });
    notes.collect()
}

/// A finding in a sentence, with its law.
fn line(finding: &Finding, lang: Lang) -> String {
    let rule = lang.pick(finding.rule.zh(), finding.rule.en());
    let law = show::article(lang, &finding.article);
    lang.t2("staff-broken-line", "rule", rule, "law", law)
}

/// How many of each kind there are, in a sentence.
pub(super) fn team(team: &TeamShown, lang: Lang) -> String {
    let (all, teaching) = (team.team.staff, team.team.teaching_staff);
    lang.t2("staff-team-line", "n", all, "m", teaching)
}

/// How the ratios stand.
pub(super) fn conditions(team: &TeamShown, lang: Lang) -> Conditions {
    let rows = team.findings.iter().map(|finding| {
        let (tone, key) = match finding.outcome {
            Outcome::Met => (Tone::Good, "condition-met"),
            Outcome::Unmet => (Tone::Caution, "condition-warns"),
            Outcome::Unsaid | Outcome::ByEye => (Tone::Neutral, "condition-unsaid"),
        };
        let condition = finding.condition;
        ConditionRow {
            badge: Badge::new(tone, lang.t(key)),
            what: lang.pick(condition.zh(), condition.en()).to_owned(),
            figures: finding.figures.clone(),
            law: show::article(lang, &finding.article),
        }
    });
    Conditions {
        rows: rows.collect(),
        none: lang.t("staff-team-none"),
    }
}

/// What the public reads: who teaches what, by which certificate.
pub(super) fn published(staff: &[PublishedStaff], lang: Lang) -> Vec<Fact> {
    let facts = staff.iter().map(|one| {
        let post = Post::from_code(&one.post)
            .map_or(one.post.as_str(), |post| lang.pick(post.zh(), post.en()));
        let kind = one.certificate.as_deref().and_then(Certificate::from_code);
        Fact {
            term: one.name.clone(),
            lines: vec![
                format!("{post} · {}", one.subject),
                proof(kind, &one.certificate_number, lang),
            ],
            ..Fact::default()
        }
    });
    facts.collect()
}
