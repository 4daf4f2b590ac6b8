//! Buttons that do one thing. All are of one type: each of its own would weigh on the program in the browser.
use leptos::prelude::*;

/// A button that cannot be pressed while it is busy. `label` is what is read aloud where `text` alone would not say enough.
pub fn button(
    text: &'static str,
    class: &'static str,
    label: Option<String>,
    busy: RwSignal<bool>,
    press: Callback<()>,
) -> AnyView {
    view! {
        <button type="button" class=class aria-label=label disabled=busy on:click=move |_| press.run(())>{text}</button>
    }
    .into_any()
}
