//! The shop at a glance.
use crate::time;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How much the shop has, and what runs short. Archived products count as `archived` only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    /// Products in use.
    #[cfg_attr(feature = "openapi", schema(example = 412))]
    pub products: i64,
    /// Products out of use.
    #[cfg_attr(feature = "openapi", schema(example = 9))]
    pub archived: i64,
    /// Products at or below their minimum; `GET /products?stock=low` lists them.
    #[cfg_attr(feature = "openapi", schema(example = 14))]
    pub low: i64,
    /// Products of which nothing is left, watched or not; `GET /products?stock=out` lists them.
    #[cfg_attr(feature = "openapi", schema(example = 3))]
    pub out: i64,
    /// What is on hand at today's prices, in the currency's smallest unit (cents). Exact up to 9,223,372,036,854,775,807; a shop
    /// that is worth more gets that number.
    #[cfg_attr(feature = "openapi", schema(example = 1_284_350))]
    pub value_minor: i64,
    /// The currency of that (ISO 4217).
    #[cfg_attr(feature = "openapi", schema(example = "EUR"))]
    pub currency: String,
    /// Movements of the last 24 hours.
    #[cfg_attr(feature = "openapi", schema(example = 61))]
    pub moved_24h: i64,
    /// When those 24 hours began; `GET /movements?from=...` lists them.
    #[serde(deserialize_with = "time::read")]
    pub moved_since: DateTime<Utc>,
}
