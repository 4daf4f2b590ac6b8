//! A peer in the API's place that does what a healthy API would not: speaks slowly, dies, answers too early.
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
};

/// What it was asked: the first line, the headers, nothing of the body.
pub struct Asked {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub stream: BufReader<TcpStream>,
}

impl Asked {
    /// Says this, as it is.
    pub fn say(&mut self, text: &str) {
        self.stream.get_mut().write_all(text.as_bytes()).unwrap();
    }

    /// A whole answer, and the last on this connection: one that is closed without a word may be chosen for the next request.
    pub fn answer(&mut self, head: &str, body: &str) {
        self.say(&format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    }

    /// The next bytes of the body as they come over the wire, chunk marks and all, up to and with this text.
    pub fn read_until(&mut self, end: &str) -> String {
        let mut got = Vec::new();
        while !got.ends_with(end.as_bytes()) {
            let mut byte = [0];
            self.stream.read_exact(&mut byte).unwrap();
            got.push(byte[0]);
        }
        String::from_utf8(got).unwrap()
    }
}

/// Answers every connection with this, in a thread of its own; gives the URL to reach it, with the API's prefix.
pub fn upstream(answer: impl Fn(Asked) + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            std::thread::spawn(move || answer(read_head(stream)));
        }
    });
    url
}

fn read_head(stream: TcpStream) -> Asked {
    let mut stream = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    };
    let first = line();
    let mut headers = Vec::new();
    while let Some((name, value)) = line().split_once(':') {
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Asked { line: first, headers, stream }
}
