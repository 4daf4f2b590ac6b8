//! Signing in and out, and choosing a language, with nothing but forms and links.
use crate::app::{Web, cookie, header};
use reqwest::Method;

const WRONG: [(&str, &str); 2] = [("username", "nobody@shop.example"), ("password", "not this one")];

/// Paths that a browser would take for another site, or that are none.
const FOREIGN: &[&str] = &[
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "evil",
    "/a\r\nSet-Cookie: b=1",
];

#[tokio::test]
async fn who_signs_in_goes_on_to_where_they_wanted_and_out_again_to_the_front() {
    let web = Web::with_demo();
    let session = web.owner().await;
    let signed_in = |path: &str| web.request(Method::GET, path).header("cookie", session.clone()).send();
    assert_eq!(signed_in("/admin").await.unwrap().status(), 200);
    let form = [("username", "owner@shop.example"), ("password", "three cats on a roof"), ("next", "/admin/team?a=b")];
    let answer = web.post_form("/login", &form).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/admin/team?a=b"));
    let set = header(&answer, "set-cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let out =
        web.request(Method::POST, "/logout").header("cookie", session.clone()).header("sec-fetch-site", "same-origin");
    let out = out.send().await.unwrap();
    assert_eq!((out.status().as_u16(), header(&out, "location")), (303, "/"));
    assert!(header(&out, "set-cookie").contains("Max-Age=0"), "{}", header(&out, "set-cookie"));
    assert_eq!(signed_in("/admin").await.unwrap().status(), 302, "the session must have ended");
}

#[tokio::test]
async fn a_wrong_password_leads_back_to_the_form_with_the_reason_and_the_way_on() {
    let web = Web::with_demo();
    let answer = web.post_form("/login", &[WRONG.as_slice(), &[("next", "/admin/team")]].concat()).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(header(&answer, "location"), "/login?problem=bad_credentials&next=%2Fadmin%2Fteam");
    assert_eq!(header(&answer, "set-cookie"), "");
    let page = web.page(header(&answer, "location"), "en").await;
    assert!(page.contains("name=\"next\"") && page.contains("value=\"/admin/team\""), "{page}");
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let web = Web::with_demo();
    web.owner().await;
    for next in FOREIGN {
        let form = [("username", "owner@shop.example"), ("password", "three cats on a roof"), ("next", next)];
        let answer = web.post_form("/login", &form).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/admin"), "{next:?}");
    }
}

#[tokio::test]
async fn another_site_can_neither_sign_its_visitors_in_nor_out() {
    let web = Web::with_demo();
    let session = web.owner().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")] {
        for path in ["/login", "/logout"] {
            let request = web.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
            let request = request.header("cookie", session.clone()).header(name, value).body("username=a&password=b");
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {name} {value}");
        }
    }
}

#[tokio::test]
async fn without_the_api_the_form_says_so() {
    let answer = Web::alone().post_form("/login", &WRONG).await;
    assert_eq!(
        (answer.status().as_u16(), header(&answer, "location")),
        (303, "/login?problem=bad_gateway&next=%2Fadmin")
    );
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let web = Web::alone();
    let answer = web.request(Method::POST, "/login").json(&WRONG).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "content-type")), (400, "application/problem+json"));
}

#[tokio::test]
async fn a_chosen_language_is_remembered_and_leads_back() {
    let web = Web::alone();
    let answer = web.get("/language/es?back=/products/1%3Fq%3Dx").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/products/1?q=x"));
    assert_eq!(cookie(&answer), "lang=es");
    assert!(header(&answer, "set-cookie").contains("Max-Age=31536000"));
    assert_eq!(web.get("/language/xx").await.status(), 404);
}

#[tokio::test]
async fn a_chosen_theme_stands_on_the_document_of_every_page() {
    let web = Web::alone();
    let answer = web.get("/theme/dark?back=/login").await;
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/login"));
    let chosen = cookie(&answer);
    assert_eq!(chosen, "theme=dark");
    for path in ["/login", "/nothing"] {
        let page = async |cookie: &str| {
            web.request(Method::GET, path).header("cookie", cookie).send().await.unwrap().text().await.unwrap()
        };
        let (dark, plain) = (page(&chosen).await, page("theme=neon").await);
        assert!(dark.split('>').nth(1).unwrap().contains(" data-theme=\"dark\""), "{path}: {dark}");
        assert!(!plain.contains("data-theme"), "{path}: {plain}");
        assert!(plain.contains("href=\"/theme/system?back=") && plain.contains("aria-current=\"true\""), "{path}");
    }
    assert_eq!(web.get("/theme/neon").await.status(), 404);
}

#[tokio::test]
async fn choosing_a_language_never_leads_to_another_site() {
    let web = Web::alone();
    for back in FOREIGN {
        let query = reqwest::Url::parse_with_params("http://x/language/en", [("back", back)]).unwrap();
        let answer = web.get(&format!("/language/en?{}", query.query().unwrap())).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/"), "{back:?}");
    }
}
