//! How often the product was visited.
use crate::{FieldError, Validate, validate::Checks};
use serde::{Deserialize, Serialize};

/// The most visits that are counted at once.
pub const MOST: i64 = 1000;

/// The count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Visits {
    /// Visits so far, over all replicas.
    #[cfg_attr(feature = "openapi", schema(example = 1024))]
    pub total: i64,
}

/// How many visits to count.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct VisitQuery {
    /// For whoever gathers visits: so many at once, 1 to 1,000; one when left out.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1000))]
    pub count: Option<i64>,
}

impl Validate for VisitQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.number("count", self.count.unwrap_or(1), 1, MOST);
        checks.finish()
    }
}
