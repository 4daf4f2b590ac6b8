//! The other kinds of fields: one of several, several lines, yes or no.
use super::field::{Around, Label};
use leptos::prelude::*;

/// One of several.
#[component]
pub fn Choice(
    name: &'static str,
    label: &'static str,
    /// Values and what they are called.
    options: Vec<(&'static str, &'static str)>,
    /// The value at first.
    #[prop(optional)]
    value: &'static str,
    /// Helps to choose.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let around = Around::new(name);
    let options = options
        .into_iter()
        .map(|(each, text)| view! { <option value=each selected=each == value>{text}</option> }.into_any())
        .collect_view();
    view! {
        <div class="field">
            <Label around label optional=false/>
            <select
                id=around.id()
                name=name
                aria-describedby=around.described_by()
                aria-invalid=around.invalid()
            >
                {options}
            </select>
            {around.below(hint)}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn Lines(
    name: &'static str,
    label: &'static str,
    /// What is in it at first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let around = Around::new(name);
    view! {
        <div class="field wide">
            <Label around label optional=true/>
            <textarea
                id=around.id()
                name=name
                rows="4"
                aria-describedby=around.described_by()
                aria-invalid=around.invalid()
            >
                {value}
            </textarea>
            {around.below("")}
        </div>
    }
}

/// Yes or no.
#[component]
pub fn Tick(
    name: &'static str,
    label: &'static str,
    /// Ticked at first.
    value: bool,
    /// Says what it does.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let around = Around::new(name);
    view! {
        <div class="field tick">
            <label for=around.id()>
                <input
                    id=around.id()
                    name=name
                    type="checkbox"
                    checked=value
                    aria-describedby=around.described_by()
                />
                {label}
            </label>
            {around.below(hint)}
        </div>
    }
}
