//! The hand-over from Rundeck to Kestra: the script of `release/approve` is run for real, and whoever would be called writes down the call.
use crate::{
    rundeck_stage::{Ended, KEY, TOKEN, run},
    server::{Answer, Call, Server, nowhere},
};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const TOOLS: [&str; 3] = ["curl", "jq", "date"];
const HOOK: &str = "POST /kestra/api/v1/main/executions/webhook/bodega/deploy/";

fn milliseconds_ago(days: u64) -> u64 {
    let then = SystemTime::now() - Duration::from_secs(days * 24 * 3600);
    u64::try_from(then.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// What Rundeck and Kestra answer, and what the job is started with.
struct Stage {
    request: Answer,
    earlier: Answer,
    kestra: Answer,
    settings: Vec<(&'static str, String)>,
}

/// The record of a request in the form of Rundeck's API.
fn record() -> Value {
    json!({
        "id": 4711,
        "href": "http://rundeck/api/41/execution/4711",
        "status": "succeeded",
        "project": "bodega",
        "executionType": "user",
        "user": "ana",
        "date-started": {"unixtime": milliseconds_ago(1), "date": "2026-11-26T10:00:00Z"},
        "job": {
            "id": "f1d3ff84-4329-4732-b0b5-5b5b3c1b8f6a", "name": "request", "group": "release", "project": "bodega",
            "options": {"version": "1.2.3", "note": "Friday's fixes"},
        },
        "argstring": "-version 1.2.3 -note \"Friday's fixes\"",
    })
}

/// A page of executions as the API has it.
fn page(executions: &Value, total: usize) -> String {
    let count = executions.as_array().unwrap().len();
    json!({
        "paging": {"count": count, "total": total, "offset": 0, "max": 1000}, "executions": executions,
    })
    .to_string()
}

impl Stage {
    /// Ana has asked, Ben approves, Kestra is there.
    fn new() -> Self {
        Self {
            request: Some((200, record().to_string())),
            earlier: Some((200, page(&json!([{"id": 4700, "job": {"options": {"request": "4690"}}}]), 1))),
            kestra: Some((200, json!({"id": "3xK9", "namespace": "bodega", "flowId": "deploy"}).to_string())),
            settings: Vec::new(),
        }
    }

    /// The request's record differs in this.
    fn record(place: &str, value: Value) -> Self {
        let mut record = record();
        *record.pointer_mut(place).unwrap_or_else(|| panic!("a record has {place}")) = value;
        Self { request: Some((200, record.to_string())), ..Self::new() }
    }

    fn request(status: u16, body: &str) -> Self {
        Self { request: Some((status, body.to_owned())), ..Self::new() }
    }

    fn kestra(status: u16, body: &str) -> Self {
        Self { kestra: Some((status, body.to_owned())), ..Self::new() }
    }

    fn earlier(executions: &Value, total: usize) -> Self {
        Self { earlier: Some((200, page(executions, total))), ..Self::new() }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_owned()));
        self
    }

    /// How the job ended, and who was called.
    fn approve(self) -> (Ended, Vec<Call>) {
        let (request, earlier, kestra) = (self.request, self.earlier, self.kestra);
        let server = Server::start(move |line| match line {
            "GET /rundeck/api/41/execution/4711" => request.clone(),
            line if line.starts_with("GET /rundeck/api/41/project/bodega/executions?") => earlier.clone(),
            line if line.starts_with(HOOK) => kestra.clone(),
            line => panic!("nobody expects {line}"),
        });
        // In Rundeck's own address there is a slash at the end.
        let (rundeck, kestra) = (format!("{}/rundeck/", server.url), format!("{}/kestra", server.url));
        let mut environment = vec![
            ("RD_JOB_SERVERURL", rundeck.as_str()),
            ("RD_JOB_PROJECT", "bodega"),
            ("RD_JOB_GROUP", "release"),
            ("RD_JOB_NAME", "approve"),
            ("RD_JOB_EXECID", "4712"),
            ("RD_JOB_USERNAME", "ben"),
            ("RD_JOB_LOGLEVEL", "INFO"),
            ("RD_OPTION_REQUEST", "4711"),
            ("RD_OPTION_APPROVAL", "APPROVED"),
            ("RD_OPTION_KESTRA_KEY", KEY),
            ("RD_OPTION_RUNDECK_TOKEN", TOKEN),
            ("RD_GLOBALS_KESTRA_URL", kestra.as_str()),
            ("RD_GLOBALS_KESTRA_SECONDS", "30"),
        ];
        environment.extend(self.settings.iter().map(|(name, value)| (*name, value.as_str())));
        (run("approve", &TOOLS, &environment), server.calls())
    }
}

/// It ends badly, says so in these words, and Kestra hears nothing of it.
fn refused(what: &str, stage: Stage, words: &str) {
    let (ended, calls) = stage.approve();
    assert!(!ended.is_well, "{what}: {}", ended.said);
    let last = ended.said.lines().last().unwrap_or_default();
    assert!(last.starts_with("Not released: ") && last.contains(words), "{what}: {}", ended.said);
    assert!(!calls.iter().any(|call| call.line.contains("kestra")), "{what}: {calls:?}");
}

#[test]
fn what_somebody_else_approves_is_handed_to_kestra_once() {
    let (ended, calls) = Stage::new().approve();
    assert!(ended.is_well, "{}", ended.said);
    let expected = "Released: 1.2.3, wanted by ana, approved by ben. Kestra does it as execution 3xK9.\n";
    assert_eq!(ended.said, expected);
    let [asked, earlier, released] = calls.as_slice() else { panic!("three calls: {calls:?}") };
    for call in [asked, earlier] {
        let token = format!("x-rundeck-auth-token: {}", TOKEN.to_lowercase());
        assert!(call.headers.contains(&token) && call.headers.contains(&"accept: application/json".to_owned()));
    }
    assert_eq!(released.line, format!("{HOOK}{KEY}"));
    assert!(released.headers.contains(&"content-type: application/json".to_owned()), "{:?}", released.headers);
    assert!(!released.headers.iter().any(|header| header.contains("rundeck")), "Kestra gets no token of Rundeck");
    let body: Value = serde_json::from_str(&released.body).unwrap();
    assert_eq!(body, json!({"version": "1.2.3", "requester": "ana", "approver": "ben", "request": "4711"}));
}

#[test]
fn a_name_with_quotes_stays_a_name() {
    let name = r#"o'hara", "version": "9.9.9"#;
    let (ended, calls) = Stage::record("/user", json!(name)).with("RD_JOB_USERNAME", r"shop\ben").approve();
    assert!(ended.is_well, "{}", ended.said);
    let body: Value = serde_json::from_str(&calls.last().unwrap().body).unwrap();
    assert_eq!(body, json!({"version": "1.2.3", "requester": name, "approver": r"shop\ben", "request": "4711"}));
}

#[test]
fn what_is_not_approved_is_not_released_and_nobody_is_even_asked() {
    for approval in ["no", "", "approved", "APPROVED "] {
        let (ended, calls) = Stage::new().with("RD_OPTION_APPROVAL", approval).approve();
        assert!(!ended.is_well && ended.said == "Not released: it was not approved\n", "{}", ended.said);
        assert!(calls.is_empty(), "{calls:?}");
    }
}

#[test]
fn who_asked_cannot_approve() {
    let words = "who asked for it cannot approve it";
    for name in ["ana", "ANA", "Ana"] {
        refused(name, Stage::new().with("RD_JOB_USERNAME", name), words);
    }
    refused("Ñusta", Stage::record("/user", json!("Ñusta")).with("RD_JOB_USERNAME", "ñusta"), words);
    refused("nobody", Stage::record("/user", json!(null)), "nobody knows who");
}

#[test]
fn a_bad_version_is_refused_whatever_rundeck_let_through() {
    // The shell leaves out a line's end at the end; what is sent then is a version.
    for version in crate::rundeck::BAD_VERSIONS.into_iter().filter(|version| !version.ends_with('\n')) {
        let stage = Stage::record("/job/options/version", json!(version));
        refused(version, stage, "request 4711 has no version");
    }
    refused("no options", Stage::record("/job/options", json!({})), "request 4711 has no version");
}

#[test]
fn what_is_no_good_request_is_refused() {
    let old = json!(milliseconds_ago(8));
    for (what, stage, words) in [
        ("unknown", Stage::request(404, r#"{"error":true}"#), "API answers 404 to execution/4711"),
        ("the token is wrong", Stage::request(403, "no"), "API answers 403 to execution/4711"),
        ("no JSON", Stage::request(200, "<html>"), "4711 is not of the project bodega"),
        ("failed", Stage::record("/status", json!("failed")), "request 4711 did not succeed"),
        ("runs", Stage::record("/status", json!("running")), "request 4711 did not succeed"),
        ("another job", Stage::record("/job/name", json!("approve")), "4711 is not a request"),
        ("another group", Stage::record("/job/group", json!("mine")), "4711 is not a request"),
        ("no job", Stage::record("/job", json!(null)), "4711 is not a request"),
        ("another project", Stage::record("/project", json!("mine")), "4711 is not of the project bodega"),
        ("old", Stage::record("/date-started/unixtime", old.clone()), "request 4711 is older than 7 days"),
        ("no date", Stage::record("/date-started", json!(null)), "nobody knows when"),
        ("no number", Stage::new().with("RD_OPTION_REQUEST", "../job"), "the request is a number"),
    ] {
        refused(what, stage, words);
    }
    let longer = Stage::record("/date-started/unixtime", old).with("RD_GLOBALS_REQUEST_DAYS", "9");
    assert!(longer.approve().0.is_well, "how long a request is good can be set");
}

#[test]
fn a_request_is_released_once() {
    let earlier = json!([
        {"id": 4700, "job": {"options": {"request": "4690"}}},
        {"id": 4712, "job": {"options": {"request": "4711", "approval": "APPROVED"}}},
    ]);
    refused("again", Stage::earlier(&earlier, 2), "execution 4712 has released request 4711 already");
    refused("not all are shown", Stage::earlier(&json!([]), 1), "not all earlier approvals can be seen");
    let (_, calls) = Stage::new().approve();
    let query = calls[1].line.split_once('?').unwrap().1;
    let began = query.split('&').find_map(|one| one.strip_prefix("begin=")).unwrap();
    assert!(began.parse::<u64>().unwrap() < milliseconds_ago(0), "since the request was made: {query}");
    for one in ["jobListFilter=release%2Fapprove", "statusFilter=succeeded"] {
        assert!(query.split('&').any(|other| other == one), "{query}");
    }
}

#[test]
fn what_is_missing_or_wrong_on_the_server_is_named() {
    for (name, value, words) in [
        ("RD_GLOBALS_KESTRA_URL", "", "no global variable kestra_url"),
        ("RD_GLOBALS_KESTRA_SECONDS", "soon", "kestra_seconds"),
        ("RD_GLOBALS_REQUEST_DAYS", "7d", "request_days"),
        ("RD_OPTION_KESTRA_KEY", "a/../b", "a key in the key storage"),
        ("RD_OPTION_RUNDECK_TOKEN", "a\"\nurl = \"http://other", "a key in the key storage"),
        ("RD_JOB_SERVERURL", &nowhere(), "Rundeck's own API cannot be reached"),
    ] {
        refused(name, Stage::new().with(name, value), words);
    }
    for missing in ["curl", "jq"] {
        let tools: Vec<_> = TOOLS.into_iter().filter(|tool| *tool != missing).collect();
        let settings = [("RD_OPTION_APPROVAL", "APPROVED"), ("RD_JOB_SERVERURL", "http://rundeck")];
        let options = [("RD_OPTION_REQUEST", "4711"), ("RD_JOB_USERNAME", "ben")];
        let keys = [("RD_OPTION_KESTRA_KEY", KEY), ("RD_OPTION_RUNDECK_TOKEN", TOKEN)];
        let ended = run("approve", &tools, &[settings, options, keys].concat());
        assert_eq!(ended.said, format!("Not released: this Rundeck server has no {missing}\n"));
    }
}

#[test]
fn a_webhook_that_is_down_gets_nothing_and_that_is_said() {
    let stage = Stage::new().with("RD_GLOBALS_KESTRA_URL", &nowhere());
    refused("down", stage, "Kestra cannot be reached, nothing was sent; approve again");
}

/// What it says last when Kestra answers so; it is called once, whatever it says.
fn kestra_says(stage: Stage) -> String {
    let (ended, calls) = stage.approve();
    assert!(!ended.is_well, "{}", ended.said);
    assert_eq!(calls.iter().filter(|call| call.line.contains("kestra")).count(), 1, "{calls:?}");
    ended.said
}

#[test]
fn an_answer_that_starts_nothing_is_said_with_its_status() {
    for status in [204, 302, 400, 401, 403, 404, 409, 422] {
        // Kestra may repeat the address, with the key in it.
        let said = kestra_says(Stage::kestra(status, &format!("not found: {KEY}")));
        assert!(said.starts_with(&format!("Not released: Kestra answers {status}")), "{said}");
    }
}

#[test]
fn where_nobody_knows_what_kestra_did_the_approver_is_sent_to_look() {
    let silent = Stage { kestra: None, ..Stage::new() }.with("RD_GLOBALS_KESTRA_SECONDS", "1");
    for (stage, words) in [
        (silent, "Kestra gave no answer within 1 seconds"),
        (Stage::kestra(500, KEY), "Kestra answers 500"),
        (Stage::kestra(502, "<html>"), "Kestra answers 502"),
        (Stage::kestra(200, "<html>"), "Kestra answers 200, but names no execution"),
        (Stage::kestra(200, "{}"), "Kestra answers 200, but names no execution"),
    ] {
        let said = kestra_says(stage);
        assert!(said.contains(&format!("Nobody knows whether it was released: {words}")), "{said}");
        assert!(said.ends_with("for request 4711 before anybody approves it again.\n"), "{said}");
    }
}
