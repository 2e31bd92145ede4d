//! What was done, in words, by the kind of record and the verb that acts keep.

use crate::text::Lang;

/// Kind, verb, and its words in Chinese and English.
#[rustfmt::skip]
const ACTS: &[(&str, &str, &str, &str)] = &[
    ("account", "add", "添加账号", "added an account"),
    ("account", "disable", "停用账号", "closed an account"),
    ("account", "certify", "登记执法证", "entered a certificate"),
    ("account", "reopen", "重新启用账号", "opened an account again"),
    ("account", "reset_password", "重设密码", "gave a new password"),
    ("account", "set_reminders", "设置到期提醒", "set the own reminders"),
    ("account", "sign_out_everywhere", "在所有地方退出", "signed out everywhere"),
    ("authority", "found", "设立机关", "entered an authority"),
    ("account", "change_password", "修改自己的密码", "changed the own password"),
    ("backup", "back_up", "备份数据", "made a backup"),
    ("place", "enter", "登记无证场所", "entered an unlicensed place"),
    ("place", "correct", "更正登记内容", "corrected what was seen"),
    ("place", "add_evidence", "存入照片或者材料", "added a photograph or a paper"),
    ("place", "link_complaint", "关联投诉", "linked a complaint"),
    ("place", "unlink_complaint", "解除投诉关联", "took a complaint off"),
    ("place", "open_case", "由无证场所立案", "opened a case from a place"),
    ("place", "confirm", "现场核查，核实无证", "confirmed a place by a check on site"),
    ("place", "shut", "登记关停", "recorded a place as shut"),
    ("place", "join", "关联登记机构", "joined a place to an institution"),
    ("place", "unjoin", "解除机构关联", "took a place apart from an institution"),
    ("place", "set_aside", "不予列入", "set a place aside"),
    ("place", "overturn", "撤销核实，不予列入", "overturned the check of a place"),
    ("place", "reopen", "重新列入核查", "took a place up again"),
    ("complaint", "link_place", "关联无证场所", "linked the complaint to a place"),
    ("complaint", "unlink_place", "解除无证场所关联", "took the complaint off a place"),
    ("case", "open", "立案", "opened a case"),
    ("case", "record_finding", "记录违法事实", "recorded a finding"),
    ("case", "order_correction", "责令改正", "ordered correction"),
    ("case", "change_due", "变更改正期限", "moved the last day for correction"),
    ("case", "record_service", "登记送达", "recorded a service"),
    ("case", "respond", "机构答复", "the institution answered"),
    ("case", "propose_closure", "申请结案", "proposed closure"),
    ("case", "approve_closure", "批准结案", "approved closure"),
    ("case", "return_for_more", "退回补充", "sent the case back"),
    ("complaint", "file", "提交投诉", "filed a complaint"),
    ("complaint", "accept", "受理投诉", "accepted a complaint"),
    ("complaint", "decline", "不予受理", "declined a complaint"),
    ("complaint", "answer", "答复投诉", "answered a complaint"),
    ("complaint", "close", "办结投诉", "closed a complaint"),
    ("complaint", "withdraw", "撤回投诉", "withdrew a complaint"),
    ("complaint", "open_case", "由投诉立案", "opened a case from a complaint"),
    ("complaint", "screen", "筛查投诉", "screened a complaint"),
    ("institution", "register", "登记机构", "entered institutions"),
    ("institution", "record_consent", "登记电子送达确认书", "recorded a consent to service by e-mail"),
    ("import", "send", "上传名单", "sent a list"),
    ("import", "enter", "决定写入名单", "had a list entered"),
    ("import", "discard", "放弃名单", "gave a list up"),
    ("import", "show", "公布导入的名单", "showed a list"),
    ("import", "withdraw", "撤回导入的名单", "took a list back"),
    ("import", "put_back", "名单中的机构已被投诉，恢复公布", "showed what was left of a list again"),
    ("institution", "change_record", "更正登记信息", "changed a record"),
    ("institution", "set_contact", "登记联系方式", "said whom the authority reaches"),
    ("institution", "confirm_record", "确认登记信息无误", "confirmed the record"),
    ("change_request", "ask", "提出登记更正", "asked for a change of a record"),
    ("change_request", "approve", "同意登记更正", "agreed to a change of a record"),
    ("change_request", "refuse", "不同意登记更正", "refused a change of a record"),
    ("change_request", "withdraw", "撤回登记更正", "took a request back"),
    ("job", "retry", "重新执行任务", "put a job back to work"),
    ("lead", "judge", "判断线索", "judged a lead"),
    ("institution", "licence_state", "许可证状态变动", "changed the state of the licence"),
    ("application", "begin", "开始填写许可申请", "began an application"),
    ("application", "save", "保存许可申请", "saved an application"),
    ("application", "add_paper", "提交申请材料", "added a paper to an application"),
    ("application", "add_evidence", "存入申请材料文件", "stored a file of an application"),
    ("application", "take_paper_back", "撤回申请材料", "took a paper back"),
    ("application", "submit", "提交许可申请", "submitted an application"),
    ("application", "withdraw", "撤回许可申请", "withdrew an application"),
    ("application", "ask_correction", "一次性告知补正", "asked for corrections"),
    ("application", "accept", "受理许可申请", "accepted an application"),
    ("application", "decline", "不予受理许可申请", "did not accept an application"),
    ("application", "record_visit", "记录实地核查", "recorded a visit"),
    ("application", "extend", "延长许可审查期限", "gave a decision more time"),
    ("application", "propose", "提出审查意见", "proposed a decision"),
    ("application", "approve", "作出许可决定", "made the decision"),
    ("application", "send_back", "退回审查意见", "sent a proposed decision back"),
    ("application", "issue", "颁发许可证", "issued a licence"),
    ("application", "follow_calendar", "依法视为受理或者准予", "accepted or granted by law"),
    ("institution", "licence_issued", "登记新颁发的许可证", "entered a new licence"),
    ("institution", "licence_renewed", "登记许可证延续", "entered the renewal of a licence"),
    ("institution", "licence_replaced", "登记许可证补发，前一份作废", "entered another copy of a licence, the one before it void"),
    ("institution", "licence_altered", "登记许可证变更", "entered the change of a licence"),
    ("licence", "propose", "提出许可证变动", "proposed a change of a licence"),
    ("licence", "approve", "批准许可证变动", "approved a change of a licence"),
    ("licence", "send_back", "退回许可证变动", "sent a change of a licence back"),
    ("licence", "follow_calendar", "许可证状态随日期变动", "the calendar changed the state of the licence"),
    ("after_school", "begin", "新建课后服务申请", "began an after-school application"),
    ("after_school", "save", "保存课后服务申请", "saved an after-school application"),
    ("after_school", "file", "提交课后服务申请", "filed an after-school application"),
    ("after_school", "withdraw", "撤回课后服务申请", "withdrew an after-school application"),
    ("after_school", "send_back", "退回补正", "sent an after-school application back"),
    ("after_school", "refuse", "不予准入", "refused an after-school application"),
    ("after_school", "select", "提出遴选意见", "chose an after-school provider"),
    ("after_school", "approve", "复核同意，开始公示", "approved the choice of a provider"),
    ("after_school", "return", "复核退回", "sent the choice of a provider back"),
    ("after_school", "reopen", "公示有异议，重新审核", "examines a provider again after an objection"),
    ("after_school", "admit", "公示期满，列入名单", "listed a provider after its time before the public"),
    ("after_school", "warn", "预警", "warned a provider"),
    ("after_school", "lift", "解除预警", "lifted the warning of a provider"),
    ("after_school", "propose_exit", "提出退出", "proposed the exit of a provider"),
    ("after_school", "approve_exit", "复核同意退出", "approved the exit of a provider"),
    ("after_school", "reject_exit", "不同意退出", "rejected the exit of a provider"),
    ("after_school", "suspend", "办学许可失效，暂停准入", "suspended a provider without a licence in force"),
    ("after_school", "resume", "办学许可恢复，恢复准入", "resumed a provider whose licence is in force again"),
    ("after_school", "end", "学年结束，准入到期", "ended the admission of a provider"),
    ("after_school", "agree", "登记服务协议", "entered an agreement with a school"),
    ("after_school", "score", "登记学期评分", "entered the score of a term"),
    ("school", "enter", "登记学校", "entered a school"),
    ("school", "change", "修改学校信息", "changed what is said of a school"),
    ("course", "begin", "新建课程", "began a course"),
    ("course", "save", "保存课程", "saved a course"),
    ("course", "file", "提交课程", "filed a course"),
    ("course", "change", "开始变更课程", "began to change a course"),
    ("course", "discard", "放弃课程变更", "gave a change of a course up"),
    ("course", "withdraw", "撤回课程", "withdrew a course"),
    ("course", "import", "由表格提交课程", "filed a course from a list"),
    ("course", "publish", "筛查无提示，公示课程", "screened and published a course"),
    ("course", "flag", "筛查有提示，待审查", "screened and flagged a course"),
    ("course", "hand_back", "筛查无提示，但现在不能公示，退回机构", "screened a course that may not be published now, and handed it back"),
    ("course", "clear", "排除提示，准予公示", "cleared the flag of a course"),
    ("course", "file_materials", "材料准予备案", "filed the materials of a course"),
    ("course", "refuse", "不予公示课程", "refused a course"),
    ("course", "end", "课程到期结束", "ended a course"),
    ("institution", "import_courses", "导入课程表", "took a list of courses in"),
    ("report", "file", "公众提交纠错", "reported an entry"),
    ("report", "accept", "采纳公众纠错", "accepted a public report"),
    ("report", "decline", "不采纳公众纠错", "declined a public report"),
    ("merge", "propose", "提出合并重复登记", "proposed to merge two entries"),
    ("merge", "approve", "核准合并或者恢复", "approved what was proposed of a merge"),
    ("merge", "refuse", "不予核准合并或者恢复", "refused what was proposed of a merge"),
    ("merge", "withdraw", "撤回合并或者恢复", "took a proposal of a merge back"),
    ("merge", "part", "提出恢复合并的登记", "proposed to part two entries"),
    ("institution", "merge", "登记并入另一条", "merged the entry into another one"),
    ("institution", "part", "登记从合并中恢复", "parted the entry again"),
    ("link", "enter", "登记沿革", "entered a link of institutions"),
    ("link", "undo", "撤销沿革", "undid a link of institutions"),
    ("notice", "retry", "再发一次通知", "sent a notice again"),
    ("notice", "set_aside", "通知已另行处理", "saw to a notice in another way"),
    ("order", "answer", "答复整改通知", "answered an order"),
    ("order", "add_evidence", "交证明材料", "handed in proof"),
    ("staff", "enter", "登记从业人员", "entered a person of the staff"),
    ("staff", "change", "修改从业人员信息", "changed what is said of a person of the staff"),
    ("staff", "leave", "登记人员离职", "recorded that a person left"),
    ("institution", "enter_staff", "导入从业人员名单", "entered a list of staff"),
    ("institution", "state_pupils", "申报在训学员人数", "stated the number of pupils"),
    ("bar", "bar", "列入从业人员黑名单", "put a person on the bar list"),
    ("bar", "lift", "解除从业人员黑名单", "took a person off the bar list"),
    ("teachers", "enter_teachers", "导入在职教师名单", "entered a list of in-service teachers"),
    ("staff_lead", "confirm", "认定人员线索成立", "confirmed a staff lead"),
    ("staff_lead", "dismiss", "认定人员线索不成立", "dismissed a staff lead"),
    ("staff_lead", "refer", "移送人员线索", "referred a staff lead"),
    ("staff_lead", "record_result", "登记移送处理结果", "recorded what came of a referral"),
    ("session", "sign_in", "登录", "signed in"),
    ("session", "sign_out", "退出", "signed out"),
];

const KINDS: &[(&str, &str, &str)] = &[
    ("account", "账号", "account"),
    ("authority", "机关", "authority"),
    ("backup", "备份", "backup"),
    ("case", "案件", "case"),
    ("change_request", "登记更正", "change of a record"),
    ("complaint", "投诉", "complaint"),
    ("after_school", "课后服务机构", "after-school provider"),
    ("school", "学校", "school"),
    ("course", "课程", "course"),
    ("import", "名单", "list"),
    ("institution", "机构", "institution"),
    ("job", "任务", "job"),
    ("lead", "线索", "lead"),
    ("application", "许可申请", "application"),
    ("licence", "许可证", "licence"),
    ("report", "公众纠错", "public report"),
    ("merge", "合并", "merge"),
    ("link", "沿革", "link"),
    ("notice", "通知", "notice"),
    ("order", "整改通知", "order"),
    ("place", "无证场所", "unlicensed place"),
    ("staff", "从业人员", "staff"),
    ("bar", "黑名单记录", "bar"),
    ("teachers", "在职教师名单", "list of teachers"),
    ("staff_lead", "人员线索", "staff lead"),
    ("session", "登录", "session"),
];

/// What was done; a verb without words of its own stays as acts keep it.
pub(in crate::http::pages) fn words(lang: Lang, kind: &str, verb: &str) -> String {
    ACTS.iter()
        .find(|(known, done, ..)| *known == kind && *done == verb)
        .map_or(verb, |(.., zh, en)| lang.pick(zh, en))
        .to_owned()
}

/// The kind of record.
pub(super) fn kind(lang: Lang, kind: &str) -> &str {
    KINDS
        .iter()
        .find(|(known, ..)| *known == kind)
        .map_or(kind, |(_, zh, en)| lang.pick(zh, en))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::disallowed_methods,
        reason = "a test stops at the first surprise"
    )]

    use std::path::Path;

    use domain::case::Step;
    use domain::institution::{merge, request};
    use domain::{after_school, application, course, entry_report, licence, place, staff};

    use super::{ACTS, KINDS};

    fn sources(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, out);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                out.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_kind_of_record_that_acts_name_has_words() {
        let mut store = String::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/src"),
            &mut store,
        );
        let named: Vec<&str> = store
            .split("Subject::new(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(named.len() > 10, "{named:?}");
        for kind in named {
            assert!(
                KINDS.iter().any(|(known, ..)| *known == kind),
                "{kind} has no words"
            );
            assert!(
                ACTS.iter().any(|(known, ..)| *known == kind),
                "nothing is done to {kind}"
            );
        }
        for step in Step::ALL {
            let of_case = |(kind, verb, ..): &(&str, &str, &str, &str)| {
                *kind == "case" && *verb == step.code()
            };
            assert!(ACTS.iter().any(of_case), "{} has no words", step.code());
        }
        for (kind, verb, ..) in ACTS {
            // The verbs of a case, a licence, an application, a request, a report, a merge and a staff lead are the steps of the domain.
            assert!(
                store.contains(&format!("\"{verb}\""))
                    || (*kind == "case" && Step::from_code(verb).is_some())
                    || (*kind == "licence" && licence::Step::from_code(verb).is_some())
                    || (*kind == "after_school" && after_school::Step::from_code(verb).is_some())
                    || (*kind == "place" && place::Step::from_code(verb).is_some())
                    || (*kind == "course" && course::Step::from_code(verb).is_some())
                    || (*kind == "application" && application::Step::from_code(verb).is_some())
                    || (*kind == "change_request" && request::Step::from_code(verb).is_some())
                    || (*kind == "report" && entry_report::Step::from_code(verb).is_some())
                    || (*kind == "merge" && merge::Step::from_code(verb).is_some())
                    || (*kind == "staff_lead" && staff::lead::Step::from_code(verb).is_some()),
                "nobody does {verb} to {kind}"
            );
        }
    }
}
