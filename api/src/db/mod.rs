//! Questions to the database, one file a resource. Whoever asks says which shop; the answers are `shared` types.
pub mod audit;
pub mod bookings;
pub mod catalog;
pub mod catalog_shops;
pub mod connect;
pub mod credentials;
pub mod cursor;
pub mod exports;
pub mod grams;
pub mod group;
pub mod idempotency;
pub mod imports;
pub mod journal;
pub mod key;
pub mod ledger;
pub mod levels;
pub mod movements;
pub mod outbox;
pub mod pictures;
pub mod pool;
pub mod product_bulk;
pub mod product_code;
mod product_listed;
pub mod product_new;
mod product_scope;
pub mod products;
pub mod pulse;
pub mod reader;
pub mod reconcile;
pub mod schema;
pub mod search;
pub mod sessions;
pub mod shops;
pub mod snapshot;
pub mod summary;
pub mod survey;
pub mod transaction;
pub mod users;
pub mod visits;
pub mod webhooks;

pub use connect::Db;
pub use transaction::Transaction;

use chrono::{SubsecRound, Utc};
use shared::Time;

/// The present moment, to the microsecond: the finest that every database keeps.
pub fn now() -> Time {
    Utc::now().trunc_subsecs(6)
}
