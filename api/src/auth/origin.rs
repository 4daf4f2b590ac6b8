//! Requests signed in by cookie must come from our own pages (OWASP, Cross-Site Request Forgery Prevention).
use crate::config::Config;
use actix_web::{HttpRequest, http::header};
use shared::Code;

/// Lets pass what a browser says to be same-origin: by `Sec-Fetch-Site`, else by comparing `Origin` with the host.
pub fn same(request: &HttpRequest, config: &Config) -> Result<(), Code> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let same = match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text("origin").is_some_and(|origin| is_ours(origin, text, config)),
    };
    if same { Ok(()) } else { Err(Code::CrossSite) }
}

/// As `same`, but lets pass who says nothing: programs send neither header, browsers always one of them.
pub fn not_foreign(request: &HttpRequest, config: &Config) -> Result<(), Code> {
    let silent = ["sec-fetch-site", "origin"].iter().all(|name| !request.headers().contains_key(*name));
    if silent { Ok(()) } else { same(request, config) }
}

fn is_ours<'a>(origin: &str, text: impl Fn(&str) -> Option<&'a str>, config: &Config) -> bool {
    let host = origin.split_once("://").map(|(_, host)| host);
    let asked = text("x-forwarded-host").or_else(|| text(header::HOST.as_str()));
    let public = config.public_url.as_deref().map(|url| url.trim_end_matches('/'));
    host.is_some() && (host == asked || Some(origin) == public)
}
