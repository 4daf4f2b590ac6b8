//! Browsers: the cookie they get, and which of their requests it signs in.
use crate::{app::App, client::Client};
use serde_json::json;
use shared::{Code, session::Token, shop::Shop, user::Me};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

/// A browser, and the cookie that signs it in.
async fn browser(app: &App) -> (Client, String) {
    let owner = app.owner().await;
    let reply = app.guest().log_in(&owner.email, crate::client::PASSWORD).await;
    (owner.signed_out(), reply.cookie())
}

#[actix_web::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = App::start().await;
    let owner = app.owner().await;
    let reply = app.guest().log_in(&owner.email, crate::client::PASSWORD).await;
    let set = reply.header("set-cookie").to_owned();
    let token: Token = reply.ok(200);
    let mut parts: Vec<_> = set.split("; ").collect();
    parts.sort_unstable();
    assert_eq!(parts[..3], ["HttpOnly", "Max-Age=1209600", "Path=/"]);
    assert_eq!(parts[3..], ["SameSite=Lax", &format!("session={}", token.access_token)]);
}

#[actix_web::test]
async fn with_https_the_cookie_is_secure_and_bound_to_its_host() {
    let app = App::with(|config| config.public_url = Some("https://bodega.example".into())).await;
    let owner = app.owner().await;
    let reply = app.guest().log_in(&owner.email, crate::client::PASSWORD).await;
    let set = reply.header("set-cookie");
    assert!(set.starts_with("__Host-session="), "{set}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
    let cookie = reply.cookie();
    app.guest().send("GET", "/api/v1/me", &[("cookie", &cookie)], "").await.ok::<Me>(200);
    // The unbound name is worth nothing here.
    let unbound = cookie.replace("__Host-", "");
    app.guest().send("GET", "/api/v1/me", &[("cookie", &unbound)], "").await.refused(Code::Unauthenticated);
    // Signing out takes back the same cookie.
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let reply = app.guest().send("POST", "/api/v1/auth/logout", &headers, "").await.done();
    let set = reply.header("set-cookie");
    assert!(set.starts_with("__Host-session=; ") && set.contains("; Secure") && set.contains("Max-Age=0"), "{set}");
}

#[actix_web::test]
async fn the_cookie_signs_in_whoever_only_reads() {
    let app = App::start().await;
    let (browser, cookie) = browser(&app).await;
    for site in ["same-origin", "cross-site", "none"] {
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", site)];
        browser.send("GET", "/api/v1/me", &headers, "").await.ok::<Me>(200);
    }
}

/// What a browser's headers say of where a request comes from, sent with a change of the shop.
async fn change(app: &App, says: &[(&str, &str)]) -> crate::client::Reply {
    let (browser, cookie) = browser(app).await;
    let headers = [&[("cookie", cookie.as_str()), JSON], says].concat();
    browser.send("PATCH", "/api/v1/shop", &headers, json!({ "name": "Changed" }).to_string()).await
}

#[actix_web::test]
async fn a_change_by_cookie_passes_from_our_own_pages() {
    let app = App::start().await;
    let host = app.url.strip_prefix("http://").unwrap();
    let ours: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin")],
        &[("origin", &app.url)],
        // Behind the web server the host is another one; it says which one was asked for.
        &[("origin", "https://bodega.example"), ("x-forwarded-host", "bodega.example")],
        &[("sec-fetch-site", "same-origin"), ("origin", &format!("http://{host}"))],
    ];
    for says in ours {
        assert_eq!(change(&app, says).await.ok::<Shop>(200).name, "Changed", "{says:?}");
    }
}

#[actix_web::test]
async fn a_change_by_cookie_from_anywhere_else_is_refused() {
    let app = App::start().await;
    let foreign: [&[(&str, &str)]; 8] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site"), ("origin", &app.url)],
        &[("origin", "https://bodega.example.evil.example"), ("x-forwarded-host", "bodega.example")],
    ];
    for says in foreign {
        change(&app, says).await.refused(Code::CrossSite);
    }
}

#[actix_web::test]
async fn the_public_address_is_our_own_too() {
    let app = App::with(|config| config.public_url = Some("http://bodega.example/".into())).await;
    change(&app, &[("origin", "http://bodega.example")]).await.ok::<Shop>(200);
    change(&app, &[("origin", "https://bodega.example")]).await.refused(Code::CrossSite);
}

#[actix_web::test]
async fn a_token_in_the_header_needs_no_proof_of_where_it_comes_from() {
    let app = App::start().await;
    let owner = app.owner().await;
    let says = [JSON, ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    owner.send("PATCH", "/api/v1/shop", &says, json!({ "name": "Changed" }).to_string()).await.ok::<Shop>(200);
}

#[actix_web::test]
async fn the_header_counts_before_the_cookie() {
    let app = App::start().await;
    let (browser, cookie) = browser(&app).await;
    for header in ["Bearer nonsense", "Basic bG9sYTpsb2xh", "Bearer", ""] {
        let headers = [("cookie", cookie.as_str()), ("authorization", header)];
        browser.send("GET", "/api/v1/me", &headers, "").await.refused(Code::Unauthenticated);
    }
}

#[actix_web::test]
async fn nobody_is_signed_in_or_registered_from_a_foreign_site() {
    let app = App::start().await;
    let owner = app.owner().await;
    let form =
        serde_urlencoded::to_string([("username", &*owner.email), ("password", crate::client::PASSWORD)]).unwrap();
    let new = serde_json::to_string(&crate::app::registration(&crate::app::email("lola"))).unwrap();
    for foreign in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("sec-fetch-site", "same-site")]
    {
        let guest = app.guest();
        guest.send("POST", "/api/v1/auth/login", &[FORM, foreign], form.clone()).await.refused(Code::CrossSite);
        guest.send("POST", "/api/v1/auth/register", &[JSON, foreign], new.clone()).await.refused(Code::CrossSite);
    }
    let ours = ("sec-fetch-site", "same-origin");
    app.guest().send("POST", "/api/v1/auth/login", &[FORM, ours], form).await.ok::<Token>(200);
}
