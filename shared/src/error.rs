//! Every refusal the product can give, in one table: name, status, and what it means.
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $status:literal),* $(,)?) => {
        /// Stable name of a refusal. The pages turn it into words of the reader's language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code { $($(#[doc = $doc])* $name),* }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The HTTP status it travels with.
            pub const fn status(self) -> u16 {
                match self { $(Code::$name => $status),* }
            }

            /// One English sentence, for people who read JSON.
            pub const fn title(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),*).trim_ascii()),* }
            }
        }
    };
}

codes! {
    /// The body, the query or the path could not be read.
    Malformed = 400,
    /// This cursor was not made by this server for this list.
    BadCursor = 400,
    /// There is no valid session; sign in.
    Unauthenticated = 401,
    /// The e-mail or the password is wrong.
    BadCredentials = 401,
    /// The role does not allow this.
    Forbidden = 403,
    /// A request signed in by cookie must come from the product's own pages.
    CrossSite = 403,
    /// New shops cannot be registered here.
    RegistrationClosed = 403,
    /// Nothing is here, or it belongs to another shop.
    NotFound = 404,
    /// This path has no such method; `Allow` lists those it has.
    MethodNotAllowed = 405,
    /// Another product of the shop has this code.
    CodeTaken = 409,
    /// Another shop has this address.
    SlugTaken = 409,
    /// Somebody already uses this e-mail.
    EmailTaken = 409,
    /// The movement would leave less than nothing.
    InsufficientStock = 409,
    /// The stock moved since it was counted; look at what is on hand now and count again.
    StockChanged = 409,
    /// This movement was undone already.
    AlreadyReversed = 409,
    /// A reversal, or a movement that changed nothing, cannot be undone; book a movement instead.
    NotReversible = 409,
    /// The first request with this `Idempotency-Key` has not been answered yet.
    StillRunning = 409,
    /// The product is archived; restore it first.
    Archived = 409,
    /// A shop keeps at least one active owner.
    LastOwner = 409,
    /// It was changed since it was read; read it again.
    Stale = 412,
    /// The body is larger than this path takes.
    TooLarge = 413,
    /// The content type, or the kind of picture, is not one of those taken here.
    UnsupportedMedia = 415,
    /// One or more fields are wrong; `fields` says which and why.
    Invalid = 422,
    /// This `Idempotency-Key` was sent with another request before; a new request needs a new key.
    KeyReused = 422,
    /// The picture is damaged and cannot be read.
    ImageUnreadable = 422,
    /// The picture has more pixels than can be taken in.
    ImageTooLarge = 422,
    /// Send `If-Match` with the `ETag` that was read.
    PreconditionRequired = 428,
    /// Too many attempts; `Retry-After` says when to come back.
    TooManyAttempts = 429,
    /// Something broke on the server; its log has the reason under the request id.
    Internal = 500,
    /// The pages cannot reach the API.
    BadGateway = 502,
    /// Too busy right now; `Retry-After` says when to come back.
    Busy = 503,
    /// The database or the picture store does not answer.
    Unavailable = 503,
}

impl fmt::Display for Code {
    /// Its name in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A refusal: the body of every answer from 400 on, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The HTTP status, repeated.
    pub status: u16,
    /// Stable name of the refusal.
    pub code: Code,
    /// One English sentence.
    pub title: String,
    /// More about this case, where there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The fields that are wrong, each with its rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The request's id, also in the header `X-Request-Id` and in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// The same refusal with more about this case.
    #[must_use]
    pub fn detail(self, text: impl Into<String>) -> Self {
        Self { detail: Some(text.into()), ..self }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        let title = code.title().to_owned();
        Self { status: code.status(), code, title, detail: None, fields: Vec::new(), request_id: None }
    }
}

impl From<Vec<FieldError>> for Problem {
    fn from(fields: Vec<FieldError>) -> Self {
        Self { fields, ..Code::Invalid.into() }
    }
}

/// A field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field as in the request.
    pub field: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// The bound of the rule, where it has one: characters for a text, the number itself otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}

impl fmt::Display for FieldError {
    /// In a few words, for logs and terminals: `price: too_big 100`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.field, self.rule.name())?;
        self.limit.map_or(Ok(()), |limit| write!(out, " {limit}"))
    }
}

named! {
    /// What can be wrong with a field.
    Rule {
        /// It must be given.
        Required = "required",
        /// Fewer characters than `limit`.
        TooShort = "too_short",
        /// More characters than `limit`.
        TooLong = "too_long",
        /// Less than `limit`.
        TooSmall = "too_small",
        /// More than `limit`.
        TooBig = "too_big",
        /// Not of the form this field has.
        Format = "format",
        /// Not of the type this field has, or not one of its values.
        Type = "type",
        /// There is no such field.
        Unknown = "unknown",
        /// Somebody or something else has it already.
        Taken = "taken",
        /// A password that is among the first to be guessed.
        Weak = "weak",
        /// Not the present password.
        Wrong = "wrong",
        /// More than there is: `limit` is what there is.
        NotEnough = "not_enough",
        /// It moved since it was seen: `limit` is what there is now.
        Changed = "changed",
        /// Not there, or of another shop.
        NotFound = "not_found",
        /// Archived; restore it first.
        Archived = "archived",
        /// It stands in the list twice.
        Repeated = "repeated",
        /// An address that is not on the internet.
        Private = "private",
        /// A number that can be read in two ways, such as `1.234`; name the decimal sign.
        Ambiguous = "ambiguous",
    }
}
