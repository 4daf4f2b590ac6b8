//! What helps at work on every page of the panel: its keys, the palette, the list of keys, the scanner. It comes right after the page was
//! taken over, so it is no part of the first load.
mod burst;
mod camera;
mod help;
mod keys;
mod live;
mod more;
mod palette;
mod places;
mod scanned;
mod scanner;

use super::{Live as Shown, Part, Scans, later};
use camera::camera;
use help::Help;
use keys::Keys;
use leptos::prelude::*;
use live::Live;
use more::GoOn;
use palette::Palette;
use scanned::Scanned;
use scanner::Scanner;
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What stands in front of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Front {
    /// Finds products, pages and actions.
    Palette,
    /// The list of keys.
    Help,
}

/// All of it, once it has come. What is asked for before opens then.
pub fn assist(front: RwSignal<Option<Front>>) -> Shown {
    later(|| true, move || Box::pin(part(front)), move || front.set(None))
}

#[wasm_split(assist, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn part(front: RwSignal<Option<Front>>) -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || {
        let scans = Scans::of_page();
        view! {
            <Scanner front/>
            <Scanned/>
            <Keys front/>
            <Palette front/>
            <Help front/>
            <Live/>
            <GoOn/>
            // Says that all of it listens.
            <i hidden data-part="assist"></i>
            {later(move || scans.camera.get(), || camera(), move || scans.camera.set(false))}
        }
        .into_any()
    }))
}
