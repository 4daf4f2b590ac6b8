//! One error for the whole crate: a refusal, which the caller reads, or a fault, which is logged and hidden.
use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{self, mysql::MySqlDatabaseError},
};
use shared::{Code, FieldError, Problem};

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Told to the caller.
    #[error("{}", .0.title)]
    Refused(Problem),
    /// There is too much to do; after so many seconds there may be less.
    #[error("too much to do")]
    Busy(u64),
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
            Self::Db(error) => code_of(error).into(),
            Self::Storage(_) => Code::Unavailable.into(),
            Self::Busy(_) => Code::Busy.into(),
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
        let mut answer = respond(self.problem());
        match self {
            Self::Refused(_) => {}
            Self::Busy(seconds) => _ = answer.headers_mut().insert(header::RETRY_AFTER, (*seconds).into()),
            _ => tracing::error!(request_id = telemetry::request_id(), error = ?self, "request failed"),
        }
        answer
    }
}

/// What a fault of the database means for whoever asked: nothing can be done now, somebody else was at the same rows, or it is
/// our own mistake.
fn code_of(error: &DbErr) -> Code {
    let Some(inner) = of_driver(error) else {
        let is_away = matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_));
        return if is_away { Code::Unavailable } else { Code::Internal };
    };
    match inner {
        sqlx::Error::Database(told) => {
            let number = told.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
            number.and_then(code_of_number).unwrap_or_else(|| code_of_state(&told.code().unwrap_or_default()))
        }
        // A connection that broke, or none to be had.
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Code::Unavailable,
        _ => Code::Internal,
    }
}

/// What MySQL has no state of its own for: a lock that did not come, a statement that took too long, a server that stops.
fn code_of_number(number: u16) -> Option<Code> {
    match number {
        1205 => Some(Code::Busy),
        1053 | 1317 | 1927 | 1969 | 3024 => Some(Code::Unavailable),
        _ => None,
    }
}

/// The connection broke, or could not be made: what was asked was perhaps never heard.
pub fn is_broken(error: &DbErr) -> bool {
    match of_driver(error) {
        Some(sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed) => true,
        // An administrator ended it (ISO 9075: 08, 57).
        Some(sqlx::Error::Database(told)) => code_of_state(&told.code().unwrap_or_default()) == Code::Unavailable,
        _ => false,
    }
}

/// What the driver says, if it is the driver that failed.
fn of_driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}

/// What the database itself said, by its SQLSTATE (ISO 9075). Its classes: 08 no connection, 40 rolled back because of others,
/// 53 no resources, 57 an operator stepped in. 55P03 is a lock that did not come. SQLite has numbers: 5 for a lock that did
/// not come, 10 and 13 for a disk that fails or is full.
fn code_of_state(state: &str) -> Code {
    match state {
        "55P03" | "5" => Code::Busy,
        "10" | "13" => Code::Unavailable,
        state if state.starts_with("40") => Code::Busy,
        state if ["08", "53", "57"].iter().any(|class| state.starts_with(class)) => Code::Unavailable,
        _ => Code::Internal,
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
