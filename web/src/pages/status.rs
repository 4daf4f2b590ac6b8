//! How the system is doing.
use crate::{
    api,
    components::{PageTitle, coming},
    i18n::{Lang, lang, words},
};
use leptos::prelude::*;
use shared::status::{self, Check, State};

/// How the system is doing.
#[component]
pub fn Status() -> impl IntoView {
    let w = words();
    let status = api::loaded::status();
    view! {
        <PageTitle text=w.status/>
        <div class="heading">
            <h1>{w.status}</h1>
            <button type="button" on:click=move |_| status.refetch()>{w.ask_again}</button>
        </div>
        {coming(w.loading, move || async move { status.ready().await.map(|status| view! { <Sheet status/> }.into_any()) })}
    }
}

#[component]
fn Sheet(status: status::Status) -> impl IntoView {
    let (lang, o) = (lang(), lang().system());
    let is_slow = status.checks.iter().any(|check| check.state == State::Warning);
    let checks = status.checks.into_iter().map(|check| view! { <OneCheck check lang/> }).collect_view();
    let deployment = Some(status.deployment).filter(|name| !name.is_empty()).map(|name| format!(" ({name})"));
    let version = status.version + &deployment.unwrap_or_default();
    let (class, text) = match (status.is_ready, is_slow) {
        (true, false) => ("badge good", o.all_well),
        (true, true) => ("badge low", o.only_slower),
        (false, _) => ("badge out", o.not_well),
    };
    view! {
        <p><span class=class>{text}</span></p>
        <ul class="tiles">{checks}</ul>
        <dl class="facts">
            <dt>{o.instance}</dt> <dd><code>{status.instance}</code></dd>
            <dt>{o.version}</dt> <dd>{version}</dd>
            <dt>{o.uptime}</dt> <dd>{lang.duration(status.uptime_seconds)}</dd>
        </dl>
        <p class="hint">{o.status_hint}</p>
    }
}

#[component]
fn OneCheck(check: Check, lang: Lang) -> impl IntoView {
    let (class, mark) = match check.state {
        State::Ok => ("badge good", "✓"),
        State::Warning => ("badge low", "!"),
        State::Down => ("badge out", "✕"),
        State::NotConfigured => ("badge", "–"),
    };
    view! {
        <li class="tile">
            <h2>{lang.dependency(check.name)}</h2>
            <p><span class=class><span aria-hidden="true">{mark}</span> " " {lang.state(check.state)}</span></p>
            <p class="hint">{check.engine} {check.took_ms.map(|took| format!(" · {}", lang.millis(took)))}</p>
        </li>
    }
}
