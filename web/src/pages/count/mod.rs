//! A stock-take, made for a phone: one product a screen, kept in the browser until it is booked.
mod begin;
mod book;
mod counting;
mod review;
mod send;
mod store;

use crate::{
    components::{PageTitle, coming, live},
    i18n::{lang, words},
    session::Session,
};
use begin::Begin;
use book::Take;
use counting::Counting;
use leptos::{ev, prelude::*, task::spawn_local};
use review::Review;
use send::{What, send};
use shared::{Code, Problem, user::Role};

/// What is on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Count,
    Review,
}

/// What all screens share.
#[derive(Clone, Copy)]
struct State {
    take: RwSignal<Option<Take>>,
    screen: RwSignal<Screen>,
    is_sending: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    /// Under which name it is kept.
    name: StoredValue<String>,
}

impl State {
    /// Changes the stock-take, and keeps it before anything else happens.
    fn change<T: Default>(self, change: impl FnOnce(&mut Take) -> T) -> T {
        let changed = self.take.try_update(|take| take.as_mut().map(change)).flatten().unwrap_or_default();
        self.keep();
        changed
    }

    fn look<T: Default>(self, of: impl FnOnce(&Take) -> T) -> T {
        self.take.try_with_untracked(|take| take.as_ref().map(of)).flatten().unwrap_or_default()
    }

    /// Begins with this one, or ends.
    fn set(self, take: Option<Take>) {
        self.take.set(take);
        self.screen.set(Screen::Count);
        self.problem.set(None);
        self.keep();
    }

    fn keep(self) {
        // Whoever has left the page finds it as it was kept before: what is sent again is booked once.
        let Some(name) = self.name.try_get_value() else { return };
        let is_kept = self.take.try_with_untracked(|take| store::keep(&name, take.as_ref()));
        if is_kept == Some(false) {
            self.problem.try_set(Some(Code::TooLarge.into()));
        }
    }
}

/// The page.
#[component]
pub fn Count() -> impl IntoView {
    let (w, session) = (words(), Session::of_page());
    view! {
        <PageTitle text=w.stock_take/>
        <h1>{w.stock_take}</h1>
        <noscript><p class="notice">{lang().counting().needs_script}</p></noscript>
        {coming("", move || async move {
            session.ready().await?;
            if !session.may(Role::Clerk) {
                return Err(Code::Forbidden.into());
            }
            Ok(view! { <Screens/> }.into_any())
        })}
    }
}

#[component]
fn Screens() -> impl IntoView {
    let state = State {
        take: RwSignal::new(None),
        screen: RwSignal::new(Screen::Count),
        is_sending: RwSignal::new(false),
        problem: RwSignal::new(None),
        name: StoredValue::new(store::name()),
    };
    let load = move || state.take.set(store::load(&state.name.get_value()));
    let resume = move || {
        if state.look(|take| take.lot.is_some()) {
            spawn_local(send(state, What::Pending));
        }
    };
    // Only the browser knows what it keeps. What was on its way when the page was left goes on.
    Effect::new(move || {
        load();
        resume();
    });
    // Another tab has gone on with it: both show the same.
    let stored = window_event_listener(ev::storage, move |event| {
        if event.key().is_some_and(|key| key == state.name.get_value()) {
            load();
        }
    });
    // Out of the dead spot: what was being booked is.
    let online = window_event_listener(ev::online, move |_| resume());
    on_cleanup(move || {
        stored.remove();
        online.remove();
    });
    let is_there = Memo::new(move |_| state.take.with(Option::is_some));
    live(move || {
        Some(match (is_there.get(), state.screen.get()) {
            (false, _) => view! { <Begin state/> }.into_any(),
            (true, Screen::Count) => view! { <Counting state/> }.into_any(),
            (true, Screen::Review) => view! { <Review state/> }.into_any(),
        })
    })
}
