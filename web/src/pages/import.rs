//! Many products at once, out of a file: it is chosen, understood, tried, and only then imported.
use super::{
    import_columns::Columns,
    import_result::{Book, Underway, done, refused},
    import_rows::Rows,
    import_work::{Doing, Work},
};
use crate::{
    components::{PageTitle, Refusal, button, coming, live, shown},
    i18n::lang,
    session::Session,
};
use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
};
use shared::{Code, user::Role};
use web_sys::HtmlInputElement;

/// What the file picker offers at first; the API looks at the file itself.
const TAKEN: &str = ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain";

/// The page.
#[component]
pub fn Import() -> impl IntoView {
    let (w, session) = (lang().sheet(), Session::of_page());
    view! {
        <PageTitle text=w.title/>
        <h1>{w.title}</h1>
        {coming("", move || async move {
            session.ready().await?;
            Ok(if session.may(Role::Manager) {
                view! { <Steps/> }.into_any()
            } else {
                view! { <Refusal problem=Code::Forbidden.into()/> }.into_any()
            })
        })}
    }
}

/// One after the other; those after the file appear when it was looked at, and go when all is done.
#[component]
fn Steps() -> impl IntoView {
    let (w, work) = (lang().sheet(), Work::new());
    let is_open = move || work.report.with(Option::is_some) && work.done.with(Option::is_none);
    let is_readable =
        move || is_open() && work.report.with(|report| report.as_ref().is_some_and(|it| it.problems.is_empty()));
    let is_importing = move || work.doing.get() == Some(Doing::Importing);
    view! {
        <p class="hint">{w.intro}</p>
        <noscript class="notice">{w.needs_script}</noscript>
        <Choose work/>
        {shown(is_open, move || view! {
            <fieldset class="plain" disabled=Signal::derive(is_importing)><Columns work/></fieldset>
        }.into_any())}
        {shown(is_readable, move || view! { <Rows work/> <Book work/> }.into_any())}
        {live(move || work.done.with(|report| report.as_ref().map(|report| done(work, report))))}
    }
}

/// The file. A field of this kind takes what is dropped on it, too.
#[component]
fn Choose(work: Work) -> impl IntoView {
    let w = lang().sheet();
    // Before the page is taken over nobody would hear of the file.
    let waits = RwSignal::new(true);
    Effect::new(move || waits.set(false));
    let held = Signal::derive(move || waits.get() || work.doing.get() == Some(Doing::Importing));
    let chosen = move |event: Event| {
        if let Some(file) = event_target::<HtmlInputElement>(&event).files().and_then(|files| files.get(0)) {
            work.choose(Some(file));
        }
    };
    // The same file counts as another one when it was corrected meanwhile.
    let forget = move |event: MouseEvent| event_target::<HtmlInputElement>(&event).set_value("");
    let is_checking = move || work.doing.get() == Some(Doing::Checking);
    let is_refused = move || {
        let checked = work.problem.with(|refused| matches!(refused, Some((Doing::Checking, _))));
        checked && work.doing.get().is_none()
    };
    let again = Callback::new(move |()| work.check());
    view! {
        <section class="tile">
            <h2>{w.file}</h2>
            <label class="drop">
                <strong>{w.choose}</strong>
                <span class="name" role="status">{Signal::derive(move || work.name.get())}</span>
                <input type="file" accept=TAKEN disabled=held on:click=forget on:change=chosen/>
            </label>
            <p class="hint">{w.file_hint}</p>
            <p class="hint">{w.file_export}</p>
            {shown(is_checking, move || view! { <Underway work/> }.into_any())}
            {refused(work, Doing::Checking)}
            {shown(is_refused, move || button(w.check_again, "", None, RwSignal::new(false), again))}
        </section>
    }
}
