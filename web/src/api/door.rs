//! Where a request waits whose session has ended, until the person has signed in again in front of the page.
use js_sys::{Function, Promise};
use leptos::prelude::{Effect, GetUntracked, RwSignal, Set};
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static DOOR: Cell<Option<Door>> = const { Cell::new(None) };
    static WAITING: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Asks the person to sign in again.
#[derive(Clone, Copy)]
pub(crate) struct Door {
    /// Somebody waits.
    pub asked: RwSignal<bool>,
}

impl Door {
    /// From now on requests wait here; only in the browser, where one person is.
    pub fn provide() -> Self {
        let door = Self { asked: RwSignal::new(false) };
        Effect::new(move || DOOR.set(Some(door)));
        door
    }

    /// Lets all that wait go on, or tells them that they cannot.
    pub fn answer(self, is_in: bool) {
        if self.asked.get_untracked() {
            self.asked.set(false);
        }
        for go_on in WAITING.take() {
            // Who has given up waiting does not hear it.
            let _ = go_on.call1(&JsValue::NULL, &is_in.into());
        }
    }
}

/// There is somebody to ask; on the server there is not.
pub(super) fn is_there() -> bool {
    DOOR.get().is_some()
}

/// Waits until the person has signed in, or does not want to. However many wait, the person is asked once.
pub(super) async fn is_opened() -> bool {
    let Some(door) = DOOR.get() else { return false };
    let answer = Promise::new(&mut |go_on, _| WAITING.with_borrow_mut(|waiting| waiting.push(go_on)));
    door.asked.set(true);
    SendWrapper::new(JsFuture::from(answer)).await.is_ok_and(|is_in| is_in.is_truthy())
}
