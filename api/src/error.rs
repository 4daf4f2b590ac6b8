//! One error for the whole crate: a refusal, which the caller reads, or a fault, which is logged and hidden.
use crate::telemetry;
use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use sea_orm::{DbErr, SqlErr};
use shared::{Code, FieldError, Problem};

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Told to the caller.
    #[error("{}", .0.title)]
    Refused(Problem),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbErr),
    /// The picture store failed.
    #[error(transparent)]
    Storage(#[from] std::io::Error),
    /// A token could not be made.
    #[error(transparent)]
    Jwt(#[from] jsonwebtoken::errors::Error),
    /// A password could not be hashed.
    #[error(transparent)]
    Bcrypt(#[from] bcrypt::BcryptError),
    /// Work in the background did not come back.
    #[error("a background task ended early: {0}")]
    Task(String),
}

/// What handlers and everything below them return.
pub type Result<T> = std::result::Result<T, Error>;

/// Seconds after which trying again makes sense.
const RETRY_SOON: &str = "2";
const RETRY_LATER: &str = "300";

impl Error {
    /// What the caller is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(problem) => problem.clone(),
            Self::Db(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) | Self::Storage(_) => Code::Unavailable.into(),
            _ => Code::Internal.into(),
        }
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code.into())
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(fields: Vec<FieldError>) -> Self {
        Self::Refused(fields.into())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if !matches!(self, Self::Refused(_)) {
            tracing::error!(request_id = telemetry::request_id(), error = ?self, "request failed");
        }
        respond(self.problem())
    }
}

/// A refusal as an answer.
pub fn respond(problem: Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    match problem.code {
        Code::TooManyAttempts => _ = answer.insert_header((header::RETRY_AFTER, RETRY_LATER)),
        Code::Busy | Code::Unavailable | Code::StillRunning => {
            _ = answer.insert_header((header::RETRY_AFTER, RETRY_SOON));
        }
        // Browsers and tools learn from it that a token is wanted (RFC 6750, 3).
        Code::Unauthenticated => _ = answer.insert_header((header::WWW_AUTHENTICATE, "Bearer")),
        _ => {}
    }
    answer.extensions_mut().insert(problem.code);
    let problem = Problem { request_id: telemetry::request_id(), ..problem };
    answer.content_type("application/problem+json").insert_header((header::CACHE_CONTROL, "no-store")).json(problem)
}

/// Turns a broken unique rule into a refusal.
pub trait OnUnique<T> {
    /// The refusal for a row that is there already; other faults stay what they are.
    fn on_unique(self, refusal: impl FnOnce() -> Problem) -> Result<T>;
}

impl<T> OnUnique<T> for std::result::Result<T, DbErr> {
    fn on_unique(self, refusal: impl FnOnce() -> Problem) -> Result<T> {
        self.map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refusal().into(),
            _ => error.into(),
        })
    }
}
