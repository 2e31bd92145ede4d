//! The rules: for each label, points from concepts that stand together, and why.

use std::collections::BTreeSet;

use super::clause::{Document, Found};
use super::lexicon::Concept;
use super::verdict::{FLAG_POINTS, Label, LabelCode, probability};
use super::{Kind, Text};
use crate::law::Rules;
use crate::words::{Article, Day};

use Concept::{
    Asking, Care, Danger, Fee, Gone, Guise, Hideout, Hobby, InService, Institution, MakeUp,
    NoLicence, Noise, Not, Online, Overcharge, Pupil, Refund, RestDay, School, SchoolItem, Secrecy,
    Steer, Subject, Syllabus, Teach, Teacher, WholeClass,
};

/// Points with their evidence and reasons.
#[derive(Default)]
struct Points {
    sum: i32,
    places: Vec<Found>,
    reasons: Vec<String>,
    articles: Vec<&'static str>,
}

impl Points {
    /// Adds points where `places` hold anything, with the reason.
    fn add(&mut self, points: i32, places: Vec<Found>, reason: &str) -> bool {
        if places.is_empty() {
            return false;
        }
        self.sum += points;
        self.places.extend(places);
        self.reasons.push(reason.to_owned());
        true
    }

    /// Takes points away; the counter-evidence is a reason as well.
    fn less(&mut self, points: i32, holds: bool, reason: &str) {
        if holds && self.sum > 0 {
            self.sum -= points;
            self.reasons.push(reason.to_owned());
        }
    }

    fn cite(&mut self, article: &'static str) {
        if !self.articles.contains(&article) {
            self.articles.push(article);
        }
    }

    fn label(self, code: LabelCode, document: &Document) -> Label {
        let points = u32::try_from(self.sum).unwrap_or(0);
        Label {
            code,
            probability: probability(points),
            flag: points >= FLAG_POINTS,
            evidence: document.evidence(&self.places),
            articles: self.articles.into_iter().map(Article::new).collect(),
            reasons: self.reasons,
        }
    }
}

/// Judges one label.
pub(super) fn judge(code: LabelCode, document: &Document, text: &Text) -> Label {
    let mut points = match code {
        LabelCode::SubjectTutoringDisguised => disguised(document, text.kind),
        LabelCode::SubjectTutoring => open_tutoring(document, text.kind),
        LabelCode::TeacherPaid => teacher_paid(document),
        LabelCode::Unlicensed => unlicensed(document),
        LabelCode::FeesRefund => fees_refund(document),
        LabelCode::Safety => safety(document),
        LabelCode::NoiseNuisance => noise(document),
        LabelCode::SchoolInternalFees => school_fees(document),
        LabelCode::SchoolMakeupClass => school_makeup(document),
    };
    if text.happened_on.is_some_and(before_order_53) {
        points.articles.retain(|key| !key.starts_with("53-"));
    }
    points.label(code, document)
}

/// Order 53 says nothing of what happened before it came into force; an officer finds the law of that day.
fn before_order_53(day: Day) -> bool {
    !Rules::in_force(day).order_53
}

/// A school or kindergarten is spoken of more than any institution.
fn about_school(document: &Document) -> bool {
    document.count(School) > document.count(Institution) + document.count(Guise) / 2
}

/// The text is about teaching or care of children outside school.
fn about_training(document: &Document) -> bool {
    document.has(&[Institution])
        || (document.has(&[Teach, Guise, Hobby]) && document.has(&[Pupil, Teacher]))
}

/// A question about what is allowed, without any act told.
fn only_asks(document: &Document) -> bool {
    document.has(&[Asking])
        && !document.has(&[Secrecy, Gone, Overcharge])
        && document.sentences() <= 4
}

/// Where content of school subjects stands with another name for it. The name of a course is one for all that its
/// description says; a word of a syllabus alone is found in many a course, so that there it takes several.
fn under_another_name(document: &Document, kind: Kind) -> Vec<Found> {
    if kind != Kind::Course {
        return document.near(&[Subject, Syllabus], &[Guise], 1);
    }
    let named = document.together(&[Subject], &[Guise]);
    let spans = document.evidence(&document.of(&[Syllabus]));
    let words: BTreeSet<&str> = spans.iter().map(|span| span.text.as_str()).collect();
    if named.is_empty() && words.len() > 1 {
        return document.together(&[Syllabus], &[Guise]);
    }
    named
}

fn disguised(document: &Document, kind: Kind) -> Points {
    let mut points = Points::default();
    let content = [Subject, Syllabus];
    points.add(
        38,
        under_another_name(document, kind),
        "以其他名目出现，同时教授学科内容",
    );
    if points.sum > 0 {
        points.cite("53-18-1-3");
    }
    // An offer names no flat; its 单元 are those of a book.
    let hidden = match kind {
        Kind::Course => Vec::new(),
        _ => document.near(&content, &[Hideout], 1),
    };
    if points.add(34, hidden, "在住宅、宾馆、咖啡馆等场所教授学科内容") {
        points.cite("53-18-1-2");
    }
    if points.add(
        26,
        document.near(&content, &[Online], 1),
        "转到线上教授学科内容",
    ) {
        points.cite("53-18-1-1");
    }
    points.add(
        24,
        document.near(&content, &[Secrecy], 1),
        "有隐瞒、躲避检查的说法",
    );
    if points.sum > 0 {
        points.add(10, document.near(&[Subject], &[Teach], 0), "说到学科授课");
        points.add(8, document.of(&[Fee]), "说到收费");
    }
    // An offer asks nothing, and speaks of schools because its pupils go there.
    let told = kind != Kind::Course;
    points.less(30, told && about_school(document), "主要说的是学校");
    points.less(
        15,
        told && document.has(&[Care]),
        "说的可能是学校的课后服务",
    );
    points.less(25, told && only_asks(document), "是询问，没有说到具体行为");
    points.less(
        20,
        document.has(&[Not]) && document.count(Subject) == 0,
        "说明不涉及学科内容",
    );
    points
}

fn open_tutoring(document: &Document, kind: Kind) -> Points {
    let mut points = Points::default();
    // What a course offers the institution teaches: it need not name itself.
    if kind == Kind::Course {
        points.add(
            34,
            document.near(&[Subject], &[Teach, Syllabus, Pupil], 1),
            "课程教授学科内容",
        );
    }
    points.add(
        34,
        document.near(&[Subject], &[Institution], 1),
        "机构教授学科内容",
    );
    if points.sum > 0 {
        points.add(14, document.near(&[Subject], &[Teach], 0), "说到学科授课");
        points.add(
            8,
            document.near(&[Subject], &[Fee, RestDay], 1),
            "说到收费或者休息日上课",
        );
    }
    points.less(
        30,
        document.has(&[Secrecy]) || document.count(Guise) > 1,
        "更像隐形变异",
    );
    points.less(14, document.has(&[Hideout, Online]), "更像隐形变异");
    // An offer asks nothing and complains of nothing.
    let told = kind != Kind::Course;
    points.less(30, told && about_school(document), "主要说的是学校");
    points.less(20, told && only_asks(document), "是询问，没有说到具体行为");
    points.less(12, told && document.has(&[Refund, Gone]), "主要说的是退费");
    points
}

fn teacher_paid(document: &Document) -> Points {
    let mut points = Points::default();
    points.add(
        40,
        document.near(&[InService], &[Teach, MakeUp], 1),
        "说到在职教师办班、补课",
    );
    if points.sum > 0 {
        // The article makes it heavier where a teacher in service teaches school subjects; teaching
        // the piano for money is a matter of the profession's own rules.
        if document.has(&[Subject]) {
            points.cite("53-16");
        }
        points.add(
            14,
            document.near(&[InService], &[Fee, Overcharge], 2),
            "说到收费",
        );
        points.add(
            14,
            document.near(&[InService, Teacher], &[Steer], 1),
            "说到动员、介绍学生参加",
        );
        points.add(
            8,
            document.near(&[InService], &[Hideout, Institution, Secrecy], 1),
            "说到在校外场所或者私下进行",
        );
    }
    points.less(
        14,
        document.has(&[WholeClass]) && !document.has(&[Hideout]),
        "更像学校组织的补课",
    );
    points
}

fn unlicensed(document: &Document) -> Points {
    let mut points = Points::default();
    if about_training(document) {
        points.add(36, document.of(&[NoLicence]), "说到没有办学许可或者登记");
    }
    if points.sum > 0 {
        points.cite("53-17");
        points.add(
            18,
            document.near(&[NoLicence], &[Institution, Teach, Guise, Hideout], 1),
            "说的是培训机构或者办班的人",
        );
        let more = document.count(NoLicence) > 1;
        points.add(
            if more { 8 } else { 0 },
            document.of(&[NoLicence]),
            "不止一处说到",
        );
    }
    points.less(20, only_asks(document), "是询问，没有说到具体行为");
    points.less(15, about_school(document), "主要说的是学校");
    points
}

fn fees_refund(document: &Document) -> Points {
    let mut points = Points::default();
    let training = about_training(document);
    if training {
        points.add(
            40,
            document.near(&[Refund], &[Fee, Institution, Gone], 1),
            "说到退费、预收费",
        );
        points.add(
            30,
            document.near(&[Gone], &[Fee, Institution, Refund], 1),
            "说到关门、失联",
        );
        points.add(
            24,
            document.near(&[Overcharge], &[Institution], 1),
            "说到机构乱收费",
        );
    }
    if points.sum > 0 {
        points.cite("53-22");
        let more = document.count(Refund) > 2;
        points.add(
            if more { 14 } else { 0 },
            document.of(&[Refund]),
            "多处说到退费",
        );
    }
    points.less(34, about_school(document), "主要说的是学校");
    points
}

fn safety(document: &Document) -> Points {
    let mut points = Points::default();
    if about_training(document) || document.has(&[School]) {
        points.add(
            44,
            document.near(&[Danger], &[Institution, Guise, Teach, Pupil, Hideout], 0),
            "说到安全问题",
        );
        let more = document.count(Danger) > 1;
        points.add(
            if more { 16 } else { 0 },
            document.of(&[Danger]),
            "不止一处说到",
        );
    }
    points.less(16, about_school(document), "主要说的是学校");
    points
}

fn noise(document: &Document) -> Points {
    let mut points = Points::default();
    if about_training(document) || document.has(&[School]) {
        points.add(46, document.of(&[Noise]), "说到噪声、扰民");
        points.add(
            12,
            document.near(&[Noise], &[Institution, Teach, Hideout, Pupil], 1),
            "说的是办班影响居民",
        );
    }
    points
}

fn school_fees(document: &Document) -> Points {
    let mut points = Points::default();
    points.add(
        30,
        document.near(&[School], &[SchoolItem], 1),
        "说到学校收费的项目",
    );
    points.add(
        18,
        document.near(&[School], &[Overcharge], 2),
        "说到学校乱收费",
    );
    if points.sum > 0 {
        points.add(
            14,
            document.near(&[SchoolItem, School], &[Fee], 1),
            "说到金额",
        );
        let most = about_school(document);
        points.add(
            if most { 12 } else { 0 },
            document.of(&[School]),
            "主要说的是学校",
        );
    }
    points.less(
        30,
        document.count(Institution) > document.count(School),
        "主要说的是校外机构",
    );
    points
}

fn school_makeup(document: &Document) -> Points {
    let mut points = Points::default();
    points.add(
        28,
        document.near(&[MakeUp], &[School, WholeClass], 1),
        "说到学校补课",
    );
    if points.sum > 0 {
        points.add(
            16,
            document.near(&[MakeUp], &[RestDay], 0),
            "说到休息日上课",
        );
        points.add(
            12,
            document.near(&[MakeUp], &[WholeClass], 1),
            "说到整班、整个年级",
        );
        let most = about_school(document);
        points.add(
            if most { 8 } else { 0 },
            document.of(&[School]),
            "主要说的是学校",
        );
    }
    points.less(
        30,
        document.has(&[Institution, Hideout]),
        "说的可能是校外培训",
    );
    points.less(
        14,
        document.near(&[InService], &[Fee], 1).len() > 2,
        "说的可能是教师个人",
    );
    points
}
