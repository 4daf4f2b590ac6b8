//! What was typed and not saved yet, and who wants to leave it behind.
use crate::api::transport::redirect;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What this page shows depends on its query, from the start.
const NEW: &str = "/admin/products/new";

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

    /// Keeps the person there, where something would be lost, and asks; tells whether it does. Who wants to go where they are
    /// is not asked.
    pub fn asks(self, way: Way) -> bool {
        let keeps = self.unsaved.get_untracked();
        if keeps && way != Way::To(here()) {
            self.wanted.set(Some(way));
        }
        keeps
    }
}

/// The path and query of the page being shown.
fn here() -> String {
    let at = location();
    at.pathname().unwrap_or_default() + &at.search().unwrap_or_default()
}

/// Goes to a page of ours, or asks first.
pub fn guarded() -> Callback<String> {
    let (guard, navigate) = (Guard::of_page(), use_navigate());
    Callback::new(move |path: String| {
        if guard.asks(Way::To(path.clone())) {
            return;
        }
        // Another product to be added: the router would leave the page as it is.
        let is_same_page = path.split('?').next() == location().pathname().ok().as_deref();
        if is_same_page && path.starts_with(NEW) && path != here() {
            redirect(&path);
        } else {
            navigate(&path, NavigateOptions::default());
        }
    })
}
