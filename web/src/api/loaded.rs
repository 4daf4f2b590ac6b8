//! What a page shows first: asked for on the server and handed to the browser with the page.
use super::{
    Filters, Listing, Result, journal_path, products_path,
    transport::{self, Broken, read},
};
use leptos::{
    prelude::{Get, Memo, Resource},
    server::codee::string::FromToStringCodec,
};
use serde::de::DeserializeOwned;
use shared::{
    Code, Page,
    audit::AuditEvent,
    movement::Movement,
    product::Product,
    session::Session,
    status::Status,
    summary::Summary,
    user::{Me, Users},
    visit::Visits,
    webhook::{Delivery, Webhook},
};
use std::{fmt, marker::PhantomData, str::FromStr};
use uuid::Uuid;

/// An answer of the API. It travels as text, so that one kind of resource serves all; that keeps the program in the
/// browser small.
pub(crate) struct Loaded<T> {
    answer: Resource<Answer, FromToStringCodec>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: DeserializeOwned> Loaded<T> {
    fn of(path: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { answer: resource(Box::new(path)), kind: PhantomData }
    }

    /// Waits for the answer.
    pub async fn ready(self) -> Result<T> {
        read(&self.answer.await.0?).map_err(|_| Code::BadGateway.into())
    }

    /// Asks again.
    pub fn refetch(self) {
        self.answer.refetch();
    }
}

fn resource(path: Box<dyn Fn() -> String + Send + Sync>) -> Resource<Answer, FromToStringCodec> {
    Resource::new_str(path, |path| async move { Answer(transport::get_text(&path).await) })
}

/// How an answer travels: as its text, a refusal behind a sign that no JSON begins with.
#[derive(Clone)]
struct Answer(Result<String>);

const REFUSED: char = '!';

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(text) => f.write_str(text),
            Err(problem) => write!(f, "{REFUSED}{}", serde_json::to_string(problem).map_err(|_| fmt::Error)?),
        }
    }
}

impl FromStr for Answer {
    type Err = Broken;

    fn from_str(text: &str) -> std::result::Result<Self, Broken> {
        match text.strip_prefix(REFUSED) {
            Some(problem) => Ok(Self(Err(read(problem)?))),
            None => Ok(Self(Ok(text.to_owned()))),
        }
    }
}

/// Who is signed in.
pub(crate) fn me() -> Loaded<Me> {
    Loaded::of(|| "/v1/me".into())
}

/// Where one is signed in.
pub(crate) fn sessions() -> Loaded<Page<Session>> {
    Loaded::of(|| "/v1/me/sessions".into())
}

/// The first page of the team.
pub(crate) fn users() -> Loaded<Users> {
    Loaded::of(|| "/v1/users".into())
}

/// The first page of the shop's products.
pub(crate) fn products(listing: Memo<Listing>) -> Loaded<Page<Product>> {
    products_of(move || products_path(&listing.get()))
}

/// Products at this path.
pub(crate) fn products_of(path: impl Fn() -> String + Send + Sync + 'static) -> Loaded<Page<Product>> {
    Loaded::of(path)
}

/// The shop at a glance.
pub(crate) fn summary() -> Loaded<Summary> {
    Loaded::of(|| "/v1/summary".into())
}

/// One product.
pub(crate) fn product(id: Uuid) -> Loaded<Product> {
    Loaded::of(move || format!("/v1/products/{id}"))
}

/// The first page of a product's journal.
pub(crate) fn movements(id: Uuid) -> Loaded<Page<Movement>> {
    Loaded::of(move || format!("/v1/products/{id}/movements"))
}

/// As much of the team as the API gives at once, to choose a person from.
pub(crate) fn team() -> Loaded<Users> {
    Loaded::of(|| "/v1/users?limit=100".into())
}

/// The first page of the shop's journal.
pub(crate) fn journal(filters: Memo<Filters>) -> Loaded<Page<Movement>> {
    Loaded::of(move || journal_path(&filters.get()))
}

/// The first page of the audit trail.
pub(crate) fn audit(filters: Memo<Filters>) -> Loaded<Page<AuditEvent>> {
    Loaded::of(move || format!("/v1/audit-events{}", filters.get().query(None)))
}

/// Where the shop is told of events.
pub(crate) fn webhook() -> Loaded<Webhook> {
    Loaded::of(|| "/v1/shop/webhook".into())
}

/// The first page of what it was told.
pub(crate) fn deliveries() -> Loaded<Page<Delivery>> {
    Loaded::of(|| "/v1/shop/webhook/deliveries".into())
}

/// How the system is doing.
pub(crate) fn status() -> Loaded<Status> {
    Loaded::of(|| "/v1/status".into())
}

/// The number of visits.
pub(crate) fn visits() -> Loaded<Visits> {
    Loaded::of(|| "/v1/visits".into())
}
