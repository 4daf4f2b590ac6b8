//! Codes that nobody has to think up.
use serde::{Deserialize, Serialize};

/// What the product is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct CodeQuery {
    /// The name of the product; at most 200 characters.
    pub name: String,
}

/// A code that no product of the shop has at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FreeCode {
    /// The code.
    #[cfg_attr(feature = "openapi", schema(example = "MER-NAR-2"))]
    pub code: String,
}
