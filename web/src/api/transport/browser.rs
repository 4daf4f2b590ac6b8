//! The browser's half: asks through the web server under the same origin, where the cookie goes along by itself.
use super::{Body, Broken, Method, broken};
use crate::{app::Registration, i18n::Lang, theme::Theme};
use gloo_net::http::RequestBuilder;
use leptos::prelude::{document, provide_context, window};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use shared::Problem;

pub(super) async fn send(method: Method, path: &str, body: &Body) -> Result<(u16, String), Problem> {
    let mut request = RequestBuilder::new(&format!("/api{path}")).method(verb(method));
    for (name, value) in &body.headers {
        request = request.header(name, value);
    }
    let content = body.content.clone();
    SendWrapper::new(async move {
        let answer = match content {
            Some((kind, text)) => {
                request.header("content-type", kind).body(text).map_err(|error| broken(&error))?.send().await
            }
            None => request.send().await,
        };
        let answer = answer.map_err(|error| broken(&error))?;
        let text = answer.text().await.map_err(|error| broken(&error))?;
        Ok((answer.status(), text))
    })
    .await
}

/// What a JSON text says. The browser can read it anyway; a second reader would have to be loaded before the first page.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Broken> {
    let value = js_sys::JSON::parse(text).map_err(|_| Broken)?;
    serde_wasm_bindgen::from_value(value).map_err(|_| Broken)
}

fn verb(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}

/// The path and query of the page being shown.
pub(super) fn here() -> String {
    let place = window().location();
    place.pathname().unwrap_or_default() + &place.search().unwrap_or_default()
}

/// What the server wrote on the document for the pages to know.
pub(crate) fn provide_document() {
    let root = document().document_element();
    let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name));
    provide_context(attribute("lang").and_then(|lang| Lang::parse(&lang)).unwrap_or_default());
    provide_context(attribute("data-theme").and_then(|theme| Theme::parse(&theme)).unwrap_or_default());
    provide_context(Registration(attribute("data-registration").as_deref() == Some("open")));
}

/// Only the server's answer has a status.
pub(crate) fn set_status(_status: u16) {}

/// Here the page fetches it by itself.
pub(crate) fn fetch_early(_chunk: &str) {}

/// Leaves for another page.
pub(crate) fn redirect(path: &str) {
    // Where the browser refuses, the page stays as it is; there is nobody to tell.
    let _ = window().location().assign(path);
}

/// Visits are counted where pages are rendered.
pub(crate) fn count_visit() -> bool {
    false
}
