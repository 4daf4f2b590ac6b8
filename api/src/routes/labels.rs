//! Codes to print on the labels of products.
use crate::{auth::User, db::products, error::Result, label, state::State};
use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use uuid::Uuid;

/// A product's barcode
///
/// As a drawing to be printed in any size: EAN-13 where the product's barcode is one, else Code 128 of its barcode or of its code.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The drawing.", content((String = "image/svg+xml")))),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/products/{id}/barcode.svg")]
pub async fn bars(state: Data<State>, who: User, id: Path<Uuid>) -> Result<HttpResponse> {
    let product = products::get(&state.db.read, who.shop, *id).await?;
    Ok(drawing(label::bars(&product)?))
}

/// A product's QR code
///
/// As a drawing to be printed in any size. It leads to the product's public page where it has one and people can reach it
/// (`PUBLIC_URL`); else it has the product's barcode or code.
#[utoipa::path(
    tag = "products",
    params(("id" = Uuid, Path, description = "The product.")),
    responses((status = 200, description = "The drawing.", content((String = "image/svg+xml")))),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found"])))
)]
#[get("/products/{id}/qr.svg")]
pub async fn square(state: Data<State>, who: User, id: Path<Uuid>) -> Result<HttpResponse> {
    let product = products::get(&state.db.read, who.shop, *id).await?;
    Ok(drawing(label::square(&product, state.config.public_url.as_deref())?))
}

/// It follows the product, and nothing in it may run.
fn drawing(svg: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"))
        .body(svg)
}
