//! Chinese setting: dates, sums, “9 个工作日” never break; long headlines break by phrase. Pure.

/// Units that belong to the number before them, longest first.
const UNITS: &[&str] = &[
    "个工作日",
    "个小时",
    "个自然日",
    "个字",
    "分钟",
    "小时",
    "课时",
    "working days",
    "working day",
    "days",
    "day",
    "年",
    "月",
    "日",
    "天",
    "件",
    "元",
    "节",
    "号",
    "条",
    "项",
    "款",
    "位",
    "次",
    "家",
    "人",
    "名",
    "秒",
    "MB",
    "KB",
    "处",
];
/// Months of English dates, which stay with the day before and the year after.
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sept",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
];
/// Marks after which a headline may break.
const BREAKS: [char; 6] = ['，', '。', '；', '：', '？', '！'];
/// Longest phrase of a headline that is kept in one line, in widths of a Chinese character: it must fit 390 pixels.
const PHRASE_WIDTH_MAX: usize = 13;

/// `text` escaped for HTML with every date, sum, and counted number in a span that does not break.
#[must_use]
pub fn running(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    let mut after_word = false;
    while let Some(first) = rest.chars().next() {
        let taken = if after_word { 0 } else { unbroken(rest) };
        let (piece, next) = rest.split_at(if taken == 0 { first.len_utf8() } else { taken });
        if taken == 0 {
            escape_into(&mut out, piece);
            after_word = first.is_ascii_alphanumeric();
        } else {
            span_into(&mut out, piece);
            after_word = piece
                .chars()
                .next_back()
                .is_some_and(|last| last.is_ascii_alphanumeric());
        }
        rest = next;
    }
    out
}

/// `text` as a headline: each short phrase up to a mark of punctuation stays in one line.
#[must_use]
pub fn headline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for phrase in text.split_inclusive(BREAKS) {
        let long = half_widths(phrase) > 2 * PHRASE_WIDTH_MAX || phrase.is_ascii();
        if long || phrase == text {
            out.push_str(&running(phrase));
        } else {
            span_into(&mut out, phrase);
        }
    }
    out
}

/// How wide a text is in halves of a Chinese character: a date takes about half the room its characters count for.
fn half_widths(text: &str) -> usize {
    text.chars()
        .map(|sign| if sign.is_ascii() { 1 } else { 2 })
        .sum()
}

/// `text` escaped for HTML, unbroken as a whole.
#[must_use]
pub fn unbroken_whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 24);
    span_into(&mut out, text);
    out
}

fn span_into(out: &mut String, text: &str) {
    out.push_str("<span class=\"nb\">");
    escape_into(out, text);
    out.push_str("</span>");
}

fn escape_into(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // An address of mail may break after its sign, before anything in a word does.
            '@' => out.push_str("@<wbr>"),
            other => out.push(other),
        }
    }
}

/// Length in bytes of the date, sum or counted number at the start of `text`; 0 where there is none.
fn unbroken(text: &str) -> usize {
    let opening = text
        .chars()
        .next()
        .filter(|c| matches!(c, '¥' | '第' | '〔'))
        .map_or(0, char::len_utf8);
    let mut end = opening;
    if text
        .get(end..)
        .is_some_and(|rest| opening > 0 && rest.starts_with(' '))
    {
        end += 1;
    }
    let mut groups = 0;
    let mut year_of_month = false;
    loop {
        let number = digits(text, end);
        if number == 0 {
            break;
        }
        let after = end + number;
        let unit = closing_or_unit(text, after);
        if unit == 0 && !year_of_month && !(groups == 0 && text.starts_with('¥')) {
            break;
        }
        end = after + unit;
        groups += 1;
        if !continues(text, end) {
            break;
        }
        year_of_month = text.get(end..).is_some_and(|rest| rest.starts_with(' '));
        end += usize::from(year_of_month);
    }
    if groups == 0 {
        return 0;
    }
    end + weekday(text, end)
}

/// Whether a further number belongs to the run: `11月` `23日`, `November` `2026`, `〔2026〕` `3号`.
fn continues(text: &str, end: usize) -> bool {
    let (Some(done), Some(rest)) = (text.get(..end), text.get(end..)) else {
        return false;
    };
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if done.ends_with(['年', '月', '〕']) {
        return digit(rest);
    }
    MONTHS.iter().any(|month| done.ends_with(month))
        && rest
            .strip_prefix(' ')
            .is_some_and(|year| year.chars().take_while(char::is_ascii_digit).count() == 4)
}

fn digits(text: &str, from: usize) -> usize {
    let Some(rest) = text.get(from..) else {
        return 0;
    };
    let length = rest
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ':'))
        .unwrap_or(rest.len());
    let run = rest
        .get(..length)
        .unwrap_or_default()
        .trim_end_matches([',', '.', ':']);
    if run.starts_with(|c: char| c.is_ascii_digit()) {
        run.len()
    } else {
        0
    }
}

/// Bytes of the unit after a number, with the space before it; a year also ends a date in English, a clock time needs none.
fn closing_or_unit(text: &str, after: usize) -> usize {
    let Some(rest) = text.get(after..) else {
        return 0;
    };
    if rest.starts_with('〕') {
        return '〕'.len_utf8();
    }
    let space = usize::from(rest.starts_with(' '));
    let unit = rest.get(space..).unwrap_or_default();
    let word_ends = |word: &str| {
        !word.is_ascii()
            || !unit
                .get(word.len()..)
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    if let Some(found) = UNITS
        .iter()
        .chain(MONTHS)
        .find(|word| unit.starts_with(**word) && word_ends(word))
    {
        return space + found.len();
    }
    0
}

fn weekday(text: &str, end: usize) -> usize {
    let Some(rest) = text.get(end..) else {
        return 0;
    };
    if rest.starts_with("（周") {
        rest.find('）').map_or(0, |at| at + '）'.len_utf8())
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::{headline, running};

    fn nb(text: &str) -> String {
        format!("<span class=\"nb\">{text}</span>")
    }

    #[test]
    fn dates_sums_and_counts_never_break() {
        assert_eq!(
            running("最迟 2026年11月23日（周一）前"),
            format!("最迟 {}前", nb("2026年11月23日（周一）"))
        );
        assert_eq!(
            running("交了 ¥4,320.00，"),
            format!("交了 {}，", nb("¥4,320.00"))
        );
        assert_eq!(
            running("还剩 9 个工作日"),
            format!("还剩 {}", nb("9 个工作日"))
        );
        assert_eq!(
            running("洪教责改〔2026〕3号"),
            format!("洪教责改{}", nb("〔2026〕3号"))
        );
        assert_eq!(running("第 21 条"), nb("第 21 条"));
        assert_eq!(
            running("by 31 March 2027."),
            format!("by {}.", nb("31 March 2027"))
        );
        assert_eq!(
            running("1 working day left"),
            format!("{} left", nb("1 working day"))
        );
    }

    #[test]
    fn numbers_within_codes_and_without_units_stay_as_they_are() {
        assert_eq!(running("TS4186302759"), "TS4186302759");
        assert_eq!(
            running("凤凰中大道 1188 号"),
            format!("凤凰中大道 {}", nb("1188 号"))
        );
        assert_eq!(running("共 86，见"), "共 86，见");
        assert_eq!(running("5 Maybe"), "5 Maybe");
    }

    #[test]
    fn what_people_write_is_escaped() {
        assert_eq!(
            running("<b>3 天</b>&\"'"),
            format!("&lt;b&gt;{}&lt;/b&gt;&amp;&quot;&#39;", nb("3 天"))
        );
        assert_eq!(
            headline("<i>，好"),
            format!("{}{}", nb("&lt;i&gt;，"), nb("好"))
        );
    }

    #[test]
    fn an_address_of_mail_breaks_after_its_sign() {
        assert_eq!(running("chen***@example.com"), "chen***@<wbr>example.com");
    }

    #[test]
    fn a_headline_breaks_by_phrase() {
        assert_eq!(
            headline("证照齐全，有效期至 2027年3月31日"),
            format!("{}{}", nb("证照齐全，"), nb("有效期至 2027年3月31日"))
        );
        assert_eq!(
            headline("没有办学许可，原来的许可证 2026年9月30日已经被吊销"),
            format!(
                "{}原来的许可证 {}已经被吊销",
                nb("没有办学许可，"),
                nb("2026年9月30日")
            )
        );
        assert_eq!(headline("今天没有到期的事"), "今天没有到期的事");
    }
}
