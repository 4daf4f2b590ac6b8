//! What was typed and not saved yet, and who wants to leave it behind.
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// How somebody wants to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// To this page of ours.
    To(String),
    /// Where the browser's way back leads.
    Back,
}

/// One for the panel: at most one form guards what was typed.
#[derive(Clone, Copy)]
pub struct Guard {
    /// Something would be lost.
    pub unsaved: RwSignal<bool>,
    /// Somebody wants to leave all the same.
    pub wanted: RwSignal<Option<Way>>,
}

impl Guard {
    /// Makes it known to the pages inside.
    pub fn provide() {
        provide_context(Self { unsaved: RwSignal::new(false), wanted: RwSignal::new(None) });
    }

    /// The one of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Asks the person first, where something would be lost; tells whether it does.
    pub fn asks(self, way: Way) -> bool {
        let asks = self.unsaved.get_untracked();
        if asks {
            self.wanted.set(Some(way));
        }
        asks
    }
}

/// Goes to a page of ours, or asks first.
pub fn guarded() -> Callback<String> {
    let (guard, navigate) = (Guard::of_page(), use_navigate());
    Callback::new(move |path: String| {
        if !guard.asks(Way::To(path.clone())) {
            navigate(&path, NavigateOptions::default());
        }
    })
}
