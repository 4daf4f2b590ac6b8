//! What only the browser can do for a list: tell where the person's days begin, and hand over a file.
use js_sys::Date;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// The moment at which this day of the person's calendar (`2026-11-21`) begins, or so many days later; empty when it is none.
pub(crate) fn moment(day: &str, later: u32) -> String {
    let mut parts = day.splitn(3, '-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month @ 1..)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return String::new();
    };
    let date = Date::new_with_year_month_day(year, month.cast_signed() - 1, (day + later).cast_signed());
    if date.get_time().is_nan() { String::new() } else { date.to_iso_string().into() }
}

/// The day that this moment begins, or the one so many days before; empty when it is no moment.
pub(crate) fn of_moment(moment: &str, earlier: u32) -> String {
    let date = Date::new(&JsValue::from_str(moment));
    if moment.is_empty() || date.get_time().is_nan() {
        return String::new();
    }
    date.set_date(date.get_date() - earlier);
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// Hands the file over, as if a link to it had been followed. Where the browser does not want to, nothing happens.
pub(crate) fn save(name: &str, file: &Blob) {
    let link = document().create_element("a").map(JsCast::unchecked_into::<HtmlElement>);
    if let (Ok(url), Ok(link)) = (Url::create_object_url_with_blob(file), link) {
        let _ = link.set_attribute("href", &url).and_then(|()| link.set_attribute("download", name));
        link.click();
        // The browser has taken the file over by now.
        let _ = Url::revoke_object_url(&url);
    }
}
