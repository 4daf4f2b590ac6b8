//! Requests that are ready to be sent, again and again.
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

/// Stands in a request where each has a number of its own.
pub const NUMBER: &str = "#########";
/// The next of these numbers: no two requests have the same, whatever they are about.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Where requests go, and the requests themselves, which take turns.
pub struct Work {
    /// The server.
    pub address: SocketAddr,
    requests: Vec<Vec<u8>>,
}

impl Work {
    /// These requests, in turn.
    ///
    /// # Errors
    /// When the address is none.
    pub fn of(address: &str, requests: impl IntoIterator<Item = String>) -> anyhow::Result<Self> {
        let requests = requests.into_iter().map(String::into_bytes).collect();
        Ok(Self { address: address.parse()?, requests })
    }

    /// Writes the next request.
    pub fn write(&self, request: &mut Vec<u8>) {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        request.clear();
        request.extend_from_slice(&self.requests[number % self.requests.len()]);
        let mut from = 0;
        while let Some(at) = request[from..].windows(NUMBER.len()).position(|place| place == NUMBER.as_bytes()) {
            let place = from + at..from + at + NUMBER.len();
            from = place.end;
            request[place].copy_from_slice(format!("{:09}", number % 1_000_000_000).as_bytes());
        }
    }
}

/// Asks for what is at this path, signed if there is a token.
pub fn get(address: &str, path: &str, token: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\n{}\r\n", signed(token))
}

/// Sends this, signed if there is a token.
pub fn post(address: &str, path: &str, token: &str, (kind, body): (&str, &str)) -> String {
    let signed = signed(token);
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAccept: */*\r\n{signed}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn signed(token: &str) -> String {
    if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") }
}
