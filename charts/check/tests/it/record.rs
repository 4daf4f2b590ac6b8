//! `scripts/record` writes into main which version an environment has, whatever else happens to main meanwhile.
use check::{root, run};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn git(folder: &Path, words: &[&str]) -> String {
    let done = Command::new("git").args(words).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// A repository and a clone of it, in which `deliver tag` writes a file; where it finds `rival`, somebody else pushes just then, once.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    git(place, &["init", "--quiet", "--bare", "--initial-branch", "main", "shop.git"]);
    git(place, &["clone", "--quiet", "shop.git", "mine"]);
    let scripts = place.join("mine/scripts");
    fs::create_dir(&scripts).unwrap();
    fs::copy(root().join("scripts/record"), scripts.join("record")).unwrap();
    let rival = place.join("rival");
    let deliver = format!(
        "#!/bin/sh\ncd \"$(dirname \"$0\")/..\"\necho \"$2 has $3\" >\"$2\"\n[ ! -d {0} ] || git -C {0} push --quiet\nrm -rf {0}\n",
        rival.display()
    );
    fs::write(scripts.join("deliver"), deliver).unwrap();
    run("chmod", &["+x", scripts.join("deliver").to_str().unwrap()]);
    for environment in ["staging", "production"] {
        fs::write(place.join("mine").join(environment), "").unwrap();
    }
    commit(&place.join("mine"), "Open the shop");
    git(&place.join("mine"), &["push", "--quiet", "origin", "HEAD:main"]);
    folder
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "."]);
    git(
        folder,
        &["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "commit", "--quiet", "--message", message],
    );
}

/// What `scripts/record` prints in the clone.
fn record(shop: &tempfile::TempDir, words: &[&str]) -> String {
    said(Command::new(record_of(shop)).args(words))
}

fn record_of(shop: &tempfile::TempDir) -> PathBuf {
    shop.path().join("mine/scripts/record")
}

fn said(command: &mut Command) -> String {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn main_of(shop: &tempfile::TempDir, words: &[&str]) -> String {
    git(&shop.path().join("shop.git"), words)
}

#[test]
fn a_version_is_recorded_once_and_the_clone_stays_as_it_was() {
    let shop = shop();
    let commit = record(&shop, &["set", "staging", "1.2.3"]);
    assert_eq!(main_of(&shop, &["rev-parse", "main"]), commit);
    assert_eq!(main_of(&shop, &["show", "main:staging"]), "staging has 1.2.3");
    assert!(main_of(&shop, &["log", "-1", "--format=%B", "main"]).contains("[skip deliver]"));
    assert_eq!(record(&shop, &["set", "staging", "1.2.3"]), "");
    assert_eq!(main_of(&shop, &["rev-parse", "main"]), commit);
    let mine = shop.path().join("mine");
    assert_eq!(git(&mine, &["status", "--porcelain"]), "");
    assert_eq!(git(&mine, &["worktree", "list"]).lines().count(), 1);
}

#[test]
fn where_somebody_else_is_quicker_it_is_recorded_on_top_of_theirs() {
    let shop = shop();
    git(shop.path(), &["clone", "--quiet", "shop.git", "rival"]);
    fs::write(shop.path().join("rival/price"), "7").unwrap();
    commit(&shop.path().join("rival"), "Sell for seven");
    record(&shop, &["set", "production", "1.2.3"]);
    let subjects = main_of(&shop, &["log", "--format=%s", "main"]);
    assert_eq!(subjects, "Deliver 1.2.3 to production\nSell for seven\nOpen the shop");
    assert_eq!(main_of(&shop, &["show", "main:price"]), "7");
}

#[test]
fn a_record_is_taken_back_once_and_leaves_what_came_after_it() {
    let shop = shop();
    let first = record(&shop, &["set", "staging", "1.2.3"]);
    record(&shop, &["set", "production", "1.2.3"]);
    record(&shop, &["undo", &first]);
    let has = |environment: &str| main_of(&shop, &["show", &format!("main:{environment}")]);
    assert_eq!((has("staging"), has("production")), (String::new(), "production has 1.2.3".into()));
    assert_eq!(record(&shop, &["undo", &first]), "");
}

/// The git that `record` finds pushes well, and says that it did not, the first time.
#[test]
fn a_push_that_arrived_without_an_answer_is_recorded_all_the_same() {
    let shop = shop();
    let (bin, git) = (shop.path().join("bin"), check::place("git"));
    let script = format!(
        "#!/bin/sh\n{0} \"$@\" || exit\ncase \" $* \" in *' push '*) rm {1} 2>/dev/null && exit 1 ;; esac\nexit 0\n",
        git,
        bin.join("answers-get-lost").display()
    );
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("git"), script).unwrap();
    fs::write(bin.join("answers-get-lost"), "").unwrap();
    run("chmod", &["+x", bin.join("git").to_str().unwrap()]);
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let commit = said(Command::new(record_of(&shop)).args(["set", "staging", "1.2.3"]).env("PATH", path));
    assert!(!bin.join("answers-get-lost").exists());
    assert_eq!(main_of(&shop, &["rev-parse", "main"]), commit);
}

#[test]
fn a_shallow_clone_knows_enough_to_take_back() {
    let shop = shop();
    let first = record(&shop, &["set", "staging", "1.2.3"]);
    let address = format!("file://{}", shop.path().join("shop.git").to_str().unwrap());
    fs::remove_dir_all(shop.path().join("mine")).unwrap();
    git(shop.path(), &["clone", "--quiet", "--depth", "1", &address, "mine"]);
    record(&shop, &["undo", &first]);
    assert_eq!(main_of(&shop, &["show", "main:staging"]), "");
}
