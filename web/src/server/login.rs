//! Signing in and out with plain forms, for browsers without JavaScript or before it runs.
use super::{
    Site,
    choice::is_local,
    headers::{text, value},
    refusal::refuse,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{LOCATION, SET_COOKIE},
    web::{Data, Form},
};
use reqwest::{RequestBuilder, Response, Url};
use serde::Deserialize;
use shared::{Code, Problem};
use std::time::Duration;

/// The API answers within this time; checking a password is slow on purpose, and may have to wait for others.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the API should know about the visitor.
const PASSED_ON: &[&str] = &[
    "cookie",
    "origin",
    "sec-fetch-site",
    "user-agent",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-request-id",
];

/// The fields of the page's form.
#[derive(Deserialize)]
pub struct SignIn {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /login`: on to `next`, or back to the form with the reason.
pub async fn sign_in(request: HttpRequest, form: Option<Form<SignIn>>, site: Data<Site>) -> HttpResponse {
    if is_foreign(&request) {
        return refuse(&request, Code::CrossSite);
    }
    let Some(form) = form else { return refuse(&request, Code::Malformed) };
    let next = if is_local(&form.next) { form.next.as_str() } else { "/admin" };
    let fields = query(&[("grant_type", "password"), ("username", &form.username), ("password", &form.password)]);
    let outgoing =
        ask(&request, &site, "/v1/auth/login").header("content-type", "application/x-www-form-urlencoded").body(fields);
    match outgoing.send().await {
        Ok(answer) if answer.status().is_success() => go(next, Some(&answer)),
        Ok(answer) => back_to_form(problem_of(answer).await.code, next),
        Err(error) => {
            tracing::warn!(?error, "the API does not answer");
            back_to_form(Code::BadGateway, next)
        }
    }
}

/// `POST /logout`: to the public pages, whether or not somebody was signed in.
pub async fn sign_out(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    match ask(&request, &site, "/v1/auth/logout").send().await {
        Ok(answer) if answer.status().is_success() || answer.status().as_u16() == 401 => go("/", Some(&answer)),
        Ok(answer) => refuse(&request, problem_of(answer).await),
        Err(error) => {
            tracing::warn!(?error, "the API does not answer");
            refuse(&request, Code::BadGateway)
        }
    }
}

/// Another site must not sign its visitors in here, as somebody else.
fn is_foreign(request: &HttpRequest) -> bool {
    match text(request, "sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => text(request, "origin").is_some_and(|origin| {
            let host = text(request, "x-forwarded-host").unwrap_or_default();
            origin.split_once("://").map(|(_, origin)| origin) != Some(host)
        }),
    }
}

fn ask(request: &HttpRequest, site: &Site, path: &str) -> RequestBuilder {
    let mut outgoing = site.http.post(format!("{}{path}", site.upstream.url)).timeout(PATIENCE);
    for name in PASSED_ON {
        for value in request.headers().get_all(*name) {
            outgoing = outgoing.header(*name, value.as_bytes());
        }
    }
    outgoing
}

async fn problem_of(answer: Response) -> Problem {
    let text = answer.text().await.unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| Code::BadGateway.into())
}

fn back_to_form(code: Code, next: &str) -> HttpResponse {
    let code = serde_json::to_value(code).ok();
    let code = code.as_ref().and_then(|code| code.as_str()).unwrap_or_default();
    go(&format!("/login?{}", query(&[("problem", code), ("next", next)])), None)
}

/// See there; with the API's cookies, when it set any.
fn go(place: &str, answer: Option<&Response>) -> HttpResponse {
    let mut redirect = HttpResponse::SeeOther();
    redirect.insert_header((LOCATION, value(place))).insert_header(("cache-control", "no-store"));
    for cookie in answer.into_iter().flat_map(|answer| answer.headers().get_all("set-cookie")) {
        redirect.append_header((SET_COOKIE, cookie.as_bytes()));
    }
    redirect.finish()
}

/// `application/x-www-form-urlencoded`, as the query of any URL is.
fn query(fields: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params("http://form", fields);
    url.ok().and_then(|url| url.query().map(str::to_owned)).unwrap_or_default()
}
