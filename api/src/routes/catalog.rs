//! The catalogue, for everybody.
use crate::{db::catalog, error::Result, state::State};
use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path, Query},
};
use shared::{
    Page,
    catalog::{CatalogProduct, CatalogQuery},
    validate::Checks,
};
use uuid::Uuid;

/// The public may keep an answer this long; quantities are never older.
const FRESH: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=5");

/// The catalogue
///
/// The public products of all shops. A search finds the exact code or barcode first, then codes that begin so, then
/// names that begin so, then whatever has all the words.
#[utoipa::path(
    tag = "catalogue",
    params(CatalogQuery),
    responses((status = 200, description = "A page of products.", body = Page<CatalogProduct>)),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/catalog/products")]
pub async fn list(state: Data<State>, query: Query<CatalogQuery>) -> Result<HttpResponse> {
    check(query.q.as_deref())?;
    Ok(HttpResponse::Ok().insert_header(FRESH).json(catalog::list(&state.db, &query).await?))
}

/// A product of the catalogue
///
/// As everybody may see it: no minimum, nobody's data.
#[utoipa::path(
    tag = "catalogue",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The product.", body = CatalogProduct)),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/catalog/products/{id}")]
pub async fn get(state: Data<State>, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().insert_header(FRESH).json(catalog::get(&state.db, *id).await?))
}

/// A search is a short line.
pub fn check(q: Option<&str>) -> Result<()> {
    let mut checks = Checks::default();
    checks.line("q", q.unwrap_or_default(), 0, 200);
    Ok(checks.finish()?)
}
