//! What browsers load of the panel's program: at first, and when a page that few open is opened.
use crate::app::{Web, header, manifest, site};
use reqwest::Method;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Write, stderr},
    path::Path,
};

/// What the products page may load, in bytes of brotli: WebAssembly and JavaScript together.
const FIRST_LOAD: u64 = 220 * 1024;
/// What a chunk of pages may load besides, where none was opened before.
const ON_DEMAND: u64 = 88 * 1024;
/// What reads codes where the browser cannot: three kinds of codes, and every character that may be in them.
const DECODER: u64 = 176 * 1024;

fn ends_with(path: &str, extensions: &[&str]) -> bool {
    Path::new(path).extension().is_some_and(|extension| extensions.iter().any(|each| extension == *each))
}

/// The paths of the program's files that a text names, between quotes or angle brackets.
fn named(text: &str) -> BTreeSet<String> {
    let pieces = text.split(['"', '\'', '<', '>']).map(|piece| piece.replace("./", "/pkg/"));
    pieces.filter(|piece| piece.starts_with("/pkg/") && ends_with(piece, &["js", "wasm"])).collect()
}

/// What a page loads of the program: what it and its headers name, and what the modules among that import.
async fn loaded(web: &Web, path: &str, session: &str) -> BTreeMap<String, u64> {
    let page = web.request(Method::GET, path).header("cookie", session).send().await.unwrap();
    assert_eq!(page.status(), 200, "{path}");
    let links: Vec<_> = page.headers().get_all("link").iter().map(|link| link.to_str().unwrap().to_owned()).collect();
    let mut todo = named(&(links.concat() + &page.text().await.unwrap()));
    let mut weights = BTreeMap::new();
    while let Some(path) = todo.pop_first() {
        let file = format!("{}{path}", site().display());
        let imports = if ends_with(&path, &["js"]) { fs::read_to_string(&file).unwrap() } else { String::new() };
        weights.insert(path, fs::metadata(format!("{file}.br")).unwrap().len());
        let imports = named(&imports.lines().filter(|line| line.starts_with("import ")).collect::<String>());
        todo.extend(imports.into_iter().filter(|path| !weights.contains_key(path)));
    }
    weights
}

#[tokio::test]
async fn the_panel_stays_within_its_budget() {
    let web = Web::with_demo();
    let (manifest, files) = (manifest(), loaded(&web, "/admin", &web.owner().await).await);
    for part in [&manifest.boot, &manifest.script, &manifest.wasm] {
        assert!(files.contains_key(part), "{part} is not in {files:?}");
    }
    let total: u64 = files.values().sum();
    // Not `println!`, which is heard only when the test fails.
    writeln!(stderr(), "panel: {total} of {FIRST_LOAD} bytes: {files:?}").unwrap();
    assert!(total <= FIRST_LOAD, "{total} bytes");
}

#[test]
fn every_chunk_of_pages_stays_within_its_budget() {
    for (chunk, paths) in manifest().chunks {
        let weight = |path: &String| fs::metadata(format!("{}{path}.br", site().display())).unwrap().len();
        let total: u64 = paths.iter().map(weight).sum();
        let most = if chunk == "decoder" { DECODER } else { ON_DEMAND };
        writeln!(stderr(), "{chunk}: {total} of {most} bytes in {} files", paths.len()).unwrap();
        assert!(!paths.is_empty() && total <= most, "{chunk}: {total} bytes");
    }
}

#[tokio::test]
async fn a_page_says_at_once_which_chunk_it_needs_and_others_load_none() {
    let web = Web::with_demo();
    let (manifest, session) = (manifest(), web.owner().await);
    for (path, chunk) in [
        ("/admin", None),
        ("/admin/import", Some("transfer")),
        ("/login", Some("door")),
        ("/register", Some("door")),
        ("/admin/team", Some("team")),
    ] {
        let files = loaded(&web, path, &session).await;
        let needed: BTreeSet<&String> = chunk.into_iter().flat_map(|chunk| &manifest.chunks[chunk]).collect();
        let on_demand: BTreeSet<&String> =
            manifest.chunks.values().flatten().filter(|path| files.contains_key(*path)).collect();
        assert_eq!(on_demand, needed, "{path}");
    }
    let public = web.get("/").await;
    assert_eq!(header(&public, "link"), "");
}
