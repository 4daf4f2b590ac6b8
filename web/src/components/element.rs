//! Elements of the page by their ids.
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

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
