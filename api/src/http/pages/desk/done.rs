//! What a form has done, carried over the redirect that follows it: a short code from a closed list in the query, never
//! words, so that nobody can make our page say theirs.

use axum::response::Redirect;

use crate::text::Lang;

macro_rules! done {
    ($($(#[$doc:meta])* $name:ident $code:literal $key:literal,)+) => {
        /// What a form has done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::http::pages) enum Done {
            $($(#[$doc])* $name,)+
        }

        impl Done {
            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name,)+];

            const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            fn of(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// The same in a sentence.
            pub(super) fn words(self, lang: Lang) -> String {
                lang.t(match self { $(Self::$name => $key,)+ })
            }
        }
    };
}

done! {
    /// A complaint was taken up.
    Accepted "accepted" "done-accepted",
    /// A complaint was declined.
    Declined "declined" "done-declined",
    /// A complaint was answered.
    Answered "answered" "done-answered",
    /// A complaint was closed.
    Closed "closed" "done-closed",
    /// A lead was judged.
    Judged "judged" "done-judged",
    /// A case was filed.
    Filed "filed" "done-filed",
    /// A case was filed by somebody else before.
    FiledBefore "filed-before" "done-filed-before",
    /// A finding was recorded.
    Found "found" "done-found",
    /// Correction was ordered.
    Ordered "ordered" "done-ordered",
    /// The last day for correction was moved.
    DueChanged "due-changed" "done-due-changed",
    /// Service was recorded.
    Served "served" "done-served",
    /// Closure of a case was proposed.
    Proposed "proposed" "done-proposed",
    /// Closure of a case was approved.
    Approved "approved" "done-approved",
    /// A case was sent back.
    Returned "returned" "done-returned",
    /// A change of a licence was proposed.
    ChangeProposed "change-proposed" "done-change-proposed",
    /// It was approved.
    ChangeApproved "change-approved" "done-change-approved",
    /// It was sent back.
    ChangeReturned "change-returned" "done-change-returned",
    /// Corrections of an application were asked for.
    CorrectionAsked "correction-asked" "done-correction-asked",
    /// An application was taken up.
    ApplicationAccepted "application-accepted" "done-application-accepted",
    /// An application was not taken up.
    ApplicationDeclined "application-declined" "done-application-declined",
    /// A visit was recorded.
    Visited "visited" "done-visited",
    /// More time was given.
    Extended "extended" "done-extended",
    /// A decision was proposed.
    DecisionProposed "decision-proposed" "done-decision-proposed",
    /// A decision was approved.
    DecisionApproved "decision-approved" "done-decision-approved",
    /// A proposed decision was sent back.
    DecisionReturned "decision-returned" "done-decision-returned",
    /// A licence was issued.
    LicenceIssued "licence-issued" "done-licence-issued",
    /// A staff lead was judged.
    StaffLeadJudged "staff-lead-judged" "done-staff-lead-judged",
    /// A person was put on the bar list.
    Barred "barred" "done-barred",
    /// A person was taken off the bar list.
    BarLifted "bar-lifted" "done-bar-lifted",
    /// The flag of a course was cleared.
    CourseCleared "course-cleared" "done-course-cleared",
    /// The materials of a course were filed.
    MaterialsFiled "materials-filed" "done-materials-filed",
    /// A course was refused.
    CourseRefused "course-refused" "done-course-refused",
    /// An after-school provider was chosen.
    ProviderSelected "provider-selected" "done-provider-selected",
    /// The choice was approved.
    ProviderPublicised "provider-publicised" "done-provider-publicised",
    /// It was sent back, or the choice or the exit was.
    ProviderReturned "provider-returned" "done-provider-returned",
    /// It was refused.
    ProviderRefused "provider-refused" "done-provider-refused",
    /// It was warned.
    ProviderWarned "provider-warned" "done-provider-warned",
    /// Its warnings were lifted.
    ProviderLifted "provider-lifted" "done-provider-lifted",
    /// An exit was proposed.
    ExitProposed "exit-proposed" "done-exit-proposed",
    /// It has left.
    ProviderExited "provider-exited" "done-provider-exited",
    /// An agreement was entered.
    Agreed "agreed" "done-agreed",
    /// A score was entered.
    Scored "scored" "done-scored",
    /// A list of scores was entered.
    ScoresEntered "scores-entered" "done-scores-entered",
    /// A school was entered.
    SchoolEntered "school-entered" "done-school-entered",
    /// A list of schools was entered.
    SchoolsEntered "schools-entered" "done-schools-entered",
    /// What is said of a school was changed.
    SchoolChanged "school-changed" "done-school-changed",
    /// An institution that prepares was entered.
    InstitutionEntered "institution-entered" "done-institution-entered",
    /// An unlicensed place was entered.
    PlaceEntered "place-entered" "done-place-entered",
    /// What was seen of it was corrected.
    PlaceCorrected "place-corrected" "done-place-corrected",
    /// A check confirmed it.
    PlaceConfirmed "place-confirmed" "done-place-confirmed",
    /// It was recorded as shut.
    PlaceShut "place-shut" "done-place-shut",
    /// It was joined to an institution.
    PlaceJoined "place-joined" "done-place-joined",
    /// It was taken apart from one.
    PlaceUnjoined "place-unjoined" "done-place-unjoined",
    /// It was set aside.
    PlaceSetAside "place-set-aside" "done-place-set-aside",
    /// Its check was overturned.
    PlaceOverturned "place-overturned" "done-place-overturned",
    /// It was taken up again.
    PlaceReopened "place-reopened" "done-place-reopened",
    /// A complaint was linked to it.
    PlaceLinked "place-linked" "done-place-linked",
    /// A complaint was taken off it.
    PlaceUnlinked "place-unlinked" "done-place-unlinked",
    /// A file was added to it.
    PlaceFile "place-file" "done-place-file",
    /// A list of institutions was sent.
    ListSent "list-sent" "done-list-sent",
    /// It is checked once more, read in another way.
    ListAmended "list-amended" "done-list-amended",
    /// It is checked once more, since the register has moved.
    ListMoved "list-moved" "done-list-moved",
    /// It is entered.
    ListEntering "list-entering" "done-list-entering",
    /// It is given up.
    ListDiscarded "list-discarded" "done-list-discarded",
    /// It goes on.
    ListResumed "list-resumed" "done-list-resumed",
    /// It is taken back.
    ListWithdrawn "list-withdrawn" "done-list-withdrawn",
    /// A record says something else.
    RecordChanged "record-changed" "done-record-changed",
    /// A change of a record waits for who answers for it.
    RecordAsked "record-asked" "done-record-asked",
    /// A change of a record was agreed to.
    RequestApproved "request-approved" "done-request-approved",
    /// It was refused.
    RequestRefused "request-refused" "done-request-refused",
    /// It was taken back.
    RequestWithdrawn "request-withdrawn" "done-request-withdrawn",
    /// A public report was declined.
    ReportDeclined "report-declined" "done-report-declined",
    /// A public report was accepted.
    ReportAccepted "report-accepted" "done-report-accepted",
    /// A merge was proposed.
    MergeProposed "merge-proposed" "done-merge-proposed",
    /// What was proposed of a merge was approved.
    MergeApproved "merge-approved" "done-merge-approved",
    /// It was refused.
    MergeRefused "merge-refused" "done-merge-refused",
    /// It was taken back.
    MergeWithdrawn "merge-withdrawn" "done-merge-withdrawn",
    /// To part two entries was proposed.
    MergePart "merge-part" "done-merge-part",
    /// A link of institutions was entered.
    LinkEntered "link-entered" "done-link-entered",
    /// It was undone.
    LinkUndone "link-undone" "done-link-undone",
    /// A notice or a job is to be tried again.
    Retried "retried" "done-retried",
    /// A notice was seen to in another way.
    SetAside "set-aside" "done-set-aside",
    /// Where one's reminders go was said.
    RemindersSet "reminders-set" "done-reminders-set",
    /// A certificate was entered.
    Certified "certified" "done-certified",
    /// An account was closed.
    Disabled "disabled" "done-disabled",
}

const FIELD: &str = "done=";

impl Done {
    /// Leads to the page at `path`, which has no query of its own, and says there what was done.
    pub(in crate::http::pages) fn to(self, path: &str) -> Redirect {
        Redirect::to(&format!("{path}?{FIELD}{}", self.code()))
    }

    /// What a path with its query says was done, and the path without it: whoever comes back to the page, by the
    /// language switch for example, is not told again.
    pub(super) fn taken_from(path: &str) -> (String, Option<Self>) {
        let Some((path, query)) = path.split_once('?') else {
            return (path.to_owned(), None);
        };
        let (said, rest): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|pair| pair.starts_with(FIELD));
        let done = said
            .first()
            .and_then(|pair| pair.strip_prefix(FIELD))
            .and_then(Self::of);
        let path = if rest.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", rest.join("&"))
        };
        (path, done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_read_back_and_has_words_in_both_languages() {
        for done in Done::ALL {
            let path = format!("/desk/cases/AJ1?{FIELD}{}", done.code());
            assert_eq!(
                Done::taken_from(&path),
                ("/desk/cases/AJ1".to_owned(), Some(*done))
            );
            for lang in Lang::ALL {
                assert!(!done.words(lang).contains('⟦'), "{}", done.code());
            }
        }
    }

    #[test]
    fn words_of_others_are_not_said_and_the_rest_of_the_query_stays() {
        assert_eq!(
            Done::taken_from("/desk?state=open&done=%3Cb%3E&after=x"),
            ("/desk?state=open&after=x".to_owned(), None)
        );
        assert_eq!(Done::taken_from("/desk"), ("/desk".to_owned(), None));
    }
}
