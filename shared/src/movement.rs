//! Movements: the signed changes of a quantity, and why they happened.
use crate::{
    FieldError, Rule,
    list::objects,
    time,
    validate::{Checks, MAX_NUMBER, Validate, each},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most lines of one booking.
pub const MAX_LINES: usize = 500;

named! {
    /// Why stock moved. The sign of the change follows from it.
    Kind {
        /// On hand when the product was added (+).
        Opening = "opening",
        /// Bought in or made (+).
        Receive = "receive",
        /// Sold (−).
        Sale = "sale",
        /// Used by the shop itself (−).
        Issue = "issue",
        /// Brought back by a customer (+).
        Return = "return",
        /// Broken or spoilt (−).
        Damage = "damage",
        /// Missing (−).
        Loss = "loss",
        /// Set right by counting (±).
        Count = "count",
        /// Set right for another reason (±).
        Adjust = "adjust",
        /// Undoes an earlier movement (±).
        Reversal = "reversal",
    }
}

impl Kind {
    /// Those a person may take or bring by.
    pub const BOOKABLE: &'static [Kind] =
        &[Kind::Receive, Kind::Return, Kind::Sale, Kind::Issue, Kind::Damage, Kind::Loss, Kind::Adjust];

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
    /// The product's code as it is now.
    #[cfg_attr(feature = "openapi", schema(example = "CAF-250"))]
    pub product_code: String,
    /// The product's name as it is now.
    #[cfg_attr(feature = "openapi", schema(example = "Café molido 250 g"))]
    pub product_name: String,
    /// Number of the movement within its product: 1, 2, 3 …
    #[cfg_attr(feature = "openapi", schema(example = 7))]
    pub seq: i64,
    /// Why.
    pub kind: Kind,
    /// By how much; below zero when something went out.
    #[cfg_attr(feature = "openapi", schema(example = -2))]
    pub delta: i64,
    /// On hand afterwards; before, it was this less `delta`.
    #[cfg_attr(feature = "openapi", schema(example = 22))]
    pub balance_after: i64,
    /// In the person's own words; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = ""))]
    pub note: String,
    /// Number of a receipt, an order, a delivery note; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = "A-1042"))]
    pub reference: String,
    /// The movement that this one undoes; `null` unless it is a reversal.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub reverses_id: Option<Uuid>,
    /// The reversal that undid this one, if any.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub reversed_by: Option<Uuid>,
    /// Who booked it.
    pub actor: Actor,
    /// When.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
}

impl Movement {
    /// May somebody undo it? The server decides in the end: there may be too little left.
    pub fn is_reversible(&self) -> bool {
        self.kind != Kind::Reversal && self.delta != 0 && self.reversed_by.is_none()
    }
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

/// A movement to be booked: take, bring or count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMovement {
    /// Why: `receive` and `return` bring; `sale`, `issue`, `damage` and `loss` take; `adjust` does what its sign says;
    /// `count` says what there is.
    #[cfg_attr(feature = "openapi", schema(example = "sale"))]
    pub kind: Kind,
    /// How many: above zero, for `adjust` also below. For `count`, what was counted: zero or more.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub quantity: i64,
    /// Only for `count`, and needed there: the product's `seq` that was seen when counting began. If the stock moved since
    /// then, the count is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub seen_seq: Option<i64>,
    /// At most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "", max_length = 500))]
    pub note: String,
    /// At most 100 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "A-1042", max_length = 100))]
    pub reference: String,
}

impl NewMovement {
    /// The same as a line of a booking.
    pub fn of(self, product_id: Uuid) -> Line {
        let Self { kind, quantity, seen_seq, note, reference } = self;
        Line { product_id, kind, quantity, seen_seq, note, reference }
    }
}

impl Validate for NewMovement {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        check(self.kind, self.quantity, self.seen_seq, &self.note, &self.reference)
    }
}

/// What a movement needs, on its own or as a line of a booking.
fn check(kind: Kind, quantity: i64, seen_seq: Option<i64>, note: &str, reference: &str) -> Result<(), Vec<FieldError>> {
    let mut checks = Checks::default();
    let is_count = kind == Kind::Count;
    if !is_count && !Kind::BOOKABLE.contains(&kind) {
        checks.refuse("kind", Rule::Type, None);
    }
    let size = if kind == Kind::Adjust { quantity.saturating_abs() } else { quantity };
    checks.number("quantity", size, i64::from(!is_count), MAX_NUMBER);
    match seen_seq {
        Some(_) if !is_count => checks.refuse("seen_seq", Rule::Unknown, None),
        Some(seen) => checks.number("seen_seq", seen, 0, i64::MAX),
        None if is_count => checks.refuse("seen_seq", Rule::Required, None),
        _ => {}
    }
    checks.text("note", note, 0, 500);
    checks.line("reference", reference, 0, 100);
    checks.finish()
}

/// One line of a booking of several products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// The product.
    pub product_id: Uuid,
    /// Why, as with one movement.
    #[cfg_attr(feature = "openapi", schema(example = "sale"))]
    pub kind: Kind,
    /// How many, as with one movement.
    #[cfg_attr(feature = "openapi", schema(example = 2))]
    pub quantity: i64,
    /// For `count`: the product's `seq` that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub seen_seq: Option<i64>,
    /// At most 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "", max_length = 500))]
    pub note: String,
    /// At most 100 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "A-1042", max_length = 100))]
    pub reference: String,
}

impl Validate for Line {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        check(self.kind, self.quantity, self.seen_seq, &self.note, &self.reference)
    }
}

/// Movements of several products to be booked together: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMovements {
    /// 1 to 500. Lines that differ in their quantity only become one movement.
    #[serde(deserialize_with = "objects")]
    pub lines: Vec<Line>,
}

impl Validate for NewMovements {
    const MAX_BYTES: usize = 2 * 1024 * 1024;

    fn validate(&self) -> Result<(), Vec<FieldError>> {
        each("lines", &self.lines, MAX_LINES)
    }
}

/// What was booked together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Booked {
    /// The movements, by product.
    pub items: Vec<Movement>,
}
