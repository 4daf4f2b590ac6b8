//! A small HTTP server that stands where something else is: Rundeck's API, Kestra's webhook, a shop.
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A request that came.
#[derive(Clone, Debug)]
pub struct Call {
    /// Method and address.
    pub line: String,
    pub headers: Vec<String>,
    pub body: String,
}

impl Call {
    fn read(stream: &TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the head of a request is text");
            line.trim_end().to_owned()
        };
        let first = line().trim_end_matches(" HTTP/1.1").to_owned();
        let headers: Vec<_> = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
            .map(|line| line.to_lowercase())
            .collect();
        let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).expect("the body is as long as it says");
        Self { line: first, headers, body: String::from_utf8(body).expect("it is JSON") }
    }
}

/// A status with a body, or silence.
pub type Answer = Option<(u16, String)>;

/// A small HTTP server that writes down what it is asked.
pub struct Server {
    pub url: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Server {
    /// Answers each method and address by that.
    pub fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let calls = Arc::<Mutex<Vec<Call>>>::default();
        let written = Arc::clone(&calls);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("somebody calls");
                let call = Call::read(&stream);
                let said = answer(&call.line);
                written.lock().unwrap().push(call);
                match said {
                    Some((status, body)) => write!(
                        stream,
                        "HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    )
                    .expect("the caller listens"),
                    // Until the caller has had enough.
                    None => drop(stream.read(&mut [0])),
                }
            }
        });
        Self { url, calls }
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

/// An address where nobody listens: the port is one that needs rights.
pub fn nowhere() -> String {
    "http://127.0.0.1:1".to_owned()
}
