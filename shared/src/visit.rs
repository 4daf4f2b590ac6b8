//! How often the product was visited.
use serde::{Deserialize, Serialize};

/// The count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Visits {
    /// Visits so far, over all replicas.
    #[cfg_attr(feature = "openapi", schema(example = 1024))]
    pub total: i64,
}
