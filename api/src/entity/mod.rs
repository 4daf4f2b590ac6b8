//! Rows, one file a table. Whatever belongs to a shop is selected through its `of(shop)` only.
pub mod audit_event;
pub mod counter;
pub mod idempotency_key;
pub mod outbox;
pub mod product;
pub mod session;
pub mod shop;
pub mod stock_level;
pub mod stock_movement;
pub mod user;
pub mod webhook;
