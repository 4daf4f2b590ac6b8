//! One change to many products.
use crate::{
    FieldError, Rule,
    patch::{emptied, given},
    product::ProductPatch,
    validate::{Checks, Validate},
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use uuid::Uuid;

/// The most products of one change.
pub const MAX_IDS: usize = 500;

/// A change to many products: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductBulk {
    /// Which: 1 to 500, each once.
    pub ids: Vec<Uuid>,
    /// What to change in each.
    pub set: ProductSet,
}

/// What many products may be set to at once; a field left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(clippy::option_option)]
pub struct ProductSet {
    /// Price of one unit in the currency's smallest unit (cents).
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 895, minimum = 0, nullable = false))]
    pub price_minor: Option<i64>,
    /// 1 to 16 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 16, nullable = false))]
    pub unit: Option<String>,
    /// At or below this it is low; `null` ends the watch.
    #[serde(deserialize_with = "emptied", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 0))]
    pub min_quantity: Option<Option<i64>>,
    /// Shown in the public catalogue.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub is_public: Option<bool>,
    /// Out of use, or into it again.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub archived: Option<bool>,
}

impl ProductSet {
    /// The part that is an edit.
    pub fn patch(&self) -> ProductPatch {
        let Self { price_minor, unit, min_quantity, is_public, .. } = self.clone();
        ProductPatch { price_minor, unit, min_quantity, is_public, ..ProductPatch::default() }
    }
}

impl Validate for ProductBulk {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.size("ids", self.ids.len(), MAX_IDS);
        let mut seen = HashSet::new();
        for (at, _) in self.ids.iter().enumerate().filter(|(_, id)| !seen.insert(**id)) {
            checks.refuse(&format!("ids[{at}]"), Rule::Repeated, None);
        }
        if self.set == ProductSet::default() {
            checks.refuse("set", Rule::Required, None);
        }
        for error in self.set.patch().validate().err().into_iter().flatten() {
            checks.refuse(&format!("set.{}", error.field), error.rule, error.limit);
        }
        checks.finish()
    }
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkDone {
    /// How many products.
    #[cfg_attr(feature = "openapi", schema(example = 12))]
    pub changed: u64,
}
