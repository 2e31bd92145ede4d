//! Invented persons: names, telephone numbers and mail addresses that belong to nobody.

use crate::chance::Chance;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹", "曾", "彭",
    "萧", "蔡", "潘", "田", "董", "袁", "于", "余", "熊", "万", "涂", "闵", "欧阳", "上官",
];

const GIVEN_FIRST: &[&str] = &[
    "晓", "志", "文", "雨", "思", "子", "佳", "建", "海", "春", "秋", "梦", "一", "若", "嘉", "明",
    "玉", "云", "书", "之", "国", "红", "小", "丽", "庆", "",
];

const GIVEN_SECOND: &[&str] = &[
    "敏", "强", "华", "芳", "涵", "宁", "琳", "辉", "婷", "军", "峰", "洁", "磊", "燕", "轩", "怡",
    "博", "静", "勇", "兰", "喆", "昕", "珺", "霖", "萍", "娟", "涛", "妍", "凯", "莉",
];

/// A name of two to four characters.
pub(crate) fn name(chance: &mut Chance) -> String {
    let surname = chance.one_of(SURNAMES);
    let first = chance.one_of(GIVEN_FIRST);
    let second = chance.one_of(GIVEN_SECOND);
    format!("{surname}{first}{second}")
}

/// An invented mobile number of eleven digits; nothing of ours dials or writes to it.
pub(crate) fn mobile(chance: &mut Chance) -> String {
    format!("1990000{:04}", chance.between(0, 9999))
}

/// An invented number in the form of the city's fixed lines.
pub(crate) fn fixed_line(chance: &mut Chance) -> String {
    format!("0791-8000{:04}", chance.between(0, 9999))
}

/// An address under `example.com`, which is reserved for examples and reaches nobody.
pub(crate) fn email(chance: &mut Chance, word: &str) -> String {
    format!("{word}.{:05}@example.com", chance.between(0, 99_999))
}
