//! A person or a program that speaks to the API, and the answers it gets.
use reqwest::{
    Body, Method,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{Code, Page, Problem, Rule, session::Token};
use uuid::Uuid;

/// The password of everybody in the tests who does not need one of their own.
pub const PASSWORD: &str = "tres gatos y un tejado";

/// Speaks to one server, signed in by a token unless that is empty.
#[derive(Clone)]
pub struct Client {
    pub url: String,
    pub http: reqwest::Client,
    pub token: String,
    pub email: String,
    pub id: Uuid,
}

impl Client {
    pub fn guest(url: &str) -> Self {
        // Only plain HTTP is spoken here, but a client does not begin without somebody who could encrypt. Twice is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).tls_certs_only([]);
        let (token, email) = (String::new(), String::new());
        Self { url: url.into(), http: http.build().unwrap(), token, email, id: Uuid::nil() }
    }

    /// Any request at all; the token goes along if there is one.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.http.request(method, format!("{}{path}", self.url)).body(body);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::read(request.send().await.unwrap()).await
    }

    async fn json(&self, method: &str, path: &str, body: &impl Serialize) -> Reply {
        let body = serde_json::to_string(body).unwrap();
        self.send(method, path, &[("content-type", "application/json")], body).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "").await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json("POST", path, body).await
    }

    /// A request that may be sent again under this key.
    pub async fn once(&self, key: &str, path: &str, body: &impl Serialize) -> Reply {
        let body = serde_json::to_string(body).unwrap();
        self.send("POST", path, &[("content-type", "application/json"), ("idempotency-key", key)], body).await
    }

    /// All items of a list, from its first page to its last.
    pub async fn all<T: DeserializeOwned>(&self, path: &str) -> Vec<T> {
        let (mut all, mut at) = (Vec::new(), path.to_owned());
        let sign = if path.contains('?') { '&' } else { '?' };
        loop {
            let page: Page<T> = self.get(&at).await.ok(200);
            all.extend(page.items);
            let Some(cursor) = page.next_cursor else { return all };
            at = format!("{path}{sign}cursor={cursor}");
        }
    }

    pub async fn patch(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json("PATCH", path, body).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Reply {
        self.json("PUT", path, body).await
    }

    /// A merge-patch or a deletion of what was read with this tag.
    pub async fn edit(&self, path: &str, tag: &str, body: &impl Serialize) -> Reply {
        let body = serde_json::to_string(body).unwrap();
        self.send("PATCH", path, &[("content-type", "application/json"), ("if-match", tag)], body).await
    }

    pub async fn archive(&self, path: &str, tag: &str) -> Reply {
        self.send("DELETE", path, &[("if-match", tag)], "").await
    }

    pub async fn upload(&self, path: &str, kind: &str, file: Vec<u8>) -> Reply {
        self.send("PUT", path, &[("content-type", kind)], file).await
    }

    /// The password form of OAuth 2.0, as a program sends it.
    pub async fn log_in(&self, email: &str, password: &str) -> Reply {
        let form = serde_urlencoded::to_string([("username", email), ("password", password)]).unwrap();
        self.send("POST", "/api/v1/auth/login", &[("content-type", "application/x-www-form-urlencoded")], form).await
    }

    /// The same person, signed in once more.
    pub async fn again(&self) -> Self {
        let token = self.log_in(&self.email, PASSWORD).await.ok::<Token>(200).access_token;
        Self { token, ..self.clone() }
    }

    /// The same connection, signed in by nothing.
    pub fn signed_out(&self) -> Self {
        Self { token: String::new(), ..self.clone() }
    }
}

/// A field that was refused, the rule, and the limit.
pub type Wrong = (String, Rule, Option<i64>);

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.bytes().await.unwrap().into() }
    }

    /// The answer, if the status is this one.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(self, status: u16) -> T {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// The answer as plain JSON, if the status is this one.
    #[track_caller]
    pub fn value(self, status: u16) -> Value {
        self.ok(status)
    }

    /// It was done, and there is nothing to say.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!((self.status, self.text().as_str()), (204, ""));
        self
    }

    /// The refusal, if its code is this one. Its form is checked too: status, content type, words, request id.
    #[track_caller]
    pub fn refused(self, code: Code) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"));
        assert_eq!((problem.code, self.status), (code, code.status()), "{}", self.text());
        assert_eq!(problem.status, code.status());
        assert_eq!(problem.title, code.title());
        assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/problem+json");
        assert_eq!(problem.request_id.as_deref(), Some(self.header("x-request-id")));
        problem
    }

    /// The fields that were refused, each with its rule.
    #[track_caller]
    pub fn invalid(self) -> Vec<(String, Rule)> {
        let fields = self.refused(Code::Invalid).fields;
        fields.into_iter().map(|error| (error.field, error.rule)).collect()
    }

    /// The fields of this refusal, each with its rule and its limit.
    #[track_caller]
    pub fn fields(self, code: Code) -> Vec<Wrong> {
        let fields = self.refused(code).fields;
        fields.into_iter().map(|error| (error.field, error.rule, error.limit)).collect()
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// `name=value` of the cookie that was set.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
