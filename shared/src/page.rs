//! Lists that go on: a page of items and the cursor of the next one.
use serde::{Deserialize, Serialize};

/// Items of a page when nothing else is asked for.
pub const DEFAULT_LIMIT: u64 = 25;
/// The most items of one page; more is clamped, never refused.
pub const MAX_LIMIT: u64 = 100;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// Send it as `cursor` to get the next page; `null` on the last one.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub next_cursor: Option<String>,
    /// How many there are in all; only with `include_total=true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// The limit that counts for the one asked for.
pub fn clamp(limit: Option<u64>) -> u64 {
    limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}
