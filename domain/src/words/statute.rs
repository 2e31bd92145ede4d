//! The texts that rules refer to: what each is called, how much of it was read, and where.

/// How much of a text was read in a copy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read {
    /// All of it.
    Whole,
    /// These articles and no other.
    Articles(&'static [&'static str]),
    /// An opinion or a notice that is cited as a whole: the points that rules use.
    Points,
    /// Nothing: what is said of it comes from elsewhere.
    Not,
}

/// A text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statute {
    /// Stable key, the first part of the key of each of its articles.
    pub key: &'static str,
    /// Title in Chinese.
    pub zh: &'static str,
    /// Title in English.
    pub en: &'static str,
    /// How much of it was read.
    pub read: Read,
    /// Where, or what is known instead.
    pub source: &'static str,
}

const fn text(
    key: &'static str,
    [zh, en]: [&'static str; 2],
    read: Read,
    source: &'static str,
) -> Statute {
    Statute {
        key,
        zh,
        en,
        read,
        source,
    }
}

/// Every text that a rule may rest on. One that is not here was not read.
pub(crate) const STATUTES: &[Statute] = &[
    text(
        "53",
        [
            "《校外培训行政处罚暂行办法》",
            "Interim Measures for Administrative Penalties in Off-campus Training (Order 53)",
        ],
        Read::Articles(&["2", "3", "4", "5", "6", "16", "17", "18", "19", "42"]),
        "copies of its first part and reports of September and October 2023; the other articles were not read",
    ),
    text(
        "apl",
        ["《中华人民共和国行政处罚法》", "Administrative Penalty Law"],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "apl17",
        [
            "《中华人民共和国行政处罚法》（2017年修正）",
            "Administrative Penalty Law (2017)",
        ],
        Read::Not,
        "not found",
    ),
    text(
        "arl17",
        [
            "《中华人民共和国行政复议法》（2017年修正）",
            "Administrative Reconsideration Law (2017)",
        ],
        Read::Not,
        "not found",
    ),
    text(
        "cpl17",
        [
            "《中华人民共和国民事诉讼法》（2017年修正）",
            "Civil Procedure Law (2017)",
        ],
        Read::Not,
        "not found",
    ),
    text(
        "xf05",
        ["《信访条例》（2005年）", "Petitioning Regulations (2005)"],
        Read::Not,
        "not found",
    ),
    text(
        "ael",
        [
            "《中华人民共和国行政强制法》",
            "Administrative Enforcement Law",
        ],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "arl",
        [
            "《中华人民共和国行政复议法》",
            "Administrative Reconsideration Law",
        ],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "all",
        [
            "《中华人民共和国行政诉讼法》",
            "Administrative Litigation Law",
        ],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "cpl",
        ["《中华人民共和国民事诉讼法》", "Civil Procedure Law"],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "ppe",
        [
            "《中华人民共和国民办教育促进法》",
            "Law on the Promotion of Private Education",
        ],
        Read::Whole,
        "the full text of 2018-12-29 in LawRefBook/Laws",
    ),
    text(
        "ppei",
        [
            "《中华人民共和国民办教育促进法实施条例》",
            "Regulations implementing the Law on the Promotion of Private Education",
        ],
        Read::Whole,
        "the full text of 2021-04-07 in LawRefBook/Laws",
    ),
    text(
        "xf",
        ["《信访工作条例》", "Regulations on Petitioning"],
        Read::Whole,
        "the full text in LawRefBook/Laws, 2025-04-19",
    ),
    text(
        "alic",
        [
            "《中华人民共和国行政许可法》",
            "Administrative Licensing Law",
        ],
        Read::Whole,
        "the full text of 2019-04-23 in Theonefkguy/Chinese-Laws",
    ),
    text(
        "dr",
        [
            "《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》（2021年）",
            "Opinion on easing the burden of homework and off-campus training (2021)",
        ],
        Read::Points,
        "the text as the Xinhua agency gave it on 2021-07-24, in copies",
    ),
    text(
        "gb80",
        [
            "《国务院办公厅关于规范校外培训机构发展的意见》（国办发〔2018〕80号）",
            "State Council Office opinion on off-campus training institutions (2018, no. 80)",
        ],
        Read::Points,
        "points that press and official copies give",
    ),
    text(
        "fire9",
        [
            "《校外培训机构消防安全管理九项规定》（2022年）",
            "Nine rules of fire safety for off-campus training (2022)",
        ],
        Read::Points,
        "a copy (soujianzhu) and the report of 2022-06-06",
    ),
    text(
        "staff21",
        [
            "《校外培训机构从业人员管理办法（试行）》（2021年）",
            "Measures for the staff of off-campus training institutions (2021)",
        ],
        Read::Points,
        "the report of 2021-09-15 (沧州晚报)",
    ),
    text(
        "entry23",
        [
            "《关于做好校外培训机构从业人员准入查询工作的通知》（2023年）",
            "Notice on checking the staff of off-campus training institutions (2023)",
        ],
        Read::Points,
        "the report of 2023-07-07 (Xinhua)",
    ),
    text(
        "teach15",
        [
            "《严禁中小学校和在职中小学教师有偿补课的规定》（教师〔2015〕5号）",
            "Rules against paid tutoring by schools and in-service teachers (2015, no. 5)",
        ],
        Read::Points,
        "a copy of the text",
    ),
    text(
        "gov13",
        [
            "《关于规范面向中小学生的非学科类校外培训的意见》（2022年）",
            "Opinion of thirteen departments on non-subject training (2022)",
        ],
        Read::Points,
        "the report of 2022-12-29 (证券时报)",
    ),
    text(
        "arts23",
        [
            "《关于在深化非学科类校外培训治理中加强艺考培训规范管理的通知》（2023年）",
            "Notice on training for arts-school examinations (2023)",
        ],
        Read::Points,
        "answers of the ministry and copies of August 2023 (chnmusic, beiyuwangxiao, techray); its day and number were not read",
    ),
    text(
        "gb32100",
        [
            "《法人和其他组织统一社会信用代码编码规则》（GB 32100-2015）",
            "Coding rule of the unified social credit identifier (GB 32100-2015)",
        ],
        Read::Points,
        "copies of the standard; the check was computed again",
    ),
    text(
        "sport21",
        [
            "《课外体育培训行为规范》（体育总局办公厅，2021年12月）",
            "Code of conduct for sports training outside school (General Administration of Sport, December 2021)",
        ],
        Read::Points,
        "a copy of the notice of 2021-12-14 and the report of 2021-12-21 (芥末堆)",
    ),
    text(
        "jxsport",
        [
            "《江西省体育类校外培训机构管理办法（试行）》",
            "Measures of Jiangxi for off-campus training in sports (trial)",
        ],
        Read::Articles(&["1", "2"]),
        "a copy of its first articles (hndzqh); its day of issue was not read",
    ),
    text(
        "jxarts",
        [
            "《江西省文化艺术类校外培训机构管理办法（试行）》",
            "Measures of Jiangxi for off-campus training in culture and arts (trial)",
        ],
        Read::Not,
        "cited by a notice of Nanchang; not found",
    ),
    text(
        "price21",
        [
            "《关于加强义务教育阶段学科类校外培训收费监管的通知》（2021年）",
            "Notice on the fees of off-campus training in school subjects (2021)",
        ],
        Read::Points,
        "reports of 2021-09-06",
    ),
    text(
        "jx23",
        [
            "江西省十部门《关于治理违规违法开展校外教育培训行为的公告》（2023年2月）",
            "Public notice of ten departments of Jiangxi on off-campus training (February 2023)",
        ],
        Read::Points,
        "a copy of 2023-02-02 (0792gd); its day of issue was not read",
    ),
    text(
        "sleep21",
        [
            "《教育部办公厅关于进一步加强中小学生睡眠管理工作的通知》（教基厅函〔2021〕11号）",
            "Notice of the Ministry of Education on the sleep of pupils (2021, no. 11)",
        ],
        Read::Points,
        "reports of April 2021",
    ),
    text(
        "fee21",
        [
            "《教育部等六部门关于加强校外培训机构预收费监管工作的通知》（教监管函〔2021〕2号）",
            "Notice of six departments on the supervision of prepaid fees of off-campus training (2021, no. 2)",
        ],
        Read::Points,
        "a copy of its first point; its day was not read",
    ),
    text(
        "as23",
        [
            "《教育部办公厅等四部门关于进一步规范义务教育课后服务有关工作的通知》（2023年）",
            "Notice of four departments on after-school service (2023)",
        ],
        Read::Points,
        "the reports of 2023-12-27 and 28 (Xinhua, 光明日报)",
    ),
    text(
        "as25",
        [
            "《江西省义务教育学校课后服务管理实施办法》（赣教监管字〔2025〕13号）",
            "Measures of Jiangxi for after-school service (2025, no. 13)",
        ],
        Read::Not,
        "cited by the district of 蓉江; not found",
    ),
    text(
        "mat21",
        [
            "《中小学生校外培训材料管理办法（试行）》（2021年）",
            "Measures for the materials of off-campus training (2021)",
        ],
        Read::Points,
        "the report of 2021-09-07",
    ),
    text(
        "pil",
        [
            "《中华人民共和国个人信息保护法》",
            "Personal Information Protection Law",
        ],
        Read::Whole,
        "the full text of 2021-08-20 in LawRefBook/Laws",
    ),
];

/// The text with this key.
pub(super) fn statute(key: &str) -> Option<&'static Statute> {
    STATUTES.iter().find(|statute| statute.key == key)
}

impl Statute {
    /// Whether an article of it was read, by its place within the text; an empty place is the text as a whole.
    pub(super) fn has_read(&self, place: &str) -> bool {
        match self.read {
            Read::Whole => true,
            Read::Points => place.is_empty(),
            Read::Articles(read) => {
                let article = place.split('-').next().unwrap_or_default();
                read.contains(&article)
            }
            Read::Not => false,
        }
    }

    /// How much of it was read, for the table of the rules.
    pub(crate) fn sure(&self) -> String {
        match self.read {
            Read::Whole => "whole text".to_owned(),
            Read::Points => "the points that are used".to_owned(),
            Read::Articles(read) => format!("articles {}", read.join(", ")),
            Read::Not => "依据待核".to_owned(),
        }
    }
}
