//! The panel's pages as the server writes them, before any program takes them over.
use crate::app::{Web, cookie};
use reqwest::{Method, Response};

const PASSWORD: &str = "tres gatos y un tejado";

pub async fn sign_in(web: &Web, email: &str) -> String {
    cookie(&web.post_form("/login", &[("username", email), ("password", PASSWORD)]).await)
}

pub async fn open(web: &Web, session: &str, path: &str, language: &str) -> Response {
    let request = web.request(Method::GET, path).header("cookie", session).header("accept-language", language);
    request.send().await.unwrap()
}

pub async fn page(web: &Web, session: &str, path: &str, language: &str) -> String {
    let answer = open(web, session, path, language).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.unwrap()
}

/// The path of the first product that the page links to.
fn first_product(page: &str) -> &str {
    let at = page.find("/admin/products/0").unwrap_or_else(|| panic!("no product in {page}"));
    page[at..].split('"').next().unwrap()
}

#[tokio::test]
async fn the_journal_is_complete_in_both_languages() {
    let web = Web::with_demo();
    let session = sign_in(&web, "inaki@demo.example").await;
    for (language, words) in [
        ("es", ["Historial", "Venta", "Deshacer", "Desde el día", "Yo (Iñaki Sáenz)"]),
        ("en", ["Journal", "Sale", "Undo", "From", "Me (Iñaki Sáenz)"]),
    ] {
        let page = page(&web, &session, "/admin/journal", language).await;
        for word in words {
            assert!(page.contains(word), "{language}: no {word} in {page}");
        }
    }
}

#[tokio::test]
async fn the_address_of_a_journal_shows_the_same_to_everybody() {
    let web = Web::with_demo();
    let session = sign_in(&web, "carmen@demo.example").await;
    let sales = page(&web, &session, "/admin/journal?kind=sale", "en").await;
    assert!(sales.contains("−2") && !sales.contains("+6"), "{sales}");
    assert!(sales.contains("<option value=\"sale\" selected"), "{sales}");
    assert!(!sales.contains("aria-label=\"Undo"), "a viewer undoes nothing");
    let past = page(&web, &session, "/admin/journal?to=2020-01-01T05%3A00%3A00.000Z", "en").await;
    assert!(past.contains("No movement matches."), "{past}");
    let answer = open(&web, &session, "/admin/journal?from=yesterday", "en").await;
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn a_product_shows_how_its_stock_went_as_a_line_and_in_words() {
    let web = Web::with_demo();
    let session = sign_in(&web, "lola@demo.example").await;
    for (language, sentence, edits) in
        [("es", "Existencias en los últimos", "Cambios"), ("en", "Stock over the last", "Edits")]
    {
        let list = page(&web, &session, "/admin", language).await;
        let product = page(&web, &session, first_product(&list), language).await;
        assert!(product.contains("role=\"img\"") && product.contains(sentence), "{product}");
        assert!(product.contains("M0 ") && product.contains(" → ") && product.contains(edits), "{product}");
    }
}

#[tokio::test]
async fn the_audit_trail_is_told_in_words_and_only_to_the_owner() {
    let web = Web::with_demo();
    let owner = sign_in(&web, "lola@demo.example").await;
    let list = page(&web, &owner, "/admin?q=caf-250", "en").await;
    let id = first_product(&list).trim_start_matches("/admin/products/");
    let id = id.split('/').next().unwrap();
    for (language, price, public) in
        [("es", "4,95\u{a0}€", "En el catálogo público"), ("en", "€4.95", "In the public catalogue")]
    {
        let page = page(&web, &owner, &format!("/admin/audit?subject_id={id}"), language).await;
        assert!(page.contains(price) && page.contains(public), "{page}");
        // The answer of the API travels with the page, so the name is in it; but no text.
        assert!(!page.contains(">price_minor<"), "{page}");
    }
    let manager = sign_in(&web, "nuria@demo.example").await;
    let refused = open(&web, &manager, "/admin/audit", "es").await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("Tu función no permite esto."));
}

#[tokio::test]
async fn only_who_may_edit_products_selects_them() {
    let web = Web::with_demo();
    for (email, may) in [("nuria@demo.example", true), ("inaki@demo.example", false)] {
        let session = sign_in(&web, email).await;
        let list = page(&web, &session, "/admin", "es").await;
        assert_eq!(list.contains("Marcar los"), may, "{list}");
        assert_eq!(list.contains("aria-label=\"Marcar "), may, "{list}");
    }
}

#[tokio::test]
async fn only_who_may_edit_products_finds_the_way_to_import_them() {
    let web = Web::with_demo();
    for (email, may) in [("nuria@demo.example", true), ("lola@demo.example", true), ("inaki@demo.example", false)] {
        let session = sign_in(&web, email).await;
        let list = page(&web, &session, "/admin", "es").await;
        assert_eq!(list.contains("href=\"/admin/import\""), may, "{email}: {list}");
        assert!(list.contains("Descargar CSV"), "{email}: {list}");
        let answer = open(&web, &session, "/admin/import", "es").await;
        assert_eq!(answer.status(), if may { 200 } else { 403 }, "{email}");
        let refused = answer.text().await.unwrap().contains("Tu función no permite esto.");
        assert_eq!(refused, !may, "{email}");
    }
}

#[tokio::test]
async fn the_page_of_imports_is_there_in_both_languages_and_says_that_it_needs_a_script() {
    let web = Web::with_demo();
    let session = sign_in(&web, "nuria@demo.example").await;
    for (language, title, script) in [
        ("es", "Importar productos", "Esta página necesita JavaScript."),
        ("en", "Import products", "This page needs JavaScript."),
    ] {
        let page = page(&web, &session, "/admin/import", language).await;
        let noscript = page.split("<noscript").nth(1).unwrap().split("</noscript>").next().unwrap();
        assert!(page.contains(title) && noscript.contains(script), "{page}");
        assert!(page.contains("type=\"file\"") && !page.contains("<table"), "{page}");
    }
}
