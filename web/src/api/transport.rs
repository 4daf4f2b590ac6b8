//! One call, two ways: the server asks the API directly, the browser asks through `/api`.
use super::door;
use serde::{Serialize, de::DeserializeOwned};
use shared::{Code, Problem};
use std::fmt::{self, Display};

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(any(test, not(feature = "ssr")))]
mod fraction;
#[cfg(feature = "ssr")]
mod server;

#[cfg(feature = "ssr")]
pub use server::{SEEN, Upstream, is_new};

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::{count_visit, fetch_early, provide_document, read, redirect, set_status};
#[cfg(feature = "ssr")]
pub(crate) use server::{count_visit, fetch_early, read, redirect, set_status};

#[cfg(not(feature = "ssr"))]
use browser::{here, send};
#[cfg(feature = "ssr")]
use server::{here, send};

/// It is not JSON, or not of the form expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

impl Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer does not have the form agreed on")
    }
}

impl std::error::Error for Broken {}

/// The methods the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Read.
    Get,
    /// Add, or do.
    Post,
    /// Change some fields.
    Patch,
    /// Replace.
    Put,
    /// Take away.
    Delete,
}

/// What goes along with a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    /// The text and its content type.
    pub content: Option<(&'static str, String)>,
    /// Other headers.
    pub headers: Vec<(&'static str, String)>,
}

impl Body {
    /// The same with this header, where there is a value.
    pub fn with(mut self, name: &'static str, value: Option<String>) -> Self {
        self.headers.extend(value.map(|value| (name, value)));
        self
    }
}

/// A request without a body.
pub(crate) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Problem> {
    call(Method::Get, path, Body::default()).await
}

/// The same, with the answer as it came.
pub(crate) async fn get_text(path: &str) -> Result<String, Problem> {
    raw(Method::Get, path, Body::default()).await
}

/// The same without a word to the person when the session has ended.
pub(crate) async fn get_unasked<T: DeserializeOwned>(path: &str) -> Result<T, Problem> {
    let (status, text) = send(Method::Get, path, &Body::default()).await?;
    if (200..300).contains(&status) {
        return read(&text).map_err(|error| broken(&error));
    }
    Err(problem_of(status, &text))
}

/// A request with JSON in it.
pub(crate) fn json(body: &impl Serialize) -> Result<Body, Problem> {
    let text = serde_json::to_string(body).map_err(|error| broken(&error))?;
    Ok(Body { content: Some(("application/json", text)), ..Body::default() })
}

/// Sends and reads the answer, which has a body.
pub(crate) async fn call<T: DeserializeOwned>(method: Method, path: &str, body: Body) -> Result<T, Problem> {
    let text = raw(method, path, body).await?;
    read(&text).map_err(|error| broken(&error))
}

/// Sends and reads the answer, which has none.
pub(crate) async fn call_empty(method: Method, path: &str, body: Body) -> Result<(), Problem> {
    raw(method, path, body).await.map(drop)
}

async fn raw(method: Method, path: &str, body: Body) -> Result<String, Problem> {
    let mut answer = send(method, path, &body).await?;
    if has_ended(answer.0, path) && door::is_opened().await {
        answer = send(method, path, &body).await?;
    }
    let (status, text) = answer;
    if (200..300).contains(&status) {
        return Ok(text);
    }
    Err(refused(status, &text))
}

/// Whether an answer says that the session has ended; who signs in may be refused for another reason.
pub(super) fn has_ended(status: u16, path: &str) -> bool {
    status == 401 && !path.starts_with("/v1/auth/")
}

/// The refusal in an answer; who is not signed in and cannot be asked here is sent to the login.
pub(super) fn refused(status: u16, text: &str) -> Problem {
    let problem = problem_of(status, text);
    if problem.code == Code::Unauthenticated && !door::is_there() {
        redirect(&login_path());
    }
    problem
}

/// Where a person signs in, to come back here afterwards.
fn login_path() -> String {
    format!("/login{}", super::query(&[("next", Some(&here()))]))
}

/// The refusal in an answer; one that is not from the API stands for an API that is not there.
fn problem_of(status: u16, text: &str) -> Problem {
    let code = match status {
        413 => Code::TooLarge,
        429 => Code::TooManyAttempts,
        503 => Code::Unavailable,
        _ => Code::BadGateway,
    };
    read(text).unwrap_or_else(|_| code.into())
}

/// Nobody answers, or not in the way agreed.
fn broken(error: &impl Display) -> Problem {
    Problem::from(Code::BadGateway).detail(error.to_string())
}
