//! `GET /language/{lang}`: remembers a person's choice, and goes back to where they were.
use super::{Site, headers, refusal::refuse};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header::LOCATION,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use shared::Code;
use ui::i18n::Lang;

/// Name of the cookie.
pub const COOKIE: &str = "lang";

/// Where to go on.
#[derive(Deserialize)]
pub struct Choice {
    /// A path of this site.
    back: Option<String>,
}

/// Sets the cookie for a year.
pub async fn choose(
    request: HttpRequest,
    lang: Path<String>,
    choice: Option<Query<Choice>>,
    site: Data<Site>,
) -> HttpResponse {
    let Some(lang) = Lang::ALL.into_iter().find(|known| known.code() == lang.as_str()) else {
        return refuse(&request, Code::NotFound);
    };
    let cookie = Cookie::build(COOKIE, lang.code())
        .path("/")
        .max_age(Duration::days(365))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(site.is_https)
        .finish();
    let back = choice.as_ref().and_then(|choice| choice.back.as_deref()).filter(|path| is_local(path)).unwrap_or("/");
    HttpResponse::SeeOther()
        .cookie(cookie)
        .insert_header((LOCATION, headers::value(back)))
        .insert_header(("cache-control", "no-store"))
        .finish()
}

/// Whether this is a path of this very site. Browsers take `//host` and `/\host` for another one, and drop tabs and line
/// ends before they look.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| (0x21..0x7f).contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_paths_of_this_site_are_local() {
        for good in ["/", "/admin", "/products/1?q=caf%C3%A9&x=//y"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "admin",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a\r\nb",
            "/ñ",
        ] {
            assert!(!is_local(bad), "{bad:?}");
        }
    }
}
