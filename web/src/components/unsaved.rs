//! Keeps what was typed into a form from being lost by a link, a key, the browser's way back, or a closed tab.
use super::{Dialog, Guard, button, element, guard::Way};
use crate::i18n::lang;
use js_sys::Reflect;
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BeforeUnloadEvent, Element, Event, HtmlAnchorElement, HtmlFormElement, MouseEvent};

/// Guards the form with this id for as long as it is there. It is at rest again once `unsaved` is taken back.
#[component]
pub fn Unsaved(form: &'static str) -> impl IntoView {
    let (guard, navigate) = (Guard::of_page(), use_navigate());
    let o = lang().form();
    // Only in the browser.
    Effect::new(move || watch(guard, form));
    let stay = Callback::new(move |()| guard.wanted.set(None));
    let leave = Callback::new(move |()| {
        guard.unsaved.set(false);
        match guard.wanted.try_update(Option::take).flatten() {
            Some(Way::To(path)) => navigate(&path, onward()),
            // The browser's history is there as long as its window.
            Some(Way::Back) => drop(window().history().and_then(|history| history.go_with_delta(-2))),
            None => {}
        }
    });
    let (open, idle) = (Signal::derive(move || guard.wanted.with(Option::is_some)), RwSignal::new(false));
    view! {
        <Dialog open on_close=stay title=o.leave_title>
            <p>{o.leave_text}</p>
            <div class="actions">
                {button(o.stay, "primary", None, idle, stay)}
                {button(o.leave, "danger", None, idle, leave)}
            </div>
        </Dialog>
    }
}

/// Hears of what is typed, and of whoever wants to leave.
fn watch(guard: Guard, form: &'static str) {
    let typed = window_event_listener(ev::input, move |_| {
        let is_changed = element::<HtmlFormElement>(form).is_some_and(|form| is_changed(&form));
        guard.unsaved.set(is_changed);
        if is_changed && !is_held() {
            hold();
        }
    });
    let back = window_event_listener(ev::popstate, move |_| {
        if guard.asks(Way::Back) {
            hold();
        }
    });
    let closed = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if guard.unsaved.get_untracked() {
            event.prevent_default();
        }
    });
    listen(guard);
    on_cleanup(move || {
        typed.remove();
        back.remove();
        closed.remove();
        guard.unsaved.set(false);
        guard.wanted.set(None);
    });
}

/// Whether any field has something else in it than at first.
fn is_changed(form: &HtmlFormElement) -> bool {
    let count = u32::try_from(form.length()).unwrap_or_default();
    (0..count).filter_map(|number| form.get_with_index(number)).any(|field| {
        let of = |name: &str| Reflect::get(&field, &name.into()).unwrap_or_default();
        // What has no value at first is no field.
        let is_other = |now: &str, first: &str| !of(first).is_undefined() && of(now) != of(first);
        // The value of a box to tick is the same whether it is ticked or not.
        let is_box = ["checkbox", "radio"].iter().any(|kind| of("type") == *kind);
        if is_box { is_other("checked", "defaultChecked") } else { is_other("value", "defaultValue") }
    })
}

/// Hears of clicks before the router does.
fn listen(guard: Guard) {
    let clicked = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let Some(path) = event.dyn_ref().and_then(link) else { return };
        if guard.asks(Way::To(path)) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    // Browsers take every listener, and give it back.
    drop(window().add_event_listener_with_callback_and_bool("click", clicked.as_ref().unchecked_ref(), true));
    let clicked = StoredValue::new_local(clicked);
    on_cleanup(move || {
        clicked.with_value(|clicked| {
            let clicked = clicked.as_ref().unchecked_ref();
            drop(window().remove_event_listener_with_callback_and_bool("click", clicked, true));
        });
    });
}

/// The page a link of the panel leads to; links that leave it are the browser's matter.
fn link(event: &MouseEvent) -> Option<String> {
    if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return None;
    }
    let link = event
        .target()?
        .dyn_into::<Element>()
        .ok()?
        .closest("a[href^='/admin']:not([target], [rel~=external], [download])");
    let link = link.ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    Some(link.pathname() + &link.search())
}

/// What the browser's history says of an address that was put on top.
const HELD: &str = "held";

/// Puts the page's address once more on top of the browser's history: a step back stays on the page, and can be asked about.
fn hold() {
    let here = location().href();
    let held = here.and_then(|here| window().history()?.push_state_with_url(&HELD.into(), "", Some(&here)));
    // Where that is not possible the way back is not guarded.
    drop(held);
}

/// Whether it is on top.
fn is_held() -> bool {
    window().history().and_then(|history| history.state()).is_ok_and(|state| state == HELD)
}

/// How to go on from a form: in the place of the address that was put on top of its own.
pub fn onward() -> NavigateOptions {
    NavigateOptions { replace: is_held(), ..NavigateOptions::default() }
}
