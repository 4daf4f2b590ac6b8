//! `api backup`: everything that a shop would miss, in one file.
use super::archive::{DATABASE, PICTURES, Writer, create, secrets};
use crate::{
    Config,
    db::{Db, snapshot},
};
use anyhow::Context;
use std::{
    fs,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// Writes the backup. It may run beside a server, which goes on meanwhile.
///
/// # Errors
/// When there is no embedded database, the file is there already, or there is no room for it. Then there is no file, or the
/// one before.
pub async fn run(config: &Config, file: &Path, force: bool) -> anyhow::Result<()> {
    super::file(config)?;
    anyhow::ensure!(force || !file.exists(), "{} is there already; --force replaces it", file.display());
    let (db, part) = (super::existing(config).await?, Part::beside(file));
    let pictures = write(config, &db, &part).await.with_context(|| format!("cannot write {}", file.display()))?;
    db.close().await?;
    fs::rename(&part.tar, file)?;
    // The name, too, is only there after a power cut once its folder is written.
    fs::File::open(folder(file))?.sync_all()?;
    let kept = kept(config);
    let with = kept.iter().fold(String::new(), |with, name| with + ", " + name);
    println!("{} holds the database, {pictures} picture files{with}; who has it can read everything", file.display());
    if !kept.contains(&"password_pepper") {
        println!("PASSWORD_PEPPER is not in it: keep it, too, or nobody can sign in after a restore");
    }
    if let Some(endpoint) = &config.s3.endpoint {
        println!("the pictures are not in it: keep a copy of the bucket {} at {endpoint}, too", config.s3.bucket);
    }
    Ok(())
}

async fn write(config: &Config, db: &Db, part: &Part) -> anyhow::Result<usize> {
    let pictures = config.s3.endpoint.is_none().then(|| config.data_dir.join(PICTURES));
    let add = |tar: &mut Writer| pictures.as_ref().map_or(Ok(0), |folder| tar.pictures(folder));
    let mut tar = Writer::new(create(&part.tar)?)?;
    for name in kept(config) {
        tar.file(name, &config.data_dir.join(name))?;
    }
    // Before the database, so that none goes that its rows still name; and after it, as some came with the last rows.
    add(&mut tar)?;
    create(&part.database)?;
    snapshot::copy(db, &part.database).await?;
    let count = add(&mut tar)?;
    // Last of all: a file that was cut off somewhere has no whole database, and is refused.
    tar.file(DATABASE, &part.database)?;
    tar.finish()?;
    Ok(count)
}

/// The secrets that belong into it.
fn kept(config: &Config) -> Vec<&'static str> {
    secrets(config).into_iter().filter(|name| config.data_dir.join(name).exists()).collect()
}

/// The folder that a file is in.
fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What is half written, beside the file that it becomes. It goes, however this ends.
struct Part {
    tar: PathBuf,
    database: PathBuf,
}

impl Part {
    fn beside(file: &Path) -> Self {
        let part = |kind: &str| folder(file).join(format!(".{}.{kind}", Uuid::now_v7().simple()));
        Self { tar: part("tar"), database: part("db") }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for file in [&self.tar, &self.database] {
            // It may never have been made, or be the backup by now.
            _ = fs::remove_file(file);
        }
    }
}
