//! What scripts, institutions' systems and acceptance checks rely on: commands, settings and paths that change only by an
//! ADR and a line in the changelog. It says what there is today; a word of a later capability joins with it.

use std::collections::BTreeSet;
use std::process::Output;

use serde_json::{Value, json};
use tests::program::Plan;
use tests::{keeper, program};

/// Commands, each as it is typed.
const COMMANDS: &[&str] = &[
    "serve",
    "migrate",
    "screen --threads 1",
    "law deadline",
    "user add",
    "user disable",
    "user reset",
    "export",
    "audit verify",
    "backup",
    "restore",
    "config check",
    "config schema",
    "openapi",
];

/// Settings by their variables; a secret is also taken from a file.
const SETTINGS: &[&str] = &[
    "HONGJIAN_HTTP__LISTEN",
    "HONGJIAN_DATA_DIR",
    "HONGJIAN_DATABASE__URL",
    "HONGJIAN_WORKER__IN_PROCESS",
    "HONGJIAN_MAIL__TRANSPORT",
    "HONGJIAN_OPS__LISTEN",
    "HONGJIAN_HTTP__RATE_LIMIT",
    "HONGJIAN_DEMO",
    "HONGJIAN_LOG",
];

/// Calls of the API and pages.
const CALLS: &[&str] = &[
    "GET /api/v1/institutions",
    "GET /api/v1/institutions/{number}",
    "GET /institutions",
    "GET /institutions/{number}",
    "GET /verify/{licence_number}",
    "POST /api/v1/complaints",
    "GET /api/v1/complaints/{number}",
    "POST /api/v1/complaints/{number}/withdrawal",
    "POST /api/v1/law/deadline",
    "GET /api/openapi.json",
    "GET /api/docs",
    "POST /api/v1/sessions",
    "DELETE /api/v1/sessions/current",
    "GET /health/live",
    "GET /health/ready",
];

/// Records of the desk that have a list, a record, its events and the steps that are open now.
const MACHINES: &[&str] = &[
    "complaints",
    "cases",
    "licences",
    "applications",
    "courses",
    "after-school",
    "leads",
];

fn told(words: &[&str], input: &[u8]) -> Output {
    let mut plan = Plan::hongjian(program!(hongjian), &keeper::fresh_folder("outside"));
    for word in words {
        plan = plan.argument(word);
    }
    plan.output(input)
}

#[test]
fn every_command_that_scripts_call_is_there() {
    for command in COMMANDS {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        let output = told(&words, b"");
        let said = String::from_utf8_lossy(&output.stdout);
        let usage = command.split(" --").next().unwrap();
        assert!(output.status.success(), "{command}: {output:?}");
        assert!(
            said.contains(&format!("-under-test {usage}")),
            "{command}: {said}"
        );
    }
    let seeds = Plan::new(program!(seeds), &keeper::fresh_folder("outside-seeds"));
    let seeds = seeds.argument("--help").output(b"");
    let said = String::from_utf8_lossy(&seeds.stdout).into_owned();
    for word in ["--seed", "--institutions", "--complaints"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn every_setting_that_scripts_set_is_there() {
    let known: BTreeSet<String> = api::config::KEYS
        .iter()
        .map(api::config::Key::variable)
        .collect();
    for setting in SETTINGS {
        assert!(known.contains(*setting), "{setting}");
    }
}

#[test]
fn every_call_that_others_make_is_there() {
    let routes = api::http::table();
    let known: BTreeSet<String> = routes
        .iter()
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    let mut wanted: Vec<String> = CALLS.iter().map(ToString::to_string).collect();
    for machine in MACHINES {
        let desk = format!("/api/v1/desk/{machine}");
        let key = if *machine == "leads" {
            "{id}"
        } else {
            "{number}"
        };
        wanted.extend([
            format!("GET {desk}"),
            format!("GET {desk}/{key}"),
            format!("GET {desk}/{key}/events"),
            format!("POST {desk}/{key}/events"),
        ]);
    }
    for call in wanted {
        assert!(known.contains(&call), "{call}");
    }
}

/// Each line is answered in its order, a bad one on stderr by its number; the exit says that there was one.
#[test]
fn screening_at_the_command_line_keeps_its_form() {
    let lines = [
        json!({"id": "a", "subject": "思维营", "body": "其实是数学补课，讲四年级下册的同步内容。", "happened_on": null, "kind": "course"}),
        json!({"id": "b", "subject": "", "body": "楼下太吵了"}),
    ];
    let input = format!("{}\nno json\n{}\n", lines[0], lines[1]);
    let output = told(&["screen"], input.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    let answers: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert_eq!(
        (&answers[0]["id"], &answers[1]["id"]),
        (&json!("a"), &json!("b"))
    );
    let label = &answers[0]["labels"][0];
    assert_eq!(label["code"], "subject_tutoring_disguised", "{label}");
    for (field, of_kind) in [
        ("probability", label["probability"].is_number()),
        ("flag", label["flag"].is_boolean()),
        ("articles", label["articles"].is_array()),
        ("reasons", label["reasons"].is_array()),
    ] {
        assert!(of_kind, "{field}: {label}");
    }
    let mark = &label["evidence"][0];
    let text: Vec<char> = lines[0][mark["field"].as_str().unwrap()]
        .as_str()
        .unwrap()
        .chars()
        .collect();
    let place = |end: &str| usize::try_from(mark[end].as_u64().unwrap()).unwrap();
    let marked: String = text[place("start")..place("end")].iter().collect();
    assert_eq!(mark["text"], json!(marked));
    assert!(answers[0]["rules"].is_string(), "{}", answers[0]);
    let faults = String::from_utf8_lossy(&output.stderr).into_owned();
    let fault: Value = serde_json::from_str(faults.trim()).unwrap();
    assert_eq!(fault["line"], 2, "{fault}");
    assert!(fault["error"].is_string(), "{fault}");
}
