//! The two Leptos apps: the public pages and the panel, each with its document, its policy and its caching.
use super::{Site, choice, headers, kept, login, refusal, sitemap};
use actix_web::{
    Error, HttpRequest,
    body::MessageBody,
    cookie::Cookie,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, VARY},
    },
    middleware::{Compress, Next, from_fn},
    web,
};
use leptos::prelude::{IntoView, provide_context, use_context};
use leptos_actix::{ActixRouteListing, ResponseOptions, generate_route_list, render_app_async_with_context};
use std::sync::Arc;
use ui::{app, i18n::Lang, theme::Theme};

/// Which of the two apps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Public,
    Panel,
}

/// The paths of both apps; found once, used by every worker.
#[derive(Clone)]
pub struct Paths {
    public: Vec<String>,
    panel: Vec<String>,
}

/// Asks both apps for their paths.
pub fn paths() -> Paths {
    let list = |listings: Vec<ActixRouteListing>| {
        let mut paths: Vec<String> = listings.iter().map(|listing| listing.path().to_owned()).collect();
        paths.dedup();
        paths
    };
    Paths { public: list(generate_route_list(app::Public)), panel: list(generate_route_list(app::Panel)) }
}

/// The public pages, compressed before they are kept.
pub fn public(config: &mut web::ServiceConfig, paths: &Paths, site: &Arc<Site>) {
    for path in &paths.public {
        let page = web::resource(path).route(page(Kind::Public, None, site, app::public_shell));
        let page = page.default_service(refusal::wrong_method("GET, HEAD"));
        config.service(page.wrap(Compress::default()).wrap(from_fn(kept::keep)).wrap(from_fn(as_page)));
    }
}

/// The pages of the panel, and what is said where there is no page, compressed while they are sent.
pub fn others(config: &mut web::ServiceConfig, paths: &Paths, site: &Arc<Site>) {
    let mut scope = web::scope("").wrap(from_fn(as_page));
    for path in &paths.panel {
        let mut page = web::resource(path).route(page(Kind::Panel, None, site, app::panel_shell));
        let mut allowed = "GET, HEAD";
        if path == "/login" {
            page = page.route(web::post().to(login::sign_in));
            allowed = "GET, HEAD, POST";
        }
        scope = scope.service(page.default_service(refusal::wrong_method(allowed)).wrap(Compress::default()));
    }
    let missing = Some(StatusCode::NOT_FOUND);
    let lost = web::resource("/admin/{rest:.*}").route(page(Kind::Panel, missing, site, app::panel_shell));
    let lost_in_public = web::resource("/{rest:.*}").route(page(Kind::Public, missing, site, app::public_shell));
    for lost in [lost, lost_in_public] {
        scope = scope.service(lost.default_service(web::to(refusal::not_found)).wrap(Compress::default()));
    }
    config.service(scope);
}

/// One page of an app. Its status is what the page says, and `status` where it says nothing.
fn page<V: IntoView + 'static>(
    kind: Kind,
    status: Option<StatusCode>,
    site: &Arc<Site>,
    shell: impl Fn() -> V + Clone + Send + 'static,
) -> actix_web::Route {
    let site = site.clone();
    let context = move || {
        provide(kind, &site);
        if let (Some(response), Some(status)) = (use_context::<ResponseOptions>(), status) {
            response.set_status(status);
        }
    };
    render_app_async_with_context(context, shell, leptos_router::Method::Get)
}

/// What a visitor has chosen for all pages.
pub struct Chosen {
    /// The language, or the one that the browser wishes.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
}

impl Chosen {
    /// By the visitor's cookies and headers.
    pub fn of(visitor: &HttpRequest) -> Self {
        let cookie = visitor.cookie(choice::LANGUAGE);
        let lang = Lang::negotiate(cookie.as_ref().map(Cookie::value), headers::text(visitor, "accept-language"));
        let theme = visitor.cookie(choice::THEME).and_then(|cookie| Theme::parse(cookie.value()));
        Self { lang, theme: theme.unwrap_or_default() }
    }
}

/// What the apps find in their context, and what their pages say in headers.
fn provide(kind: Kind, site: &Site) {
    provide_context(site.assets.clone());
    provide_context(site.upstream.clone());
    provide_context(site.registration);
    if let Some(visitor) = use_context::<leptos_actix::Request>() {
        let chosen = Chosen::of(&visitor);
        provide_context(chosen.lang);
        provide_context(chosen.theme);
        provide_context(app::View(visitor.cookie(choice::VIEW).and_then(|cookie| choice::view(cookie.value()))));
        provide_context(app::Origin(sitemap::origin(site, &visitor)));
    }
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    response.insert_header(CONTENT_SECURITY_POLICY, headers::value(&headers::policy(&nonce, kind == Kind::Panel)));
    let caching = if kind == Kind::Panel { "no-store" } else { "private, no-cache" };
    response.insert_header(CACHE_CONTROL, HeaderValue::from_static(caching));
}

/// HEAD is GET without the body, which the connection leaves out by itself; and the headers all pages share.
async fn as_page(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding, Accept-Language, Cookie"));
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/html") {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    Ok(response)
}
