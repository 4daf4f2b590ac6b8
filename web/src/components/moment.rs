//! Times as people read them.
use crate::i18n::{Clock, lang};
use leptos::prelude::*;
use shared::Time;
use wasm_bindgen::JsValue;

/// A moment: in UTC as it comes from the server, in the visitor's own time once the page is taken over.
#[component]
pub fn Moment(time: Time) -> impl IntoView {
    let lang = lang();
    let machine = time.to_rfc3339();
    let shown = RwSignal::new(lang.moment(Clock::utc(time)) + " UTC");
    Effect::new(move || shown.set(lang.moment(local(time))));
    view! { <time datetime=machine>{shown}</time> }
}

/// What the visitor's clock showed.
fn local(time: Time) -> Clock {
    // Milliseconds of any date that people write are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    let date = js_sys::Date::new(&JsValue::from_f64(time.timestamp_millis() as f64));
    Clock {
        year: i32::try_from(date.get_full_year()).unwrap_or_default(),
        month: date.get_month() + 1,
        day: date.get_date(),
        hour: date.get_hours(),
        minute: date.get_minutes(),
    }
}
