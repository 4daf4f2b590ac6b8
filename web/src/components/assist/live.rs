//! What others book comes by itself: by events from the server while somebody looks at the page, else by asking.
use crate::{api, components::Toasts};
use leptos::{ev, leptos_dom::helpers::IntervalHandle, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use shared::movement::Movement;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// How often it asks where no events come.
const ASKS: Duration = Duration::from_secs(4);

/// Watches for as long as the panel is there.
#[component]
pub fn Live() -> impl IntoView {
    let (toasts, watch) = (Toasts::of_page(), Kept::new_local(None));
    let look = move || {
        let is_seen = !document().hidden();
        match (is_seen, watch.with_value(Option::is_some)) {
            (true, false) => watch.set_value(Watch::begin(toasts, watch)),
            // Browsers allow few connections to a site: one that nobody looks at would be missed by another tab.
            (false, true) => watch.set_value(None),
            _ => {}
        }
        if is_seen {
            toasts.refresh.update(|times| *times += 1);
        }
    };
    watch.set_value(Watch::begin(toasts, watch));
    let changed = window_event_listener(ev::visibilitychange, move |_| look());
    let focused = window_event_listener(ev::focus, move |_| look());
    on_cleanup(move || {
        changed.remove();
        focused.remove();
        watch.set_value(None);
    });
}

/// Where the connection is kept while somebody looks at the page.
type Kept = StoredValue<Option<Watch>, LocalStorage>;

/// A connection, or what stands in for it.
struct Watch {
    source: EventSource,
    asking: ArcStoredValue<Option<IntervalHandle>>,
    _heard: [Closure<dyn Fn(MessageEvent)>; 2],
    _failed: Closure<dyn Fn(JsValue)>,
}

impl Watch {
    /// Nothing where the browser has no events.
    fn begin(toasts: Toasts, kept: Kept) -> Option<Self> {
        let source = EventSource::new("/api/v1/events").ok()?;
        let moved = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(movement) = api::transport::read::<Movement>(&text) {
                toasts.take(movement);
            }
        });
        let reset = Closure::<dyn Fn(MessageEvent)>::new(move |_| toasts.refresh.update(|times| *times += 1));
        let asking = ArcStoredValue::new(None);
        let failed = {
            let (source, asking) = (SendWrapper::new(source.clone()), asking.clone());
            Closure::<dyn Fn(JsValue)>::new(move |_| fall_back(&source, &asking, toasts, kept))
        };
        for (name, heard) in [("movement", &moved), ("reset", &reset)] {
            source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref()).ok()?;
        }
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Self { source, asking, _heard: [moved, reset], _failed: failed })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.source.close();
        self.asking.update_value(|asking| {
            if let Some(asking) = asking.take() {
                asking.clear();
            }
        });
    }
}

/// The browser tries again by itself unless it was refused; then the journal is asked.
fn fall_back(source: &EventSource, asking: &ArcStoredValue<Option<IntervalHandle>>, toasts: Toasts, kept: Kept) {
    if source.ready_state() == EventSource::CLOSED && asking.with_value(Option::is_none) {
        asking.set_value(set_interval_with_handle(move || spawn_local(ask(toasts, kept)), ASKS).ok());
    }
}

/// Asks; where that is answered, events may come again: somebody has signed in, or a place has become free.
async fn ask(toasts: Toasts, kept: Kept) {
    // Who cannot be asked now is asked again soon.
    let Ok(page) = api::newest().await else { return };
    page.items.into_iter().rev().for_each(|movement| toasts.take(movement));
    let is_lost = |watch: &Watch| watch.source.ready_state() == EventSource::CLOSED;
    if kept.try_with_value(|watch| watch.as_ref().is_some_and(is_lost)) == Some(true) {
        kept.set_value(Watch::begin(toasts, kept));
        // What was booked after the answer and before the events have begun is read, too.
        set_timeout(move || toasts.refresh.update(|times| *times += 1), ASKS);
    }
}
