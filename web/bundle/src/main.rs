//! `bundle WASM ASSETS SITE`: what cargo built for the browser, and the stylesheet and icon, become the files that the web
//! server hands out: named by their content, compressed beforehand, listed in `SITE/manifest.json`, and weighed.
mod alike;
mod css;
mod emit;
mod js;
mod order;
mod pack;
mod split;
mod stamp;

use anyhow::{Context, bail};
use emit::Weight;
use pack::Files;
use std::{path::Path, process::ExitCode};

/// What the panel may load at first, in bytes of brotli: WebAssembly and JavaScript together.
const PANEL_BUDGET: usize = 220 * 1024;
/// What a public page may load; the page itself is weighed by the web server's tests.
const PUBLIC_BUDGET: usize = 20 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bundle: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [wasm, assets, site] = &arguments[..] else { bail!("usage: bundle WASM ASSETS SITE") };
    let (wasm, assets, site) = (Path::new(wasm), Path::new(assets), Path::new(site));
    let stamp = stamp::of(wasm, assets)?;
    if stamp::is_current(site, &stamp) {
        return Ok(());
    }
    stamp::forget(site)?;
    let files = pack::pack(wasm, assets)?;
    let weighed = emit::emit(&files, site)?;
    report(&files, &weighed);
    stamp::keep(site, &stamp).context("cannot write the stamp")
}

/// Prints what each file weighs, and says so when a visitor would have to load too much. That is no reason not to run: another
/// compiler may come out a little heavier. The web server's tests hold the budget.
fn report(files: &Files, weighed: &[Weight]) {
    println!("{:<36} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip", "brotli");
    for file in weighed {
        println!("{:<36} {:>9} {:>9} {:>9}", file.name, file.raw, file.gzip, file.brotli);
    }
    let sum = |is_meant: &dyn Fn(&Weight) -> bool| -> usize {
        weighed.iter().filter(|file| is_meant(file)).map(|file| file.brotli).sum()
    };
    let chunks = files.chunks();
    for (chunk, needed) in &chunks {
        println!("{chunk}: {} bytes in {} files when opened", sum(&|file| needed.contains(&*file.name)), needed.len());
    }
    let is_later = |file: &Weight| chunks.values().any(|names| names.contains(&*file.name));
    let (panel, public) = (sum(&|file| file.is_code() && !is_later(file)), sum(&|file| !file.is_code()));
    println!(
        "panel: {panel} of {PANEL_BUDGET} bytes of WebAssembly and JavaScript; public pages: {public} of {PUBLIC_BUDGET} before the HTML"
    );
    if panel > PANEL_BUDGET || public > PUBLIC_BUDGET {
        eprintln!("bundle: over budget: the browser loads more than was promised");
    }
}
