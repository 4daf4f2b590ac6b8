//! Which products of a shop a list is about.
use crate::{
    Ids,
    product::{Shortage, Sort},
    sheet::Delimiter,
};
use serde::{Deserialize, Serialize};

/// Which products of the shop to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct ProductQuery {
    /// Code, barcode or words of the name; case and accents do not matter. At most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Order: `name`, `-name`, `code`, `-code`, `price`, `-price` or `-created`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<Sort>,
    /// Only those that run short: `low` are at or below their minimum, of `out` nothing is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub stock: Option<Shortage>,
    /// The archived ones instead of those in use.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// Only those that are in the public catalogue (`true`), or only the others (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// Only those that cost this much or more, in the currency's smallest unit (cents).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 0))]
    pub price_min: Option<i64>,
    /// Only those that cost this much or less, in the currency's smallest unit (cents).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 0))]
    pub price_max: Option<i64>,
    /// Only these of them: up to 200 ids, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Ids>,
    /// Count them all, too; costs time on large lists.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub include_total: bool,
    /// Only for `text/csv`: what stands between the cells, `,` (when left out), `;` or `tab`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub delimiter: Option<Delimiter>,
}
