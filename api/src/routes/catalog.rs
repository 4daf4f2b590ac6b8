//! The catalogue, for everybody.
use crate::{
    cache::Topic,
    db::catalog,
    error::{Error, Result},
    state::State,
};
use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Bytes, Data, Path, Query},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{
    Code, Page,
    catalog::{CatalogProduct, CatalogQuery},
    page::clamp,
    validate::Checks,
};
use std::time::Duration;
use uuid::Uuid;

/// The public may keep an answer this long; quantities are never older.
const FRESH: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=5");
/// Nobody keeps an answer that may be old; it says how old it is.
const OLD: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");
const AGE: &str = "Bodega-Stale";

/// A copy that was made a moment ago is not made again.
const RECENT: Duration = Duration::from_secs(1);

/// The catalogue
///
/// The public products of all shops. A search finds the exact code or barcode first, then codes that begin so, then
/// names that begin so, then whatever has all the words. While the database cannot be reached, the answer may be the last
/// known one.
#[utoipa::path(
    tag = "catalogue",
    params(CatalogQuery),
    responses((status = 200, description = "A page of products.", body = Page<CatalogProduct>, headers(
        ("Bodega-Stale" = u64, description = "Only while the database cannot be reached: how many seconds ago this was so, at most 600.")
    ))),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/catalog/products")]
pub async fn list(state: Data<State>, query: Query<CatalogQuery>) -> Result<HttpResponse> {
    check(query.q.as_deref())?;
    let query = normal(query.into_inner());
    let key = key(&("list", &query))?;
    answer(&state, &key, || catalog::list(&state.db, &query)).await
}

/// A product of the catalogue
///
/// As everybody may see it: no minimum, nobody's data. While the database cannot be reached, the answer may be the last
/// known one.
#[utoipa::path(
    tag = "catalogue",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The product.", body = CatalogProduct, headers(
        ("Bodega-Stale" = u64, description = "Only while the database cannot be reached: how many seconds ago this was so, at most 600.")
    ))),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/catalog/products/{id}")]
pub async fn get(state: Data<State>, id: Path<Uuid>) -> Result<HttpResponse> {
    answer(&state, &key(&("one", *id))?, || catalog::get(&state.db, *id)).await
}

/// A search is a short line.
pub fn check(q: Option<&str>) -> Result<()> {
    let mut checks = Checks::default();
    checks.line("q", q.unwrap_or_default(), 0, 200);
    Ok(checks.finish()?)
}

/// Questions that have one answer are one question.
fn normal(query: CatalogQuery) -> CatalogQuery {
    let q = query.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    CatalogQuery {
        q,
        limit: Some(clamp(query.limit)),
        sort: Some(query.sort.unwrap_or_default()),
        cursor: query.cursor,
        shop: query.shop,
    }
}

/// A question's name in the cache. Some questions are long.
pub(super) fn key(question: &impl Serialize) -> Result<String> {
    let question = serde_json::to_vec(question).map_err(|error| Error::Task(error.to_string()))?;
    Ok(format!("{:x}", Sha256::digest(question)))
}

/// An answer as it is sent: JSON that is made once and then only handed out.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
struct Text(Bytes);

impl Text {
    fn of(value: &impl Serialize) -> Result<Self> {
        Ok(Self(serde_json::to_vec(value).map_err(|error| Error::Task(error.to_string()))?.into()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Text> for String {
    fn from(Text(bytes): Text) -> Self {
        Self::from_utf8_lossy(&bytes).into_owned()
    }
}

/// From the cache or the database; from what was known last, when the database cannot be reached.
pub(super) async fn answer<T, F>(state: &State, key: &str, question: impl FnOnce() -> F) -> Result<HttpResponse>
where
    T: Serialize,
    F: Future<Output = Result<T>>,
{
    let asked = state.copies.now();
    // On the heap: it is large, seldom needed, and would be moved about with every answer that is kept.
    let text = async { Text::of(&Box::pin(question()).await?) };
    match state.cache.answer(&Topic::catalog(), key, text).await {
        Ok((Text(body), from_cache)) => {
            state.metrics.asked_cache(from_cache);
            if !from_cache || state.copies.find(key).is_none_or(|(age, _)| age > RECENT) {
                state.copies.keep(asked, key, &body);
            }
            Ok(HttpResponse::Ok().insert_header(FRESH).content_type("application/json").body(body))
        }
        Err(error) if error.problem().code == Code::Unavailable => {
            let (age, body) = state.copies.find(key).ok_or(error)?;
            Ok(old(age, body))
        }
        Err(error) => {
            state.copies.drop(key);
            Err(error)
        }
    }
}

fn old(age: Duration, body: Bytes) -> HttpResponse {
    let age = (AGE, age.as_secs().to_string());
    HttpResponse::Ok().insert_header(OLD).insert_header(age).content_type("application/json").body(body)
}
