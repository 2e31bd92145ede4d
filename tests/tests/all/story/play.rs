//! The steps of the story over the JSON door, each by whom it belongs to. The servers take turns: a step must not
//! depend on which replica took the one before.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::bureau::{Bureau, Party};
use tests::caller::{self, Answer, Caller};

/// A picture that is one, by its content.
pub(crate) const PNG: &[u8] = include_bytes!("../../../../seeds/corpus/proof.png");

/// Why the case is filed.
const REASON: &str = "课表和教室照片写着数学，有违法嫌疑，由本机关管辖。";
const SUBJECT: &str = "书法班里上奥数";
const BODY: &str = "报的是书法班，孩子说进了教室就收起毛笔，老师在白板上讲奥数和三年级数学应用题，还发了数学练习卷。\
    老师让家长对外说是思维训练，每节课收二百元。🙏请查一查这个机构有没有资格教学科。";
/// What the officer answers in the end.
pub(crate) const ANSWER: &str = "您反映的问题已立案查处，该机构已停止学科类培训并退还费用。";

/// Where the story is played, and by whom.
pub(crate) struct Stage {
    servers: Vec<String>,
    turn: AtomicUsize,
    public: Caller,
    office: Office,
    agent: Caller,
    second_officer: String,
    party: Party,
    parent: String,
}

/// Those who work in the bureau, signed in; they take part in every story.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    officer: Caller,
    colleague: Caller,
    lead: Caller,
}

impl Office {
    /// Signs them in.
    pub(crate) async fn open(public: &Caller) -> Self {
        Self {
            officer: public.sign_in("officer").await,
            colleague: public.sign_in("officer-2").await,
            lead: public.sign_in("lead-officer").await,
        }
    }
}

/// What the story left behind.
pub(crate) struct Played {
    /// Number of the complaint with a name.
    pub(crate) complaint: String,
    /// Number of the anonymous one.
    pub(crate) anonymous: String,
    /// Number of the case.
    pub(crate) case: String,
    /// Number of the order's document.
    pub(crate) document: String,
    /// The complainant's address.
    pub(crate) parent: String,
    /// Against whom.
    pub(crate) party: Party,
}

impl Stage {
    /// A stage at these servers, with the institution of this index in the leading part.
    pub(crate) async fn of(
        servers: &[&str],
        bureau: &Bureau,
        index: usize,
        office: &Office,
    ) -> Self {
        let public = Caller::public(servers[0]);
        let party = bureau.parties[index].clone();
        Self {
            servers: servers.iter().map(|url| (*url).to_owned()).collect(),
            turn: AtomicUsize::new(index),
            office: office.clone(),
            agent: public.sign_in(&party.agent).await,
            second_officer: bureau.second_officer.to_string(),
            parent: format!("parent{index}@example.cn"),
            party,
            public,
        }
    }

    /// The same person at the next server.
    fn by(&self, who: &Caller) -> Caller {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        who.at(&self.servers[turn % self.servers.len()])
    }

    /// Plays the whole story.
    pub(crate) async fn play(&self) -> Played {
        self.look_up().await;
        let (complaint, receipt) = self.complain(true).await;
        let (anonymous, _) = self.complain(false).await;
        self.is_screened(&complaint).await;
        self.is_screened(&anonymous).await;
        self.takes_up(&complaint).await;
        let case = self.opens_case(&complaint).await;
        let document = self.orders(&case).await;
        self.institution_answers(&case, &document).await;
        self.closes(&case).await;
        self.step(
            &self.office.officer,
            &complaint_path(&complaint),
            json!({"event": "answer", "text": ANSWER}),
        )
        .await
        .expect(200);
        self.parent_reads(&complaint, &receipt).await;
        Played {
            complaint,
            anonymous,
            case,
            document,
            parent: self.parent.clone(),
            party: self.party.clone(),
        }
    }

    /// 1. A parent looks the institution up by two characters of its name.
    async fn look_up(&self) {
        let letters: String = self.party.name.chars().skip(6).take(2).collect();
        let path = format!("/api/v1/institutions?q={letters}");
        let found = self.by(&self.public).get(&path).await.expect(200);
        let items = found.body["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{letters}: {}", found.body);
        assert_eq!(items[0]["number"], self.party.number.to_string());
        assert_eq!(items[0]["name"], self.party.name);
        let one = format!("/api/v1/institutions/{}", self.party.number);
        let record = self.by(&self.public).get(&one).await.expect(200);
        assert_eq!(record.body["class"], "arts");
        let licensed = !items[0]["licence_number"].is_null();
        assert_eq!(licensed, items[0]["licence_valid_until"].is_string());
        let nobody = self
            .by(&self.public)
            .get("/api/v1/institutions?q=查无此馆")
            .await;
        assert_eq!(nobody.expect(200).body["items"], json!([]));
    }

    /// 2. The parent complains, with a name or without; the number and the receipt code.
    async fn complain(&self, named: bool) -> (String, String) {
        let mut draft = json!({
            "institution_number": self.party.number.to_string(),
            "subject": SUBJECT, "body": BODY, "anonymous": !named, "amount_fen": 320_000,
        });
        if named {
            draft["contact"] =
                json!({"name": "万女士", "telephone": "13900000000", "email": self.parent});
        }
        let public = self.by(&self.public);
        let key = format!("{}-{named}", self.parent);
        let request = public
            .request(Method::POST, "/api/v1/complaints")
            .header("Idempotency-Key", key)
            .json(&draft);
        let filed = caller::send(request).await.expect(201);
        let receipt = filed.text("receipt");
        assert!(receipt.len() >= 16 && receipt.bytes().all(|sign| sign.is_ascii_digit()));
        assert!(filed.text("due_on").len() == 10);
        (filed.text("number"), receipt)
    }

    /// 3. A job screens the text; a flag of disguised subject tutoring is a lead on the desk.
    async fn is_screened(&self, number: &str) {
        let record = self.waits_for_screening(number).await;
        let screening = &record["screening"];
        assert!(!screening["rules"].as_str().unwrap().is_empty());
        let labels = screening["labels"].as_array().unwrap();
        let label = labels
            .iter()
            .find(|label| label["code"] == "subject_tutoring_disguised")
            .unwrap_or_else(|| panic!("{screening}"));
        assert_eq!(label["flag"], true, "{label}");
        assert!(!label["articles"].as_array().unwrap().is_empty(), "{label}");
        assert!(!label["reasons"].as_array().unwrap().is_empty(), "{label}");
        let spans = label["evidence"].as_array().unwrap();
        assert!(!spans.is_empty(), "{label}");
        for span in spans {
            let text = if span["field"] == "subject" {
                SUBJECT
            } else {
                BODY
            };
            let number = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            let piece: String = text
                .chars()
                .skip(number("start"))
                .take(number("end") - number("start"))
                .collect();
            assert_eq!(span["text"], piece, "the mark stands where the words are");
        }
        let lead = record["leads"][0]["id"].as_str().unwrap();
        let lead = self
            .by(&self.office.officer)
            .get(&format!("/api/v1/desk/leads/{lead}"))
            .await;
        assert_eq!(lead.expect(200).body["state"], "new");
    }

    async fn waits_for_screening(&self, number: &str) -> Value {
        for _ in 0..600 {
            let record = self
                .by(&self.office.officer)
                .get(&complaint_path(number))
                .await;
            let record = record.expect(200).body;
            if !record["screening"].is_null() {
                return record;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{number} was not screened");
    }

    /// 4. The officer finds the complaint in the queue by its last day, judges the lead, accepts.
    async fn takes_up(&self, number: &str) {
        let path = "/api/v1/desk/complaints?state=open&limit=100";
        let queue = self.by(&self.office.officer).get(path).await.expect(200);
        let items = queue.body["items"].as_array().unwrap();
        let days: Vec<&str> = items
            .iter()
            .map(|item| item["due_on"].as_str().unwrap())
            .collect();
        assert!(days.is_sorted(), "{days:?}");
        assert!(items.iter().any(|item| item["number"] == number));
        let record = self
            .by(&self.office.officer)
            .get(&complaint_path(number))
            .await;
        let lead = record.expect(200).body["leads"][0]["id"].clone();
        let lead = format!("/api/v1/desk/leads/{}", lead.as_str().unwrap());
        let early = json!({"complaint_number": number, "second_officer": self.second_officer, "reason": REASON});
        let early = self
            .posts(&self.office.officer, "/api/v1/desk/cases", &early)
            .await;
        assert_eq!(early.expect(409).code(), "complaint_not_accepted");
        let verdict =
            json!({"event": "judge", "verdict": "confirmed", "reason": "时间、地点、内容具体。"});
        let open = self
            .by(&self.office.officer)
            .get(&format!("{lead}/events"))
            .await
            .expect(200)
            .body;
        assert_eq!(open["items"], json!([{"event": "judge"}]));
        self.step(&self.office.officer, &lead, verdict.clone())
            .await
            .expect(200);
        let again = self.step(&self.office.officer, &lead, verdict).await;
        let again = again.expect(409);
        assert_eq!(again.code(), "lead_judged_already");
        assert_eq!(again.body["allowed"], json!([]));
        let (path, accept) = (complaint_path(number), json!({"event": "accept"}));
        self.step(&self.office.officer, &path, accept)
            .await
            .expect(200);
    }

    async fn opens_case(&self, number: &str) -> String {
        let path = "/api/v1/desk/cases";
        let new = json!({"complaint_number": number, "second_officer": self.second_officer, "reason": REASON});
        // The one who files cannot be the second officer as well.
        let alone = self
            .posts(&self.office.colleague, path, &new)
            .await
            .expect(409);
        assert_eq!(alone.code(), "two_officers_required");
        assert!(alone.body["article"].is_string(), "{}", alone.body);
        let opened = self
            .posts(&self.office.officer, path, &new)
            .await
            .expect(201);
        let again = self
            .posts(&self.office.officer, path, &new)
            .await
            .expect(409);
        assert_eq!(again.code(), "case_opened_already");
        opened.text("number")
    }

    /// The finding, the order and its service. What comes too early is refused with its article.
    async fn orders(&self, case: &str) -> String {
        let path = case_path(case);
        let record = self
            .by(&self.office.officer)
            .get(&path)
            .await
            .expect(200)
            .body;
        let today = record["filed_on"].as_str().unwrap().to_owned();
        let day: domain::words::Day = today.parse().unwrap();
        let order = json!({"event": "order_correction", "due_on": day.plus_days(14).to_string(),
            "demand": "一、立即停止学科类培训。\n二、退还剩余课时费用。"});
        let early = self.step(&self.office.officer, &path, order.clone()).await;
        let early = early.expect(409);
        assert_eq!(early.code(), "finding_missing");
        assert!(early.body["article"].is_string(), "{}", early.body);
        assert!(
            early.body["allowed"]
                .as_array()
                .unwrap()
                .contains(&json!("record_finding"))
        );
        let finding = json!({"event": "record_finding", "violation": "disguised_subject_tutoring",
            "facts": "现场检查：书法教室内讲授数学。", "acted_on": today, "found_on": today});
        self.step(&self.office.officer, &path, finding)
            .await
            .expect(200);
        self.step(&self.office.colleague, &path, order)
            .await
            .expect(200);
        let record = self
            .by(&self.office.officer)
            .get(&path)
            .await
            .expect(200)
            .body;
        assert_eq!(record["findings"][0]["article"], "53-18", "{record}");
        let propose = json!({"event": "propose_closure", "reason": "已改正"});
        let early = self
            .step(&self.office.officer, &path, propose)
            .await
            .expect(409);
        // The mail has gone out, and it is no service.
        assert_eq!(early.code(), "service_missing");
        let service = json!({"event": "record_service", "way": "in_person", "served_on": today,
            "receiver": "法定代表人", "proof": "送达回证已签收。"});
        self.step(&self.office.officer, &path, service)
            .await
            .expect(200);
        let document = record["order"]["document_number"].as_str().unwrap();
        document.to_owned()
    }

    /// 6. The agent sees the order, answers it and hands in proof, which the officers can read.
    async fn institution_answers(&self, case: &str, document: &str) {
        let orders = self.by(&self.agent).get("/api/v1/my/orders").await;
        let orders = orders.expect(200).body;
        let order = &orders["items"][0];
        assert_eq!(order["document_number"], document);
        let path = format!("/api/v1/my/orders/{}", order["id"].as_str().unwrap());
        let answer = json!({"body": "已停止学科类培训，费用已退还。"});
        let answers = format!("{path}/answers");
        self.posts(&self.agent, &answers, &answer).await.expect(204);
        let (kind, bytes) = caller::form("退费凭证.png", PNG);
        let request = self
            .by(&self.agent)
            .request(Method::POST, &format!("{path}/evidence"))
            .header("Content-Type", kind)
            .body(bytes);
        let added = caller::send(request).await.expect(201);
        let file = format!("/api/v1/desk/evidence/{}", added.text("id"));
        let read = self.by(&self.office.officer).get(&file).await.expect(200);
        assert_eq!(read.bytes, PNG);
        let record = self.by(&self.office.officer).get(&case_path(case)).await;
        let order = &record.expect(200).body["order"];
        assert_eq!(order["responses"][0]["body"], answer["body"]);
        assert_eq!(order["files"][0]["file_name"], "退费凭证.png");
    }

    /// Closure is proposed by an officer of the case and approved by a lead officer, by nobody else.
    async fn closes(&self, case: &str) {
        let path = case_path(case);
        let propose = json!({"event": "propose_closure", "reason": "已改正并退费，建议结案。"});
        self.step(&self.office.colleague, &path, propose)
            .await
            .expect(200);
        let approve = json!({"event": "approve_closure"});
        let own = self
            .step(&self.office.officer, &path, approve.clone())
            .await;
        assert_eq!(own.expect(403).code(), "role_forbidden");
        self.step(&self.office.lead, &path, approve)
            .await
            .expect(200);
        let record = self.by(&self.office.lead).get(&path).await.expect(200).body;
        assert_eq!(record["state"], "closed");
        assert_eq!(record["open"], false);
    }

    /// 6. The parent follows the complaint with number and receipt code.
    async fn parent_reads(&self, number: &str, receipt: &str) {
        let path = format!("/api/v1/complaints/{number}");
        let read = |code: String| {
            let request = self.by(&self.public).request(Method::GET, &path);
            caller::send(request.header("Receipt", code))
        };
        assert_eq!(read("0".repeat(16)).await.status, 404);
        // It is typed as it is printed: in groups of four.
        let grouped: Vec<&str> = (0..4)
            .map(|part| &receipt[part * 4..part * 4 + 4])
            .collect();
        let followed = read(grouped.join(" ")).await.expect(200).body;
        assert_eq!(followed["state"], "answered");
        assert_eq!(followed["answer"], ANSWER);
        assert_eq!(followed["case_filed"], true);
        assert_eq!(followed["mails"].as_array().unwrap().len(), 3);
    }

    async fn posts(&self, who: &Caller, path: &str, body: &Value) -> Answer {
        self.by(who).post(path, body).await
    }

    /// Takes a step on the record at `path` with the version it has now.
    async fn step(&self, who: &Caller, path: &str, mut event: Value) -> Answer {
        let record = self.by(who).get(path).await.expect(200);
        event["version"] = record.body["version"].clone();
        self.by(who).post(&format!("{path}/events"), &event).await
    }
}

fn complaint_path(number: &str) -> String {
    format!("/api/v1/desk/complaints/{number}")
}

fn case_path(number: &str) -> String {
    format!("/api/v1/desk/cases/{number}")
}
