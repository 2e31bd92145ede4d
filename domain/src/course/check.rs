//! The rules for courses, each with its document, its day and how sure it is.

use crate::words::{Article, Class, Day, coded};

coded! {
    /// A rule for courses.
    Check "course_check_unknown" {
        /// 类别超出许可
        ClassOutsideLicence "class_outside_licence" "类别超出办学许可" "The class is outside the licence",
        /// 学段超出许可
        StageOutsideLicence "stage_outside_licence" "学段超出办学许可" "A stage is outside the licence",
        /// 许可证未载明学段
        StagesUnsaid "stages_unsaid" "办学许可没有载明学段，请自行核对" "The licence names no stages: compare them yourself",
        /// 线上线下与许可不符
        ModeOutsideLicence "mode_outside_licence" "线上、线下与办学许可不符" "On site or online is not what the licence allows",
        /// 不得面向学龄前儿童开展线上培训
        PreschoolOnline "preschool_online" "不得面向学龄前儿童开展线上培训" "No online training for preschool children",
        /// 不得对学龄前儿童开展学科类培训
        PreschoolSubject "preschool_subject" "不得对学龄前儿童开展学科类培训" "No school subjects for preschool children",
        /// 学龄前不得以学前班、幼小衔接、思维训练等名义培训
        PreschoolName "preschool_name" "学龄前不得以学前班、幼小衔接、思维训练等名义开展学科类（含外语）培训" "No school subjects, foreign languages included, for preschool children under the name of school preparation or thinking training",
        /// 线下结束时间
        EndsLateOnSite "ends_late_on_site" "线下培训结束时间不得晚于20:30" "Training on site ends by 20:30",
        /// 线上结束时间
        EndsLateOnline "ends_late_online" "线上培训结束时间不得晚于21:00" "Online training ends by 21:00",
        /// 线上课时
        LessonLongOnline "lesson_long_online" "线上每课时不得超过30分钟" "An online class hour is 30 minutes at most",
        /// 学科类标准课时
        LessonNotStandard "lesson_not_standard" "学科类标准课时线下45分钟、线上30分钟，其他时长的收费按比例折算：" "The class hour of school subjects is 45 minutes on site and 30 online; the fee of another one is converted in proportion:",
        /// 体育类班额
        SportsOver35 "sports_over_35" "体育类每班次原则上不超过35人：" "Sports: as a rule at most 35 pupils at one time:",
        /// 体育类执教人员
        SportsTwoCoaches "sports_two_coaches" "体育类每班次超过10人，至少2名执教人员：" "Sports: two coaches at least for more than ten pupils at one time:",
        /// 线上间隔
        BreakShortOnline "break_short_online" "线上课程间隔不少于10分钟" "Ten minutes at least between online class hours",
        /// 非学科类不得与教学时间冲突
        InSchoolHours "in_school_hours" "不得与当地中小学教学时间冲突；学期内周一至周五8:00至17:00按教学时间提示（本地设置），寒暑假除外" "Not while schools teach; Monday to Friday from 8:00 to 17:00 in term is taken for that (a local setting), school holidays left out",
        /// 学科类不得占用休息日
        SubjectOnRestDay "subject_on_rest_day" "学科类培训不得占用双休日" "No school subjects on rest days",
        /// 学科类不得占用法定节假日
        SubjectOnHoliday "subject_on_holiday" "学科类培训遇法定节假日须停课" "No school subjects on public holidays: these lessons are left out",
        /// 学科类不得占用寒暑假
        SubjectInVacation "subject_in_vacation" "学科类培训不得占用寒暑假；当地校历未载入，请自行核对" "No school subjects in school holidays; the local school calendar is not loaded: check it yourself",
        /// 一次收费不超过5000元
        Over5000Yuan "over_5000_yuan" "一次收费不得超过5000元，至少要分几次收取：" "At most 5,000 yuan in one payment; payments needed at least:",
        /// 一次收费不超过60课时
        Over60Lessons "over_60_lessons" "按课时收费的，一次不得超过60课时，至少要分几次收取：" "Paid by class hour, at most 60 in one payment; payments needed at least:",
        /// 一次收费时间跨度不超过3个月
        Over3Months "over_3_months" "按周期收费的，一次不得超过3个月，至少要分几次收取：" "Paid by period, at most three months in one payment; payments needed at least:",
        /// 培训材料备案
        MaterialsNotFiled "materials_not_filed" "有培训材料未备案" "A material was not filed",
    }
}

/// What a rule rests on.
struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    verified: bool,
    /// Whether it can be seen from the course alone whether the rule is kept.
    strict: bool,
}

impl Check {
    /// The basis for a course that teaches school subjects, or one that does not.
    const fn basis(self, subject: bool) -> Basis {
        let (article, from, verified, strict) = match self {
            // Regulations of 2021, article 63(1)(9): training beyond the licence.
            Self::ClassOutsideLicence | Self::StageOutsideLicence | Self::ModeOutsideLicence => {
                ("ppei-63-1-9", (2021, 9, 1), true, true)
            }
            // Licences of before the coding of today name none.
            Self::StagesUnsaid => ("ppei-63-1-9", (2021, 9, 1), true, false),
            Self::PreschoolOnline
            | Self::PreschoolSubject
            | Self::LessonLongOnline
            | Self::BreakShortOnline
            | Self::SubjectOnRestDay => ("dr", (2021, 7, 24), true, true),
            // Words of a name decide nothing: what is taught under it does.
            Self::PreschoolName => ("dr", (2021, 7, 24), true, false),
            // A course runs on past a holiday; whether it is taught on that day is not said.
            Self::SubjectOnHoliday | Self::SubjectInVacation => ("dr", (2021, 7, 24), true, false),
            // The notice on sleep of 2021 gives the end on site for every institution, whatever it teaches; the opinion of
            // 2021 gives the end online, for every training that is online.
            Self::EndsLateOnSite => ("sleep21", (2021, 4, 2), true, true),
            Self::EndsLateOnline => ("dr", (2021, 7, 24), true, true),
            // When the schools of a place teach it leaves to the place: lessons are told, and an officer judges.
            Self::InSchoolHours => ("gov13", (2022, 12, 29), true, false),
            // A course may be longer than one payment: the price is told how it is to be split.
            // The province has it for every institution; on the day on which a copy of it is dated.
            Self::Over5000Yuan if subject => ("jx23", (2023, 2, 2), true, false),
            Self::Over5000Yuan => ("gov13", (2022, 12, 29), true, false),
            Self::Over3Months => ("gb80", (2018, 8, 6), true, false),
            // Issued in October 2021 on a day that was not read: what began within the month is not held to it.
            Self::Over60Lessons => ("fee21", (2021, 10, 31), true, false),
            // The base price is for this class hour; whoever has no younger pupils follows it by reference.
            Self::LessonNotStandard => ("price21", (2021, 9, 6), true, false),
            // As a rule (原则上).
            Self::SportsOver35 => ("sport21", (2021, 12, 14), true, false),
            // How many coaches a course has nobody is asked: it is told.
            Self::SportsTwoCoaches => ("sport21", (2021, 12, 14), true, false),
            // That materials are examined was read, that they are filed was not.
            Self::MaterialsNotFiled => ("mat21", (2021, 9, 7), false, false),
        };
        Basis {
            article,
            from,
            verified,
            strict,
        }
    }

    /// The first day on which it holds for courses of school subjects, or for others.
    #[must_use]
    pub fn first_day(self, subject: bool) -> Option<Day> {
        let (year, month, day) = self.basis(subject).from;
        Day::new(year, month, day).ok()
    }

    /// What asks for it.
    #[must_use]
    pub const fn article(self, subject: bool) -> Article {
        Article::new(self.basis(subject).article)
    }

    /// Whether its number was read in a copy of a text.
    #[must_use]
    pub const fn verified(self, subject: bool) -> bool {
        self.basis(subject).verified
    }

    /// Whether nothing is filed against it.
    #[must_use]
    pub const fn refuses(self, subject: bool) -> bool {
        let basis = self.basis(subject);
        basis.verified && basis.strict
    }

    /// Whether courses of this class are held to it.
    #[must_use]
    pub const fn concerns(self, class: Class) -> bool {
        match self {
            Self::SubjectOnRestDay
            | Self::SubjectOnHoliday
            | Self::SubjectInVacation
            | Self::PreschoolSubject
            | Self::LessonNotStandard => matches!(class, Class::Subject),
            Self::InSchoolHours => !matches!(class, Class::Subject),
            Self::SportsOver35 | Self::SportsTwoCoaches => matches!(class, Class::Sports),
            _ => true,
        }
    }

    /// The field it looks at.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::ClassOutsideLicence => "class",
            Self::StageOutsideLicence | Self::StagesUnsaid | Self::PreschoolSubject => "stages",
            Self::ModeOutsideLicence | Self::PreschoolOnline => "mode",
            Self::PreschoolName => "name",
            Self::EndsLateOnSite
            | Self::EndsLateOnline
            | Self::InSchoolHours
            | Self::SubjectOnRestDay => "times",
            Self::LessonLongOnline | Self::LessonNotStandard => "lesson_minutes",
            Self::SportsOver35 | Self::SportsTwoCoaches => "pupils",
            Self::BreakShortOnline => "break_minutes",
            Self::SubjectOnHoliday | Self::SubjectInVacation => "first_day",
            Self::Over5000Yuan | Self::Over60Lessons | Self::Over3Months => "price_fen",
            Self::MaterialsNotFiled => "materials",
        }
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::ClassOutsideLicence | Self::StageOutsideLicence | Self::ModeOutsideLicence => {
                "a_course_stays_within_the_licence"
            }
            Self::StagesUnsaid => "a_licence_without_stages_has_them_compared",
            Self::PreschoolOnline | Self::PreschoolSubject | Self::PreschoolName => {
                "no_preschool_child_is_taught_online_or_in_subjects"
            }
            Self::EndsLateOnSite | Self::EndsLateOnline => "evenings_end_to_the_minute",
            Self::InSchoolHours => "lessons_while_schools_teach_are_told",
            Self::LessonLongOnline | Self::BreakShortOnline => {
                "online_class_hours_are_short_and_apart"
            }
            Self::LessonNotStandard => "another_class_hour_of_subjects_is_told",
            Self::SportsOver35 | Self::SportsTwoCoaches => "large_groups_of_sports_are_told",
            Self::SubjectOnRestDay | Self::SubjectOnHoliday | Self::SubjectInVacation => {
                "subjects_are_not_taught_on_days_of_rest"
            }
            Self::Over5000Yuan | Self::Over60Lessons | Self::Over3Months => {
                "a_price_beyond_one_payment_is_told_how_it_is_split"
            }
            Self::MaterialsNotFiled => "materials_that_were_not_filed_are_told",
        }
    }
}
