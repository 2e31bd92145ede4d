//! Where things are: streets of each district of Nanchang, with invented buildings and numbers.

use domain::words::District;

use crate::chance::Chance;

/// One district or zone and what is in it.
pub(crate) struct Place {
    /// Which one.
    pub(crate) district: District,
    /// The division of GB/T 2260 that credit codes carry; zones have none of their own and take the city's.
    pub(crate) division: &'static str,
    /// The name as it stands in the names of institutions.
    pub(crate) name: &'static str,
    /// How many of a hundred institutions are here.
    pub(crate) share: u32,
    /// Streets of the place.
    pub(crate) streets: &'static [&'static str],
}

/// Every district and zone that the bureau answers for.
pub(crate) const PLACES: &[Place] = &[
    Place {
        district: District::Donghu,
        division: "360102",
        name: "东湖区",
        share: 10,
        streets: &[
            "八一大道",
            "阳明路",
            "苏圃路",
            "民德路",
            "叠山路",
            "青山南路",
        ],
    },
    Place {
        district: District::Xihu,
        division: "360103",
        name: "西湖区",
        share: 13,
        streets: &["中山路", "船山路", "丁公路", "孺子路", "朝阳中路", "云锦路"],
    },
    Place {
        district: District::Qingyunpu,
        division: "360104",
        name: "青云谱区",
        share: 9,
        streets: &["洪都中大道", "井冈山大道", "迎宾大道", "三店西路", "施尧路"],
    },
    Place {
        district: District::Qingshanhu,
        division: "360111",
        name: "青山湖区",
        share: 13,
        streets: &[
            "北京东路",
            "上海路",
            "南京东路",
            "青山湖大道",
            "湖滨东路",
            "洪都北大道",
        ],
    },
    Place {
        district: District::Xinjian,
        division: "360112",
        name: "新建区",
        share: 9,
        streets: &["长堎大道", "解放路", "建设路", "兴国路", "文化大道"],
    },
    Place {
        district: District::Honggutan,
        division: "360113",
        name: "红谷滩区",
        share: 14,
        streets: &[
            "红谷中大道",
            "丰和中大道",
            "绿茵路",
            "学府大道",
            "春晖路",
            "凤凰中大道",
        ],
    },
    Place {
        district: District::NanchangCounty,
        division: "360121",
        name: "南昌县",
        share: 10,
        streets: &["莲塘中大道", "澄湖北大道", "向阳路", "府前路", "振兴大道"],
    },
    Place {
        district: District::Anyi,
        division: "360123",
        name: "安义县",
        share: 3,
        streets: &["龙津镇文峰路", "向阳大道", "前进路"],
    },
    Place {
        district: District::Jinxian,
        division: "360124",
        name: "进贤县",
        share: 5,
        streets: &["民和镇胜利路", "青岚大道", "岚湖路"],
    },
    Place {
        district: District::Jingkai,
        division: "360100",
        name: "经开区",
        share: 5,
        streets: &["双港西大道", "枫林大道", "丁香路", "玉屏大道"],
    },
    Place {
        district: District::Gaoxin,
        division: "360100",
        name: "高新区",
        share: 7,
        streets: &["火炬大街", "紫阳大道", "艾溪湖北路", "京东大道", "高新大道"],
    },
    Place {
        district: District::Wanli,
        division: "360100",
        name: "湾里",
        share: 2,
        streets: &["招贤路", "幸福路", "磨盘山路"],
    },
];

const BUILDINGS: &[&str] = &[
    "翡翠湾",
    "润和家园",
    "枫林雅苑",
    "锦绣新城",
    "滨江国际",
    "金色华府",
    "万象汇",
    "时代广场",
    "洪城壹品",
    "城市之光",
    "文教大厦",
    "青年广场",
    "梅湖景苑",
    "香溢花城",
    "世纪中央",
];

/// An address in `place`, as it would stand on a licence.
pub(crate) fn address(chance: &mut Chance, place: &Place) -> String {
    let street = chance.one_of(place.streets);
    let building = chance.one_of(BUILDINGS);
    let number = chance.between(1, 1_988);
    let floor = chance.between(1, 5);
    let room = chance.between(1, 28);
    format!(
        "{}{street}{number}号{building}{floor}层{floor}{room:02}室",
        place.name
    )
}
