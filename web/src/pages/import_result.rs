//! The import itself: the button, how far it is, and what became of it.
use super::{
    import_rows::counts,
    import_work::{Doing, Work},
};
use crate::{
    components::{Live, button, element, live, shown},
    i18n::lang,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::import::{ImportReport, Phase};
use web_sys::HtmlElement;

/// The heading above what became of it.
const DONE: &str = "imported";

/// The button; only a file without mistakes that brings something new can be imported.
#[component]
pub fn Book(work: Work) -> impl IntoView {
    let (lang, w) = (lang(), lang().sheet());
    let many = move || work.report.with(|report| report.as_ref().map_or(0, |report| report.created + report.changed));
    let is_wrong = move || work.report.with(|report| report.as_ref().is_some_and(|report| report.failed > 0));
    let is_idle = move || many() == 0 && !is_wrong();
    // What could not be looked at anew may mean something else by now.
    let is_unseen = move || work.problem.with(|refused| matches!(refused, Some((Doing::Checking, _))));
    let held = move || many() == 0 || is_wrong() || is_unseen() || work.doing.get().is_some();
    let is_importing = move || work.doing.get() == Some(Doing::Importing);
    view! {
        <section class="tile">
            <button type="button" class="primary" disabled=Signal::derive(held) on:click=move |_| work.import()>
                {Signal::derive(move || lang.import_many(many()))}
            </button>
            <p class="hint">{Signal::derive(move || if is_idle() { w.nothing_to_do } else { w.all_or_none })}</p>
            {refused(work, Doing::Importing)}
            {shown(is_importing, move || view! { <Underway work/> }.into_any())}
        </section>
    }
}

/// Why this was refused, if it was what was tried last.
pub fn refused(work: Work, what: Doing) -> Live {
    let lang = lang();
    live(move || {
        let (_, problem) = work.problem.get().filter(|(refused, _)| *refused == what)?;
        let text = lang.import_refusal(&problem, what == Doing::Importing);
        Some(view! { <div class="notice" role="alert" tabindex="-1"><p>{text}</p></div> }.into_any())
    })
}

/// How far it is: first how much of the file has gone out, then what the API says.
#[component]
pub fn Underway(work: Work) -> impl IntoView {
    let (lang, w) = (lang(), lang().sheet());
    let part = move || {
        let at = work.progress.get().filter(|at| at.phase != Phase::Receiving && at.rows_total > 0);
        match (at, work.upload.get()) {
            (Some(at), _) => (lang.progress(at), Some((at.rows_done, at.rows_total))),
            (None, Some(sent)) if sent < 100 => (lang.sent(sent), Some((sent.into(), 100))),
            _ => (w.reading.to_owned(), None),
        }
    };
    live(move || {
        let (text, done) = part();
        let (value, max) = done.map(|(done, all)| (done.to_string(), all.to_string())).unzip();
        let label = text.clone();
        Some(view! { <p class="hint">{text}</p> <progress value=value max=max aria-label=label></progress> }.into_any())
    })
}

/// What became of it, and where to go from here.
pub fn done(work: Work, report: &ImportReport) -> AnyView {
    let (lang, w) = (lang(), lang().sheet());
    let mut numbers = vec![(w.created, report.created), (w.changed, report.changed), (w.same, report.same)];
    let booked = [(w.opened, report.opened), (w.counted, report.counted)];
    numbers.extend(booked.into_iter().filter(|(_, count)| *count > 0));
    // The button that was pressed is gone.
    request_animation_frame(|| {
        let _ = element::<HtmlElement>(DONE).map(|heading| heading.focus());
    });
    let another = Callback::new(move |()| work.choose(None));
    view! {
        <section class="tile" aria-label=w.done>
            <h2 id=DONE tabindex="-1">{w.done}</h2>
            {counts(lang, &numbers)}
            <div class="actions">
                <A href="/admin" attr:class="button primary">{w.see_products}</A>
                <A href="/admin/journal" attr:class="button">{w.see_journal}</A>
                {button(w.another, "", None, RwSignal::new(false), another)}
            </div>
        </section>
    }
    .into_any()
}
