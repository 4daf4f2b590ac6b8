//! A connection that asks one thing after the other.
use crate::{
    wire::{Answer, Reader},
    work::Work,
};
use std::{cell::RefCell, future::poll_fn, io, pin::Pin, task::ready};
use tokio::{
    io::{AsyncRead, AsyncWriteExt, ReadBuf},
    net::TcpStream,
};

thread_local! {
    /// What comes is looked at and forgotten, so that thousands of connections need no memory of their own for it.
    static PIECE: RefCell<Vec<u8>> = RefCell::new(vec![0; 128 * 1024]);
}

/// A connection, made when it is needed first.
#[derive(Default)]
pub struct Connection {
    stream: Option<TcpStream>,
    reader: Reader,
    request: Vec<u8>,
}

impl Connection {
    /// Sends the next request and waits for the answer.
    ///
    /// # Errors
    /// When the connection breaks or speaks no HTTP; the next request gets a new one.
    pub async fn ask(&mut self, work: &Work) -> io::Result<Answer> {
        let answer = self.try_ask(work).await;
        if !answer.as_ref().is_ok_and(|answer| !answer.closes) {
            (self.stream, self.reader) = (None, Reader::default());
        }
        answer
    }

    async fn try_ask(&mut self, work: &Work) -> io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(work.address).await?,
        };
        stream.set_nodelay(true)?;
        work.write(&mut self.request);
        stream.write_all(&self.request).await?;
        let answer = loop {
            if let Some(answer) = piece(&mut stream, &mut self.reader).await? {
                break answer;
            }
        };
        self.stream = Some(stream);
        Ok(answer)
    }
}

async fn piece(stream: &mut TcpStream, reader: &mut Reader) -> io::Result<Option<Answer>> {
    poll_fn(|context| {
        PIECE.with_borrow_mut(|piece| {
            let mut piece = ReadBuf::new(piece);
            ready!(Pin::new(&mut *stream).poll_read(context, &mut piece))?;
            if piece.filled().is_empty() {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof)).into();
            }
            reader.feed(piece.filled()).into()
        })
    })
    .await
}
