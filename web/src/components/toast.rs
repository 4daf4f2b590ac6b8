//! Short news of what was done, read aloud too; and with it, for a while, the way back.
use super::{Undo, live};
use crate::i18n::words;
use leptos::{ev, prelude::*};
use shared::movement::Movement;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// How long news stand.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many movements count as lately: no more come at once.
const LATELY: usize = 250;

/// Where pages put their news.
#[derive(Clone, Copy)]
pub struct Toasts {
    text: RwSignal<String>,
    undo: RwSignal<Option<Undo>>,
    count: StoredValue<u64>,
    /// What was booked lately, on whatever page and by whomever: each list and each number that it concerns takes it over.
    pub moved: RwSignal<Vec<Movement>>,
    /// Grows whenever what is shown may be old: somebody comes back to the page.
    pub refresh: RwSignal<u32>,
}

impl Toasts {
    /// Makes it known to the pages inside.
    pub fn provide() {
        provide_context(Self {
            text: RwSignal::new(String::new()),
            undo: RwSignal::new(None),
            count: StoredValue::new(0),
            moved: RwSignal::new(Vec::new()),
            refresh: RwSignal::new(0),
        });
    }

    /// The one of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Shows the text for a while, or until there is newer news.
    pub fn say(self, text: String) {
        self.show(text, None);
    }

    /// The same with a button that undoes it.
    pub fn offer(self, text: String, undo: Undo) {
        self.show(text, Some(undo));
    }

    /// Something was booked. It may be heard of twice: by the answer and by those who watch.
    pub fn take(self, movement: Movement) {
        if self.moved.with_untracked(|moved| moved.iter().any(|each| each.id == movement.id)) {
            return;
        }
        self.moved.update(|moved| {
            moved.truncate(LATELY - 1);
            moved.insert(0, movement);
        });
    }

    fn show(self, text: String, undo: Option<Undo>) {
        self.text.set(text);
        self.undo.set(undo);
        self.count.update_value(|count| *count += 1);
        self.hide_later(self.count.get_value());
    }

    fn hide_later(self, mine: u64) {
        let hide = move || {
            if self.count.get_value() != mine {
                return;
            }
            // Who points at the button or has the focus on it is about to press it.
            let used = document().query_selector(".toast:has(button):is(:hover, :focus-within)");
            if used.is_ok_and(|found| found.is_some()) {
                return self.hide_later(mine);
            }
            self.text.set(String::new());
            self.undo.set(None);
        };
        set_timeout(hide, PATIENCE);
    }

    /// Undoes what the button offers, once.
    fn act(self) {
        if let Some(undo) = self.undo.try_update(Option::take).flatten() {
            undo.run();
        }
    }
}

/// The place on the page; it is there from the start, or it would not be read aloud. Its button stands far from the row that
/// was booked, so it has a key of its own as well.
#[component]
pub fn ToastArea() -> impl IntoView {
    let toasts = Toasts::of_page();
    let pressed = move |event: ev::KeyboardEvent| {
        let is_undo = event.key() == "z" && (event.ctrl_key() || event.meta_key()) && !event.shift_key();
        if is_undo && !is_typing(&event) && toasts.undo.with_untracked(Option::is_some) {
            event.prevent_default();
            toasts.act();
        }
    };
    // It lives as long as the panel.
    window_event_listener(ev::keydown, pressed);
    view! {
        <div class="toast" role="status" aria-live="polite">
            {Signal::derive(move || Some(toasts.text.get()).filter(|text| !text.is_empty()))}
            {live(move || {
                toasts.undo.get().map(|_| {
                    view! {
                        <button type="button" title="Ctrl+Z" aria-keyshortcuts="Control+Z" on:click=move |_| toasts.act()>
                            {words().undo}
                        </button>
                    }
                    .into_any()
                })
            })}
        </div>
    }
}

/// There the key undoes the typing.
pub(super) fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("input:not([type=checkbox]), textarea, select").unwrap_or_default())
}
