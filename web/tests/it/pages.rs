//! Pages as the server writes them: complete without JavaScript, in the reader's language, and light.
use crate::app::{Web, header, manifest};
use reqwest::Method;
use std::io::{Write, stderr};

/// What a public page may weigh with its stylesheet and icon, in bytes of brotli.
const FIRST_LOAD: usize = 20 * 1024;

/// The path of the first product that the catalogue shows.
fn first_product(page: &str) -> String {
    let path = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .find(|path| path.starts_with("/products/"));
    path.unwrap_or_else(|| panic!("no product in {page}")).to_owned()
}

#[tokio::test]
async fn the_catalogue_is_complete_in_both_languages() {
    let web = Web::with_demo();
    for (wish, lang, heading) in [("es-MX,es;q=0.9,en;q=0.5", "es", "Catálogo"), ("de,en;q=0.8", "en", "Catalogue")] {
        let page = web.page("/", wish).await;
        assert!(page.contains(&format!("<html lang=\"{lang}\"")) && page.contains(heading), "{wish}: {page}");
        let item = web.page(&first_product(&page), wish).await;
        assert!(item.contains(&format!("<html lang=\"{lang}\"")) && item.contains("<h1"), "{wish}: {item}");
    }
}

#[tokio::test]
async fn a_persons_choice_of_language_wins_over_the_browsers() {
    let web = Web::alone();
    let page = |cookie: &'static str| {
        web.request(Method::GET, "/login").header("accept-language", "en").header("cookie", cookie).send()
    };
    assert!(page("lang=es").await.unwrap().text().await.unwrap().contains("<html lang=\"es\""));
    assert!(page("lang=xx").await.unwrap().text().await.unwrap().contains("<html lang=\"en\""));
}

#[tokio::test]
async fn the_search_is_a_plain_form_that_finds_by_name() {
    let web = Web::with_demo();
    let page = web.page("/", "en").await;
    assert!(page.contains("name=\"q\""), "{page}");
    let nothing = web.page("/?q=zzzzzz", "en").await;
    assert!(!nothing.contains("href=\"/products/"), "{nothing}");
}

#[tokio::test]
async fn public_pages_need_no_script_and_no_page_has_inline_styles() {
    let web = Web::with_demo();
    let catalog = web.page("/", "es").await;
    let item = web.page(&first_product(&catalog), "es").await;
    for page in [&catalog, &item] {
        assert!(!page.contains("src=\"/pkg/") && !page.contains(".wasm"), "{page}");
    }
    for page in [catalog, item, web.page("/login", "es").await, web.page("/register", "es").await] {
        assert!(!page.contains("<style") && !page.contains(" style=\"") && !page.contains(" onclick="), "{page}");
        assert!(page.starts_with("<!DOCTYPE html>") || page.trim_start().starts_with("<!DOCTYPE html>"), "{page}");
    }
}

#[tokio::test]
async fn the_first_load_of_a_public_page_stays_within_its_budget() {
    let web = Web::with_demo();
    let catalog = web.page("/", "es").await;
    let manifest = manifest();
    let weigh = async |path: &str| {
        let answer = web.request(Method::GET, path).header("accept-encoding", "br").send().await.unwrap();
        assert_eq!(header(&answer, "content-encoding"), "br", "{path}");
        answer.bytes().await.unwrap().len()
    };
    let (style, icon) = (weigh(&manifest.style).await, weigh(&manifest.icon).await);
    for path in ["/".to_owned(), first_product(&catalog)] {
        let html = weigh(&path).await;
        let total = html + style + icon;
        // Not `println!`, which is heard only when the test fails.
        writeln!(
            stderr(),
            "first load of {path}: {total} of {FIRST_LOAD} bytes (html {html}, style {style}, icon {icon})"
        )
        .unwrap();
        assert!(total <= FIRST_LOAD, "{path} weighs {total} bytes");
    }
}

#[tokio::test]
async fn the_panel_sends_strangers_to_the_login_and_knows_the_way_back() {
    let web = Web::with_demo();
    for (path, next) in [("/admin", "%2Fadmin"), ("/admin/team?x=1", "%2Fadmin%2Fteam%3Fx%3D1")] {
        let answer = web.get(path).await;
        assert_eq!(answer.status(), 302, "{path}");
        assert_eq!(header(&answer, "location"), format!("/login?next={next}"), "{path}");
    }
}

#[tokio::test]
async fn the_panel_is_rendered_on_the_server_and_loads_the_program_that_takes_it_over() {
    let web = Web::with_demo();
    let session = web.owner().await;
    let answer = web
        .request(Method::GET, "/admin")
        .header("cookie", session)
        .header("accept-language", "en")
        .send()
        .await
        .unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (200, "no-store"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("Products") && page.contains("<script type=\"module\" src=\"/pkg/boot."), "{page}");
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_in_words_and_in_its_status() {
    let web = Web::with_demo();
    for path in ["/nothing/here", "/products/none", "/products/01890a5d-ac96-774b-bcce-b302099a8057", "/admin/nothing"]
    {
        let answer = web.request(Method::GET, path).header("accept-language", "en").send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8", "{path}");
        assert!(answer.text().await.unwrap().contains("Nothing here"), "{path}");
    }
}

#[tokio::test]
async fn without_the_api_a_page_still_comes_and_says_what_is_wrong() {
    let mut web = Web::with_demo();
    assert_eq!(web.get("/health/ready").await.status(), 200);
    web.lose_api();
    assert_eq!(web.get("/health/ready").await.status(), 503);
    let answer = web.request(Method::GET, "/").header("accept-language", "en").send().await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(answer.text().await.unwrap().contains("<h1"));
}

#[tokio::test]
async fn a_visit_is_counted_once_for_each_visitor() {
    let web = Web::with_demo();
    let total = async || {
        let visits: shared::visit::Visits = web.get("/api/v1/visits").await.json().await.unwrap();
        visits.total
    };
    let before = total().await;
    let first = web.get("/").await;
    assert!(header(&first, "set-cookie").starts_with("seen=1"));
    assert_eq!(total().await, before + 1);
    let again = web.request(Method::GET, "/").header("cookie", "seen=1").send().await.unwrap();
    assert_eq!((header(&again, "set-cookie"), total().await), ("", before + 1));
}

#[tokio::test]
async fn the_documentation_of_the_api_is_reached_through_the_web_server() {
    let web = Web::with_demo();
    assert!(web.page("/api/docs/", "en").await.to_lowercase().contains("swagger"));
    let document: serde_json::Value = web.get("/api/openapi.json").await.json().await.unwrap();
    assert!(
        document["paths"]["/api/v1/catalog/products"].is_object()
            || document["paths"]["/v1/catalog/products"].is_object()
    );
}
