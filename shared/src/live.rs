//! Watching a shop while things move.
use serde::{Deserialize, Serialize};

/// How to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct EventsQuery {
    /// How many seconds the answer goes on: 1 to 3,600, 55 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}
