//! An S3 store for a test, with a folder behind it, and programs that keep their pictures there.
use crate::{
    app::{App, settings},
    s3_server,
};
use api::config::{Config, s3::S3};
use std::{
    collections::BTreeSet,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
};
use tokio::sync::oneshot;

pub const ACCESS: &str = "bodega-access";
pub const SECRET: &str = "a secret of the tests, 0123456789";

/// A running store; it goes with the test.
pub struct Bucket {
    pub dir: tempfile::TempDir,
    pub address: String,
    _on: oneshot::Sender<()>,
}

impl Bucket {
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, folder) = (listener.local_addr().unwrap().to_string(), dir.path().to_owned());
        let (on, off) = oneshot::channel();
        // Beside the test, which may be waiting for a program.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                tokio::select! {
                    ended = s3_server::serve(listener, &folder, ACCESS, SECRET) => ended.unwrap(),
                    _ = off => {}
                }
            });
        });
        Self { dir, address, _on: on }
    }

    pub fn pictures(&self) -> PathBuf {
        self.dir.path().join("bodega/pictures")
    }

    /// The pictures that are in it.
    pub fn names(&self) -> BTreeSet<String> {
        names(&self.pictures())
    }

    /// An API with its pictures here.
    pub async fn app(&self) -> App {
        App::with(|config| config.s3 = at(&self.address, SECRET)).await
    }
}

pub fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.into_string().unwrap()).filter(|name| name != "ready.txt").collect()
}

/// The settings of a store at this address.
pub fn at(address: &str, secret: &str) -> S3 {
    let endpoint = format!("--s3-endpoint=http://{address}");
    let (access, secret) = (format!("--s3-access-key={ACCESS}"), format!("--s3-secret-key={secret}"));
    settings(&[endpoint.as_str(), "--s3-path-style=true", &access, &secret])
}

/// Settings of an API whose pictures are there, with room for so many MiB of them in memory.
pub fn in_s3(address: &str, room: u64) -> impl FnOnce(&mut Config) {
    let s3 = at(address, SECRET);
    move |config| {
        config.s3 = s3;
        config.picture_cache_mb = room;
    }
}
