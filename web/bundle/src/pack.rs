//! From cargo's `.wasm` and the source assets to files named by their content.
use super::{
    css, js, order,
    split::{Split, split},
};
use anyhow::{Context, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use walrus::{Export, Module};
use wasm_bindgen_cli_support::Bindgen;
use wasm_encoder::CustomSection;

/// Below so many bytes a piece does not come in a file of its own.
const SMALL: usize = 2400;

/// Everything below `pkg/`, and which file plays which part.
#[derive(Default)]
pub struct Files {
    /// Name below `pkg/` and content.
    pub content: BTreeMap<String, Vec<u8>>,
    /// Part (`style`, `boot`, `script`, `wasm`, `icon`) and name.
    parts: BTreeMap<&'static str, String>,
    /// The pieces that each chunk of pages that come on demand needs: a file, or a part of one (`file#part`).
    pieces: BTreeMap<String, Vec<String>>,
}

impl Files {
    /// Adds a file under a name made from its content; gives that name.
    fn add(&mut self, stem: &str, extension: &str, content: Vec<u8>) -> String {
        let name = format!("{stem}.{}.{extension}", fingerprint(&content));
        self.content.insert(name.clone(), content);
        name
    }

    /// The same for one that plays a part of its own.
    fn add_part(&mut self, part: &'static str, stem: &str, extension: &str, content: Vec<u8>) -> String {
        let name = self.add(stem, extension, content);
        self.parts.insert(part, name.clone());
        name
    }

    /// Adds the pieces of the program that come on demand. Small ones, which several chunks need, come in one file: a request
    /// each would cost more than the few bytes that a page might do without.
    fn add_chunks(&mut self, split: Split) {
        let (small, large): (BTreeMap<_, _>, BTreeMap<_, _>) =
            split.pieces.into_iter().partition(|(_, content)| content.len() < SMALL);
        let mut names = BTreeMap::new();
        if !small.is_empty() {
            let file = self.add("small", "wasm", together(&small));
            names.extend(small.into_keys().map(|piece| (piece.clone(), format!("{file}#{piece}"))));
        }
        for (piece, content) in large {
            // One chunk's own, or numbered where several share it; a number would change with every other piece.
            let stem = piece.strip_prefix("split_").unwrap_or("shared").to_owned();
            names.insert(piece, self.add(&stem, "wasm", content));
        }
        let names_of = |pieces: Vec<String>| pieces.iter().map(|piece| names[piece].clone()).collect();
        self.pieces = split.chunks.into_iter().map(|(chunk, pieces)| (chunk, names_of(pieces))).collect();
    }

    /// Names of the files that each chunk of pages that come on demand needs.
    pub fn chunks(&self) -> BTreeMap<&String, BTreeSet<&str>> {
        self.pieces.iter().map(|(chunk, pieces)| (chunk, pieces.iter().map(|piece| file_of(piece)).collect())).collect()
    }

    /// What the web server has to know: the URL paths of the parts, and of what each chunk needs.
    pub fn manifest(&self) -> Value {
        let path = |name: &str| Value::from(format!("/pkg/{name}"));
        let parts = self.parts.iter().map(|(part, name)| ((*part).to_owned(), path(name)));
        let chunks = self.chunks().into_iter();
        let chunks = chunks.map(|(chunk, files)| (chunk.clone(), files.into_iter().map(path).collect::<Value>()));
        let chunks = Value::Object(chunks.collect());
        Value::Object(parts.chain([("chunks".to_owned(), chunks)]).collect())
    }
}

/// Builds all files in memory.
pub fn pack(wasm: &Path, assets: &Path) -> anyhow::Result<Files> {
    let mut files = Files::default();
    let program = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut split = split(&program)?;
    let mut output = Bindgen::new()
        .web(true)?
        .input_bytes("web", std::mem::take(&mut split.main))
        .out_name("web")
        // By these names the pieces find what they need of the program.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("cannot read {}", wasm.display()))?;
    drop_streams(output.wasm_mut());
    let names = js::shorten(output.wasm_mut());
    let wasm = files.add_part("wasm", "web_bg", "wasm", order::tidy(&output.wasm_mut().emit_wasm())?);
    let js = with_snippets(&mut files, output.js(), output.snippets(), output.local_modules());
    if !output.npm_dependencies().is_empty() {
        bail!("a dependency of the panel asks for an npm package; there is no npm in this build");
    }
    files.add_chunks(split);
    let js = js::with_loaders(&js::with_names(js, &names)?, &files.pieces)?;
    let script = files.add_part("script", "web", "js", js::shrink(&js).into_bytes());
    let boot = format!(
        "import init, {{ hydrate }} from './{script}';\ninit({{ module_or_path: '/pkg/{wasm}' }}).then(hydrate).then(takenOver);\n"
    );
    let boot = js::shrink(&(boot + include_str!("boot.js")));
    files.add_part("boot", "boot", "js", boot.into_bytes());
    files.add_part("style", "style", "css", style(assets)?.into_bytes());
    let icon = fs::read(assets.join("favicon.svg")).context("cannot read favicon.svg")?;
    files.add_part("icon", "icon", "svg", icon);
    Ok(files)
}

/// The file that a piece comes in.
fn file_of(piece: &str) -> &str {
    piece.split_once('#').map_or(piece, |(file, _)| file)
}

/// A program with nothing in it but pieces, each under its name: what the browser can take apart by itself.
fn together(pieces: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut whole = wasm_encoder::Module::new();
    for (name, content) in pieces {
        whole.section(&CustomSection { name: name.into(), data: content.into() });
    }
    whole.finish()
}

/// A dependency offers streams to the script, and nobody there makes one: without them the program is smaller.
fn drop_streams(program: &mut Module) {
    let offered = program.exports.iter().filter(|export| export.name.contains("intounderlying"));
    for export in offered.map(Export::id).collect::<Vec<_>>() {
        program.exports.delete(export);
    }
    walrus::passes::gc::run(program);
}

/// JavaScript that crates bring along: its folder is named by its content too, so that it may be cached for ever.
fn with_snippets<'a>(
    files: &mut Files,
    js: &str,
    inline: &BTreeMap<String, Vec<String>>,
    modules: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> String {
    let mut snippets: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (crate_name, texts) in inline {
        for (index, text) in texts.iter().enumerate() {
            snippets.insert(format!("{crate_name}/inline{index}.js"), text.as_bytes());
        }
    }
    snippets.extend(modules.into_iter().map(|(path, text)| (path.clone(), text.as_bytes())));
    if snippets.is_empty() {
        return js.to_owned();
    }
    let all: Vec<u8> = snippets.iter().flat_map(|(path, text)| [path.as_bytes(), text].concat()).collect();
    let folder = format!("snippets.{}", fingerprint(&all));
    for (path, text) in snippets {
        files.content.insert(format!("{folder}/{path}"), text.to_vec());
    }
    js.replace("./snippets/", &format!("./{folder}/"))
}

/// All stylesheets of the folder, in the order of their names, as one.
fn style(assets: &Path) -> anyhow::Result<String> {
    let folder = fs::read_dir(assets).with_context(|| format!("cannot read {}", assets.display()))?;
    let mut paths = folder.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    paths.sort();
    if paths.is_empty() {
        bail!("no stylesheet in {}", assets.display());
    }
    let texts = paths.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    Ok(css::shrink(&texts.join("\n")))
}

/// Twelve characters that change with the content.
pub fn fingerprint(content: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(content).iter().take(6).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}
