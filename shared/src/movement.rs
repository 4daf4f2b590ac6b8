//! Movements: the signed changes of a quantity, and why they happened.
use crate::{
    FieldError, Rule, time,
    validate::{Checks, MAX_NUMBER, Validate},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why stock moved. The sign of the change follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Kind {
    /// On hand when the product was added (+).
    Opening,
    /// Bought in or made (+).
    Receive,
    /// Sold (−).
    Sale,
    /// Used by the shop itself (−).
    Issue,
    /// Brought back by a customer (+).
    Return,
    /// Broken or spoilt (−).
    Damage,
    /// Missing (−).
    Loss,
    /// Set right by counting (±).
    Count,
    /// Set right for another reason (±).
    Adjust,
    /// Undoes an earlier movement (±).
    Reversal,
}

impl Kind {
    /// Those a person may book.
    pub const BOOKABLE: &'static [Kind] =
        &[Kind::Receive, Kind::Return, Kind::Sale, Kind::Issue, Kind::Damage, Kind::Loss, Kind::Adjust];

    /// Every kind there is.
    pub const ALL: &'static [Kind] = &[
        Kind::Opening,
        Kind::Receive,
        Kind::Sale,
        Kind::Issue,
        Kind::Return,
        Kind::Damage,
        Kind::Loss,
        Kind::Count,
        Kind::Adjust,
        Kind::Reversal,
    ];

    /// The one with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Receive => "receive",
            Self::Sale => "sale",
            Self::Issue => "issue",
            Self::Return => "return",
            Self::Damage => "damage",
            Self::Loss => "loss",
            Self::Count => "count",
            Self::Adjust => "adjust",
            Self::Reversal => "reversal",
        }
    }

    /// `quantity` with the sign this kind has.
    pub const fn delta(self, quantity: i64) -> i64 {
        match self {
            Self::Sale | Self::Issue | Self::Damage | Self::Loss => -quantity,
            _ => quantity,
        }
    }
}

/// A booked movement. It is never changed and never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Movement {
    /// Never changes.
    pub id: Uuid,
    /// The product that moved.
    pub product_id: Uuid,
    /// Number of the movement within its product: 1, 2, 3 …
    #[cfg_attr(feature = "openapi", schema(example = 7))]
    pub seq: i64,
    /// Why.
    pub kind: Kind,
    /// By how much; below zero when something went out.
    #[cfg_attr(feature = "openapi", schema(example = -2))]
    pub delta: i64,
    /// On hand afterwards.
    #[cfg_attr(feature = "openapi", schema(example = 22))]
    pub balance_after: i64,
    /// In the person's own words; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = ""))]
    pub note: String,
    /// Number of a receipt, an order, a delivery note; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = "A-1042"))]
    pub reference: String,
    /// Who booked it.
    pub actor: Actor,
    /// When.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Actor {
    /// The person's id.
    pub id: Uuid,
    /// The person's name; `null` for a former member of the team.
    #[cfg_attr(feature = "openapi", schema(example = "Lola Vidal"))]
    pub name: Option<String>,
}

/// A movement to be booked: take or bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMovement {
    /// Why: `receive` and `return` bring; `sale`, `issue`, `damage` and `loss` take; `adjust` does what its sign says.
    #[cfg_attr(feature = "openapi", schema(example = "sale"))]
    pub kind: Kind,
    /// How many: above zero, for `adjust` also below.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub quantity: i64,
    /// At most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "", max_length = 500))]
    pub note: String,
    /// At most 100 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "A-1042", max_length = 100))]
    pub reference: String,
}

impl Validate for NewMovement {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        if !Kind::BOOKABLE.contains(&self.kind) {
            checks.refuse("kind", Rule::Type, None);
        }
        let size = if self.kind == Kind::Adjust { self.quantity.saturating_abs() } else { self.quantity };
        checks.number("quantity", size, 1, MAX_NUMBER);
        checks.text("note", &self.note, 0, 500);
        checks.line("reference", &self.reference, 0, 100);
        checks.finish()
    }
}

/// Which part of a journal to list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct MovementQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}
