//! Invented names of institutions, put together from parts.

use domain::words::Class;

use crate::chance::Chance;
use crate::places::Place;

const BRAND_FIRST: &[&str] = &[
    "晨", "禾", "朗", "知", "溪", "星", "云", "木", "青", "言", "思", "博", "润", "沐", "千", "远",
    "光", "乐", "慧", "致", "明", "文", "启", "新", "嘉", "诚", "优", "卓", "雅", "童", "小", "可",
    "若", "行", "立", "和", "安", "心", "海", "川",
];

const BRAND_MIDDLE: &[&str] = &[
    "之", "与", "小", "一", "大", "多", "新", "百", "长", "东", "南", "西", "北", "春", "秋", "宜",
    "同", "喜", "爱", "优",
];

const BRAND_LAST: &[&str] = &[
    "曦", "苗", "月", "行", "石", "舟", "桥", "帆", "源", "阶", "林", "泉", "图", "羽", "音", "语",
    "悦", "彩", "墨", "羿", "跃", "趣", "艺", "蓝", "杉", "竹", "鹿", "岚", "贝", "果", "芽", "峰",
    "澜", "朵", "翼", "杭", "格", "树", "诺", "原",
];

/// What an institution of the class teaches: the word in its name, and the scope on its licence.
pub(crate) struct Field {
    /// In the name: 舞蹈.
    pub(crate) word: &'static str,
    /// On the licence: 中国舞、拉丁舞、少儿舞蹈.
    pub(crate) scope: &'static str,
}

const fn field(word: &'static str, scope: &'static str) -> Field {
    Field { word, scope }
}

const SUBJECT: &[Field] = &[
    field("文化课", "高中语文、数学、外语、物理、化学"),
    field("学科", "高中数学、物理、化学、生物"),
    field("外语", "高中英语、日语"),
];
const SPORTS: &[Field] = &[
    field("篮球", "篮球"),
    field("足球", "足球"),
    field("游泳", "游泳"),
    field("羽毛球", "羽毛球"),
    field("乒乓球", "乒乓球"),
    field("武术", "武术套路、散打"),
    field("跆拳道", "跆拳道"),
    field("体能", "少儿体能、跳绳"),
    field("围棋", "围棋"),
];
const ARTS: &[Field] = &[
    field("舞蹈", "中国舞、拉丁舞、少儿舞蹈"),
    field("美术", "素描、水彩、创意绘画"),
    field("书法", "软笔书法、硬笔书法"),
    field("钢琴", "钢琴"),
    field("古筝", "古筝、琵琶"),
    field("声乐", "少儿声乐、合唱"),
    field("口才", "主持与朗诵"),
    field("戏剧", "少儿戏剧表演"),
];
const ARTS_EXAM: &[Field] = &[
    field("美术艺考", "艺考美术（素描、色彩、速写）"),
    field("音乐艺考", "艺考声乐、器乐、乐理"),
    field("传媒艺考", "艺考播音主持、编导"),
    field("舞蹈艺考", "艺考舞蹈"),
];
const SCIENCE: &[Field] = &[
    field("机器人", "机器人搭建与控制"),
    field("编程", "图形化编程、程序设计"),
    field("创客", "三维设计与制作"),
    field("无人机", "无人机操作与编程"),
    field("科学实验", "科学实验与观察"),
];
const PRACTICE: &[Field] = &[
    field("劳动实践", "木工、烹饪、种植"),
    field("职业体验", "职业体验"),
    field("陶艺", "陶艺与手工"),
    field("研学实践", "研学实践活动"),
];

/// What institutions of this class teach.
pub(crate) fn fields(class: Class) -> &'static [Field] {
    match class {
        Class::Subject => SUBJECT,
        Class::Sports => SPORTS,
        Class::Arts => ARTS,
        Class::ArtsExam => ARTS_EXAM,
        Class::Science => SCIENCE,
        Class::Practice => PRACTICE,
    }
}

/// A brand of two characters, or of three where `long`.
pub(crate) fn brand(chance: &mut Chance, long: bool) -> String {
    let first = chance.one_of(BRAND_FIRST);
    let last = chance.one_of(BRAND_LAST);
    if long {
        let middle = chance.one_of(BRAND_MIDDLE);
        format!("{first}{middle}{last}")
    } else {
        format!("{first}{last}")
    }
}

/// How a place without a licence calls itself; the forms are those that Order 53, article 18, lists as cover.
const COVERS: &[&str] = &[
    "托管服务中心",
    "教育咨询有限公司",
    "文化传播有限公司",
    "家庭教育指导工作室",
    "研学服务有限公司",
    "自习室",
    "家政服务有限公司",
];

/// The full name of a licensed institution.
pub(crate) fn licensed(place: &Place, brand: &str, field: &Field, nonprofit: bool) -> String {
    let place = place.name;
    let word = field.word;
    if nonprofit {
        format!("南昌市{place}{brand}{word}培训学校")
    } else {
        format!("南昌{place}{brand}{word}培训中心有限公司")
    }
}

/// The name of a place that was never licensed.
pub(crate) fn unlicensed(chance: &mut Chance, place: &Place, brand: &str) -> String {
    let cover = chance.one_of(COVERS);
    let place = place.name;
    format!("{place}{brand}{cover}")
}
