//! What all forms have in common.
use super::{Draft, Filled, Notice, live};
use crate::i18n::words;
use leptos::{context::Provider, ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

/// What happens to what was filled in.
pub struct Submit(Box<dyn Fn(Filled)>);

impl<F: Fn(Filled) + 'static> From<F> for Submit {
    fn from(submit: F) -> Self {
        Self(Box::new(submit))
    }
}

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
    #[prop(into)]
    on_submit: Submit,
    /// Beside the button: the way out.
    #[prop(optional)]
    on_cancel: Option<Callback<()>>,
    /// Beside the button: another way to send it.
    #[prop(optional_no_strip)]
    beside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(filled) = form.as_ref().and_then(Filled::of)
            && !draft.busy.get_untracked()
        {
            (on_submit.0)(filled);
        }
    };
    let cancel = on_cancel.map(|back| {
        view! { <button type="button" disabled=draft.busy on:click=move |_| back.run(())>{words().cancel}</button> }
            .into_any()
    });
    // Without an address of its own a form can only be sent once the page is taken over.
    let waits = RwSignal::new(action.is_empty());
    Effect::new(move || waits.set(false));
    let held = Signal::derive(move || waits.get() || draft.busy.get());
    view! {
        <form id=draft.id() class="form" method="post" action=Some(action).filter(|a| !a.is_empty()) novalidate on:submit=sent>
            {live(move || draft.general().map(|problem| view! { <Notice problem/> }.into_any()))}
            <Provider value=draft>{children()}</Provider>
            <div class="actions">
                <button type="submit" class="primary" disabled=held aria-busy=Signal::derive(move || draft.busy.get().to_string())>
                    {submit}
                </button>
                {beside}
                {cancel}
            </div>
        </form>
    }
}
