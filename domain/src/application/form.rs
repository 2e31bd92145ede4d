//! What an application says, in parts that are saved as one goes.

use serde::{Deserialize, Serialize};

use crate::institution::department::competent;
use crate::words::{Article, Class, Classes, Day, Fen, FieldFault, Stage, coded};

coded! {
    /// What is asked for.
    Kind "application_kind_unknown" {
        /// 设立
        Establish "establish" "设立" "Establishment",
        /// 延续
        Renew "renew" "延续" "Renewal",
        /// 变更
        Change "change" "变更" "Change",
        /// 补办
        Replacement "replacement" "补办" "Replacement",
    }
}

coded! {
    /// A part of the form.
    Part "application_part_unknown" {
        /// 办学内容
        Teaching "teaching" "办学内容" "Teaching",
        /// 办学场所
        Premises "premises" "办学场所" "Premises",
        /// 人员
        Staff "staff" "人员" "Staff",
        /// 资金
        Funds "funds" "资金" "Funds",
        /// 材料
        Papers "papers" "申请材料" "Papers",
        /// 遗失、损毁情况
        Loss "loss" "遗失、损毁情况" "Loss or damage",
    }
}

coded! {
    /// What became of the paper of a licence that is to be replaced.
    Loss "loss_unknown" {
        /// 遗失
        Lost "lost" "遗失" "Lost",
        /// 灭失
        Destroyed "destroyed" "灭失（被烧毁、水毁等，已经不存在）" "Destroyed, nothing is left of it",
        /// 破损
        Damaged "damaged" "破损（还在，但看不清或者不完整）" "Damaged, still there and not legible or whole",
    }
}

impl Loss {
    /// Whether somebody else may have the paper: then it is declared void in public.
    #[must_use]
    pub const fn is_declared(self) -> bool {
        matches!(self, Self::Lost)
    }

    /// The paper that shows it.
    #[must_use]
    pub const fn paper(self) -> Paper {
        match self {
            Self::Lost => Paper::Declaration,
            Self::Destroyed => Paper::Account,
            Self::Damaged => Paper::OldLicence,
        }
    }
}

coded! {
    /// How it teaches; each way has a licence of its own.
    Mode "mode_unknown" {
        /// 线下
        OnSite "on_site" "线下" "On site",
        /// 线上
        Online "online" "线上" "Online",
    }
}

coded! {
    /// What kind of building the premises are in.
    Site "site_unknown" {
        /// 商业、办公用房
        Commercial "commercial" "商业、办公用房" "Shop or office building",
        /// 教育、科研用房
        Educational "educational" "教育、科研、文体用房" "Building for teaching, research, culture or sports",
        /// 住宅
        Dwelling "dwelling" "居民住宅" "Dwelling",
        /// 地下室、半地下室
        Basement "basement" "地下室、半地下室" "Basement",
        /// 临时建筑
        Temporary "temporary" "临时建筑、违章建筑" "Temporary or illegal building",
    }
}

coded! {
    /// A paper that goes with an application.
    Paper "paper_unknown" {
        /// 申办报告
        Report "report" "申办报告" "Report on the plan",
        /// 章程及决策机构名单
        Charter "charter" "章程、决策机构组成人员名单" "Charter, and members of the governing body",
        /// 举办者
        Founder "founder" "举办者的姓名、住址或者名称、地址证明" "Who founds it: name and address",
        /// 资产证明
        Assets "assets" "资产来源、资金数额及有效证明（属捐赠的附捐赠协议）" "Proof of assets, their amount and where they come from (gifts: the deed of gift)",
        /// 人员资格证明
        Qualifications "qualifications" "负责人、教师、财会人员资格证明" "Proof of qualification of principal, teachers and accountants",
        /// 场所证明
        Lease "lease" "办学场所产权或者租赁证明" "Title or lease of the premises",
        /// 消防证明
        Fire "fire" "场所消防安全证明" "Fire safety of the premises",
        /// 决策机构决议
        Resolution "resolution" "理事会、董事会等决策机构的决议" "Resolution of the governing body",
        /// 主管部门审核意见
        Consent "consent" "体育、文旅、科技主管部门的审核意见" "Consent of the department of sports, culture or science",
        /// 遗失声明
        Declaration "declaration" "刊登的遗失声明" "Published declaration of loss",
        /// 灭失情况说明
        Account "account" "灭失情况说明" "Account of how it was destroyed",
        /// 破损的许可证
        OldLicence "old_licence" "破损的许可证（照片或者扫描件，原件在领证时交回）" "The damaged licence (a picture or scan; the paper itself is handed back when the new one is collected)",
    }
}

/// The order of the house for licences whose paper is lost or damaged: no text of the state, the province or the city was
/// found for this licence. Other certificates are declared void in public before they are issued anew.
pub(super) const LOSS: &str = "local-loss";

impl Paper {
    /// What asks for it.
    #[must_use]
    pub const fn article(self) -> Article {
        Article::new(match self {
            Self::Report => "ppe-13--1",
            Self::Charter => "ppe-15--3",
            Self::Founder => "ppe-13--2",
            Self::Assets => "ppe-13--3",
            Self::Qualifications => "ppe-15--5",
            // The premises and their safety are conditions of the law; that these papers show them was read nowhere.
            Self::Lease | Self::Fire => "local-papers",
            Self::Resolution => "ppe-55",
            Self::Consent => "jxsport-2",
            // No statute that was read says how the paper of this licence is replaced.
            Self::Declaration | Self::Account | Self::OldLicence => LOSS,
        })
    }
}

impl Kind {
    /// The parts of its form, in the order in which they are filled in.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::Establish | Self::Renew => &[
                Part::Teaching,
                Part::Premises,
                Part::Staff,
                Part::Funds,
                Part::Papers,
            ],
            Self::Replacement => &[Part::Loss, Part::Papers],
            Self::Change => &[Part::Teaching, Part::Premises, Part::Staff, Part::Papers],
        }
    }

    /// The papers that go with what is filled in: some hang on the class, those of a replacement on what became of the
    /// paper that is replaced.
    #[must_use]
    pub fn papers(self, form: &Form) -> Vec<Wanted> {
        let papers = match self {
            Self::Establish => vec![
                Paper::Report,
                Paper::Founder,
                Paper::Charter,
                Paper::Assets,
                Paper::Qualifications,
                Paper::Lease,
                Paper::Fire,
            ],
            // Nothing that was read asks for papers anew when a licence is renewed.
            Self::Renew => vec![Paper::Lease, Paper::Fire],
            Self::Change => vec![Paper::Resolution, Paper::Lease, Paper::Fire],
            Self::Replacement => form.loss.map(Loss::paper).into_iter().collect(),
        };
        let mut wanted: Vec<Wanted> = papers.into_iter().map(Wanted::of).collect();
        if matches!(self, Self::Establish | Self::Change) {
            wanted.extend(consent(form));
        }
        wanted
    }
}

/// A paper that goes with an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub paper: Paper,
    /// Whether nothing is handed in without it; another one may be added.
    pub needed: bool,
    /// What asks for it.
    pub article: Article,
}

impl Wanted {
    /// It is needed where the text that asks for it was read.
    fn of(paper: Paper) -> Self {
        let article = paper.article();
        Self {
            paper,
            needed: article.is_verified(),
            article,
        }
    }
}

/// The opinion of the departments that examine an application for these classes. It is needed where the rule was read;
/// where the rule is only known to be there, who has the opinion adds it.
fn consent(form: &Form) -> Option<Wanted> {
    let classes = form.classes()?;
    let asked = classes.iter().map(competent);
    let asked = asked.filter(|one| one.reviews.is_some());
    let by = asked.min_by_key(|one| !one.verified)?;
    Some(Wanted {
        paper: Paper::Consent,
        needed: by.verified,
        article: by.article(),
    })
}

/// What is filled in. A draft may say nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Form {
    /// The institution's name, as the licence is to say it.
    pub name: String,
    /// What it teaches: the first of the classes.
    pub class: Option<Class>,
    /// The others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_classes: Vec<Class>,
    /// Whom it teaches.
    pub stages: Vec<Stage>,
    /// How it teaches.
    pub mode: Option<Mode>,
    /// What the licence is to allow, in words.
    pub scope: String,
    /// Where it teaches.
    pub address: String,
    /// Area of the training rooms in square metres.
    pub area_m2: Option<i64>,
    /// The greatest number of pupils at one time.
    pub pupils_at_once: Option<i64>,
    /// What kind of building it is.
    pub site: Option<Site>,
    /// Last day of the lease; nothing where the premises are its own.
    pub lease_until: Option<Day>,
    /// All people who work there.
    pub staff: Option<i64>,
    /// Of them, full-time teaching and research staff.
    pub teaching_staff: Option<i64>,
    /// Of them, full-time teachers.
    pub teachers: Option<i64>,
    /// Pupils it plans for.
    pub pupils: Option<i64>,
    /// Of them, preschool children.
    pub preschool_pupils: Option<i64>,
    /// Opening capital.
    pub capital_fen: Option<Fen>,
    /// The bank of the account of custody for prepaid fees.
    pub custody_bank: String,
    /// What became of the paper that is to be replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<Loss>,
    /// The day on which that was noticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noticed_on: Option<Day>,
    /// The newspaper, or the site of the authority, that published the declaration of loss.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub declared_in: String,
    /// The day on which it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared_on: Option<Day>,
}

/// The greatest number of people or square metres that is no slip of the pen, and the years of a lease.
const COUNT_MAX: i64 = 1_000_000;
const LEASE_YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

impl Form {
    /// What it teaches; nothing while no class is chosen.
    #[must_use]
    pub fn classes(&self) -> Option<Classes> {
        Classes::of(self.class.iter().chain(&self.more_classes).copied())
    }

    /// The form with these classes.
    #[must_use]
    pub fn teaching(self, classes: Option<Classes>) -> Self {
        Self {
            class: classes.map(Classes::first),
            more_classes: classes.iter().flat_map(|it| it.more()).collect(),
            ..self
        }
    }

    /// What is filled in and cannot be, each field with its fault; texts are not looked at.
    #[must_use]
    pub fn impossible(&self) -> Vec<FieldFault> {
        let counts = [
            ("area_m2", self.area_m2, 1),
            ("pupils_at_once", self.pupils_at_once, 1),
            ("staff", self.staff, 1),
            ("teaching_staff", self.teaching_staff, 1),
            ("teachers", self.teachers, 1),
            ("pupils", self.pupils, 1),
            // There may be none among the pupils.
            ("preschool_pupils", self.preschool_pupils, 0),
        ];
        let counts = counts
            .into_iter()
            .filter(|(_, count, least)| {
                count.is_some_and(|count| !(*least..=COUNT_MAX).contains(&count))
            })
            .map(|(field, ..)| FieldFault::new(field, "number_out_of_range"));
        let shares = [
            ("teaching_staff", self.teaching_staff, self.staff),
            ("teachers", self.teachers, self.teaching_staff),
            ("preschool_pupils", self.preschool_pupils, self.pupils),
        ];
        let shares = shares
            .into_iter()
            .filter(|(_, part, whole)| part.zip(*whole).is_some_and(|(part, whole)| part > whole))
            .map(|(field, ..)| FieldFault::new(field, "more_than_the_whole"));
        let owed = self.capital_fen.is_some_and(|fen| fen.get() < 0);
        let capital = owed.then(|| FieldFault::new("capital_fen", "amount_negative"));
        let far = self
            .lease_until
            .is_some_and(|day| !LEASE_YEARS.contains(&day.year()));
        let lease = far.then(|| FieldFault::new("lease_until", "day_out_of_range"));
        let declared = self.noticed_on.zip(self.declared_on);
        let early = declared.is_some_and(|(noticed, declared)| declared < noticed);
        let declared = early.then(|| FieldFault::new("declared_on", "declared_before_noticed"));
        counts
            .chain(shares)
            .chain(capital)
            .chain(lease)
            .chain(declared)
            .collect()
    }

    /// What is said to have happened and lies after `today`, or so long ago that it is a slip of the pen.
    #[must_use]
    pub fn not_yet(&self, today: Day) -> Vec<FieldFault> {
        [
            ("noticed_on", self.noticed_on),
            ("declared_on", self.declared_on),
        ]
        .into_iter()
        .filter_map(|(field, day)| match day? {
            day if day > today => Some(FieldFault::new(field, "day_in_future")),
            day if day.year() < *LEASE_YEARS.start() => {
                Some(FieldFault::new(field, "day_out_of_range"))
            }
            _ => None,
        })
        .collect()
    }

    /// The fields of `part` that say nothing yet, or nothing that can be, by name. Papers are no fields.
    #[must_use]
    pub fn missing(&self, part: Part) -> Vec<&'static str> {
        let impossible = self.impossible();
        let possible = |name: &str| !impossible.iter().any(|fault| fault.field == name);
        let said = |text: &str| !text.trim().is_empty();
        let on_site = self.mode != Some(Mode::Online);
        let fields: Vec<(&'static str, bool)> = match part {
            Part::Teaching => vec![
                ("name", said(&self.name)),
                ("class", self.classes().is_some()),
                ("stages", !self.stages.is_empty()),
                ("mode", self.mode.is_some()),
                ("scope", said(&self.scope)),
            ],
            Part::Premises => vec![
                ("address", said(&self.address)),
                ("site", self.site.is_some()),
                // Who teaches online alone has no rooms for pupils.
                ("area_m2", !on_site || self.area_m2.is_some()),
                ("pupils_at_once", !on_site || self.pupils_at_once.is_some()),
            ],
            Part::Staff => vec![
                ("staff", self.staff.is_some()),
                ("teaching_staff", self.teaching_staff.is_some()),
                ("teachers", self.teachers.is_some()),
                ("pupils", self.pupils.is_some()),
                (
                    "preschool_pupils",
                    !self.stages.contains(&Stage::Preschool) || self.preschool_pupils.is_some(),
                ),
            ],
            Part::Funds => vec![
                (
                    "capital_fen",
                    self.capital_fen.is_some_and(|fen| fen.get() > 0),
                ),
                ("custody_bank", said(&self.custody_bank)),
            ],
            Part::Loss => {
                // That a loss is declared is a condition of the office alone, and warns.
                vec![
                    ("loss", self.loss.is_some()),
                    ("noticed_on", self.noticed_on.is_some()),
                ]
            }
            Part::Papers => Vec::new(),
        };
        fields
            .into_iter()
            .filter(|(name, good)| !good || !possible(name))
            .map(|(name, _)| name)
            .collect()
    }
}
