//! Answers of HTTP/1.1 as they come off a connection, as far as a load must know them: what their first lines say, and where they
//! end. Nothing is kept of their bodies, so that asking costs the machine as little as can be.
use std::{io, str};

/// What is known of an answer.
#[derive(Clone, Copy, Default)]
pub struct Answer {
    /// Its status, such as 200.
    pub status: u16,
    /// Seconds after which to come again, if it says so.
    pub retry_after: Option<u16>,
    /// The server closes the connection after it.
    pub closes: bool,
}

/// Reads one answer after the other, in the pieces that they come in.
#[derive(Default)]
pub struct Reader {
    head: Vec<u8>,
    answer: Answer,
    body: Option<Body>,
}

enum Body {
    Length(usize),
    Chunks(Chunks),
}

#[derive(Default)]
struct Chunks {
    /// Bytes until the next line with a size.
    left: usize,
    line: Vec<u8>,
    is_last: bool,
}

impl Reader {
    /// Takes the next piece; gives the answer when this ends it.
    ///
    /// # Errors
    /// When it is no answer, or goes on after its end.
    pub fn feed(&mut self, piece: &[u8]) -> io::Result<Option<Answer>> {
        let rest = if self.body.is_some() { Some(piece) } else { self.begin(piece)? };
        let is_over = match (rest, &mut self.body) {
            (Some(rest), Some(Body::Length(left))) => {
                *left = left.checked_sub(rest.len()).ok_or_else(|| wrong("more came than was announced"))?;
                *left == 0
            }
            (Some(rest), Some(Body::Chunks(chunks))) => chunks.feed(rest)?,
            _ => false,
        };
        if is_over {
            self.body = None;
        }
        Ok(is_over.then_some(self.answer))
    }

    /// Reads the first lines once they are there; gives what follows them.
    fn begin<'a>(&mut self, piece: &'a [u8]) -> io::Result<Option<&'a [u8]>> {
        let before = self.head.len();
        // Nearly always they come in one piece, and need not be copied.
        if let Some(end) = end(piece).filter(|_| before == 0) {
            self.read(&piece[..end])?;
            return Ok(Some(&piece[end..]));
        }
        let mut head = std::mem::take(&mut self.head);
        head.extend_from_slice(piece);
        let Some(end) = end(&head) else {
            self.head = head;
            return Ok(None);
        };
        self.read(&head[..end])?;
        Ok(Some(&piece[end - before..]))
    }

    fn read(&mut self, head: &[u8]) -> io::Result<()> {
        let mut lines = head.split(|byte| *byte == b'\n');
        let status = lines.next().and_then(|line| number(line.get(9..12)?)).ok_or_else(|| wrong("no status"))?;
        let (mut answer, mut body) = (Answer { status, ..Answer::default() }, Body::Length(0));
        for line in lines {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            if name.eq_ignore_ascii_case(b"content-length") {
                body = Body::Length(number(value).ok_or_else(|| wrong("no length"))?);
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                body = Body::Chunks(Chunks::default());
            } else if name.eq_ignore_ascii_case(b"retry-after") {
                answer.retry_after = number(value);
            } else if name.eq_ignore_ascii_case(b"connection") {
                answer.closes = value.eq_ignore_ascii_case(b"close");
            }
        }
        (self.answer, self.body) = (answer, Some(body));
        Ok(())
    }
}

impl Chunks {
    /// Is that all?
    fn feed(&mut self, mut piece: &[u8]) -> io::Result<bool> {
        loop {
            let skipped = self.left.min(piece.len());
            self.left -= skipped;
            piece = &piece[skipped..];
            let Some((byte, rest)) = piece.split_first() else { return Ok(false) };
            piece = rest;
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = line.trim_ascii();
            if self.is_last && line.is_empty() {
                return if piece.is_empty() { Ok(true) } else { Err(wrong("more came than was announced")) };
            }
            if !self.is_last {
                let size = str::from_utf8(line).ok().and_then(|line| usize::from_str_radix(line, 16).ok());
                let size = size.ok_or_else(|| wrong("no size"))?;
                // The line's end follows the bytes.
                self.left = if size == 0 { 0 } else { size + 2 };
                self.is_last = size == 0;
            }
        }
    }
}

fn end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

fn number<T: str::FromStr>(text: &[u8]) -> Option<T> {
    str::from_utf8(text).ok()?.parse().ok()
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
