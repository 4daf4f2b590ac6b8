//! What every answer of the web server says about safety, who asked, and how the program starts and stops.
use crate::{
    app::{Web, header, web_command},
    upstream::upstream,
};
use reqwest::Method;
use std::net::TcpListener;

/// One path of every kind: page, missing page, asset, missing asset, refusal, redirect, health, forwarded.
const PATHS: &[&str] = &[
    "/",
    "/login",
    "/nothing",
    "/admin/nothing",
    "/robots.txt",
    "/pkg/nothing.js",
    "/language/es",
    "/health",
    "/api/v1/x",
];

#[tokio::test]
async fn every_answer_carries_the_safety_headers_and_a_policy_without_unsafe_inline() {
    let web = Web::alone();
    for path in PATHS {
        for method in [Method::GET, Method::HEAD, Method::PUT] {
            let answer = web.request(method.clone(), path).send().await.unwrap();
            let policy = header(&answer, "content-security-policy");
            assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{method} {path}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
                "{method} {path}: {policy}"
            );
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "strict-origin-when-cross-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("strict-transport-security", ""),
            ] {
                assert_eq!(header(&answer, name), value, "{method} {path}: {name}");
            }
            assert!(
                header(&answer, "permissions-policy").starts_with("camera=(self), microphone=()"),
                "{method} {path}"
            );
            assert_eq!(header(&answer, "x-request-id").len(), 36, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn only_the_panel_may_compile_wasm_and_every_page_has_a_nonce_of_its_own() {
    let web = Web::alone();
    let mut nonces = std::collections::HashSet::new();
    for (path, runs_wasm) in [("/", false), ("/nothing", false), ("/login", true), ("/admin/nothing", true)] {
        let answer = web.get(path).await;
        let policy = header(&answer, "content-security-policy").to_owned();
        assert_eq!(policy.contains("'wasm-unsafe-eval'"), runs_wasm, "{path}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let page = answer.text().await.unwrap();
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(
                tag.contains(" src=\"/pkg/") || tag.contains(&format!("nonce=\"{nonce}\"")),
                "{path}: <script{tag}>"
            );
        }
        assert!(nonces.insert(nonce));
    }
}

#[tokio::test]
async fn a_policy_of_the_api_stays_and_other_headers_are_added() {
    let api = upstream(|mut asked| asked.answer("200 OK\r\nContent-Security-Policy: sandbox", ""));
    let answer = Web::before(&api, &[]).get("/api/docs/").await;
    let policies: Vec<_> = answer.headers().get_all("content-security-policy").iter().collect();
    assert_eq!(policies, ["sandbox"]);
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_public_address_with_https_asks_browsers_to_stay_with_it() {
    let web = Web::before("http://127.0.0.1:1/api", &[("PUBLIC_URL", "https://bodega.example")]);
    let answer = web.get("/language/es").await;
    assert_eq!(header(&answer, "strict-transport-security"), "max-age=31536000; includeSubDomains");
    assert!(header(&answer, "set-cookie").contains("; Secure"));
}

#[tokio::test]
async fn pages_say_how_long_they_hold_and_on_what_they_depend() {
    let web = Web::alone();
    for (path, caching) in
        [("/", "private, no-cache"), ("/login", "no-store"), ("/register", "no-store"), ("/admin", "no-store")]
    {
        let answer = web.get(path).await;
        assert_eq!(header(&answer, "cache-control"), caching, "{path}");
        let vary: Vec<_> = answer.headers().get_all("vary").iter().collect();
        assert_eq!(vary, ["Accept-Encoding, Accept-Language, Cookie"], "{path}");
    }
}

#[tokio::test]
async fn a_sane_request_id_is_kept_and_any_other_is_replaced() {
    let (web, long) = (Web::alone(), "x".repeat(65));
    for (given, is_kept) in [("Abc-1_2.3", true), ("two words", false), ("<script>", false), (long.as_str(), false)] {
        let answer = web.request(Method::GET, "/health").header("x-request-id", given).send().await.unwrap();
        assert_eq!(header(&answer, "x-request-id") == given, is_kept, "{given}");
    }
}

#[tokio::test]
async fn a_request_leaves_one_line_without_its_query() {
    let web = Web::alone();
    web.request(Method::GET, "/nothing?password=secret").header("x-request-id", "line-1").send().await.unwrap();
    let line = web.program.line(|line| line.contains("line-1"));
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&line["level"], &line["method"], &line["status"]), (&"INFO".into(), &"GET".into(), &404.into()));
    assert!(line["ms"].is_number() && line["timestamp"].is_string() && !line.to_string().contains("secret"), "{line}");
}

#[tokio::test]
async fn a_path_has_its_methods_and_unknown_paths_have_none() {
    let web = Web::alone();
    for (method, path, status, allow) in [
        (Method::DELETE, "/", 405, "GET, HEAD"),
        (Method::PUT, "/login", 405, "GET, HEAD, POST"),
        (Method::GET, "/logout", 405, "POST"),
        (Method::POST, "/health", 405, "GET, HEAD"),
        (Method::POST, "/robots.txt", 405, "GET, HEAD"),
        (Method::POST, "/nothing", 404, ""),
    ] {
        let answer = web.request(method, path).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), header(&answer, "allow")), (status, allow), "{path}");
        assert_eq!(header(&answer, "content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn metrics_count_by_route_on_their_own_port_only() {
    let web = Web::alone();
    web.get("/products/1").await;
    web.get("/products/2").await;
    assert_eq!(web.get("/metrics").await.status(), 404);
    let text = web.metrics().await;
    let count =
        |line: &&str| line.starts_with("bodega_web_http_requests_total{") && line.contains("route=\"/products/{id}\"");
    assert!(text.lines().find(count).is_some_and(|line| line.ends_with(" 2")), "{text}");
    assert!(text.contains("process_resident_memory_bytes"));
}

#[test]
fn a_port_in_use_is_said_in_one_line_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = web_command().env("LISTEN", &address).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let advice = "is in use by another program; stop that one, or choose another address with LISTEN";
    assert_eq!(said, format!("web: {address} {advice}\n"));
}

#[test]
fn a_site_that_is_not_built_and_a_misspelt_setting_are_said_in_words() {
    let empty = tempfile::tempdir().unwrap();
    let output = web_command().env("SITE", empty.path()).env("LISTEN", "127.0.0.1:0").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.lines().count() == 1 && said.contains("make build"), "{said}");
    let output = web_command().arg("--lisen=127.0.0.1:0").output().unwrap();
    assert!(output.status.code() == Some(2) && String::from_utf8(output.stderr).unwrap().contains("--lisen"));
}

#[tokio::test]
async fn a_stopping_server_says_so_and_still_serves() {
    let ready = upstream(|mut asked| asked.answer("200 OK", "{}"));
    let mut web = Web::before(&ready, &[("SHUTDOWN_DELAY", "600")]);
    assert_eq!(web.get("/health/ready").await.status(), 200);
    web.program.signal("TERM");
    web.program.line(|line| line.contains("\"stopping\""));
    assert_eq!(web.get("/health/ready").await.status(), 503);
    assert_eq!(
        (web.get("/health").await.status(), web.get("/robots.txt").await.status()),
        (200.try_into().unwrap(), 200.try_into().unwrap())
    );
    web.program.signal("INT");
    assert!(web.program.ended().success());
}

#[tokio::test]
async fn a_server_is_not_ready_without_the_api() {
    let answer = Web::alone().get("/health/ready").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (503, "application/problem+json"));
}

#[tokio::test]
async fn the_program_itself_asks_a_server_for_its_health() {
    let asked = |web: &Web| web_command().env("LISTEN", &web.program.address).arg("healthcheck").output().unwrap();
    let ready = upstream(|mut asked| asked.answer("200 OK", "{}"));
    assert!(asked(&Web::before(&ready, &[])).status.success());
    let told = asked(&Web::alone());
    assert!(!told.status.success() && String::from_utf8(told.stderr).unwrap().contains("not ready"));
    let nobody = web_command().env("LISTEN", "0.0.0.0:1").arg("healthcheck").output().unwrap();
    assert!(String::from_utf8(nobody.stderr).unwrap().contains("nothing at 127.0.0.1:1"));
}
