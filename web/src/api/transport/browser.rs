//! The browser's half: asks through the web server under the same origin, where the cookie goes along by itself.
use super::{Body, Broken, Method, fraction::quoted};
use crate::{app::Registration, i18n::Lang, theme::Theme};
use leptos::prelude::{document, provide_context, window};
use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use shared::{Code, Problem};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

pub(super) async fn send(method: Method, path: &str, body: &Body) -> Result<(u16, String), Problem> {
    let answer = ask(method, path, body);
    // Nobody has answered, or not to the end.
    SendWrapper::new(async move { answer?.await }).await.map_err(|_| Code::BadGateway.into())
}

type Js<T> = Result<T, JsValue>;

fn ask(method: Method, path: &str, body: &Body) -> Js<impl Future<Output = Js<(u16, String)>> + use<>> {
    let (how, headers) = (RequestInit::new(), Headers::new()?);
    how.set_method(verb(method));
    for (name, value) in &body.headers {
        headers.append(name, value)?;
    }
    if let Some((kind, text)) = &body.content {
        headers.append("content-type", kind)?;
        how.set_body(&text.into());
    }
    how.set_headers(&headers);
    let answer = JsFuture::from(window().fetch_with_str_and_init(&format!("/api{path}"), &how));
    Ok(async move {
        let answer: Response = answer.await?.dyn_into()?;
        let text = JsFuture::from(answer.text()?).await?;
        Ok((answer.status(), text.as_string().unwrap_or_default()))
    })
}

/// What a JSON text says. The reader is one that was made for small programs: it comes before the first page.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Broken> {
    let text = quoted(text);
    // No text in it is longer than the whole.
    let mut room = vec![0; text.len()];
    serde_json_core::from_str_escaped(&text, &mut room).map(|(value, _)| value).map_err(|_| Broken)
}

const fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
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
