//! Taking, bringing, counting and undoing, and the journal of one product.
use crate::{
    auth::{Clerk, User},
    body::Body,
    db::{
        idempotency::Answer,
        journal,
        movements::{self, Take},
    },
    error::Result,
    idempotency::{IdempotencyKey, Once, reply},
    state::State,
};
use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path, Query},
};
use shared::{
    Page,
    journal::MovementQuery,
    movement::{Kind, Movement, NewMovement},
};
use uuid::Uuid;

/// A product's journal
///
/// What moved, newest first: when, why, by how much, who, and what was on hand afterwards.
#[utoipa::path(
    tag = "movements",
    params(("id" = Uuid, Path, description = "The product."), MovementQuery),
    responses((status = 200, description = "A page of movements.", body = Page<Movement>)),
    security(("password" = [])),
    extensions(("x-problems" = json!(["not_found", "bad_cursor"])))
)]
#[get("/products/{id}/movements")]
pub async fn list(
    state: Data<State>,
    who: User,
    id: Path<Uuid>,
    query: Query<MovementQuery>,
) -> Result<Json<Page<Movement>>> {
    Ok(Json(journal::of_product(&state.db, who.shop, *id, &query).await?))
}

/// Take, bring or count
///
/// Books one movement. Two people who take the last piece at the same time do not both get it. A count says what there is and
/// names the `seq` that was seen; it is refused when the stock moved since then, and is booked even when it changes nothing.
#[utoipa::path(
    tag = "movements",
    params(
        ("id" = Uuid, Path, description = "The product."),
        IdempotencyKey
    ),
    request_body = NewMovement,
    responses((status = 201, description = "The movement, with what is on hand now.", body = Movement)),
    security(("password" = ["clerk"])),
    extensions(("x-problems" = json!(["not_found", "archived", "insufficient_stock", "stock_changed"])))
)]
#[post("/products/{id}/movements")]
pub async fn create(
    state: Data<State>,
    who: Clerk,
    id: Path<Uuid>,
    once: Once,
    new: Body<NewMovement>,
) -> Result<HttpResponse> {
    let claim = once.claim(&state, who.user, &new.0)?;
    let answer = match claim.key() {
        None => Answer::to(state.taking.ask(Take::of(who.by(), *id, new.0)).await?, 201)?,
        // On the heap: large, and seldom needed.
        key => Box::pin(movements::create(&state.db, &who.by(), *id, new.0, key)).await?,
    };
    answer.fresh.iter().for_each(|movement| state.metrics.moved(movement.kind));
    Ok(reply(&state, answer))
}

/// Undo a movement
///
/// Books the opposite. Each movement can be undone once, and only while enough is left; a reversal itself cannot be: book a
/// movement instead.
#[utoipa::path(
    tag = "movements",
    params(
        ("id" = Uuid, Path, description = "The movement."),
        IdempotencyKey
    ),
    responses((status = 201, description = "The reversal, with what is on hand now.", body = Movement)),
    security(("password" = ["clerk"])),
    extensions(("x-problems" = json!(["not_found", "archived", "insufficient_stock", "already_reversed", "not_reversible", "invalid"])))
)]
#[post("/movements/{id}/reversal")]
pub async fn reverse(state: Data<State>, who: Clerk, id: Path<Uuid>, once: Once) -> Result<HttpResponse> {
    let claim = once.claim(&state, who.user, &())?;
    let answer = movements::reverse(&state.db, &who.by(), *id, claim.key()).await?;
    answer.fresh.iter().for_each(|_| state.metrics.moved(Kind::Reversal));
    Ok(reply(&state, answer))
}
