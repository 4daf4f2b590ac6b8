//! The latest notices and how their deliveries went; and what became of a test.
use crate::{
    api,
    components::{Draft, Moment, More, Paged, Problems, button, shown},
    i18n::{Lang, lang},
};
use leptos::{prelude::*, task::spawn_local};
use shared::webhook::{Delivery, DeliveryState};
use std::time::Duration;

/// The list, newest first.
#[component]
pub fn Deliveries(events: Paged<Delivery>) -> impl IntoView {
    let (n, draft) = (lang().notices(), Draft::new("deliveries"));
    let refresh = Callback::new(move |()| {
        draft.send(api::deliveries(None), move |page| events.replace(page.items, page.next_cursor));
    });
    let load = move |cursor: String| async move {
        let page = api::deliveries(Some(&cursor)).await?;
        Ok((page.items, page.next_cursor))
    };
    let is_empty = move || events.items.with(Vec::is_empty);
    view! {
        <div class="heading"><h2>{n.latest}</h2> {button(n.refresh, "", None, draft.busy, refresh)}</div>
        <Problems problem=draft.problem/>
        {shown(is_empty, move || view! { <section class="empty"><p>{n.none_yet}</p></section> }.into_any())}
        <ul class="trail" aria-label=n.latest>
            // Sent once more, a notice is another one.
            <For each=move || events.items.get() key=|one| (one.id, one.attempts, one.state.name()) let:one>
                <Notice one/>
            </For>
        </ul>
        <More paged=events load/>
    }
}

/// What it tells of, when, and how it goes.
#[component]
fn Notice(one: Delivery) -> impl IntoView {
    let lang = lang();
    let (class, mark) = match one.state {
        DeliveryState::Waiting => ("badge low", "…"),
        DeliveryState::Delivered => ("badge good", "✓"),
        DeliveryState::GivenUp => ("badge out", "✕"),
    };
    let outcome = lang.delivery_outcome(&one).map(|outcome| format!(" · {outcome}"));
    let next = one
        .next_attempt_at
        .map(|time| view! { <p class="hint">{lang.notices().next_attempt} " " <Moment time/></p> }.into_any());
    view! {
        <li class="tile">
            <p>
                <strong>{lang.event(one.event)}</strong> " "
                <span class=class><span aria-hidden="true">{mark}</span> " " {lang.delivery(one.state)}</span>
            </p>
            <p class="hint">{lang.attempts(one.attempts)} {outcome} " · " <Moment time=one.created_at/></p>
            {next}
        </li>
    }
}

/// The test that was sent last, as far as is known.
#[derive(Clone, Copy, Default)]
pub struct Tested(pub RwSignal<Option<Delivery>>);

impl Tested {
    /// What became of it, in words.
    pub fn words(self, lang: Lang) -> Option<String> {
        let n = lang.notices();
        self.0.with(|sent| {
            let sent = sent.as_ref()?;
            let text = match sent.state {
                DeliveryState::Delivered => n.arrived,
                DeliveryState::Waiting if sent.attempts == 0 => n.on_its_way,
                _ => n.not_arrived,
            };
            let why = lang.delivery_outcome(sent).map(|why| format!(" {why}.")).unwrap_or_default();
            Some(format!("{text}{why}"))
        })
    }
}

/// How often is asked what became of a test, and how long between: longer than an answer may take.
const TIMES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(700);

/// Shows a test that was sent, until it is known what became of it.
pub fn try_out(sent: Delivery, tested: Tested, events: Paged<Delivery>) {
    events.items.update(|all| all.insert(0, sent.clone()));
    let id = sent.id;
    tested.0.set(Some(sent));
    let is_mine = move || tested.0.try_with_untracked(|now| now.as_ref().is_some_and(|now| now.id == id));
    spawn_local(async move {
        for _ in 0..TIMES {
            pause(BETWEEN).await;
            // The person may have left the page, or sent another test.
            if is_mine() != Some(true) {
                return;
            }
            let Ok(page) = api::deliveries(None).await else { continue };
            let now = page.items.iter().find(|one| one.id == id && one.attempts > 0).cloned();
            if now.is_some() && is_mine() == Some(true) {
                tested.0.set(now);
                events.replace(page.items, page.next_cursor);
                return;
            }
        }
    });
}

/// Waits so long.
async fn pause(time: Duration) {
    let mut wake = |resolve: js_sys::Function, _| {
        set_timeout(
            move || {
                // Nobody can refuse to be woken.
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            },
            time,
        );
    };
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::new(&mut wake)).await;
}
