//! The audit trail: who changed what, when, from what to what.
use crate::{movement::Actor, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

named! {
    /// What was done.
    Action {
        /// Added.
        Create = "create",
        /// Edited.
        Update = "update",
        /// Taken out of use.
        Archive = "archive",
        /// Taken into use again.
        Restore = "restore",
        /// Removed for ever.
        Remove = "remove",
    }
}

named! {
    /// What it was done to.
    Subject {
        /// A product.
        Product = "product",
        /// A person of the team.
        User = "user",
        /// The shop's settings.
        Shop = "shop",
        /// The shop's webhook.
        Webhook = "webhook",
    }
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEvent {
    /// Never changes.
    pub id: Uuid,
    /// What was done.
    pub action: Action,
    /// What it was done to.
    pub subject: Subject,
    /// The id of that.
    pub subject_id: Uuid,
    /// What that was called then; empty once a person has been removed.
    #[cfg_attr(feature = "openapi", schema(example = "Café molido 250 g"))]
    pub subject_name: String,
    /// The fields that changed.
    pub changes: Vec<Change>,
    /// Who did it.
    pub actor: Actor,
    /// The id of the request, as in the server's log; `null` for what was done on the command line.
    #[cfg_attr(feature = "openapi", schema(example = "01a1fc60-f133-7732-a11f-7db415171118"))]
    pub request_id: Option<String>,
    /// When.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
}

/// A field that changed. A secret is named, but neither of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Its name, as in the API.
    #[cfg_attr(feature = "openapi", schema(example = "price_minor"))]
    pub field: String,
    /// What it was; `null` for nothing.
    #[cfg_attr(feature = "openapi", schema(example = "495"))]
    pub old: Option<String>,
    /// What it is since; `null` for nothing.
    #[cfg_attr(feature = "openapi", schema(example = "595"))]
    pub new: Option<String>,
}

/// Which edits to list, newest first. What is left out does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct AuditQuery {
    /// Of this kind of thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub subject: Option<Subject>,
    /// Of this one thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_id: Option<Uuid>,
    /// By this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<Uuid>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}
