//! Every page of the officers' desk and of the institution's, with its samples.

use askama::Template;

use super::super::desk::admin::{Accounts, Audit, Jobs, Letter, Notices, Sessions};
use super::super::desk::after_school;
use super::super::desk::applications::{Application, Applications};
use super::super::desk::case::Case;
use super::super::desk::case_sample::Reached;
use super::super::desk::cases::{Cases, OpenCase};
use super::super::desk::complaint::{Complaints, Showing};
use super::super::desk::courses::{Course, Courses};
use super::super::desk::imports::{Import, Imports};
use super::super::desk::imports_sample::Stage;
use super::super::desk::institution_new::InstitutionNew;
use super::super::desk::institutions::{Register, RegisterEntry};
use super::super::desk::leads::{Lead, Leads};
use super::super::desk::licences::{Licence, Licences};
use super::super::desk::merges;
use super::super::desk::places::{Place, PlaceAlike, PlaceForm, Places};
use super::super::desk::records;
use super::super::desk::reports;
use super::super::desk::schools;
use super::super::desk::staff::{Bar, BarList, StaffLead, StaffLeads};
use super::super::desk::today::Today;
use super::super::my::{self, Moment};
use super::pages::Page;

/// These pages in all their states. Only the demo serves them.
pub(super) const DESKS: &[Page] = &[
    ("desk-today", |lang| Today::sample(lang, true).render()),
    ("desk-today-empty", |lang| {
        Today::sample(lang, false).render()
    }),
    ("desk-leads", |lang| Leads::sample(lang, true).render()),
    ("desk-leads-empty", |lang| {
        Leads::sample(lang, false).render()
    }),
    ("desk-lead", |lang| Lead::sample(lang).render()),
    ("desk-applications", |lang| {
        Applications::sample(lang, true).render()
    }),
    ("desk-applications-empty", |lang| {
        Applications::sample(lang, false).render()
    }),
    ("desk-application", |lang| {
        Application::sample(lang, false).render()
    }),
    ("desk-application-proposed", |lang| {
        Application::sample(lang, true).render()
    }),
    ("desk-after-school-list", |lang| {
        after_school::Providers::sample(lang, true).render()
    }),
    ("desk-after-school-none", |lang| {
        after_school::Providers::sample(lang, false).render()
    }),
    ("desk-after-school", |lang| {
        after_school::Provider::sample(lang, true).render()
    }),
    ("desk-after-school-serving", |lang| {
        after_school::Provider::sample(lang, false).render()
    }),
    ("desk-after-school-scores", |lang| {
        after_school::Scores::sample(lang, false).render()
    }),
    ("desk-after-school-scores-wrong", |lang| {
        after_school::Scores::sample(lang, true).render()
    }),
    ("desk-schools", |lang| {
        schools::Schools::sample(lang, true).render()
    }),
    ("desk-schools-none", |lang| {
        schools::Schools::sample(lang, false).render()
    }),
    ("desk-school", |lang| schools::School::sample(lang).render()),
    ("desk-places", |lang| Places::sample(lang, true).render()),
    ("desk-places-none", |lang| {
        Places::sample(lang, false).render()
    }),
    ("desk-institution-new", |lang| {
        InstitutionNew::sample(lang, false).render()
    }),
    ("desk-institution-new-known", |lang| {
        InstitutionNew::sample(lang, true).render()
    }),
    ("desk-place-new", |lang| {
        PlaceForm::sample(lang, false).render()
    }),
    ("desk-place-new-faults", |lang| {
        PlaceForm::sample(lang, true).render()
    }),
    ("desk-place-alike", |lang| PlaceAlike::sample(lang).render()),
    ("desk-place", |lang| Place::sample(lang, false).render()),
    ("desk-place-shut", |lang| Place::sample(lang, true).render()),
    ("desk-courses", |lang| Courses::sample(lang, true).render()),
    ("desk-courses-none", |lang| {
        Courses::sample(lang, false).render()
    }),
    ("desk-course", |lang| Course::sample(lang, true).render()),
    ("desk-course-published", |lang| {
        Course::sample(lang, false).render()
    }),
    ("desk-licences", |lang| {
        Licences::sample(lang, true).render()
    }),
    ("desk-licences-empty", |lang| {
        Licences::sample(lang, false).render()
    }),
    ("desk-licence", |lang| Licence::sample(lang, false).render()),
    ("desk-licence-proposed", |lang| {
        Licence::sample(lang, true).render()
    }),
    ("desk-complaints", |lang| {
        Complaints::sample(lang, Showing::List).render()
    }),
    ("desk-complaints-empty", |lang| {
        Complaints::sample(lang, Showing::Empty).render()
    }),
    ("desk-complaint", |lang| {
        Complaints::sample(lang, Showing::Pane).render()
    }),
    ("desk-complaint-stale", |lang| {
        Complaints::sample(lang, Showing::Stale).render()
    }),
    ("desk-cases", |lang| Cases::sample(lang, true).render()),
    ("desk-cases-empty", |lang| {
        Cases::sample(lang, false).render()
    }),
    ("desk-case-new", |lang| {
        OpenCase::sample(lang, true).render()
    }),
    ("desk-case-filed", |lang| {
        Case::sample(lang, Reached::Filed).render()
    }),
    ("desk-case", |lang| {
        Case::sample(lang, Reached::Responded).render()
    }),
    ("desk-case-closed", |lang| {
        Case::sample(lang, Reached::Closed).render()
    }),
    ("desk-institutions", |lang| {
        Register::sample(lang, true).render()
    }),
    ("desk-institutions-none", |lang| {
        Register::sample(lang, false).render()
    }),
    ("desk-institution", |lang| {
        RegisterEntry::sample(lang).render()
    }),
    ("desk-notices", |lang| Notices::sample(lang, true).render()),
    ("desk-notices-none", |lang| {
        Notices::sample(lang, false).render()
    }),
    ("desk-notice", |lang| Letter::sample(lang, true).render()),
    ("desk-notice-waiting", |lang| {
        Letter::sample(lang, false).render()
    }),
    ("desk-staff-leads", |lang| {
        StaffLeads::sample(lang, true).render()
    }),
    ("desk-staff-leads-none", |lang| {
        StaffLeads::sample(lang, false).render()
    }),
    ("desk-staff-lead", |lang| {
        StaffLead::sample(lang, false).render()
    }),
    ("desk-staff-lead-referred", |lang| {
        StaffLead::sample(lang, true).render()
    }),
    ("desk-barred", |lang| BarList::sample(lang, true).render()),
    ("desk-barred-none", |lang| {
        BarList::sample(lang, false).render()
    }),
    ("desk-bar", |lang| Bar::sample(lang).render()),
    ("desk-imports", |lang| Imports::sample(lang, true).render()),
    ("desk-imports-fault", |lang| {
        Imports::sample(lang, false).render()
    }),
    ("desk-import-checking", |lang| {
        Import::sample(lang, Stage::Checking).render()
    }),
    ("desk-import-unclean", |lang| {
        Import::sample(lang, Stage::Unclean).render()
    }),
    ("desk-import-clean", |lang| {
        Import::sample(lang, Stage::Clean).render()
    }),
    ("desk-import-shown", |lang| {
        Import::sample(lang, Stage::Shown).render()
    }),
    ("desk-jobs", |lang| Jobs::sample(lang, true).render()),
    ("desk-jobs-none", |lang| Jobs::sample(lang, false).render()),
    ("desk-audit", |lang| Audit::sample(lang, true).render()),
    ("desk-audit-broken", |lang| {
        Audit::sample(lang, false).render()
    }),
    ("desk-accounts", |lang| {
        Accounts::sample(lang, false).render()
    }),
    ("desk-accounts-added", |lang| {
        Accounts::sample(lang, true).render()
    }),
    ("desk-sessions", |lang| {
        Sessions::sample(lang, false).render()
    }),
    ("desk-sessions-wrong", |lang| {
        Sessions::sample(lang, true).render()
    }),
    ("my-todo", |lang| my::Todo::sample(lang, true).render()),
    ("my-todo-empty", |lang| {
        my::Todo::sample(lang, false).render()
    }),
    ("my-applications", |lang| {
        my::application::Applications::sample(lang, true).render()
    }),
    ("my-applications-none", |lang| {
        my::application::Applications::sample(lang, false).render()
    }),
    ("my-application-part", |lang| {
        my::application::Application::sample(lang, Moment::Part).render()
    }),
    ("my-application-loss", |lang| {
        my::application::Application::sample(lang, Moment::Loss).render()
    }),
    ("my-application-papers", |lang| {
        my::application::Application::sample(lang, Moment::Papers).render()
    }),
    ("my-application-check", |lang| {
        my::application::Application::sample(lang, Moment::Check).render()
    }),
    ("my-application-refused", |lang| {
        my::application::Application::sample(lang, Moment::Refused).render()
    }),
    ("my-staff", |lang| {
        my::staff::Staff::sample(lang, true).render()
    }),
    ("my-staff-none", |lang| {
        my::staff::Staff::sample(lang, false).render()
    }),
    ("my-staff-member", |lang| {
        my::staff::StaffMember::sample(lang, true).render()
    }),
    ("my-staff-new", |lang| {
        my::staff::StaffMember::sample(lang, false).render()
    }),
    ("my-after-school-list", |lang| {
        my::after_school::Providers::sample(lang, true).render()
    }),
    ("my-after-school-none", |lang| {
        my::after_school::Providers::sample(lang, false).render()
    }),
    ("my-after-school-draft", |lang| {
        my::after_school::Provider::sample(lang, true).render()
    }),
    ("my-after-school", |lang| {
        my::after_school::Provider::sample(lang, false).render()
    }),
    ("my-courses", |lang| {
        my::course::Courses::sample(lang, true).render()
    }),
    ("my-courses-none", |lang| {
        my::course::Courses::sample(lang, false).render()
    }),
    ("my-course", |lang| {
        my::course::Course::sample(lang, false).render()
    }),
    ("my-course-refused", |lang| {
        my::course::Course::sample(lang, true).render()
    }),
    ("my-licence", |lang| my::Licence::sample(lang).render()),
    ("my-record", |lang| {
        my::record::Record::sample(lang, false).render()
    }),
    ("my-record-asked", |lang| {
        my::record::Record::sample(lang, true).render()
    }),
    ("my-record-edit", |lang| {
        my::record::RecordEdit::sample(lang, false).render()
    }),
    ("my-record-faults", |lang| {
        my::record::RecordEdit::sample(lang, true).render()
    }),
    ("my-request", |lang| {
        my::record::Request::sample(lang).render()
    }),
    ("desk-record-edit", |lang| {
        records::RecordEdit::sample(lang, false).render()
    }),
    ("desk-record-faults", |lang| {
        records::RecordEdit::sample(lang, true).render()
    }),
    ("desk-requests", |lang| {
        records::Requests::sample(lang, true).render()
    }),
    ("desk-requests-empty", |lang| {
        records::Requests::sample(lang, false).render()
    }),
    ("desk-request", |lang| {
        records::Request::sample(lang, false).render()
    }),
    ("desk-request-overtaken", |lang| {
        records::Request::sample(lang, true).render()
    }),
    ("desk-reports", |lang| {
        reports::Reports::sample(lang, true).render()
    }),
    ("desk-reports-none", |lang| {
        reports::Reports::sample(lang, false).render()
    }),
    ("desk-report", |lang| {
        reports::Report::sample(lang, false).render()
    }),
    ("desk-report-words", |lang| {
        reports::Report::sample(lang, true).render()
    }),
    ("desk-merges", |lang| {
        merges::Merges::sample(lang, true).render()
    }),
    ("desk-merges-none", |lang| {
        merges::Merges::sample(lang, false).render()
    }),
    ("desk-merge-new", |lang| {
        merges::MergeNew::sample(lang, false, false).render()
    }),
    ("desk-merge-new-wrong", |lang| {
        merges::MergeNew::sample(lang, false, true).render()
    }),
    ("desk-merge-new-pair", |lang| {
        merges::MergeNew::sample(lang, true, false).render()
    }),
    ("desk-merge-new-barred", |lang| {
        merges::MergeNew::sample(lang, true, true).render()
    }),
    ("desk-merge", |lang| {
        merges::Merge::sample(lang, false).render()
    }),
    ("desk-merge-made", |lang| {
        merges::Merge::sample(lang, true).render()
    }),
    ("desk-links", |lang| {
        merges::Links::sample(lang, true).render()
    }),
    ("desk-links-none", |lang| {
        merges::Links::sample(lang, false).render()
    }),
    ("desk-party", |lang| {
        records::Party::sample(lang, true).render()
    }),
    ("desk-party-whole", |lang| {
        records::Party::sample(lang, false).render()
    }),
    ("my-orders", |lang| my::Orders::sample(lang, true).render()),
    ("my-orders-none", |lang| {
        my::Orders::sample(lang, false).render()
    }),
    ("my-order", |lang| my::Order::sample(lang, false).render()),
    ("my-order-answered", |lang| {
        my::Order::sample(lang, true).render()
    }),
    ("my-sessions", |lang| my::MySessions::sample(lang).render()),
];
