//! Every call to the API, typed. Pages use these functions and nothing else.
mod address;
mod door;
mod file;
pub(crate) mod loaded;
mod sheets;
mod shelf;
pub mod transport;
mod upload;

pub(crate) use address::{AUDIT, Filters, JOURNAL, Listing, encode, listing_of, query, sort_name, sort_of, stock_name};
pub(crate) use door::Door;
pub(crate) use file::Upload;
use leptos::prelude::window;
use serde::Serialize;
use shared::{
    Page, Problem,
    audit::AuditEvent,
    catalog::{CatalogProduct, CatalogShop},
    movement::{Booked, Movement, NewMovement, NewMovements},
    product::{NewProduct, Product, ProductPatch},
    product_bulk::{BulkDone, ProductBulk},
    product_code::FreeCode,
    session::{Login, Registration},
    shop::{Shop, ShopPatch},
    user::{Me, MePatch, NewUser, PasswordChange, User, UserPatch, Users},
    visit::Visits,
    webhook::{Delivery, NewWebhook, WebhookSecret},
};
pub(crate) use sheets::{import, running_import, table, wrong_rows};
pub(crate) use shelf::Shelf;
use transport::{Body, Method, call, call_empty, get, json};
pub(crate) use upload::{picture, put_picture};
use uuid::Uuid;

/// What the API answers, or why it does not.
pub(crate) type Result<T> = std::result::Result<T, Problem>;

/// A name of its own for a request that books: sent again under the same name, it books nothing twice. Not made by
/// `crypto.randomUUID`, which browsers keep from pages without https, such as those of a shop's own network. Where there is
/// no chance to be had the request goes without a name, as a name that is not its own would be worse. Only in the browser.
pub(crate) fn fresh_key() -> Option<Uuid> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

async fn send<T: serde::de::DeserializeOwned>(method: Method, path: &str, body: &impl Serialize) -> Result<T> {
    call(method, path, json(body)?).await
}

/// Books under this name.
async fn send_once<T: serde::de::DeserializeOwned>(path: &str, body: Body, key: Option<Uuid>) -> Result<T> {
    call(Method::Post, path, body.with("idempotency-key", key.map(|key| key.to_string()))).await
}

/// Signs in; the browser keeps the cookie.
pub(crate) async fn login(login: &Login) -> Result<()> {
    let form = format!("username={}&password={}", encode(&login.username), encode(&login.password));
    let content = Some(("application/x-www-form-urlencoded", form));
    call_empty(Method::Post, "/v1/auth/login", Body { content, ..Body::default() }).await
}

/// Opens a shop; does not sign in.
pub(crate) async fn register(new: &Registration) -> Result<()> {
    call_empty(Method::Post, "/v1/auth/register", json(new)?).await
}

/// Who is signed in.
pub(crate) async fn me() -> Result<Me> {
    get("/v1/me").await
}

/// Changes one's own data.
pub(crate) async fn change_me(patch: &MePatch) -> Result<Me> {
    send(Method::Patch, "/v1/me", patch).await
}

/// Changes one's own password.
pub(crate) async fn change_password(change: &PasswordChange) -> Result<()> {
    call_empty(Method::Put, "/v1/me/password", json(change)?).await
}

/// Signs out there.
pub(crate) async fn end_session(id: Uuid) -> Result<()> {
    call_empty(Method::Delete, &format!("/v1/me/sessions/{id}"), Body::default()).await
}

/// Changes the shop.
pub(crate) async fn change_shop(patch: &ShopPatch) -> Result<Shop> {
    send(Method::Patch, "/v1/shop", patch).await
}

/// Sets where the shop is told of events; gives the secret, which is never told again.
pub(crate) async fn set_webhook(new: &NewWebhook) -> Result<WebhookSecret> {
    send(Method::Put, "/v1/shop/webhook", new).await
}

/// From now on nobody is told.
pub(crate) async fn remove_webhook() -> Result<()> {
    call_empty(Method::Delete, "/v1/shop/webhook", Body::default()).await
}

/// Sends an event that tries the webhook out.
pub(crate) async fn test_webhook() -> Result<Delivery> {
    call(Method::Post, "/v1/shop/webhook/test", Body::default()).await
}

/// A page of the events and how their deliveries went.
pub(crate) async fn deliveries(cursor: Option<&str>) -> Result<Page<Delivery>> {
    get(&format!("/v1/shop/webhook/deliveries{}", query(&[("cursor", cursor)]))).await
}

/// The next page of the team.
pub(crate) async fn users(cursor: &str) -> Result<Users> {
    get(&format!("/v1/users{}", query(&[("cursor", Some(cursor))]))).await
}

/// Adds a person to the team.
pub(crate) async fn add_user(new: &NewUser) -> Result<User> {
    send(Method::Post, "/v1/users", new).await
}

/// Changes a person of the team.
pub(crate) async fn change_user(id: Uuid, patch: &UserPatch) -> Result<User> {
    send(Method::Patch, &format!("/v1/users/{id}"), patch).await
}

/// Removes a person for ever.
pub(crate) async fn remove_user(id: Uuid) -> Result<()> {
    call_empty(Method::Delete, &format!("/v1/users/{id}"), Body::default()).await
}

/// Where a person's picture is put.
pub(crate) fn user_picture(id: Uuid) -> String {
    format!("/v1/users/{id}/picture")
}

/// Where a product's picture is put.
pub(crate) fn product_picture(id: Uuid) -> String {
    format!("/v1/products/{id}/image")
}

/// Takes a picture away.
pub(crate) async fn remove_picture(path: &str) -> Result<()> {
    call_empty(Method::Delete, path, Body::default()).await
}

/// Where the shop's products are listed.
pub(crate) fn products_path(listing: &Listing) -> String {
    format!("/v1/products{}", listing.query())
}

/// A page of the shop's products.
pub(crate) async fn products(listing: &Listing) -> Result<Page<Product>> {
    get(&products_path(listing)).await
}

/// One product as it is now.
pub(crate) async fn product(id: Uuid) -> Result<Product> {
    get(&format!("/v1/products/{id}")).await
}

/// Adds a product.
pub(crate) async fn add_product(new: &NewProduct, key: Option<Uuid>) -> Result<Product> {
    send_once("/v1/products", json(new)?, key).await
}

/// A code made from this name that no product of the shop has.
pub(crate) async fn free_code(name: &str) -> Result<FreeCode> {
    get(&format!("/v1/products/free-code{}", query(&[("name", Some(name))]))).await
}

/// Changes many products, all of them or none.
pub(crate) async fn change_products(bulk: &ProductBulk) -> Result<BulkDone> {
    send(Method::Patch, "/v1/products", bulk).await
}

/// Edits a product as it was read; refused when somebody else has edited it since.
pub(crate) async fn change_product(read: &Product, patch: &ProductPatch) -> Result<Product> {
    let body = json(patch)?.with("if-match", Some(read.etag()));
    call(Method::Patch, &format!("/v1/products/{}", read.id), body).await
}

/// Puts a product out of use, in the same way.
pub(crate) async fn archive_product(read: &Product) -> Result<()> {
    let body = Body::default().with("if-match", Some(read.etag()));
    call_empty(Method::Delete, &format!("/v1/products/{}", read.id), body).await
}

/// Takes a product into use again.
pub(crate) async fn restore_product(id: Uuid) -> Result<Product> {
    call(Method::Post, &format!("/v1/products/{id}/restoration"), Body::default()).await
}

/// A page of a product's journal.
pub(crate) async fn movements(id: Uuid, cursor: Option<&str>) -> Result<Page<Movement>> {
    get(&format!("/v1/products/{id}/movements{}", query(&[("cursor", cursor)]))).await
}

/// Takes, brings or counts.
pub(crate) async fn book(id: Uuid, new: &NewMovement, key: Option<Uuid>) -> Result<Movement> {
    send_once(&format!("/v1/products/{id}/movements"), json(new)?, key).await
}

/// Books several lines, all of them or none.
pub(crate) async fn book_many(new: &NewMovements, key: Option<Uuid>) -> Result<Booked> {
    send_once("/v1/movements", json(new)?, key).await
}

/// Undoes a movement; gives the one that does it.
pub(crate) async fn undo(id: Uuid, key: Option<Uuid>) -> Result<Movement> {
    send_once(&format!("/v1/movements/{id}/reversal"), Body::default(), key).await
}

/// Where the shop's journal is.
pub(crate) fn journal_path(filters: &Filters) -> String {
    format!("/v1/movements{}", filters.query(None))
}

/// The next page of the shop's journal.
pub(crate) async fn journal(filters: &Filters, cursor: &str) -> Result<Page<Movement>> {
    get(&format!("/v1/movements{}", filters.query(Some(cursor)))).await
}

/// What moved lately in the shop. Nobody is asked to sign in for it: it is asked for by itself, and again soon.
pub(crate) async fn newest() -> Result<Page<Movement>> {
    transport::get_unasked("/v1/movements?limit=50").await
}

/// A page of the audit trail.
pub(crate) async fn audit(filters: &Filters, cursor: Option<&str>) -> Result<Page<AuditEvent>> {
    get(&format!("/v1/audit-events{}", filters.query(cursor))).await
}

/// A page of the public catalogue.
pub(crate) async fn catalog(shelf: &Shelf) -> Result<Page<CatalogProduct>> {
    get(&format!("/v1/catalog/products{}", shelf.question())).await
}

/// One shop of the public catalogue.
pub(crate) async fn catalog_shop(slug: &str) -> Result<CatalogShop> {
    get(&format!("/v1/catalog/shops/{}", encode(slug))).await
}

/// One product of the public catalogue.
pub(crate) async fn catalog_product(id: Uuid) -> Result<CatalogProduct> {
    get(&format!("/v1/catalog/products/{id}")).await
}

/// The number of visits, with this one if it is new.
pub(crate) async fn visit() -> Result<Visits> {
    let method = if transport::count_visit() { Method::Post } else { Method::Get };
    call(method, "/v1/visits", Body::default()).await
}
