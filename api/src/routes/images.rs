//! Pictures, for everybody who knows their address.
use crate::{error::Result, image::Picture, orphans, state::State, storage};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, get,
    http::header,
    web::{Data, Path},
};
use shared::Code;
use std::future::Future;

/// A picture
///
/// The address is made from the content, so it may be kept for ever.
#[utoipa::path(
    tag = "catalogue",
    params(("key" = String, Path, description = "Its name, as in `image.url`.", example = "4f1c0a7d9e2b4c55a1b2c3d4e5f60718.jpg")),
    responses(
        (status = 200, description = "The picture.", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"))),
        (status = 304, description = "You have it already.")
    ),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/images/{key}")]
pub async fn get(state: Data<State>, key: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let etag = format!("\"{key}\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    if known && state.storage.can_give(&key).await? {
        return Ok(lasting(HttpResponse::NotModified(), etag).finish());
    }
    let bytes = state.storage.get(&key).await?.ok_or(Code::NotFound)?;
    Ok(lasting(HttpResponse::Ok(), etag).content_type(storage::content_type(&key)).body(bytes))
}

/// It never changes, and nothing in it may run.
fn lasting(mut answer: HttpResponseBuilder, etag: String) -> HttpResponseBuilder {
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, etag))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"));
    answer
}

/// Gives a row a picture: stores it, lets `name` write its key into the row, and erases the one before. When the row does
/// not take it, the new one is erased, unless a row has it already.
pub async fn replace<T>(
    state: &Data<State>,
    picture: &Picture,
    name: impl Future<Output = Result<(T, Option<String>)>>,
) -> Result<T> {
    let named = match picture.keep(&state.storage).await {
        Ok(()) => name.await,
        Err(error) => Err(error),
    };
    match named {
        Ok((row, before)) => {
            if let Err(error) = picture.keep_on(&state.storage).await {
                tracing::warn!(key = picture.key, ?error, "picture not looked after");
            }
            discard(state, before.filter(|before| *before != picture.key)).await;
            Ok(row)
        }
        Err(error) => {
            discard(state, Some(picture.key.clone())).await;
            Err(error)
        }
    }
}

/// Erases a picture that a row let go of. A failure leaves it for the daily look, so it is only logged.
pub async fn discard(state: &Data<State>, key: Option<String>) {
    let Some(key) = key else { return };
    let own = state.clone();
    // To its end, also when whoever asked hangs up: what turns out to be needed is put back last.
    let done = tokio::spawn(async move {
        if let Err(error) = orphans::erase(&own.db, &own.storage, &key).await {
            tracing::warn!(key, ?error, "picture not erased");
        }
    });
    if let Err(error) = done.await {
        tracing::warn!(?error, "picture not erased");
    }
}
