//! The keys of the panel, as a list.
use super::Front;
use crate::{
    components::{Dialog, button},
    i18n::{lang, words},
};
use leptos::prelude::*;

/// The list, in front of the page.
#[component]
pub fn Help(front: RwSignal<Option<Front>>) -> impl IntoView {
    let (w, o) = (words(), lang().assist());
    let keys = StoredValue::new([
        ("/", o.key_find),
        ("Ctrl K", o.key_palette),
        ("n", w.add_product),
        ("g p", w.products),
        ("g c", w.stock_take),
        ("g j", w.journal),
        ("g t", w.team),
        ("g a", w.account),
        ("g s", w.status),
        ("Ctrl Z", w.undo),
        ("Esc", o.key_close),
        ("?", o.key_help),
    ]);
    let close = Callback::new(move |()| front.set(None));
    let idle = RwSignal::new(false);
    let open = Signal::derive(move || front.get() == Some(Front::Help));
    view! {
        <Dialog open on_close=close title=o.keys>
            <dl class="facts keys">
                {keys.with_value(|keys| keys.map(|(key, text)| {
                    let keys = key.split(' ').map(|key| view! { <kbd>{key}</kbd> " " }.into_any()).collect_view();
                    view! { <dt>{keys}</dt> <dd>{text}</dd> }.into_any()
                }).into_iter().collect_view())}
            </dl>
            <p class="hint">{o.keys_hint}</p>
            <div class="actions">{button(o.close, "primary", None, idle, close)}</div>
        </Dialog>
    }
}
