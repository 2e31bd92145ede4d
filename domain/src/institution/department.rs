//! Which department is competent for a class of training.
//!
//! The double reduction leaves it to each place to name one for every class. What was found for Jiangxi: education licenses
//! all of them, and for some the department of the trade examines the application first.

use serde::Serialize;

use crate::words::{Article, Class, Day, coded};

coded! {
    /// A department of the government.
    Department "department_unknown" {
        /// 教育行政部门
        Education "education" "教育行政部门" "Department of education",
        /// 行政审批部门
        Approval "approval" "行政审批部门" "Department of administrative approval",
        /// 体育行政部门
        Sports "sports" "体育行政部门" "Department of sports",
        /// 文化和旅游行政部门
        Culture "culture" "文化和旅游行政部门" "Department of culture and tourism",
        /// 科学技术行政部门
        Science "science" "科学技术行政部门" "Department of science and technology",
    }
}

/// Who is competent for a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Competent {
    /// The class.
    pub class: Class,
    /// Who issues the licence and answers for what follows.
    pub licenses: Department,
    /// Who issues it in education's place where the county has such a department.
    pub or_licenses: Option<Department>,
    /// Who examines the application before; none where education decides alone.
    pub reviews: Option<Department>,
    pub(crate) article: &'static str,
    #[serde(skip)]
    pub(crate) from: (i32, u8, u8),
    /// Whether it was read in a copy of a text.
    pub verified: bool,
}

impl Competent {
    /// What says so.
    #[must_use]
    pub const fn article(self) -> Article {
        Article::new(self.article)
    }

    /// The first day on which it holds.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        let (year, month, day) = self.from;
        Day::new(year, month, day).ok()
    }
}

/// Whom the law names for training that is no vocational one, whatever its class.
#[must_use]
pub const fn by_law(class: Class) -> Competent {
    Competent {
        class,
        licenses: Department::Education,
        or_licenses: None,
        reviews: None,
        article: "ppe-12",
        from: (2018, 12, 29),
        verified: true,
    }
}

/// The departments that are competent for `class`.
#[must_use]
pub const fn competent(class: Class) -> Competent {
    let (reviews, article, from, verified) = match class {
        Class::Subject => (None, "dr", (2021, 7, 24), true),
        // Its article 2 was read, the day of issue was not: the last one on which it can have been.
        Class::Sports => (Some(Department::Sports), "jxsport-2", (2023, 3, 31), true),
        // Cited by a notice of the city; its text was not found.
        Class::Arts | Class::ArtsExam => {
            (Some(Department::Culture), "jxarts", (2023, 3, 31), false)
        }
        // The opinion has every place name a department for science; none was found for Jiangxi.
        Class::Science => (Some(Department::Science), "gov13", (2022, 12, 29), false),
        // No text names another one than education.
        Class::Practice => (None, "gov13", (2022, 12, 29), false),
    };
    Competent {
        class,
        licenses: Department::Education,
        // The measures for sports name it; Nanchang's of 2019 did for every class and may have lapsed.
        or_licenses: match class {
            Class::Sports => Some(Department::Approval),
            _ => None,
        },
        reviews,
        article,
        from,
        verified,
    }
}
