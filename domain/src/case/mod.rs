//! A violation case (案件), first form: filing, findings, the order to correct, its service, the
//! institution's answer, and closure with the approval of a lead officer.

mod guard;
mod state;
mod words;

pub use crate::refusal::Refusal;
pub use guard::{Circumstances, Officer, open};
pub use state::{Case, Effect, Event, Order, Step};

use crate::words::coded;

coded! {
    /// What the party is found to have done; the articles are those of Order 53.
    Violation "violation_unknown" {
        /// 擅自举办校外培训机构
        UnlicensedInstitution "unlicensed_institution" "擅自举办校外培训机构" "Running an institution without approval",
        /// 变相开展学科类校外培训
        DisguisedSubjectTutoring "disguised_subject_tutoring" "变相开展学科类校外培训" "Subject tutoring in disguise",
        /// 为违法校外培训提供场所或平台
        ProvidesPlaceOrPlatform "provides_place_or_platform" "为违法培训提供场所或者网络平台" "Providing a place or platform",
        /// 超出办学许可范围
        BeyondLicence "beyond_licence" "超出办学许可范围" "Training beyond the licence",
        /// 违反规定开展培训
        UnlawfulTraining "unlawful_training" "违反法律和国家规定开展培训" "Training against the law or state rules",
        /// 管理混乱
        DisorderlyManagement "disorderly_management" "管理混乱" "Disorderly management",
        /// 擅自组织社会性竞赛
        UnlawfulCompetition "unlawful_competition" "擅自组织面向中小学生的竞赛" "Unlawful competitions",
    }
}

impl Violation {
    /// The article of the violation and whether it was read in a copy of the text. Acts before
    /// 15 October 2023 go by the Law on the Promotion of Private Education; which of its articles
    /// fits is sure for unlicensed institutions alone.
    #[must_use]
    pub fn article(self, acted_on: crate::words::Day) -> (crate::words::Article, bool) {
        let order_53 = crate::words::Day::new(2023, 10, 15);
        if order_53.is_ok_and(|day| acted_on < day) {
            return match self {
                Self::UnlicensedInstitution => (crate::words::Article::new("ppe-64"), true),
                _ => (crate::words::Article::new("ppe-62"), false),
            };
        }
        let (key, verified) = match self {
            Self::UnlicensedInstitution => ("53-17", true),
            Self::DisguisedSubjectTutoring => ("53-18", true),
            Self::ProvidesPlaceOrPlatform => ("53-19", true),
            Self::BeyondLicence => ("53-20", false),
            Self::UnlawfulTraining => ("53-21", false),
            Self::DisorderlyManagement => ("53-22", false),
            Self::UnlawfulCompetition => ("53-23", false),
        };
        (crate::words::Article::new(key), verified)
    }
}

coded! {
    /// How a document was served (送达方式).
    ServiceWay "service_way_unknown" {
        /// 直接送达
        InPerson "in_person" "直接送达" "In person",
        /// 留置送达
        Left "left" "留置送达" "Left at the place",
        /// 邮寄送达
        Post "post" "邮寄送达" "By post",
        /// 电子送达
        Electronic "electronic" "电子送达" "Electronically, with signed consent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Day;

    /// Code, article of Order 53, whether its text was read, article of the law before it.
    const ARTICLES: [(&str, &str, bool, &str); 7] = [
        ("unlicensed_institution", "53-17", true, "ppe-64"),
        ("disguised_subject_tutoring", "53-18", true, "ppe-62"),
        ("provides_place_or_platform", "53-19", true, "ppe-62"),
        ("beyond_licence", "53-20", false, "ppe-62"),
        ("unlawful_training", "53-21", false, "ppe-62"),
        ("disorderly_management", "53-22", false, "ppe-62"),
        ("unlawful_competition", "53-23", false, "ppe-62"),
    ];

    #[test]
    fn each_violation_goes_by_the_article_of_its_day() -> Result<(), crate::words::InputFault> {
        let (before, since) = (Day::new(2023, 10, 14)?, Day::new(2023, 10, 15)?);
        let known: Vec<_> = Violation::ALL
            .iter()
            .map(|one| {
                let (now, verified) = one.article(since);
                let (earlier, _) = one.article(before);
                (
                    one.code(),
                    now.key().to_owned(),
                    verified,
                    earlier.key().to_owned(),
                )
            })
            .collect();
        let expected = ARTICLES.map(|(code, now, verified, earlier)| {
            (code, now.to_owned(), verified, earlier.to_owned())
        });
        assert_eq!(known, expected);
        Ok(())
    }
}
