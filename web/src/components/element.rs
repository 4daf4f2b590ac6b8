//! Elements of the page by their ids.
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlInputElement};

/// The element with this id, if it is there and of this kind.
pub fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Selects what is in a field, so that what is typed replaces it.
pub fn select(id: &str) {
    if let Some(field) = element::<HtmlInputElement>(id) {
        field.select();
    }
}

/// Tells whoever listens that a field has another value, as when a person has typed it.
pub fn changed_by_hand(field: &Element) {
    let how = EventInit::new();
    how.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &how) {
        // Whether somebody stops it matters to nobody.
        drop(field.dispatch_event(&event));
    }
}
