//! What the API and the pages say to each other: requests, answers, refusals, and the rules both sides check.
#[macro_use]
mod named;

pub mod audit;
pub mod barcode;
pub mod catalog;
pub mod error;
mod ids;
pub mod image;
pub mod import;
pub mod journal;
mod list;
pub mod live;
mod millis;
pub mod money;
pub mod movement;
pub mod page;
pub mod patch;
pub mod product;
pub mod product_bulk;
pub mod product_code;
mod product_query;
pub mod session;
pub mod sheet;
pub mod shop;
pub mod status;
pub mod summary;
mod time;
pub mod user;
pub mod validate;
pub mod visit;
pub mod webhook;

pub use error::{Code, FieldError, Problem, Rule};
pub use ids::{Ids, MAX_IDS};
pub use millis::Millis;
pub use page::Page;
pub use validate::Validate;

/// A moment, UTC; RFC 3339 in JSON.
pub type Time = chrono::DateTime<chrono::Utc>;
