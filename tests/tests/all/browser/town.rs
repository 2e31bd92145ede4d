//! The demo town in a running program: who has an account there, and what there is to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::access::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tests::bureau::PASSWORD;
use tests::caller::{self, Caller};
use tests::program::{Plan, Running};
use tests::{keeper, program};

/// The running town.
pub(crate) struct Town {
    pub(crate) running: Running,
    public: Caller,
    sessions: BTreeMap<String, Caller>,
    filed: Filed,
}

/// A complaint of ours, as its receipt has it.
pub(crate) struct Filed {
    number: String,
    receipt: String,
    report: String,
    report_receipt: String,
}

impl Filed {
    async fn file(public: &Caller) -> Self {
        let complaint = json!({
            "institution_name": "小博士托管", "place": "凤凰洲 12 栋 302 室", "subject": "交了钱不退", "anonymous": true,
            "body": "暑假报了三个月的课，开课两周就停了，老师的电话打不通，钱也不退。",
        });
        let filed = public
            .post("/api/v1/complaints", &complaint)
            .await
            .expect(201);
        let list = public.get("/api/v1/institutions?limit=1").await.expect(200);
        let about = list.body["items"][0]["number"].as_str().unwrap();
        let path = format!("/api/v1/institutions/{about}/reports");
        let report = json!({"kind": "closed", "text": "门口贴了转让，一直锁着。"});
        let report = public.post(&path, &report).await.expect(201);
        Self {
            number: filed.text("number"),
            receipt: filed.text("receipt"),
            report: report.text("number"),
            report_receipt: report.text("receipt"),
        }
    }

    /// The cookies of a browser that has shown the receipt.
    pub(crate) fn cookies(&self) -> Vec<Value> {
        let digits: String = self.receipt.chars().filter(char::is_ascii_digit).collect();
        let complaint = format!("{}.{digits}", self.number);
        let report = format!("{}.{}", self.report, self.report_receipt);
        [
            ("receipt", &complaint),
            ("followed", &complaint),
            ("report-receipt", &report),
            ("report-followed", &report),
        ]
        .map(|(name, value)| json!({"name": name, "value": value}))
        .to_vec()
    }
}

const OFFICER: Option<Role> = Some(Role::Officer);
const AGENT: Option<Role> = Some(Role::InstitutionAgent);
/// Path of a page, who lists its records, in which list of the JSON door, by what its kinds differ, what names one.
type Listed = (
    &'static str,
    Option<Role>,
    &'static str,
    &'static [&'static str],
    &'static str,
);

/// Which records a page shows: one of each kind.
#[rustfmt::skip]
const LISTED: &[Listed] = &[
    ("/institutions/{number}", None, "institutions?limit=100", &["status", "licence_state"], "number"),
    ("/desk/institutions/{number}", None, "institutions?limit=100", &["status", "licence_state"], "number"),
    ("/desk/institutions/{number}/edit", None, "institutions?limit=1", &[], "number"),
    ("/verify/{licence_number}", None, "institutions?limit=100", &["status", "licence_state"], "licence_number"),
    ("/desk/complaints/{number}", OFFICER, "desk/complaints?limit=100", &["state"], "number"),
    ("/desk/cases/{number}", OFFICER, "desk/cases?limit=100", &["state"], "number"),
    ("/desk/applications/{number}", OFFICER, "desk/applications?limit=100", &["state"], "number"),
    ("/desk/institutions/{number}/links", None, "institutions?limit=1", &[], "number"),
    ("/desk/reports/{number}", OFFICER, "desk/reports?limit=100", &["kind", "state"], "number"),
    ("/desk/merges/{id}", OFFICER, "desk/merges?limit=100", &["state"], "id"),
    ("/desk/courses/{number}", OFFICER, "desk/courses?limit=100", &["state"], "number"),
    ("/desk/after-school/{number}", OFFICER, "desk/after-school?limit=100", &["state"], "number"),
    ("/my/after-school/{number}", AGENT, "my/after-school", &["state"], "number"),
    ("/desk/schools/{number}", OFFICER, "desk/schools?limit=1", &[], "number"),
    ("/desk/places/{number}", OFFICER, "desk/places?limit=100", &["state"], "number"),
    ("/desk/places/{number}/edit", OFFICER, "desk/places?limit=1", &[], "number"),
    ("/my/courses/{number}", AGENT, "my/courses", &["state"], "number"),
    ("/my/applications/{number}", AGENT, "my/applications", &["state"], "number"),
    ("/desk/licences/{number}", OFFICER, "desk/licences?limit=100", &["state", "change_proposed"], "number"),
    ("/desk/leads/{id}", OFFICER, "desk/leads?limit=100", &["state"], "id"),
    ("/desk/notices/{id}", OFFICER, "desk/notices?limit=100", &["template", "state"], "id"),
    ("/desk/requests/{id}", OFFICER, "desk/requests?limit=100", &["state", "decider"], "id"),
    ("/my/requests/{id}", AGENT, "my/requests", &["state", "side"], "id"),
    ("/my/staff/{id}", AGENT, "my/staff", &["findings"], "id"),
    ("/desk/staff-leads/{id}", OFFICER, "desk/staff-leads", &["ground", "state"], "id"),
    ("/desk/barred/{id}", OFFICER, "desk/barred", &["state"], "id"),
    ("/my/orders/{id}", AGENT, "my/orders", &["case_state"], "id"),
];

impl Town {
    /// Starts the program on an empty folder, as a newcomer would. Every account has [`PASSWORD`], and nothing counts
    /// how often one signs in.
    pub(crate) async fn open(name: &str) -> Self {
        let running = Plan::hongjian(program!(hongjian), &keeper::fresh_folder(name))
            .set("HONGJIAN_DEMO_PASSWORD", PASSWORD)
            .set("HONGJIAN_HTTP__RATE_LIMIT", "off")
            .start()
            .await;
        let public = Caller::public(&running.url(""));
        let mut sessions = BTreeMap::new();
        for role in Role::ALL {
            sessions.insert(role.login(), public.sign_in(&role.login()).await);
        }
        Self {
            filed: Filed::file(&public).await,
            running,
            public,
            sessions,
        }
    }

    /// Its address, without a slash at the end.
    pub(crate) fn base(&self) -> String {
        self.running.url("")
    }

    /// The session of the account with this role.
    pub(crate) fn session(&self, role: Role) -> &Caller {
        &self.sessions[&role.login()]
    }

    /// The cookies of a visitor: a session of the role, or the receipt of a complaint where nobody is signed in.
    pub(crate) fn cookies(&self, role: Option<Role>) -> Vec<Value> {
        match role.and_then(|role| self.session(role).token()) {
            Some(token) => vec![json!({"name": "session", "value": token})],
            None => self.filed.cookies(),
        }
    }

    /// What is in a list of the JSON door, as seen by the role; by the public where none is given.
    async fn list(&self, role: Option<Role>, path: &str) -> Vec<Value> {
        let caller = role.map_or(&self.public, |role| self.session(role));
        let answer = caller.get(path).await.expect(200);
        let items = answer.body["items"].as_array();
        items
            .unwrap_or_else(|| panic!("{path} lists nothing: {}", answer.body))
            .clone()
    }

    /// All addresses of a page whose path has parameters: one record of each kind.
    pub(crate) async fn addresses(&self, path: &str) -> Vec<String> {
        match path {
            "/desk/imports/{id}" => return self.send_lists().await,
            "/reports/follow/{number}" => {
                return vec![path.replace("{number}", &self.filed.report)];
            }
            "/follow/{number}" => return vec![path.replace("{number}", &self.filed.number)],
            "/gallery/{name}" => {
                let names = self.samples().await;
                return names
                    .iter()
                    .map(|name| path.replace("{name}", name))
                    .collect();
            }
            _ if !path.contains('{') => return vec![path.to_owned()],
            _ => {}
        }
        let listed = LISTED.iter().find(|(shown, ..)| *shown == path);
        let (_, role, list, kinds, name) =
            *listed.unwrap_or_else(|| panic!("say here which records {path} shows"));
        let mut seen = BTreeSet::new();
        let items = self.list(role, &format!("/api/v1/{list}")).await;
        let names: Vec<&str> = items
            .iter()
            .filter_map(|item| {
                let text = item[name].as_str()?;
                let kind: Vec<String> = kinds.iter().map(|one| item[*one].to_string()).collect();
                seen.insert(kind).then_some(text)
            })
            .collect();
        assert!(!names.is_empty(), "the town has no record for {path}");
        addressed(path, name, &names)
    }

    /// Two lists of institutions: one that may be entered, one with a row at fault and a row to answer.
    async fn send_lists(&self) -> Vec<String> {
        let mut addresses = Vec::new();
        let administrator = self.session(Role::Administrator);
        let known = self.list(None, "/api/v1/institutions?limit=1").await;
        let name = known[0]["name"].as_str().unwrap();
        let clean = "机构名称,类别,学段,县区,地址\n晨光围棋馆,体育类,小学,西湖区,孺子路8号\n";
        let unclean = format!(
            "机构名称,统一社会信用代码,类别,学段,县区,地址\n晨光棋院,123,体育类,小学,西湖区,孺子路9号\n\
             {name},,体育类,小学,西湖区,另一条路1号\n"
        );
        for (name, file) in [("西湖区.csv", clean), ("西湖区（待改）.csv", &unclean)] {
            let (kind, form) = caller::form(name, file.as_bytes());
            let request = administrator.request(Method::POST, "/api/v1/desk/imports");
            let sent = caller::send(request.header("Content-Type", kind).body(form)).await;
            let id = sent.expect(201).text("id");
            let path = format!("/api/v1/desk/imports/{id}");
            while administrator.get(&path).await.expect(200).text("state") == "checking" {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            addresses.push(format!("/desk/imports/{id}"));
        }
        addresses
    }

    /// The names of the samples that the gallery links to.
    async fn samples(&self) -> Vec<String> {
        let answer = self.public.get("/gallery").await.expect(200);
        let html = String::from_utf8(answer.bytes).unwrap();
        html.split("href=\"/gallery/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    }

    /// An address of the page on which a case is opened, from a complaint that waits for one.
    pub(crate) async fn complaint_without_a_case(&self) -> String {
        let path = "/api/v1/desk/complaints?state=accepted&limit=100";
        let items = self.list(Some(Role::Officer), path).await;
        let number = items.iter().find_map(|item| item["number"].as_str());
        number.expect("one is accepted").to_owned()
    }

    /// The institution whose agent has an account: it is the party of the case that the agent's orders belong to.
    pub(crate) async fn agents_institution(&self) -> Value {
        let orders = self
            .list(Some(Role::InstitutionAgent), "/api/v1/my/orders")
            .await;
        let case = orders[0]["case_number"].as_str().unwrap();
        let case = self
            .session(Role::Officer)
            .get(&format!("/api/v1/desk/cases/{case}"))
            .await
            .expect(200);
        let party = &case.body["party_name"];
        let items = self.list(None, "/api/v1/institutions?limit=100").await;
        let found = items.into_iter().find(|item| item["name"] == *party);
        found.unwrap_or_else(|| panic!("the register has no {party}"))
    }
}

/// The addresses of these records. What a record of the register said on another day is a page of its own.
fn addressed(path: &str, name: &str, names: &[&str]) -> Vec<String> {
    let parameter = format!("{{{name}}}");
    let mut addresses: Vec<String> = names
        .iter()
        .map(|name| path.replace(&parameter, name))
        .collect();
    if path == "/institutions/{number}" {
        addresses.push(format!("{}?as_of=2026-11-20", addresses[0]));
    }
    addresses
}
