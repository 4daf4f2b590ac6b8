//! Fields that two people changed at the same time: both values, and the choice between them.
use super::{
    Filled,
    live::{Live, live},
};
use crate::i18n::words;
use leptos::prelude::*;

/// One such field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Which field.
    pub field: &'static str,
    /// What stands in the form.
    pub mine: String,
    /// What the other person has made of it.
    pub theirs: String,
}

/// Those of a form; the form that can have any provides it to its fields.
#[derive(Clone, Copy, Default)]
pub struct Clashes(pub RwSignal<Vec<Clash>>);

impl Clashes {
    /// What is shown beside this field.
    pub(super) fn beside(self, field: &'static str) -> Live {
        live(move || {
            let clash = self.0.with(|all| all.iter().find(|clash| clash.field == field).cloned())?;
            Some(view! { <Choose clash/> }.into_any())
        })
    }

    /// The fields for which the other person's value was chosen; or the first one for which nothing was.
    pub fn given_up(self, filled: &Filled) -> Result<Vec<&'static str>, &'static str> {
        let mut given_up = Vec::new();
        for clash in self.0.get_untracked() {
            match filled.text(&name_of(clash.field)).as_str() {
                "theirs" => given_up.push(clash.field),
                "mine" => {}
                _ => return Err(clash.field),
            }
        }
        Ok(given_up)
    }
}

fn name_of(field: &str) -> String {
    format!("keep-{field}")
}

#[component]
fn Choose(clash: Clash) -> impl IntoView {
    let w = words();
    let name = name_of(clash.field);
    let one = |value: &'static str, label: &'static str, text: String| {
        let text = Some(text).filter(|text| !text.is_empty()).unwrap_or_else(|| w.nothing.to_owned());
        view! {
            <label class="switch">
                <input type="radio" name=name.clone() value=value/>
                <span>{label} " " <strong>{text}</strong></span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="clash">
            <legend>{w.clash}</legend>
            {one("mine", w.mine, clash.mine)}
            {one("theirs", w.theirs, clash.theirs)}
        </fieldset>
    }
}
