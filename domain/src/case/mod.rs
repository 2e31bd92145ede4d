//! A violation case (案件), first form: filing, findings, the order to correct, its service, the
//! institution's answer, and closure with the approval of a lead officer.

mod event;
mod guard;
mod state;
mod words;

pub use crate::refusal::Refusal;
pub use event::{Event, Step};
pub use guard::{Circumstances, Officer, open};
pub use state::{Case, Effect, Order};

use crate::words::{Article, Day, coded};

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
    /// The article by which an act of `acted_on` is judged; none where no statute known here forbade it on that day.
    ///
    /// Order 53 binds from 15 October 2023. Acts before it go by the Law on the Promotion of Private Education, which
    /// speaks of bodies without a licence (article 64) and, with the words of article 62, of schools that have one: what
    /// is done in teaching is the one or the other, as the party was `licensed` on the day or not. It speaks neither of those who lend a place nor of competitions.
    #[must_use]
    pub fn article(self, acted_on: Day, licensed: bool) -> Option<Article> {
        let order_53 = crate::law::Rules::in_force(acted_on).order_53;
        let key = match self {
            Self::UnlicensedInstitution if order_53 => "53-17",
            Self::DisguisedSubjectTutoring if order_53 => "53-18",
            Self::ProvidesPlaceOrPlatform if order_53 => "53-19",
            Self::BeyondLicence if order_53 => "53-20",
            Self::UnlawfulTraining if order_53 => "53-21",
            Self::DisorderlyManagement if order_53 => "53-22",
            Self::UnlawfulCompetition if order_53 => "53-23",
            Self::ProvidesPlaceOrPlatform | Self::UnlawfulCompetition => return None,
            Self::UnlicensedInstitution => "ppe-64",
            _ if !licensed => "ppe-64",
            Self::DisguisedSubjectTutoring
            | Self::BeyondLicence
            | Self::UnlawfulTraining
            | Self::DisorderlyManagement => "ppe-62",
        };
        Some(Article::new(key))
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
        /// 公告送达
        PublicNotice "public_notice" "公告送达" "By public notice",
    }
}

impl ServiceWay {
    /// The day on which a document counts as served that went out on `on`: by public notice it is the end of the period
    /// that the law of that day gives (Civil Procedure Law, article 95), by any other way the day itself.
    #[must_use]
    pub fn counts_from(self, on: Day) -> Day {
        match self {
            Self::PublicNotice => crate::law::due(crate::law::Rule::ServicePublicNotice, on).due_on,
            Self::InPerson | Self::Left | Self::Post | Self::Electronic => on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Code, article of Order 53, whether its text was read, articles of the law before it for a party with a licence
    /// and for one without.
    const ARTICLES: [(&str, &str, bool, &str, &str); 7] = [
        ("unlicensed_institution", "53-17", true, "ppe-64", "ppe-64"),
        (
            "disguised_subject_tutoring",
            "53-18",
            true,
            "ppe-62",
            "ppe-64",
        ),
        ("provides_place_or_platform", "53-19", true, "none", "none"),
        ("beyond_licence", "53-20", false, "ppe-62", "ppe-64"),
        ("unlawful_training", "53-21", false, "ppe-62", "ppe-64"),
        ("disorderly_management", "53-22", false, "ppe-62", "ppe-64"),
        ("unlawful_competition", "53-23", false, "none", "none"),
    ];

    #[test]
    fn each_violation_goes_by_the_article_of_its_day() -> Result<(), crate::words::InputFault> {
        let (before, since) = (Day::new(2023, 10, 14)?, Day::new(2023, 10, 15)?);
        let key = |article: Option<Article>| {
            article.map_or_else(|| "none".to_owned(), |article| article.key().to_owned())
        };
        for (violation, (code, now, verified, licensed, unlicensed)) in
            Violation::ALL.iter().zip(ARTICLES)
        {
            assert_eq!(violation.code(), code);
            for held in [true, false] {
                let article = violation.article(since, held);
                assert_eq!(
                    article.as_ref().map(Article::is_verified),
                    Some(verified),
                    "{code}"
                );
                assert_eq!(key(article), now, "{code}");
            }
            assert_eq!(key(violation.article(before, true)), licensed, "{code}");
            assert_eq!(key(violation.article(before, false)), unlicensed, "{code}");
        }
        assert!(Article::new("ppe-64").is_verified() && Article::new("ppe-62").is_verified());
        Ok(())
    }

    #[test]
    fn a_public_notice_serves_when_its_days_have_run() -> Result<(), crate::words::InputFault> {
        let day = Day::new(2026, 11, 2)?;
        assert_eq!(
            ServiceWay::PublicNotice.counts_from(day),
            Day::new(2026, 12, 2)?
        );
        assert_eq!(ServiceWay::Post.counts_from(day), day);
        Ok(())
    }
}
