//! Every page of the portal, of signing in and of what went wrong, with its samples.

use super::super::portal::after_school::DynamicList;
use super::super::portal::class_rules::ClassRules;
use super::super::portal::complaint::{ComplaintCheck, ComplaintForm};
use super::super::portal::follow::{Follow, FollowLookUp};
use super::super::portal::institutions::{
    Front, Institution, InstitutionMissing, Institutions, VerifyLicence,
};
use super::super::portal::near::NearPage;
use super::super::portal::open_data::OpenData;
use super::super::portal::problem::{Problem, ProblemKind};
use super::super::portal::receipt::Receipt;
use super::super::portal::report::{
    ReportCheck, ReportFollow, ReportForm, ReportLookUp, ReportReceipt,
};
use super::super::portal::sign_in::{OwnPassword, SignIn};
use super::super::portal::white_list::WhiteList;
use crate::text::Lang;
use askama::Template;

/// A page of the gallery: its name in the address and how its sample is rendered.
pub(super) type Page = (&'static str, fn(Lang) -> askama::Result<String>);

/// These pages in all their states. Only the demo serves them.
pub(super) const PAGES: &[Page] = &[
    ("front", |lang| Front::sample(lang).render()),
    ("institutions", |lang| {
        Institutions::sample(lang, true).render()
    }),
    ("institutions-none", |lang| {
        Institutions::sample(lang, false).render()
    }),
    ("near", |lang| NearPage::sample(lang, true).render()),
    ("near-none", |lang| NearPage::sample(lang, false).render()),
    ("institution", |lang| {
        Institution::sample(lang, true).render()
    }),
    ("institution-revoked", |lang| {
        Institution::sample(lang, false).render()
    }),
    ("institution-missing", |lang| {
        InstitutionMissing::sample(lang).render()
    }),
    ("verify", |lang| VerifyLicence::sample(lang, true).render()),
    ("verify-void", |lang| {
        VerifyLicence::sample_void(lang).render()
    }),
    ("verify-unknown", |lang| {
        VerifyLicence::sample(lang, false).render()
    }),
    ("after-school", |lang| {
        DynamicList::sample(lang, true).render()
    }),
    ("after-school-empty", |lang| {
        DynamicList::sample(lang, false).render()
    }),
    ("white-list", |lang| WhiteList::sample(lang, true).render()),
    ("white-list-empty", |lang| {
        WhiteList::sample(lang, false).render()
    }),
    ("open-data", |lang| OpenData::sample(lang).render()),
    ("class-rules", |lang| ClassRules::sample(lang).render()),
    ("complaint", |lang| {
        ComplaintForm::sample(lang, false).render()
    }),
    ("complaint-faults", |lang| {
        ComplaintForm::sample(lang, true).render()
    }),
    ("complaint-check", |lang| {
        ComplaintCheck::sample(lang).render()
    }),
    ("receipt", |lang| Receipt::sample(lang, false).render()),
    ("receipt-wrong", |lang| Receipt::sample(lang, true).render()),
    ("follow-look-up", |lang| {
        FollowLookUp::sample(lang, false).render()
    }),
    ("follow-wrong", |lang| {
        FollowLookUp::sample(lang, true).render()
    }),
    ("follow", |lang| Follow::sample(lang, true).render()),
    ("follow-closed", |lang| Follow::sample(lang, false).render()),
    ("report-kinds", |lang| {
        ReportForm::sample(lang, "", false).render()
    }),
    ("report-wrong", |lang| {
        ReportForm::sample(lang, "wrong", false).render()
    }),
    ("report-faults", |lang| {
        ReportForm::sample(lang, "wrong", true).render()
    }),
    ("report-closed", |lang| {
        ReportForm::sample(lang, "closed", false).render()
    }),
    ("report-double", |lang| {
        ReportForm::sample(lang, "double", false).render()
    }),
    ("report-check", |lang| ReportCheck::sample(lang).render()),
    ("report-receipt", |lang| {
        ReportReceipt::sample(lang).render()
    }),
    ("report-look-up", |lang| {
        ReportLookUp::sample(lang, false).render()
    }),
    ("report-look-up-wrong", |lang| {
        ReportLookUp::sample(lang, true).render()
    }),
    ("report-follow", |lang| {
        ReportFollow::sample(lang, true).render()
    }),
    ("report-follow-accepted", |lang| {
        ReportFollow::sample(lang, false).render()
    }),
    ("sign-in", |lang| SignIn::sample(lang, false).render()),
    ("sign-in-wrong", |lang| SignIn::sample(lang, true).render()),
    ("problem-unreadable", |lang| {
        Problem::sample(lang, ProblemKind::Unreadable).render()
    }),
    ("problem-forbidden", |lang| {
        Problem::sample(lang, ProblemKind::Forbidden).render()
    }),
    ("problem-stale-form", |lang| {
        Problem::sample(lang, ProblemKind::StaleForm).render()
    }),
    ("problem-not-found", |lang| {
        Problem::sample(lang, ProblemKind::NotFound).render()
    }),
    ("problem-stale", |lang| {
        Problem::sample(lang, ProblemKind::Stale).render()
    }),
    ("problem-refused", |lang| {
        Problem::sample(lang, ProblemKind::Refused).render()
    }),
    ("problem-too-large", |lang| {
        Problem::sample(lang, ProblemKind::TooLarge).render()
    }),
    ("problem-media-type", |lang| {
        Problem::sample(lang, ProblemKind::MediaType).render()
    }),
    ("problem-too-many", |lang| {
        Problem::sample(lang, ProblemKind::TooMany).render()
    }),
    ("problem-fault", |lang| {
        Problem::sample(lang, ProblemKind::Fault).render()
    }),
    ("problem-unavailable", |lang| {
        Problem::sample(lang, ProblemKind::Unavailable).render()
    }),
    ("password", |lang| OwnPassword::sample(lang, false).render()),
    ("password-wrong", |lang| {
        OwnPassword::sample(lang, true).render()
    }),
];
