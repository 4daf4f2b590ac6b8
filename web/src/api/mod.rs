//! Every call to the API, typed. Pages use these functions and nothing else.
pub(crate) mod loaded;
pub mod transport;
mod upload;

use serde::Serialize;
use shared::{
    Page, Problem,
    catalog::CatalogProduct,
    movement::{Movement, NewMovement},
    product::{NewProduct, Product, ProductPatch, Sort},
    session::{Login, Registration},
    shop::{Shop, ShopPatch},
    user::{Me, MePatch, NewUser, PasswordChange, User, UserPatch, Users},
    visit::Visits,
};
use std::fmt::Write;
use transport::{Body, Method, call, call_empty, get, json};
pub(crate) use upload::{Upload, put_picture};
use uuid::Uuid;

/// What the API answers, or why it does not.
pub(crate) type Result<T> = std::result::Result<T, Problem>;

/// Which part of a list of products to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// What to look for; empty for everything.
    pub q: String,
    /// The order.
    pub sort: Option<Sort>,
    /// The archived ones instead of those in use.
    pub archived: bool,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl Listing {
    /// As the query of an address, with its `?`; empty when there is nothing to say.
    pub fn query(&self) -> String {
        let q = self.q.trim();
        query(&[
            ("q", Some(q).filter(|q| !q.is_empty())),
            ("sort", self.sort.map(sort_name)),
            ("archived", self.archived.then_some("true")),
            ("cursor", self.cursor.as_deref()),
        ])
    }
}

/// The name of an order in an address.
pub(crate) const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Name => "name",
        Sort::NameDown => "-name",
        Sort::Code => "code",
        Sort::CodeDown => "-code",
        Sort::Price => "price",
        Sort::PriceDown => "-price",
        Sort::Newest => "-created",
    }
}

/// The order with this name.
pub(crate) fn sort_of(name: &str) -> Option<Sort> {
    let all = [Sort::Name, Sort::NameDown, Sort::Code, Sort::CodeDown, Sort::Price, Sort::PriceDown, Sort::Newest];
    all.into_iter().find(|sort| sort_name(*sort) == name)
}

/// The given pairs as the query of an address, with its `?`.
pub(crate) fn query(pairs: &[(&str, Option<&str>)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if let Some(value) = value {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            text.push_str(&encode(value));
        }
    }
    text
}

/// Percent-encoded, so that it may stand anywhere in an address (RFC 3986, 2.3).
pub(crate) fn encode(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

async fn send<T: serde::de::DeserializeOwned>(method: Method, path: &str, body: &impl Serialize) -> Result<T> {
    call(method, path, json(body)?).await
}

/// Signs in; the browser keeps the cookie.
pub(crate) async fn login(login: &Login) -> Result<()> {
    let form = format!("username={}&password={}", encode(&login.username), encode(&login.password));
    let content = Some(("application/x-www-form-urlencoded", form));
    call_empty(Method::Post, "/v1/auth/login", Body { content, if_match: None }).await
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

/// A page of the shop's products.
pub(crate) async fn products(listing: &Listing) -> Result<Page<Product>> {
    get(&format!("/v1/products{}", listing.query())).await
}

/// Adds a product.
pub(crate) async fn add_product(new: &NewProduct) -> Result<Product> {
    send(Method::Post, "/v1/products", new).await
}

/// Edits a product as it was read; refused when somebody else has edited it since.
pub(crate) async fn change_product(read: &Product, patch: &ProductPatch) -> Result<Product> {
    let body = Body { if_match: Some(read.etag()), ..json(patch)? };
    call(Method::Patch, &format!("/v1/products/{}", read.id), body).await
}

/// Puts a product out of use, in the same way.
pub(crate) async fn archive_product(read: &Product) -> Result<()> {
    let body = Body { if_match: Some(read.etag()), content: None };
    call_empty(Method::Delete, &format!("/v1/products/{}", read.id), body).await
}

/// Takes a product into use again.
pub(crate) async fn restore_product(id: Uuid) -> Result<Product> {
    call(Method::Post, &format!("/v1/products/{id}/restoration"), Body::default()).await
}

/// The next page of a product's journal.
pub(crate) async fn movements(id: Uuid, cursor: &str) -> Result<Page<Movement>> {
    get(&format!("/v1/products/{id}/movements{}", query(&[("cursor", Some(cursor))]))).await
}

/// Takes or brings.
pub(crate) async fn book(id: Uuid, new: &NewMovement) -> Result<Movement> {
    send(Method::Post, &format!("/v1/products/{id}/movements"), new).await
}

/// A page of the public catalogue.
pub(crate) async fn catalog(listing: &Listing) -> Result<Page<CatalogProduct>> {
    get(&format!("/v1/catalog/products{}", listing.query())).await
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
