//! Bodega's API: stock control that never loses count.
//!
//! `routes -> db -> entity`; `auth`, `body`, `error`, `config`, `state` serve them; nothing points back up.
// Futures of handlers hold those of transactions, and these hold more; the compiler counts how deep they lie.
#![recursion_limit = "256"]
mod accept;
mod admission;
pub mod auth;
mod body;
mod cache;
mod checks;
pub mod command;
pub mod config;
pub mod db;
pub mod demo;
mod entity;
pub mod error;
mod figures;
mod gauges;
mod headers;
mod idempotency;
mod image;
mod imports;
mod label;
mod limit;
mod live;
mod metrics;
mod migration;
mod openapi;
mod orphans;
mod redis;
mod refusals;
mod routes;
mod secret;
mod server;
pub mod sheet;
pub mod state;
mod storage;
mod survey;
mod sweep;
mod unmatched;
mod visit;
mod webhook;

pub use config::Config;
pub use server::{bind, document, serve};
