//! A code for a product to be added.
use crate::{auth::Manager, db::product_code, error::Result, state::State};
use actix_web::{
    get,
    web::{Data, Json, Query},
};
use shared::{
    product_code::{CodeQuery, FreeCode},
    validate::Checks,
};

/// Suggest a code
///
/// A code made from the name that no product of your shop has, archived or not. It is not kept for you: somebody else may
/// use it before you do.
#[utoipa::path(
    tag = "products",
    params(CodeQuery),
    responses((status = 200, description = "The code.", body = FreeCode)),
    security(("password" = ["manager"]))
)]
#[get("/products/free-code")]
pub async fn get(state: Data<State>, who: Manager, query: Query<CodeQuery>) -> Result<Json<FreeCode>> {
    let mut checks = Checks::default();
    checks.line("name", &query.name, 0, 200);
    checks.finish()?;
    Ok(Json(FreeCode { code: product_code::free(&state.db.read, who.shop, &query.name).await? }))
}
