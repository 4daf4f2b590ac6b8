//! Somebody else's server, which is told of events.
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::{StatusCode, header::LOCATION},
    web::{self, Bytes},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, mpsc},
    time::timeout,
};

/// Longer than anything takes here.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What came in one request.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub kind: String,
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
}

impl Call {
    /// What it says, if the secret fits.
    #[track_caller]
    pub fn read(&self, secret: &str) -> Value {
        assert!(self.is_signed_by(secret), "{self:?}");
        assert_eq!((self.method.as_str(), self.kind.as_str()), ("POST", "application/json"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// As the specification says, written anew.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        let signature = self.signature.strip_prefix("v1,").and_then(|text| BASE64_STANDARD.decode(text).ok());
        mac.verify_slice(&signature.unwrap_or_default()).is_ok()
    }
}

/// A server that takes down what it gets and answers as it is told.
pub struct Receiver {
    pub port: u16,
    calls: Mutex<mpsc::UnboundedReceiver<Call>>,
}

impl Receiver {
    /// Answers with these in turn, and then with 204.
    pub fn answering(statuses: &[u16]) -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        let statuses = Arc::new(std::sync::Mutex::new(statuses.iter().rev().copied().collect::<Vec<_>>()));
        let answer = move |request: HttpRequest, body: Bytes| {
            // Nobody may wait for it any more.
            _ = sender.send(call(&request, &body));
            let status = statuses.lock().unwrap().pop().unwrap_or(204);
            let answer = HttpResponse::build(StatusCode::from_u16(status).unwrap())
                .insert_header((LOCATION, "/elsewhere"))
                .body("x".repeat(100));
            async move { answer }
        };
        let server = HttpServer::new(move || App::new().default_service(web::to(answer.clone())));
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let port = server.addrs()[0].port();
        actix_web::rt::spawn(server.run());
        Self { port, calls: Mutex::new(calls) }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// The next request.
    pub async fn next(&self) -> Call {
        let next = async { self.calls.lock().await.recv().await };
        timeout(PATIENCE, next).await.expect("nothing came").unwrap()
    }

    /// A request that came already.
    pub async fn early(&self) -> Option<Call> {
        self.calls.lock().await.try_recv().ok()
    }
}

fn call(request: &HttpRequest, body: &Bytes) -> Call {
    let header = |name: &str| request.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    Call {
        method: request.method().to_string(),
        kind: header("content-type"),
        path: request.path().into(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}
