//! The built files: found through the manifest, handed out compressed, kept by browsers for ever.
use super::{
    readable,
    refusal::{not_found, wrong_method},
};
use actix_files::Files;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    guard,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderValue, VARY},
    },
    middleware::{Next, from_fn},
    web,
};
use anyhow::Context;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    future::{Ready, ready},
    path::Path,
};
use ui::app::Assets;

/// What the bundler wrote down.
#[derive(Deserialize)]
struct Manifest {
    style: String,
    boot: String,
    script: String,
    wasm: String,
    icon: String,
    chunks: BTreeMap<String, Vec<String>>,
}

/// Reads the manifest of the built site.
pub fn read(site: &Path) -> anyhow::Result<Assets> {
    let path = site.join("manifest.json");
    let advice =
        || format!("no built site in {}: run `make build` first, or say where it is with SITE", site.display());
    let text = fs::read_to_string(&path).with_context(advice)?;
    let Manifest { style, boot, script, wasm, icon, chunks } = serde_json::from_str(&text).with_context(advice)?;
    Ok(Assets { style, boot, script, wasm, icon, chunks })
}

/// `/pkg/*` and `/favicon.ico`.
pub fn routes(config: &mut web::ServiceConfig, site: &Path, assets: &Assets) {
    let icon = fs::read(site.join(assets.icon.trim_start_matches('/'))).unwrap_or_default();
    let icon = web::Bytes::from(icon);
    let files = Files::new("", site.join("pkg"))
        .try_compressed()
        .disable_content_disposition()
        .default_handler(web::to(not_found));
    config
        .service(
            web::scope("/pkg")
                .guard(guard::Any(guard::Get()).or(guard::Head()))
                .wrap(from_fn(keep_for_ever))
                .service(files),
        )
        .service(web::resource("/pkg/{file:.*}").default_service(wrong_method("GET, HEAD")))
        .service(readable("/favicon.ico", icon_of(icon)));
}

/// The icon, under a name that never changes.
fn icon_of(content: web::Bytes) -> impl Fn() -> Ready<HttpResponse> + Clone {
    move || {
        let mut answer = HttpResponse::Ok();
        answer.content_type("image/svg+xml").insert_header((CACHE_CONTROL, "public, max-age=86400"));
        ready(answer.body(content.clone()))
    }
}

/// The name changes with the content, so what was once fetched never has to be asked for again.
async fn keep_for_ever(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if is_there { "public, max-age=31536000, immutable" } else { "no-store" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    Ok(response)
}
