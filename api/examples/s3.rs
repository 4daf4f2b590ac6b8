//! An S3 store over a folder, for trying the product out and for its tests: `s3 ADDRESS FOLDER`, with the keys in
//! `S3_ACCESS_KEY` and `S3_SECRET_KEY`.
#[path = "../tests/it/s3_server.rs"]
mod s3_server;

use anyhow::Context;
use std::{env, net::TcpListener};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut words = env::args().skip(1);
    let (address, folder) = (words.next().context("ADDRESS is missing")?, words.next().context("FOLDER is missing")?);
    let (access, secret) = (env::var("S3_ACCESS_KEY")?, env::var("S3_SECRET_KEY")?);
    let listener = TcpListener::bind(address)?;
    s3_server::serve(listener, folder.as_ref(), &access, &secret).await
}
