//! `api restore`: a backup takes the place of what is there. It is unpacked and checked aside; only then anything moves.
use super::{
    archive::{ABOUT, About, DATABASE, PICTURES, SECRETS, create, place, secrets},
    reconcile::look,
};
use crate::{
    Config,
    config::database::Reach,
    db::{Db, reconcile, schema::Schema, snapshot},
};
use anyhow::Context;
use chrono::Utc;
use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};
use tar::{Archive, EntryType};
use uuid::Uuid;

/// What a person allows.
#[derive(Clone, Copy)]
pub struct Allowed {
    /// What is there may be moved aside.
    pub force: bool,
    /// Levels and ledger may differ.
    pub drift: bool,
}

/// Puts a backup in place.
///
/// # Errors
/// When something is there already, a server runs, or the backup is not whole. Then everything is as it was.
pub async fn run(config: &Config, file: &Path, allowed: Allowed) -> anyhow::Result<()> {
    let target = Target::of(config)?;
    if let (Some(first), false) = (target.standing().first(), allowed.force) {
        anyhow::bail!("{} is there already; --force moves it aside, nothing is deleted", first.display());
    }
    let database = target.database.exists();
    anyhow::ensure!(!database || snapshot::release(&target.database).await, "the database is in use; stop the server");
    let staged = Staged::new(&target)?;
    unpack(file, &staged).with_context(|| format!("{} cannot be restored", file.display()))?;
    let size = check(&staged.database, allowed.drift).await?;
    let aside = target.swap(&staged)?;
    println!("restored: {} products, {} movements; everybody has to sign in again", size.products, size.movements);
    if let Some(aside) = aside {
        println!("what was there before is in {}", aside.display());
    }
    let pictures = target.folder.join(PICTURES);
    if config.s3.endpoint.is_some() && pictures.exists() {
        let (folder, bucket) = (pictures.display(), &config.s3.bucket);
        println!(
            "its pictures are in {folder}; copy each into the bucket {bucket} as pictures/NAME to have them shown"
        );
    }
    if !target.folder.join("password_pepper").exists() || !secrets(config).contains(&"password_pepper") {
        println!("nobody can sign in unless PASSWORD_PEPPER is what it was when the backup was made");
    }
    Ok(())
}

/// Takes the entries out, each to its place and none anywhere else.
fn unpack(file: &Path, staged: &Staged) -> anyhow::Result<()> {
    let file = File::open(file)?;
    let mut is_first = true;
    for entry in Archive::new(BufReader::new(file)).entries()? {
        let mut entry = entry.context("it is no backup of Bodega")?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        anyhow::ensure!(is_first == (name == ABOUT), "it is no backup of Bodega");
        is_first = false;
        let place = place(&name).filter(|_| entry.header().entry_type() == EntryType::Regular);
        let place = place.with_context(|| format!("it has an entry that no backup has: {name}"))?;
        let to = if name == DATABASE { staged.database.clone() } else { staged.folder.join(place) };
        fs::create_dir_all(to.parent().unwrap_or(&staged.folder))?;
        let mut out = create(&to).with_context(|| format!("cannot unpack {name}"))?;
        let size = io::copy(&mut entry, &mut out).with_context(|| format!("there is no room for {name}"))?;
        anyhow::ensure!(size == entry.size(), "it is cut off within {name}");
        out.sync_all()?;
    }
    let about = fs::read(staged.folder.join(ABOUT)).context("it is no backup of Bodega")?;
    let about: About = serde_json::from_slice(&about).context("it is no backup of Bodega")?;
    anyhow::ensure!(about.format == 1, "it was made by a newer version ({}) than this program", about.version);
    anyhow::ensure!(staged.database.exists(), "it is cut off: it has no database");
    Ok(())
}

/// Is it a database that this version can work with, whole, and with books that are right?
async fn check(file: &Path, drift: bool) -> anyhow::Result<reconcile::Size> {
    let reach = Reach::of(format!("sqlite://{}", file.display()));
    let db = Db::open(&reach, b"").await.context("the backup's database cannot be opened")?;
    anyhow::ensure!(snapshot::is_whole(&db).await.unwrap_or(false), "the backup's database is damaged");
    let schema = db.schema().await?;
    anyhow::ensure!(schema != Schema::Newer, "the backup was made by a newer version than this program");
    db.close().await?;
    let db = Db::connect(&reach, b"").await.context("the backup's database cannot be brought up to date")?;
    let (drifts, faults) = look(&db).await?;
    let off = drifts.len() + faults;
    anyhow::ensure!(
        drift || off == 0,
        "the backup's books are off in {off} places; --allow-drift restores it as it is"
    );
    snapshot::sign_out(&db).await?;
    let size = reconcile::size(&db).await?;
    db.close().await?;
    anyhow::ensure!(snapshot::release(file).await, "the backup's database is in use");
    Ok(size)
}

/// Where everything goes.
struct Target {
    database: PathBuf,
    folder: PathBuf,
}

impl Target {
    fn of(config: &Config) -> anyhow::Result<Self> {
        Ok(Self { database: super::file(config)?, folder: std::path::absolute(&config.data_dir)? })
    }

    /// What is there already of all that a backup is about. A log without its database would be taken for the new one's.
    fn standing(&self) -> Vec<PathBuf> {
        let beside = |end: &str| PathBuf::from(format!("{}{end}", self.database.display()));
        let in_folder = [PICTURES, "demo-logins.txt"].into_iter().chain(SECRETS).map(|name| self.folder.join(name));
        let all = [self.database.clone(), beside("-wal"), beside("-shm")].into_iter().chain(in_folder);
        let is_empty = |path: &Path| fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
        all.filter(|path| path.exists() && !is_empty(path)).collect()
    }

    /// Moves what stands aside and what is staged in, on each disk by one step a name. When one fails, those before it are
    /// undone. Tells where that is which stood there.
    fn swap(&self, staged: &Staged) -> anyhow::Result<Option<PathBuf>> {
        let standing = self.standing();
        let name = format!("before-restore-{}", Utc::now().format("%Y%m%d-%H%M%S"));
        let mut moves: Vec<_> = standing.iter().map(|path| (path.clone(), beside(path, &name))).collect();
        let new = [PICTURES].into_iter().chain(SECRETS).map(|name| (staged.folder.join(name), self.folder.join(name)));
        moves.extend(new.filter(|(from, _)| from.exists()));
        // Last of all: without it nothing has been restored.
        moves.push((staged.database.clone(), self.database.clone()));
        for (step, (from, to)) in moves.iter().enumerate() {
            if let Err(error) = fs::create_dir_all(folder(to)).and_then(|()| fs::rename(from, to)) {
                // The first error is the one to tell.
                moves[..step].iter().rev().for_each(|(from, to)| _ = fs::rename(to, from));
                return Err(error).with_context(|| format!("cannot move {} to {}", from.display(), to.display()));
            }
        }
        for folder in [&*self.folder, folder(&self.database)] {
            File::open(folder)?.sync_all()?;
        }
        Ok(standing.first().map(|first| folder(&beside(first, &name)).to_owned()))
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// The same name in a folder beside it: on the same disk, so that moving is one step.
fn beside(path: &Path, name: &str) -> PathBuf {
    folder(path).join(name).join(path.file_name().unwrap_or_default())
}

/// What is unpacked, beside the places it is for. It goes, however this ends.
struct Staged {
    folder: PathBuf,
    database: PathBuf,
    made: Vec<PathBuf>,
}

impl Staged {
    fn new(target: &Target) -> anyhow::Result<Self> {
        let name = format!(".restore-{}", Uuid::now_v7().simple());
        let (own, database) = (target.folder.join(&name), beside(&target.database, &name));
        let mut made: Vec<_> = [&target.folder, folder(&target.database)]
            .into_iter()
            .filter(|f| !f.exists())
            .map(Path::to_owned)
            .collect();
        made.extend([own.clone(), folder(&database).to_owned()]);
        let staged = Self { folder: own, database, made };
        for folder in &staged.made {
            fs::create_dir_all(folder).with_context(|| format!("cannot write to {}", folder.display()))?;
        }
        Ok(staged)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for folder in [&self.folder, folder(&self.database)] {
            // There may be one folder for both, gone already.
            _ = fs::remove_dir_all(folder);
        }
        for folder in &self.made {
            // Only those that are empty go: nothing was restored into them.
            _ = fs::remove_dir(folder);
        }
    }
}
