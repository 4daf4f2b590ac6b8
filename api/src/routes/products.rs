//! The products of your shop.
use crate::{
    accept::prefers_csv,
    auth::{Manager, User},
    body::{Body, Upload},
    db::{
        exports,
        idempotency::Answer,
        product_new::{self, Add},
        products,
    },
    error::Result,
    idempotency::{IdempotencyKey, Once, reply},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    patch, post, put,
    web::{Data, Path, Query},
};
use shared::{
    Code, Page,
    movement::Kind,
    product::{NewProduct, Product, ProductPatch, ProductQuery},
};
use uuid::Uuid;

/// List products
///
/// The products of your shop. A search finds the exact code or barcode first, then codes that begin so, then names that
/// begin so, then whatever has all the words.
///
/// Whoever prefers `text/csv` gets all of them at once as a sheet that an import takes again: UTF-8 with a byte order mark,
/// prices with a decimal point. A text that a spreadsheet would take for a formula has a `'` in front, which an import takes
/// off. `cursor`, `limit` and `include_total` do not matter there.
#[utoipa::path(
    tag = "products",
    params(ProductQuery),
    responses((status = 200, description = "A page of products, or a sheet of all.",
        content((Page<Product> = "application/json"), (String = "text/csv")))),
    security(("password" = [])),
    extensions(("x-problems" = json!(["bad_cursor"])))
)]
#[get("/products")]
pub async fn list(
    state: Data<State>,
    who: User,
    query: Query<ProductQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    super::catalog::check(query.q.as_deref())?;
    if prefers_csv(&request) {
        let pages = exports::products(state.db.clone(), who.shop, query.into_inner()).await?;
        return super::sheet("products", pages).await;
    }
    let page = products::list(&state.db, who.shop, &query).await?;
    Ok(HttpResponse::Ok().append_header((header::VARY, "Accept")).json(page))
}

/// Add a product
///
/// The opening quantity becomes the first movement of its journal.
#[utoipa::path(
    tag = "products",
    params(IdempotencyKey),
    request_body = NewProduct,
    responses((status = 201, description = "The product.", body = Product,
        headers(("ETag" = String, description = "For If-Match."), ("Location" = String, description = "Its path.")))),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["code_taken"])))
)]
#[post("/products")]
pub async fn create(state: Data<State>, who: Manager, once: Once, new: Body<NewProduct>) -> Result<HttpResponse> {
    let (opening, claim) = (new.0.opening_quantity, once.claim(&state, who.user, &new.0)?);
    let answer = match claim.key() {
        None => Answer::to(state.adding.ask(Add::of(who.by(), new.0)).await?, 201)?,
        // On the heap: large, and seldom needed.
        key => Box::pin(product_new::create(&state.db, &who.by(), new.0, key)).await?,
    };
    if answer.fresh.is_some() && opening > 0 {
        state.metrics.moved(Kind::Opening);
    }
    let named = |product: &Product| (format!("/api/v1/products/{}", product.id), product.etag());
    // A repeated answer is a text.
    let repeated = || serde_json::from_str::<Product>(&answer.body).ok().as_ref().map(named);
    let product = answer.fresh.as_ref().map(named).or_else(repeated);
    let mut reply = reply(&state, answer);
    if let Some((location, tag)) = product {
        let headers = [(header::LOCATION, location), (header::ETAG, tag)];
        for (name, value) in headers {
            reply.headers_mut().insert(name, value.try_into().map_err(|_| Code::Internal)?);
        }
    }
    Ok(reply)
}

/// Read a product
///
/// Its `ETag` is what an edit wants in `If-Match`.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The product.", body = Product, headers(("ETag" = String, description = "For If-Match.")))),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/products/{id}")]
pub async fn get(state: Data<State>, who: User, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(tagged(products::get(&state.db.read, who.shop, *id).await?))
}

/// Edit a product
///
/// Changes what is sent and leaves the rest (merge-patch). The quantity is not among it: movements change that. A
/// movement that happened meanwhile does not make `If-Match` stale, another edit does.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product."), ("If-Match" = String, Header, description = "The `ETag` that was read.")),
    request_body = ProductPatch,
    responses((status = 200, description = "The product as it is now.", body = Product, headers(("ETag" = String, description = "For If-Match.")))),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["not_found", "code_taken", "archived", "stale", "precondition_required"])))
)]
#[patch("/products/{id}")]
pub async fn update(
    state: Data<State>,
    who: Manager,
    id: Path<Uuid>,
    request: HttpRequest,
    patch: Body<ProductPatch>,
) -> Result<HttpResponse> {
    let version = seen(&request)?;
    Ok(tagged(products::update(&state.db, &who.by(), *id, version, patch.0).await?))
}

/// Archive a product
///
/// Takes it out of use and out of the catalogue. Its journal stays, and it can be restored.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product."), ("If-Match" = String, Header, description = "The `ETag` that was read.")),
    responses((status = 204, description = "Archived.")),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["not_found", "archived", "stale", "precondition_required"])))
)]
#[delete("/products/{id}")]
pub async fn archive(state: Data<State>, who: Manager, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    products::archive(&state.db, &who.by(), *id, seen(&request)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Restore a product
///
/// Takes an archived product into use again.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The product, in use.", body = Product)),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[post("/products/{id}/restoration")]
pub async fn restore(state: Data<State>, who: Manager, id: Path<Uuid>) -> Result<HttpResponse> {
    Ok(tagged(products::restore(&state.db, &who.by(), *id).await?))
}

/// Set a product's picture
///
/// The body is the picture itself: png, jpg, gif or webp, at most 16 MB. It is turned upright and made smaller, and
/// nothing of the file but its pixels is kept.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    request_body(content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/gif"), (Vec<u8> = "image/webp"))),
    responses((status = 200, description = "The product with the picture.", body = Product)),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["not_found", "archived", "image_unreadable", "image_too_large"])))
)]
#[put("/products/{id}/image")]
pub async fn set_image(state: Data<State>, who: Manager, id: Path<Uuid>, file: Upload) -> Result<HttpResponse> {
    // Before anything is stored: what is refused leaves no file.
    let present = products::get(&state.db.read, who.shop, *id).await?;
    if present.archived_at.is_some() {
        return Err(Code::Archived.into());
    }
    let picture = state.images.take_in(*id, file.bytes).await?;
    let by = who.by();
    let name = products::set_image(&state.db, &by, *id, Some(picture.key.clone()));
    Ok(tagged(super::images::replace(&state, &picture, name).await?))
}

/// Remove a product's picture
///
/// It is erased from the store.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 204, description = "Removed.")),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["not_found", "archived"])))
)]
#[delete("/products/{id}/image")]
pub async fn remove_image(state: Data<State>, who: Manager, id: Path<Uuid>) -> Result<HttpResponse> {
    let (_, before) = products::set_image(&state.db, &who.by(), *id, None).await?;
    super::images::discard(&state, before).await;
    Ok(HttpResponse::NoContent().finish())
}

fn tagged(product: Product) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, product.etag())).json(product)
}

/// The version that was read, out of `If-Match`; none for `*`, which takes any.
fn seen(request: &HttpRequest) -> Result<Option<i64>> {
    let tag = request.headers().get(header::IF_MATCH).ok_or(Code::PreconditionRequired)?;
    let tag = tag.to_str().map_err(|_| Code::Stale)?.trim();
    if tag == "*" {
        return Ok(None);
    }
    let version = tag.trim_matches('"').split_once('-').and_then(|(version, _)| version.parse().ok());
    Ok(Some(version.ok_or(Code::Stale)?))
}
