//! Undoing a movement, from the news of it and from its row in a journal.
use super::{Toasts, button};
use crate::{
    api,
    i18n::{Lang, lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::movement::Movement;
use uuid::Uuid;

/// The way back from a movement. It outlives the page on which it was booked.
#[derive(Clone, Copy)]
pub struct Undo {
    movement: Uuid,
    key: Option<Uuid>,
    lang: Lang,
    toasts: Toasts,
    run: fn(Self),
}

impl Undo {
    /// For this movement. Only in the browser.
    pub fn of(movement: Uuid, lang: Lang, toasts: Toasts) -> Self {
        Self { movement, key: api::fresh_key(), lang, toasts, run: |undo| spawn_local(undo.done()) }
    }

    /// Does it. Its code is where somebody made it, so it is no part of the page on which its button may come to stand.
    pub fn run(self) {
        (self.run)(self);
    }

    /// Does it and says how it went. Whatever shows the product hears of it.
    async fn done(self) {
        match api::undo(self.movement, self.key).await {
            Ok(reversal) => {
                self.toasts.say(self.lang.undone(&reversal.product_name, reversal.balance_after));
                self.toasts.take(reversal);
            }
            // Nobody knows whether it was done: it may be tried again, and is done once.
            Err(problem) if problem.status >= 500 => self.toasts.offer(self.lang.problem(&problem), self),
            Err(problem) => self.toasts.say(self.lang.problem(&problem)),
        }
    }
}

/// The button in a row.
pub fn undo_button(movement: &Movement) -> AnyView {
    let (lang, toasts, busy) = (lang(), Toasts::of_page(), RwSignal::new(false));
    let (label, id) = (lang.undo(movement), movement.id);
    let press = Callback::new(move |()| {
        busy.set(true);
        let undo = Undo::of(id, lang, toasts);
        spawn_local(async move {
            undo.done().await;
            busy.try_set(false);
        });
    });
    button(words().undo, "", Some(label), busy, press)
}
