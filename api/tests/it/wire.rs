//! A wire between the program and a server it depends on, which fails when a test says so.
use std::{
    net::{SocketAddr, ToSocketAddrs},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::watch,
};

/// What is wrong with the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The server is gone: its connections end and new ones are refused.
    Gone,
    /// Connections are reset whenever something is said; the next one stands, and is reset in its turn.
    Reset,
    /// Every piece of an answer comes so much later.
    Slow(Duration),
    /// Connections stand, and nothing ever comes back.
    Silent,
    /// Answers are noise.
    Garbage,
    /// After so many bytes of answers a connection ends.
    Cut(usize),
}

/// A wire to one server; it goes with its owner.
pub struct Wire {
    /// Where the program finds it.
    pub address: SocketAddr,
    fault: watch::Sender<Fault>,
    up: watch::Receiver<bool>,
}

impl Wire {
    /// A wire to this `host:port`, in order.
    pub fn to(server: &str) -> Self {
        let server = server.to_socket_addrs().unwrap().next().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (fault, told) = watch::channel(Fault::None);
        let (state, up) = watch::channel(true);
        // Beside the test, which may be busy on its own thread.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(listener, server, told, state));
        });
        Self { address, fault, up }
    }

    /// A wire to the server of this address, and the address with the wire in its place.
    pub fn into(url: &str) -> (Self, String) {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, server) = authority.rsplit_once('@').map_or(("", authority), |(user, server)| (user, server));
        let wire = Self::to(server);
        let at = if user.is_empty() { "" } else { "@" };
        let through = format!("{scheme}://{user}{at}{}{path}", wire.address);
        (wire, through)
    }

    /// From now on this is wrong with it. Returns once nobody is let in any more, or is again.
    pub async fn set(&mut self, fault: Fault) {
        self.fault.send_replace(fault);
        self.up.wait_for(|up| *up == (fault != Fault::Gone)).await.unwrap();
    }
}

/// Lets connections in until the wire is dropped.
async fn run(
    listener: std::net::TcpListener,
    server: SocketAddr,
    mut told: watch::Receiver<Fault>,
    state: watch::Sender<bool>,
) {
    let address = listener.local_addr().unwrap();
    let mut listener = Some(TcpListener::from_std(listener).unwrap());
    loop {
        let accepted = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = told.changed() => {
                if changed.is_err() {
                    return;
                }
                if *told.borrow_and_update() == Fault::Gone {
                    listener = None;
                } else if listener.is_none() {
                    listener = Some(TcpListener::bind(address).await.unwrap());
                }
                state.send_replace(listener.is_some());
            }
            Ok((client, _)) = accepted => {
                tokio::spawn(carry(client, server, told.clone()));
            }
        }
    }
}

/// Carries one connection.
async fn carry(client: TcpStream, server: SocketAddr, told: watch::Receiver<Fault>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    _ = client.set_nodelay(true);
    _ = server.set_nodelay(true);
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mut gone = told.clone();
    tokio::select! {
        () = there(from_client, to_server, told.clone()) => {}
        () = back(from_server, to_client, told) => {}
        _ = gone.wait_for(|fault| *fault == Fault::Gone) => {}
    }
}

async fn there(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, told: watch::Receiver<Fault>) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(size @ 1..) = from.read(&mut piece).await {
        let fault = *told.borrow();
        match fault {
            Fault::Reset => return,
            Fault::Silent => continue,
            _ => {}
        }
        if to.write_all(&piece[..size]).await.is_err() {
            return;
        }
    }
}

async fn back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, told: watch::Receiver<Fault>) {
    let (mut piece, mut carried) = (vec![0; 64 * 1024], 0);
    while let Ok(mut size @ 1..) = from.read(&mut piece).await {
        let fault = *told.borrow();
        match fault {
            Fault::Slow(pause) => tokio::time::sleep(pause).await,
            Fault::Silent => continue,
            Fault::Reset => return,
            Fault::Garbage => piece[..size].fill(b'#'),
            Fault::Cut(most) => size = size.min(most.saturating_sub(carried)),
            Fault::None | Fault::Gone => {}
        }
        carried += size;
        if size == 0 || to.write_all(&piece[..size]).await.is_err() {
            return;
        }
    }
}
