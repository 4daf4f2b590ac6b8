//! What every request is answered within: the patience of one, however many questions it asks; refusals are counted.
use crate::{db::pulse, state::State};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use shared::Code;

/// Counts an answer that refuses, by its code.
pub async fn count(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = pulse::request(next.call(request)).await?;
    let code = response.response().extensions().get::<Code>().map(Code::to_string);
    if let (Some(code), Some(state)) = (code, response.request().app_data::<Data<State>>()) {
        state.metrics.refused(&code);
    }
    Ok(response)
}
