//! Keys that work on every page, except while something is typed or asked.
use super::Front;
use crate::{
    components::{element, guarded, toast::is_typing},
    session::Session,
};
use leptos::{ev, prelude::*};
use shared::user::Role;
use web_sys::HtmlInputElement;

/// Id of the search on the page of products.
pub const SEARCH: &str = "search";

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// The search of the list; elsewhere the palette.
    Find,
    Help,
    /// Adds a product.
    Add,
    /// The next key says where to go.
    Lead,
    Go(&'static str),
}

/// What this key means, alone or after `g`.
fn deed(key: &str, is_led: bool) -> Option<Deed> {
    Some(match (is_led, key) {
        (true, "p") => Deed::Go("/admin"),
        (true, "j") => Deed::Go("/admin/journal"),
        (true, "c") => Deed::Go("/admin/count"),
        (true, "t") => Deed::Go("/admin/team"),
        (true, "a") => Deed::Go("/admin/account"),
        (true, "s") => Deed::Go("/admin/status"),
        (false, "/") => Deed::Find,
        (false, "?") => Deed::Help,
        (false, "n") => Deed::Add,
        (false, "g") => Deed::Lead,
        _ => return None,
    })
}

/// Hears them for as long as the panel is there.
#[component]
pub fn Keys(front: RwSignal<Option<Front>>) -> impl IntoView {
    let (guarded, is_led, session) = (guarded(), StoredValue::new(false), Session::of_page());
    let go = move |path: &str| guarded.run(path.to_owned());
    let pressed = move |event: ev::KeyboardEvent| {
        let is_command = event.ctrl_key() || event.meta_key();
        let was_led = is_led.get_value();
        is_led.set_value(false);
        if is_command && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            front.update(|front| *front = if *front == Some(Front::Palette) { None } else { Some(Front::Palette) });
            return;
        }
        if is_command || event.alt_key() || is_typing(&event) || is_asked() {
            return;
        }
        let Some(deed) = deed(&event.key(), was_led) else { return };
        event.prevent_default();
        match deed {
            Deed::Find => find(front),
            Deed::Help => front.set(Some(Front::Help)),
            Deed::Add if session.may(Role::Manager) => go("/admin/products/new"),
            Deed::Add => {}
            Deed::Lead => is_led.set_value(true),
            Deed::Go(path) => go(path),
        }
    };
    let heard = window_event_listener(ev::keydown, pressed);
    on_cleanup(move || heard.remove());
}

fn find(front: RwSignal<Option<Front>>) {
    match element::<HtmlInputElement>(SEARCH) {
        // A field that cannot take the focus leaves it where it is.
        Some(field) => drop(field.focus().map(|()| field.select())),
        None => front.set(Some(Front::Palette)),
    }
}

/// Something stands in front of the page already.
fn is_asked() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}

#[cfg(test)]
mod tests {
    use super::{Deed, deed};

    #[test]
    fn a_letter_after_g_leads_to_a_page_and_alone_does_not() {
        assert_eq!(deed("j", true), Some(Deed::Go("/admin/journal")));
        assert_eq!(deed("j", false), None);
        assert_eq!(deed("g", false), Some(Deed::Lead));
        assert_eq!(deed("n", true), None);
        assert_eq!(deed("N", false), None);
    }
}
