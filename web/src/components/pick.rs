//! What a list is narrowed down by.
use crate::{
    api::Filters,
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::user::User;

/// Goes to the same list narrowed down in another way, without a step back for each.
pub fn narrowed(path: &'static str) -> Callback<Filters> {
    let navigate = use_navigate();
    Callback::new(move |filters: Filters| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("{path}{}", filters.query(None)), options);
    })
}

/// One of several, or all of them.
#[component]
pub fn Pick(
    filters: Memo<Filters>,
    /// What it narrows down by.
    name: &'static str,
    label: &'static str,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    go: Callback<Filters>,
) -> impl IntoView {
    let now = move || filters.with(|filters| filters.get(name).to_owned());
    let at_first = untrack(now);
    let each = options.into_iter().map(|(value, text)| {
        let selected = value == at_first;
        view! { <option value=value selected=selected>{text}</option> }
    });
    let picked = move |event| go.run(filters.get_untracked().with(name, event_target_value(&event)));
    view! {
        <label class="pick">
            <small>{label}</small>
            <select name=name prop:value=now on:change=picked>
                <option value="">{words().all}</option>
                {each.collect_view()}
            </select>
        </label>
    }
}

/// That only some are shown, and the way back to all of them.
pub fn chip(all: Signal<String>, text: String) -> AnyView {
    let label = lang().without(&text);
    view! { <a href=all class="chip" aria-label=label data-noscroll="true">{text} " ✕"</a> }.into_any()
}

/// The people one may choose from: oneself first, then the team; and whoever the address asks for.
pub fn people(team: Vec<User>, asked: &str) -> Vec<(String, String)> {
    let (lang, w) = (lang(), words());
    let (me, name) = Session::of_page().with(|me| (me.user.id.to_string(), me.user.name.clone()));
    let others = team.into_iter().map(|user| (user.id.to_string(), user.name)).filter(|(id, _)| *id != me);
    let mut all: Vec<_> = std::iter::once((me.clone(), lang.me(&name))).chain(others).collect();
    if !asked.is_empty() && all.iter().all(|(id, _)| id != asked) {
        all.push((asked.to_owned(), w.former_member.to_owned()));
    }
    all
}
