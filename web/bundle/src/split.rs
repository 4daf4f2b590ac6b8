//! Cuts the pages that few open off the panel's program, where `web/src/pages/on_demand.rs` has marked them.
use super::order;
use anyhow::{Context, anyhow, ensure};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

/// Where the program looks for what loads the pages; `js::with_loaders` puts that into the script.
pub const LOADERS: &str = "chunks";

/// The program in pieces.
pub struct Split {
    /// What always comes.
    pub main: Vec<u8>,
    /// Name and content of the pieces that come when they are needed.
    pub pieces: BTreeMap<String, Vec<u8>>,
    /// The pieces that each chunk of pages needs: its own, and those that it shares with other chunks.
    pub chunks: BTreeMap<String, Vec<String>>,
}

/// Does it. The splitter knows files only.
pub fn split(program: &[u8]) -> anyhow::Result<Split> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let main = folder.path().join("main.wasm");
    let mut options = Options::new(program);
    options.output_dir = folder.path();
    options.main_out_path = &main;
    options.link_name = LOADERS;
    let done = transform(options).map_err(|error| anyhow!("cannot split the program: {error:#}"))?;
    let chunks: BTreeMap<_, _> = done.prefetch_map.into_iter().collect();
    // Others have nothing in them, and nobody asks for them.
    let needed: BTreeSet<&String> = chunks.values().flatten().collect();
    let piece = |name: &String| -> anyhow::Result<(String, Vec<u8>)> {
        let path = folder.path().join(name).with_extension("wasm");
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok((name.clone(), shrink(&content).with_context(|| format!("cannot make {name} smaller"))?))
    };
    let pieces = needed.into_iter().map(piece).collect::<anyhow::Result<_>>()?;
    Ok(Split { main: fs::read(&main)?, pieces, chunks })
}

/// The same piece without names, and with numbers in as few bytes as they need.
fn shrink(piece: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module = config.parse(piece)?;
    ensure!(module.start.is_none(), "it runs when it is loaded, but pieces are loaded in any order");
    walrus::passes::gc::run(&mut module);
    Ok(order::tidy(&module.emit_wasm())?)
}
