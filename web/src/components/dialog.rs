//! Questions in front of everything else. The browser keeps the focus inside, closes on Esc and gives the focus back.
use super::{Draft, Problems, live};
use crate::i18n::words;
use leptos::{html, prelude::*};

/// A box in front of the page, with its content only while it is open.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let open = open.get();
        if let Some(dialog) = node.get() {
            match (open, dialog.open()) {
                // It is in the document and not open yet, which is all the browser asks for.
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    view! {
        <dialog node_ref=node on:close=move |_| on_close.run(()) aria-label=title>
            {live(move || open.get().then(|| view! { <h2>{title.get()}</h2> {children()} }.into_any()))}
        </dialog>
    }
}

/// Asks before something that is not easily undone.
#[component]
pub fn Confirm(
    #[prop(into)] open: Signal<bool>,
    on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    /// What will happen.
    text: &'static str,
    /// What the button says.
    action: &'static str,
    draft: Draft,
    on_confirm: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open on_close title>
            <p>{text}</p>
            <Problems problem=draft.problem/>
            <div class="actions">
                <button type="button" class="danger" disabled=draft.busy on:click=move |_| on_confirm.run(())>
                    {action}
                </button>
                <button type="button" autofocus on:click=move |_| on_close.run(())>{words().cancel}</button>
            </div>
        </Dialog>
    }
}
