//! Words with a fixed list of codes: districts, classes of training, stages of school.

/// Makes an enum with a stable code, the Chinese term and English words for each variant.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident $fault:literal { $($(#[$each:meta])* $variant:ident $code:literal $zh:literal $en:literal,)+ }) => {
        $(#[$doc])*
        #[allow(unreachable_pub, reason = "a list of codes may live in a private module")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$each])* $variant,)+
        }

        #[allow(unreachable_pub, reason = "a list of codes may live in a private module")]
        impl $name {
            /// Every variant, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The Chinese term.
            #[must_use]
            pub const fn zh(self) -> &'static str {
                match self {
                    $(Self::$variant => $zh,)+
                }
            }

            /// English words.
            #[must_use]
            pub const fn en(self) -> &'static str {
                match self {
                    $(Self::$variant => $en,)+
                }
            }

            /// The variant with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::InputFault;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::from_code(text).ok_or($crate::words::InputFault::new($fault))
            }
        }

        $crate::words::serde_as_text!($name);
    };
}
pub(crate) use coded;

coded! {
    /// Where something is: the counties of Nanchang by GB/T 2260, and its zones, which have no code there.
    District "district_unknown" {
        /// 东湖区
        Donghu "360102" "东湖区" "Donghu",
        /// 西湖区
        Xihu "360103" "西湖区" "Xihu",
        /// 青云谱区
        Qingyunpu "360104" "青云谱区" "Qingyunpu",
        /// 青山湖区
        Qingshanhu "360111" "青山湖区" "Qingshanhu",
        /// 新建区
        Xinjian "360112" "新建区" "Xinjian",
        /// 红谷滩区
        Honggutan "360113" "红谷滩区" "Honggutan",
        /// 南昌县
        NanchangCounty "360121" "南昌县" "Nanchang County",
        /// 安义县
        Anyi "360123" "安义县" "Anyi",
        /// 进贤县
        Jinxian "360124" "进贤县" "Jinxian",
        /// 南昌经济技术开发区
        Jingkai "zone-jingkai" "经开区" "Economic Development Zone",
        /// 南昌高新技术产业开发区
        Gaoxin "zone-gaoxin" "高新区" "High-tech Zone",
        /// 湾里管理局
        Wanli "zone-wanli" "湾里管理局" "Wanli",
    }
}

impl District {
    /// The division of GB/T 2260 that numbers carry: zones have none of their own and take the city's.
    #[must_use]
    pub const fn division(self) -> &'static str {
        match self {
            Self::Jingkai | Self::Gaoxin | Self::Wanli => "360100",
            county => county.code(),
        }
    }
}

coded! {
    /// What an institution teaches.
    Class "class_unknown" {
        /// 学科类
        Subject "subject" "学科类" "School subjects",
        /// 体育类
        Sports "sports" "体育类" "Sports",
        /// 文化艺术类
        Arts "arts" "文化艺术类" "Culture and arts",
        /// 艺考类
        ArtsExam "arts_exam" "艺考类" "Arts-school examinations",
        /// 科技类
        Science "science" "科技类" "Science and technology",
        /// 综合实践类
        Practice "practice" "综合实践类" "Integrated practice",
    }
}

coded! {
    /// The stage of school of the pupils.
    Stage "stage_unknown" {
        /// 学龄前
        Preschool "preschool" "学龄前" "Preschool",
        /// 小学
        Primary "primary" "小学" "Primary school",
        /// 初中
        Junior "junior" "初中" "Junior secondary school",
        /// 高中
        Senior "senior" "高中" "Senior secondary school",
    }
}

#[cfg(test)]
mod tests {
    use super::District;

    #[test]
    fn counties_have_the_codes_of_the_standard_and_zones_the_citys() {
        // GB/T 2260 as of 2020, when Wanli had become a part of Xinjian and Honggutan a district.
        let standard = [
            ("东湖区", "360102"),
            ("西湖区", "360103"),
            ("青云谱区", "360104"),
            ("青山湖区", "360111"),
            ("新建区", "360112"),
            ("红谷滩区", "360113"),
            ("南昌县", "360121"),
            ("安义县", "360123"),
            ("进贤县", "360124"),
        ];
        let known: Vec<(&str, &str)> = District::ALL
            .iter()
            .filter(|district| !district.code().starts_with("zone-"))
            .map(|district| (district.zh(), district.division()))
            .collect();
        assert_eq!(known, standard);
        let zones = District::ALL.iter().skip(standard.len());
        assert!(
            zones.clone().count() == 3 && zones.clone().all(|zone| zone.division() == "360100")
        );
    }
}
