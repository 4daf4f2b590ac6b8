//! A scanner on the cable types what it reads and presses Enter, wherever the focus is.
use super::{
    Front,
    burst::{Burst, Heard},
};
use crate::components::{Scans, changed_by_hand};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, KeyboardEvent};

/// There a scan is meant to stay.
const MEANT: &str = "[name=code], [name=barcode]";

/// Fields that the scanner has typed into, with what was in them before.
type Spoilt = Vec<(Element, JsValue)>;

/// Listens for as long as the panel is there, before anything else hears the keys.
#[component]
pub fn Scanner(front: RwSignal<Option<Front>>) -> impl IntoView {
    let scans = Scans::of_page();
    let (mut burst, mut spoilt) = (Burst::default(), Spoilt::new());
    let pressed = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let is_plain = !(event.repeat() || event.ctrl_key() || event.meta_key() || event.alt_key());
        // Some browsers send one without a key when they fill in a field.
        let key = if is_plain { event.key() } else { String::new() };
        match burst.hear(&key, event.time_stamp()) {
            Heard::First => {
                spoilt.clear();
                note(&event, &mut spoilt);
            }
            Heard::Next => note(&event, &mut spoilt),
            Heard::Other => {}
            Heard::Code(code) => {
                event.prevent_default();
                event.stop_propagation();
                if !take_back(&spoilt) {
                    front.set(None);
                    scans.give(code);
                }
            }
        }
    });
    let heard = pressed.as_ref().unchecked_ref();
    // Browsers take every listener.
    drop(window().add_event_listener_with_callback_and_bool("keydown", heard, true));
    let pressed = StoredValue::new_local(pressed);
    on_cleanup(move || {
        pressed.with_value(|pressed| {
            let heard = pressed.as_ref().unchecked_ref();
            drop(window().remove_event_listener_with_callback_and_bool("keydown", heard, true));
        });
    });
}

/// Remembers what is in the field before the key reaches it.
fn note(event: &KeyboardEvent, spoilt: &mut Spoilt) {
    let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(field) = field.filter(|field| field.matches("input, textarea").unwrap_or_default()) else { return };
    if !spoilt.iter().any(|(each, _)| *each == field) {
        let value = js_sys::Reflect::get(&field, &"value".into()).unwrap_or_default();
        spoilt.push((field, value));
    }
}

/// Puts the fields back as they were. Where the scan was meant for the field it stays, and nobody else gets it.
fn take_back(spoilt: &Spoilt) -> bool {
    if spoilt.iter().any(|(field, _)| field.matches(MEANT).unwrap_or_default()) {
        return true;
    }
    for (field, value) in spoilt {
        if js_sys::Reflect::set(field, &"value".into(), value).is_ok() {
            changed_by_hand(field);
        }
    }
    false
}
