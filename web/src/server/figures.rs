//! The metrics on their own port.
use actix_web::{HttpResponse, web::Data};
use prometheus::{Registry, TextEncoder};

/// Everything counted so far: the requests, then the process.
pub async fn all(registry: Data<Registry>) -> HttpResponse {
    let mut families = registry.gather();
    families.extend(prometheus::gather());
    match TextEncoder::new().encode_to_string(&families) {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(error) => {
            tracing::error!(%error, "metrics");
            HttpResponse::InternalServerError().finish()
        }
    }
}
