//! Public pages that are kept for a moment: rendered once for many, never for who is signed in, and no visit is lost.
use crate::{
    app::{Web, header},
    upstream::{Asked, upstream},
};
use futures::future::join_all;
use reqwest::{Method, Response};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

/// Longer than any test.
const LONG: (&str, &str) = ("PAGE_CACHE_MS", "60000");

/// What an API without products was asked.
#[derive(Clone, Default)]
struct Api(Arc<Mutex<Vec<String>>>);

impl Api {
    fn answer(&self, mut asked: Asked) {
        let is_visit = asked.line.contains("/v1/visits");
        self.0.lock().unwrap().push(asked.line.clone());
        if is_visit {
            asked.answer("200 OK", r#"{"total":7}"#);
        } else {
            asked.answer("200 OK", r#"{"items":[],"next_cursor":null}"#);
        }
    }

    /// How often the catalogue was asked for.
    fn rendered(&self) -> usize {
        self.0.lock().unwrap().iter().filter(|line| line.contains("/v1/catalog/products")).count()
    }

    /// How many visits were counted.
    fn visits(&self) -> usize {
        let lines = self.0.lock().unwrap();
        let counted = lines.iter().filter(|line| line.starts_with("POST /api/v1/visits"));
        counted.map(|line| line.split(['=', ' ']).nth(2).and_then(|count| count.parse().ok()).unwrap_or(1)).sum()
    }

    fn web(&self, setting: (&str, &str)) -> Web {
        let api = self.clone();
        Web::before(&upstream(move |asked| api.answer(asked)), &[setting])
    }
}

async fn ask(web: &Web, headers: &[(&str, &str)]) -> Response {
    let ask = headers.iter().fold(web.request(Method::GET, "/"), |ask, (name, value)| ask.header(*name, *value));
    ask.send().await.unwrap()
}

#[tokio::test]
async fn a_page_is_rendered_once_for_many_who_come_at_the_same_time_and_each_is_a_visit() {
    let (api, mut pages) = (Api::default(), BTreeSet::new());
    let mut web = api.web(LONG);
    for answer in join_all((0..50).map(|_| ask(&web, &[]))).await {
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "set-cookie"), "seen=1; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(header(&answer, "cache-control"), "private, no-cache");
        let policy = header(&answer, "content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        let page = answer.text().await.unwrap();
        assert_eq!(page.matches("<script").count(), page.matches(&format!("<script nonce=\"{nonce}\"")).count());
        pages.insert(page);
    }
    assert_eq!((pages.len(), api.rendered()), (1, 1));
    let seen = ask(&web, &[("cookie", "seen=1")]).await;
    assert_eq!(header(&seen, "set-cookie"), "");
    // A server that ends has passed on all visits.
    web.program.signal("TERM");
    assert!(web.program.ended().success());
    assert_eq!((api.rendered(), api.visits()), (1, 50));
}

#[tokio::test]
async fn who_is_signed_in_always_gets_a_fresh_page() {
    let api = Api::default();
    let web = api.web(LONG);
    for cookie in ["session=a", "seen=1; __Host-session=a"] {
        let before = api.rendered();
        for _ in 0..2 {
            assert_eq!(ask(&web, &[("cookie", cookie)]).await.status(), 200);
        }
        assert_eq!(api.rendered(), before + 2);
    }
}

#[tokio::test]
async fn whatever_makes_pages_differ_makes_them_different_pages() {
    let api = Api::default();
    let web = api.web(LONG);
    let visitors: [&[(&str, &str)]; 7] = [
        &[("accept-language", "es")],
        &[("accept-language", "en")],
        &[("accept-language", "es"), ("cookie", "theme=dark")],
        &[("accept-language", "es"), ("accept-encoding", "gzip")],
        &[("accept-language", "es"), ("accept-encoding", "br, gzip")],
        &[("accept-language", "es"), ("x-forwarded-host", "other.example")],
        &[("accept-language", "es"), ("x-forwarded-proto", "https")],
    ];
    for times in 1..=2 {
        let mut pages = BTreeSet::new();
        for visitor in visitors {
            let answer = ask(&web, visitor).await;
            let wanted = visitor.iter().find(|(name, _)| *name == "accept-encoding");
            let coding = wanted.map_or("", |(_, wanted)| wanted.split(',').next().unwrap_or_default());
            assert_eq!(header(&answer, "content-encoding"), coding);
            assert_eq!(header(&answer, "vary"), "Accept-Encoding, Accept-Language, Cookie");
            pages.insert(answer.bytes().await.unwrap());
        }
        assert_eq!((pages.len(), api.rendered()), (visitors.len(), visitors.len()), "{times}");
    }
}

#[tokio::test]
async fn with_no_time_to_keep_it_a_page_is_rendered_for_each() {
    let api = Api::default();
    let web = api.web(("PAGE_CACHE_MS", "0"));
    for times in 1..=3 {
        assert_eq!(ask(&web, &[("cookie", "seen=1")]).await.status(), 200);
        assert_eq!(api.rendered(), times);
    }
}

#[tokio::test]
async fn a_page_that_could_not_be_made_is_not_kept() {
    let asked = Arc::new(Mutex::new(0));
    let count = asked.clone();
    let api = upstream(move |mut asked| {
        *count.lock().unwrap() += usize::from(asked.line.contains("/v1/catalog"));
        asked.answer("503 Service Unavailable", "");
    });
    let web = Web::before(&api, &[LONG]);
    for times in 1..=3 {
        assert_eq!(ask(&web, &[]).await.status(), 503);
        assert_eq!(*asked.lock().unwrap(), times);
    }
}
