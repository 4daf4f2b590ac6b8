//! The built files: compressed beforehand, kept for ever, and small enough.
use crate::app::{Web, header, manifest, site};
use reqwest::Method;
use std::fs;

#[tokio::test]
async fn every_built_file_is_immutable_has_its_type_and_comes_compressed() {
    let web = Web::alone();
    let manifest = manifest();
    let on_demand = manifest.chunks.values().flatten().map(|path| (path, "application/wasm"));
    for (path, kind) in on_demand.chain([
        (&manifest.wasm, "application/wasm"),
        (&manifest.script, "text/javascript"),
        (&manifest.boot, "text/javascript"),
        (&manifest.style, "text/css"),
        (&manifest.icon, "image/svg+xml"),
    ]) {
        for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz"), ("identity", "")] {
            let answer = web.request(Method::GET, path).header("accept-encoding", encoding).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
            assert_eq!(header(&answer, "content-encoding"), encoding.trim_start_matches("identity"), "{path}");
            assert_eq!(header(&answer, "cache-control"), "public, max-age=31536000, immutable", "{path}");
            assert!(header(&answer, "content-type").starts_with(kind), "{path}");
            assert!(!header(&answer, "etag").is_empty() && header(&answer, "vary") == "Accept-Encoding", "{path}");
            let file = fs::read(format!("{}{path}{suffix}", site().display())).unwrap();
            assert_eq!(answer.bytes().await.unwrap(), file, "{path}{suffix}");
        }
    }
}

#[tokio::test]
async fn a_browser_that_has_the_file_gets_it_confirmed() {
    let (web, path) = (Web::alone(), &manifest().style);
    let tag = header(&web.get(path).await, "etag").to_owned();
    let again = web.request(Method::GET, path).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn a_file_of_an_earlier_build_is_missing_and_that_is_not_kept() {
    let answer = Web::alone().get("/pkg/web.000000000000.js").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (404, "no-store"));
}

#[tokio::test]
async fn a_built_file_can_only_be_read() {
    let answer = Web::alone().request(Method::POST, &manifest().style).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "allow")), (405, "GET, HEAD"));
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
}

#[tokio::test]
async fn nothing_outside_the_built_site_is_handed_out() {
    let web = Web::alone();
    for path in ["/pkg/%2e%2e/manifest.json", "/pkg/..%2fmanifest.json", "/manifest.json", "/pkg/"] {
        assert_ne!(web.get(path).await.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn robots_stay_out_of_the_panel_and_the_icon_is_where_browsers_look() {
    let web = Web::alone();
    let robots = web.get("/robots.txt").await.text().await.unwrap();
    assert!(robots.contains("Disallow: /admin\n") && robots.contains("Disallow: /api\n"), "{robots}");
    let icon = web.get("/favicon.ico").await;
    assert_eq!(header(&icon, "content-type"), "image/svg+xml");
    assert!(icon.text().await.unwrap().contains("<svg"));
}
