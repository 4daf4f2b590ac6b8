//! What differs from the book, before it is booked; and what became of it.
use super::{
    Screen, State,
    book::Item,
    send::{What, send},
};
use crate::{
    api,
    components::{Problems, button, live},
    i18n::{lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use uuid::Uuid;

/// The last screen.
#[component]
pub fn Review(state: State) -> impl IntoView {
    let (lang, o, idle) = (lang(), lang().counting(), RwSignal::new(false));
    let figures = move || {
        state.take.with(|take| {
            let items = take.as_ref().map(|take| take.items.as_slice()).unwrap_or_default();
            let counted = || items.iter().filter_map(Item::difference);
            (counted().filter(|difference| *difference == 0).count(), counted().sum::<i64>())
        })
    };
    let waiting = Memo::new(move |_| state.take.with(|take| take.as_ref().map_or(0, super::Take::waiting)));
    let back = Callback::new(move |()| state.screen.set(Screen::Count));
    let book = Callback::new(move |()| spawn_local(send(state, What::All)));
    let lines = move || state.take.with(|take| take.as_ref().map(|take| take.items.clone())).unwrap_or_default();
    let shown = move || lines().into_iter().filter(|item| item.is_stale || item.difference().is_some_and(|by| by != 0));
    view! {
        <h2>{o.review}</h2>
        <p>{Signal::derive(move || lang.as_in_the_book(figures().0))} " " {Signal::derive(move || lang.difference(figures().1))}</p>
        <Problems problem=state.problem/>
        {live(move || state.problem.with(Option::is_some).then(|| view! { <p class="hint">{o.kept}</p> }.into_any()))}
        <ul class="places">{move || shown().map(|item| line(state, &item)).collect_view()}</ul>
        {live(move || (waiting.get() == 0).then(|| view! {
            <p class="badge good" role="status">{o.all_booked}</p>
            <p><A href="/admin/journal?kind=count">{words().in_journal}</A></p>
        }.into_any()))}
        <div class="actions">
            {live(move || Some(if waiting.get() > 0 {
                button(o.book, "primary", None, state.is_sending, book)
            } else {
                button(o.another, "primary", None, idle, Callback::new(move |()| state.set(None)))
            }))}
            {button(o.back, "", None, state.is_sending, back)}
        </div>
    }
}

fn line(state: State, item: &Item) -> AnyView {
    let (lang, o, id, idle) = (lang(), lang().counting(), item.id, RwSignal::new(false));
    let counted = item.counted.map(|counted| lang.number(counted));
    let leave_out = Callback::new(move |()| settle(state, id, |item| (item.counted, item.is_stale) = (None, false)));
    let again = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(product) = api::product(id).await {
                state.change(|take| take.renew(&product));
            }
        });
    });
    let what = match (item.is_booked, item.is_stale) {
        (true, _) => o.booked,
        (false, true) => o.moved,
        _ => "",
    };
    let tools = (!item.is_booked).then(|| {
        let again = item.is_stale.then(|| button(o.count_stands, "", None, idle, again));
        view! { <div class="actions">{again} {button(o.leave_out, "", None, idle, leave_out)}</div> }
    });
    view! {
        <li>
            <div>
                <strong>{item.name.clone()}</strong>
                <p>{lang.number(item.book)} " → " {counted} " (" {item.difference().map(|by| lang.signed(by))} ") " <small>{what}</small></p>
            </div>
            {tools}
        </li>
    }
    .into_any()
}

fn settle(state: State, id: Uuid, change: impl FnOnce(&mut Item)) {
    state.change(|take| take.open(id).map(change));
}
