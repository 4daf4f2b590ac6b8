//! Booking several products at once.
use crate::{
    auth::Clerk,
    body::Body,
    db::bookings,
    error::Result,
    idempotency::{IdempotencyKey, Once, reply},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use shared::movement::{Booked, NewMovements};

/// Book several products
///
/// A delivery, a receipt, a stock-take: up to 500 lines, all of them or none. A refusal names every line that cannot be booked,
/// as `lines[3].quantity`.
#[utoipa::path(
    tag = "movements",
    params(IdempotencyKey),
    request_body = NewMovements,
    responses((status = 201, description = "The movements, with what is on hand now.", body = Booked)),
    security(("password" = ["clerk"])),
    extensions(("x-problems" = json!(["archived", "insufficient_stock", "stock_changed"])))
)]
#[post("/movements")]
pub async fn create(state: Data<State>, who: Clerk, once: Once, new: Body<NewMovements>) -> Result<HttpResponse> {
    let claim = once.claim(&state, who.user, &new.0)?;
    let answer = bookings::create(&state.db, &who.by(), new.0.lines, claim.key()).await?;
    let booked = answer.fresh.iter().flat_map(|booked| &booked.items);
    booked.for_each(|movement| state.metrics.moved(movement.kind));
    Ok(reply(&state, answer))
}
