//! A real S3 store over a folder, spoken to by HTTP.
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{
    S3Result,
    auth::SimpleAuth,
    host::{S3Host, VirtualHost},
    service::S3ServiceBuilder,
};
use s3s_fs::FileSystem;
use std::{net::TcpListener, path::Path};

/// Serves until it is dropped.
pub async fn serve(listener: TcpListener, folder: &Path, access: &str, secret: &str) -> anyhow::Result<()> {
    let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let mut service = S3ServiceBuilder::new(files);
    service.set_auth(SimpleAuth::from_single(access, secret));
    service.set_host(Names);
    let service = service.build();
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (socket, _) = listener.accept().await?;
        let service = service.clone();
        tokio::spawn(async move {
            // Whoever breaks off is the one to notice.
            _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

/// Under `s3.example` a bucket may be named in the host's name; any other host has it in the path.
struct Names;

impl S3Host for Names {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let bucket = host.strip_suffix("s3.example").and_then(|bucket| bucket.strip_suffix('.'));
        Ok(bucket.map_or_else(|| VirtualHost::new(host), |bucket| VirtualHost::new("s3.example").with_bucket(bucket)))
    }
}
