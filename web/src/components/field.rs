//! One field of a form: its name, what helps to fill it in, and what is wrong with it.
use super::{Clashes, Draft};
use crate::i18n::words;
use leptos::prelude::*;

/// Ids and texts around any kind of input.
#[derive(Clone, Copy)]
pub(super) struct Around {
    draft: Draft,
    name: &'static str,
}

impl Around {
    pub(super) fn new(name: &'static str) -> Self {
        Self { draft: expect_context(), name }
    }

    pub(super) fn id(self) -> String {
        format!("{}-{}", self.draft.id(), self.name)
    }

    pub(super) fn described_by(self) -> String {
        format!("{0}-hint {0}-problem", self.id())
    }

    /// `true` while the field is wrong, for programs that read aloud and for the style.
    pub(super) fn invalid(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.draft.error(self.name).map(|_| "true"))
    }

    pub(super) fn below(self, hint: impl Into<String>) -> impl IntoView {
        let hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        view! {
            {hint.map(|hint| view! { <p class="hint" id=format!("{}-hint", self.id())>{hint}</p> }.into_any())}
            <p class="problem" id=format!("{}-problem", self.id())>{Signal::derive(move || self.draft.error(self.name))}</p>
            {use_context::<Clashes>().map(|clashes| clashes.beside(self.name))}
        }
    }
}

/// The label of a field.
#[component]
pub(super) fn Label(around: Around, label: &'static str, optional: bool) -> impl IntoView {
    view! {
        <label for=around.id()>
            {label} {optional.then(|| view! { " " <small>{words().optional}</small> }.into_any())}
        </label>
    }
}

/// A field of one line.
#[component]
pub fn Field(
    name: &'static str,
    label: &'static str,
    /// `text`, `email`, `password`, `search`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What is in it at first.
    #[prop(optional, into)]
    value: String,
    /// Helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// What the browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows: `text`, `decimal`, `numeric`, `email`.
    #[prop(default = "text")]
    keyboard: &'static str,
) -> impl IntoView {
    let around = Around::new(name);
    view! {
        <div class="field">
            <Label around label optional/>
            <input
                id=around.id()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=keyboard
                aria-describedby=around.described_by()
                aria-invalid=around.invalid()
            />
            {around.below(hint)}
        </div>
    }
}
