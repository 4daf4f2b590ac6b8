//! Ways back: from a movement, offered by the news of it and by its row in a journal; from putting a product away.
use super::{Toasts, button};
use crate::{
    api,
    i18n::{Lang, lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{Problem, movement::Movement};
use uuid::Uuid;

/// The way back from a movement, or from putting a product away. It outlives the page on which that was done.
#[derive(Clone, Copy)]
pub struct Undo {
    id: Uuid,
    key: Option<Uuid>,
    lang: Lang,
    toasts: Toasts,
    run: fn(Self),
}

impl Undo {
    /// For this movement. Only in the browser.
    pub fn of(movement: Uuid, lang: Lang, toasts: Toasts) -> Self {
        Self { id: movement, key: api::fresh_key(), lang, toasts, run: |undo| spawn_local(undo.done()) }
    }

    /// For this product. Only in the browser.
    pub fn of_archiving(product: Uuid, lang: Lang, toasts: Toasts) -> Self {
        Self { id: product, key: None, lang, toasts, run: |undo| spawn_local(undo.restored()) }
    }

    /// Does it. Its code is where somebody made it, so it is no part of the page on which its button may come to stand.
    pub fn run(self) {
        (self.run)(self);
    }

    /// Does it and says how it went. Whatever shows the product hears of it.
    async fn done(self) {
        match api::undo(self.id, self.key).await {
            Ok(reversal) => {
                self.toasts.say(self.lang.undone(&reversal.product_name, reversal.balance_after));
                self.toasts.take(reversal);
            }
            Err(problem) => self.failed(&problem),
        }
    }

    /// Takes the product into use again; lists that show such products read it.
    async fn restored(self) {
        match api::restore_product(self.id).await {
            Ok(product) => {
                self.toasts.say(self.lang.restored(&product.name));
                self.toasts.refresh.update(|times| *times += 1);
            }
            Err(problem) => self.failed(&problem),
        }
    }

    /// Where nobody knows whether it was done it may be tried again, and is done once.
    fn failed(self, problem: &Problem) {
        let why = self.lang.problem(problem);
        if problem.status >= 500 { self.toasts.offer(why, self) } else { self.toasts.say(why) }
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
