//! Speaks TLS for a server that does not.
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{net::SocketAddr, path::Path, sync::Arc};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

/// Where this server is spoken to by TLS, with the certificate of `scripts/servers`, as long as the tests run.
pub fn envelope(server: SocketAddr, servers: &Path) -> SocketAddr {
    let acceptor = acceptor(servers);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    // Beside the test, which may be waiting for a program.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (client, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(acceptor.clone(), client, server));
            }
        });
    });
    address
}

/// Whoever breaks off, such as for not trusting us, is the one to notice.
async fn carry(acceptor: TlsAcceptor, client: TcpStream, server: SocketAddr) {
    let Ok(mut client) = acceptor.accept(client).await else { return };
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    _ = copy_bidirectional(&mut client, &mut server).await;
}

fn acceptor(servers: &Path) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(servers.join("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(servers.join("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate], key).unwrap()))
}
