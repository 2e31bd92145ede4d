//! The receipt of a complaint: it must be saved or typed back, people lose it otherwise.

use askama::Template;

use super::super::field::{Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Entry, Fact, Facts, Timeline, Tone, Verdict, When};
use super::super::shell::{Door, Portal};
use crate::text::Lang;

/// The page after `POST /complaints`; it shows the code once and leads on only when it was typed back or saved.
///
/// Forms: `POST /complaints/receipt/text` (the two lines as a text file; hidden `number`, `receipt`),
/// `POST /complaints/receipt/check` (field `typed`, the last four digits; or `saved=yes`; hidden `number`, `receipt`).
#[derive(Clone, Debug, Template)]
#[template(path = "portal/receipt.html")]
pub struct Receipt {
    /// Frame.
    pub shell: Portal,
    /// Complaint number.
    pub number: String,
    /// Receipt code in groups of four: 4186 3027 5914 6620.
    pub code: String,
    /// Receipt code without spaces, for the hidden fields.
    pub code_plain: String,
    /// When it was filed, in words.
    pub filed_at: String,
    /// QR code of the follow page (number only, never the code), as `svg`.
    pub qr_svg: String,
    /// What was handed in.
    pub facts: Vec<Fact>,
    /// What comes next, with days and articles.
    pub next: Vec<Entry>,
    /// What is wrong with what was typed back.
    pub errors: Errors,
}

impl Receipt {
    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &[self.typed()])
    }

    fn typed(&self) -> Field {
        Field::line(
            "typed",
            self.shell.t("receipt-typed"),
            &Values::default(),
            &self.errors,
        )
        .hint(self.shell.t("receipt-typed-hint"))
        .control(Control::Line("text"))
        .helped("off", "numeric")
        .limit(8)
        .short()
    }

    fn verdict(&self) -> Verdict {
        Verdict {
            tone: Tone::Good,
            headline: self.shell.t("receipt-headline"),
            subject: String::new(),
            lines: vec![self.shell.t("receipt-why")],
            checked: String::new(),
        }
    }

    /// An example; `faulty` shows the page after wrong digits were typed back.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let mut errors = Errors::default();
        if faulty {
            errors.add("typed", lang.t("fault-receipt-typed"));
        }
        Self {
            shell: Portal::sample(lang, Door::Elsewhere, "/complaints/receipt"),
            number: "TS4186302759".to_owned(),
            code: "4186 3027 5914 6620".to_owned(),
            code_plain: "4186302759146620".to_owned(),
            filed_at: lang
                .pick(
                    "2026年11月23日（周一）10:51",
                    "10:51, Monday 23 November 2026",
                )
                .to_owned(),
            qr_svg: super::super::qr::svg("https://hongjian.example/follow?number=TS4186302759"),
            facts: vec![
                Fact::new(
                    lang.pick("机构", "Institution"),
                    "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
                ),
                Fact::new(lang.pick("一句话", "In one line"), "课没上完，钱退不回来"),
                Fact::new(lang.pick("金额", "Sum"), "¥4,320.00"),
                Fact::new(
                    lang.pick("联系方式", "Contact"),
                    lang.pick(
                        "邮箱 chen***@example.com，只用于本件",
                        "E-mail chen***@example.com, for this complaint only",
                    ),
                ),
            ],
            next: vec![
                Entry::new(
                    When::Done,
                    lang.pick("今天", "Today"),
                    lang.pick("转给红谷滩区教育体育局", "Passed to the Honggutan bureau"),
                ),
                Entry::new(
                    When::Next,
                    lang.pick("最迟 2026年12月14日（周一）", "By Monday 14 December 2026"),
                    lang.pick("告诉您是否受理", "you hear whether it is taken up"),
                )
                .noting(lang.pick(
                    "15 个工作日；本局自定期限，依据待核",
                    "15 working days; the bureau's own setting, its basis is being verified",
                )),
                Entry::new(
                    When::Later,
                    lang.pick("受理之日起 60 日内", "Within 60 days of that"),
                    lang.pick("给您书面答复", "a written answer"),
                )
                .noting(lang.pick(
                    "《信访工作条例》第三十四条",
                    "Regulations on Petitions, article 34",
                )),
            ],
            errors,
        }
    }
}
