//! From cargo's `.wasm` and the source assets to files named by their content.
use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};
use wasm_bindgen_cli_support::Bindgen;

/// Everything below `pkg/`, and which file plays which part.
#[derive(Default)]
pub struct Files {
    /// Name below `pkg/` and content.
    pub content: BTreeMap<String, Vec<u8>>,
    /// Part (`style`, `boot`, `script`, `wasm`, `icon`) and URL path.
    pub manifest: BTreeMap<&'static str, String>,
}

impl Files {
    /// Adds a file under a name made from its content; gives that name.
    fn add(&mut self, part: &'static str, stem: &str, extension: &str, content: Vec<u8>) -> String {
        let name = format!("{stem}.{}.{extension}", fingerprint(&content));
        self.manifest.insert(part, format!("/pkg/{name}"));
        self.content.insert(name.clone(), content);
        name
    }
}

/// Builds all files in memory.
pub fn pack(wasm: &Path, assets: &Path) -> anyhow::Result<Files> {
    let mut files = Files::default();
    let mut output = Bindgen::new()
        .web(true)?
        .input_path(wasm)
        .out_name("web")
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("cannot read {}", wasm.display()))?;
    let wasm = files.add("wasm", "web_bg", "wasm", output.wasm_mut().emit_wasm());
    let js = with_snippets(&mut files, output.js(), output.snippets(), output.local_modules());
    if !output.npm_dependencies().is_empty() {
        bail!("a dependency of the panel asks for an npm package; there is no npm in this build");
    }
    let script = files.add("script", "web", "js", super::js::shrink(&js).into_bytes());
    let boot = format!(
        "import init, {{ hydrate }} from './{script}';\ninit({{ module_or_path: '/pkg/{wasm}' }}).then(() => hydrate());\n"
    );
    files.add("boot", "boot", "js", boot.into_bytes());
    files.add("style", "style", "css", style(assets)?.into_bytes());
    let icon = fs::read(assets.join("favicon.svg")).context("cannot read favicon.svg")?;
    files.add("icon", "icon", "svg", icon);
    Ok(files)
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
    Ok(super::css::shrink(&texts.join("\n")))
}

/// Twelve characters that change with the content.
pub fn fingerprint(content: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(content).iter().take(6).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}
