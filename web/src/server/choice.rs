//! What a person chooses for all pages: `GET /language/{lang}` and `GET /theme/{theme}` remember it and go back to where they
//! were.
use super::{Site, headers, refusal::refuse};
use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::header::LOCATION,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use shared::Code;
use ui::{i18n::Lang, theme::Theme};

/// Name of the cookie with the language.
pub const LANGUAGE: &str = "lang";
/// Name of the cookie with the look.
pub const THEME: &str = "theme";

/// Name of the cookie with how tables look; the browser sets it by itself.
pub const VIEW: &str = "view";

/// The words in such a cookie, if it is one.
pub fn view(cookie: &str) -> Option<String> {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'.');
    let is_view = !cookie.is_empty() && cookie.len() < 100 && cookie.bytes().all(is_word);
    is_view.then(|| cookie.replace('.', " "))
}

/// Where to go on.
#[derive(Deserialize)]
pub struct Return {
    /// A path of this site.
    back: Option<String>,
}

/// Chooses a language.
pub async fn language(
    request: HttpRequest,
    lang: Path<String>,
    on: Option<Query<Return>>,
    site: Data<Site>,
) -> HttpResponse {
    let known = Lang::ALL.into_iter().map(Lang::code).find(|code| *code == lang.as_str());
    known.map_or_else(|| refuse(&request, Code::NotFound), |code| remember(&site, LANGUAGE, code, on))
}

/// Chooses between light and dark.
pub async fn theme(
    request: HttpRequest,
    theme: Path<String>,
    on: Option<Query<Return>>,
    site: Data<Site>,
) -> HttpResponse {
    let known = Theme::parse(&theme);
    known.map_or_else(|| refuse(&request, Code::NotFound), |theme| remember(&site, THEME, theme.code(), on))
}

/// Sets the cookie for a year.
fn remember(site: &Site, name: &'static str, value: &'static str, on: Option<Query<Return>>) -> HttpResponse {
    let cookie = Cookie::build(name, value)
        .path("/")
        .max_age(Duration::days(365))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(site.is_https)
        .finish();
    let back = on.and_then(|on| on.into_inner().back).filter(|path| is_local(path)).unwrap_or_else(|| "/".into());
    HttpResponse::SeeOther()
        .cookie(cookie)
        .insert_header((LOCATION, headers::value(&back)))
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
    use super::{is_local, view};

    #[test]
    fn a_view_is_a_few_words_and_nothing_else() {
        assert_eq!(view("barcode.no-price").as_deref(), Some("barcode no-price"));
        for bad in ["", "a\"b", "<b>", &"a".repeat(100)] {
            assert_eq!(view(bad), None, "{bad}");
        }
    }

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
