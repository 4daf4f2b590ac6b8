//! The map of the API: every path on one screen.
mod audit;
mod auth;
mod bookings;
mod catalog;
mod catalog_shops;
mod events;
mod health;
mod images;
mod imports;
mod journal;
mod labels;
mod me;
mod movements;
mod product_bulk;
mod product_code;
mod products;
mod sessions;
mod shop;
mod status;
mod summary;
mod users;
mod visits;
mod webhook;

use crate::{accept::CSV, body::malformed, error::Result};
use actix_web::{HttpResponse, HttpResponseBuilder, http::header, web};
use futures::{Stream, StreamExt, stream};
use utoipa_actix_web::{scope, service_config::ServiceConfig};

/// All paths.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.app_data(web::QueryConfig::default().error_handler(|error, _| malformed(&error).into()))
        .app_data(web::PathConfig::default().error_handler(|error, _| malformed(&error).into()))
        .service(health::live)
        .service(health::ready)
        .service(scope("/api/v1").configure(v1));
}

/// Whoever asks is compared with one path after the other, so those that are asked most come first.
fn v1(cfg: &mut ServiceConfig) {
    cfg.service(catalog::list)
        .service(catalog::get)
        .service(images::get)
        .service(auth::login)
        .service(products::list)
        .service(products::create)
        .service(product_code::get)
        .service(products::get)
        .service(movements::create)
        .service(auth::register)
        .service(auth::logout)
        .service(me::get)
        .service(me::update)
        .service(me::set_password)
        .service(sessions::list)
        .service(sessions::end)
        .service(shop::get)
        .service(shop::update)
        .service(summary::get)
        .service(webhook::get)
        .service(webhook::set)
        .service(webhook::remove)
        .service(webhook::test)
        .service(webhook::deliveries)
        .service(users::list)
        .service(users::create)
        .service(users::update)
        .service(users::remove)
        .service(users::set_picture)
        .service(users::remove_picture)
        .service(product_bulk::update)
        .service(imports::create)
        .service(imports::current)
        .service(products::update)
        .service(products::archive)
        .service(products::restore)
        .service(products::set_image)
        .service(products::remove_image)
        .service(labels::bars)
        .service(labels::square)
        .service(movements::list)
        .service(movements::reverse)
        .service(bookings::create)
        .service(journal::list)
        .service(events::watch)
        .service(audit::list)
        .service(catalog_shops::list)
        .service(catalog_shops::get)
        .service(catalog_shops::addresses)
        .service(status::get)
        .service(visits::get)
        .service(visits::count);
}

/// An answer that is a sheet to be saved under this name.
fn attachment(name: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(format!("{CSV}; charset=utf-8; header=present"))
        .append_header((header::VARY, "Accept"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}

/// A sheet, sent page by page. The first page is waited for, so that a refusal is still an answer of its own.
async fn sheet(name: &str, pages: impl Stream<Item = Result<Vec<u8>>> + 'static) -> Result<HttpResponse> {
    let mut pages = Box::pin(pages);
    let first = pages.next().await.transpose()?.unwrap_or_default();
    let all = stream::once(async { Ok(first) }).chain(pages).map(|page| page.map(web::Bytes::from));
    let name = format!("{name}-{}.csv", chrono::Utc::now().format("%Y-%m-%d"));
    Ok(attachment(&name).streaming(all))
}
