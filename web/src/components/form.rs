use super::{Draft, Filled, Notice};
use crate::i18n::words;
use leptos::{context::Provider, ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

/// A form with its problems on top and its button at the end. The fields inside find the draft by themselves.
#[component]
pub fn Form(
    draft: Draft,
    /// What the button says.
    submit: &'static str,
    /// Where it goes before the page is taken over.
    #[prop(default = "")]
    action: &'static str,
    /// Gets what was filled in.
    on_submit: impl Fn(Filled) + 'static,
    /// Beside the button: the way out.
    #[prop(optional)]
    on_cancel: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(filled) = form.as_ref().and_then(Filled::of)
            && !draft.busy.get_untracked()
        {
            on_submit(filled);
        }
    };
    let cancel =
        on_cancel.map(|back| view! { <button type="button" on:click=move |_| back.run(())>{words().cancel}</button> });
    view! {
        <form id=draft.id() class="form" method="post" action=Some(action).filter(|a| !a.is_empty()) novalidate on:submit=sent>
            {move || draft.general().map(|problem| view! { <Notice problem/> })}
            <Provider value=draft>{children()}</Provider>
            <div class="actions">
                <button type="submit" class="primary" disabled=draft.busy aria-busy=move || draft.busy.get().to_string()>
                    {submit}
                </button>
                {cancel}
            </div>
        </form>
    }
}
