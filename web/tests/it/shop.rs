//! The shop at a glance, what runs short, and the notices to another program, as the server writes them.
use crate::{
    app::Web,
    panel::{open, page, sign_in},
};
use reqwest::Method;
use shared::summary::Summary;

#[tokio::test]
async fn the_figures_are_those_of_the_api_in_both_languages() {
    let web = Web::with_demo();
    let session = sign_in(&web, "carmen@demo.example").await;
    let summary = web.request(Method::GET, "/api/v1/summary").header("cookie", &session).send().await.unwrap();
    let summary: Summary = summary.json().await.unwrap();
    assert!(summary.low > 0 && summary.value_minor > 0, "{summary:?}");
    let (units, cents) = (summary.value_minor / 100 % 1000, summary.value_minor % 100);
    for (language, name, low, value) in [
        ("es", "De un vistazo", "Quedan pocos", format!("{units:03},{cents:02}\u{a0}€")),
        ("en", "At a glance", "Low", format!("{units:03}.{cents:02}</strong>")),
    ] {
        let page = page(&web, &session, "/admin", language).await;
        let figures = page.split(&format!("<ul aria-label=\"{name}\"")).nth(1);
        let figures = figures.and_then(|rest| rest.split("</ul>").next()).unwrap_or_else(|| panic!("none in {page}"));
        let plain = figures.replace("<!>", "");
        for part in [
            format!("<strong>{}</strong>", summary.products),
            "href=\"/admin?stock=low\"".to_owned(),
            format!("<span>{low}</span> <strong>{}</strong>", summary.low),
            format!("<strong>{}</strong>", summary.out),
            value,
        ] {
            assert!(plain.contains(&part), "{language}: no {part} in {plain}");
        }
    }
}

#[tokio::test]
async fn what_runs_short_is_listed_with_a_way_back_that_keeps_the_rest() {
    let web = Web::with_demo();
    let session = sign_in(&web, "nuria@demo.example").await;
    let low = page(&web, &session, "/admin?stock=low", "en").await;
    assert!(
        low.contains("aria-current=\"true\"") && low.contains("type=\"hidden\" name=\"stock\" value=\"low\""),
        "{low}"
    );
    assert!(low.contains("badge low") || low.contains("badge out"), "{low}");
    assert!(low.contains("sort=-name&amp;stock=low"), "an order keeps it: {low}");
    let out = page(&web, &session, "/admin?q=a&sort=price&stock=out", "es").await;
    assert!(out.contains("href=\"/admin?q=a&amp;sort=price\"") && out.contains("Quitar «Agotado»"), "{out}");
    assert!(!out.contains("badge low"), "{out}");
    assert_eq!(open(&web, &session, "/admin?stock=everything", "en").await.status(), 200);
}

#[tokio::test]
async fn where_nothing_runs_short_that_is_said_as_the_good_news_it_is() {
    let web = Web::with_demo();
    let session = web.owner().await;
    for (path, language, news) in [
        ("/admin?stock=low", "en", "All is well: nothing runs low."),
        ("/admin?stock=out", "es", "Todo bien: no hay nada agotado."),
    ] {
        let page = page(&web, &session, path, language).await;
        assert!(page.contains(news), "{page}");
    }
}

#[tokio::test]
async fn notices_to_another_program_are_set_up_by_the_owner_only() {
    let web = Web::with_demo();
    let owner = sign_in(&web, "lola@demo.example").await;
    for (language, words) in [
        ("es", ["Avisos a otro programa", "Dirección", "Todavía no hay avisos."]),
        ("en", ["Notices to another program", "Address", "There are no notices yet."]),
    ] {
        let page = page(&web, &owner, "/admin/webhook", language).await;
        for word in words {
            assert!(page.contains(word), "{language}: no {word} in {page}");
        }
        assert!(!page.contains("whsec_"), "{page}");
    }
    let account = page(&web, &owner, "/admin/account", "en").await;
    assert!(account.contains("href=\"/admin/webhook\""), "{account}");
    let manager = sign_in(&web, "nuria@demo.example").await;
    let refused = open(&web, &manager, "/admin/webhook", "en").await;
    assert_eq!(refused.status(), 403);
    let refused = refused.text().await.unwrap();
    assert!(refused.contains("Your role does not allow this.") && !refused.contains("name=\"url\""), "{refused}");
    assert!(!page(&web, &manager, "/admin/account", "en").await.contains("/admin/webhook"));
}
