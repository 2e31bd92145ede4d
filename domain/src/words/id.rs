//! Ids: a prefix that says the kind, and a UUIDv7 from an injected clock and random numbers.

use super::{InputFault, Instant};

/// The 128 bits of a UUIDv7: 48 bits of milliseconds, then random bits with version and variant.
fn version_7(at: Instant, random: [u8; 10]) -> u128 {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .as_u128()
}

fn parse(text: &str, prefix: &str) -> Result<u128, InputFault> {
    let invalid = InputFault::new("id_invalid");
    let digits = text.strip_prefix(prefix).ok_or(invalid)?;
    let lower_hex = |sign: u8| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign);
    if digits.len() != 32 || !digits.bytes().all(lower_hex) {
        return Err(invalid);
    }
    u128::from_str_radix(digits, 16).map_err(|_| invalid)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// What its text form begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id: sorts by `at`, unique by `random`.
            #[must_use]
            pub fn new(at: Instant, random: [u8; 10]) -> Self {
                Self(version_7(at, random))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "{}{:032x}", Self::PREFIX, self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InputFault;

            fn from_str(text: &str) -> Result<Self, InputFault> {
                parse(text, Self::PREFIX).map(Self)
            }
        }

        super::time::serde_as_text!($name);
    )+};
}

ids! {
    /// An account.
    AccountId "acc_";
    /// A responsible authority.
    AuthorityId "aut_";
    /// An institution.
    InstitutionId "ins_";
    /// A licence.
    LicenceId "lic_";
    /// An application for a licence.
    ApplicationId "app_";
    /// A course.
    CourseId "crs_";
    /// A school of the list of schools.
    SchoolId "sch_";
    /// The application and admission of an after-school provider.
    AfterSchoolId "asp_";
    /// A complaint.
    ComplaintId "cmp_";
    /// A message about a complaint.
    MessageId "msg_";
    /// The screening of a text.
    ScreeningId "scr_";
    /// A lead.
    LeadId "led_";
    /// A case.
    CaseId "cas_";
    /// A finding of a case.
    FindingId "fnd_";
    /// An order to correct.
    OrderId "ord_";
    /// An institution's answer to an order.
    ResponseId "rsp_";
    /// A service of a document.
    ServiceId "srv_";
    /// A file of evidence.
    EvidenceId "evi_";
    /// An act in the audit log.
    ActId "act_";
    /// A job.
    JobId "job_";
    /// A notice.
    NoticeId "ntc_";
    /// A session.
    SessionId "ses_";
    /// A consent to electronic service.
    ConsentId "con_";
    /// A list of institutions that was entered.
    ImportId "imp_";
    /// A request to change a record of the register.
    RequestId "req_";
    /// A report of the public about an entry of the register.
    ReportId "rpt_";
    /// A merge of two entries of the register.
    MergeId "mrg_";
    /// A link between an institution and what it came out of.
    LinkId "lnk_";
    /// Somebody on the staff of an institution.
    StaffId "stf_";
    /// An entry of the bar list.
    BarId "bar_";
    /// An in-service teacher of a list.
    TeacherId "tch_";
    /// A staff lead.
    StaffLeadId "stl_";
    /// An unlicensed place.
    PlaceId "plc_";
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_round_trip() {
        let early = CaseId::new(Instant::from_millis(1_000), [255; 10]);
        let late = CaseId::new(Instant::from_millis(1_001), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse::<CaseId>().unwrap(), early);
        assert!(early.to_string().parse::<LeadId>().is_err());
        assert!(early.to_string().to_uppercase().parse::<CaseId>().is_err());
    }
}
