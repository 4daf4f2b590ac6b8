//! Ways back: from a movement, offered by the news of it and by its row in a journal; from putting a product away; from another
//! picture.
use super::{Toasts, button};
use crate::{
    api::{self, Upload},
    i18n::{Lang, lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use shared::{Problem, movement::Movement};
use uuid::Uuid;
use web_sys::Blob;

/// The way back from a movement, from putting a product away, or from another picture of it. It outlives the page on which that
/// was done.
#[derive(Clone)]
pub struct Undo {
    id: Uuid,
    key: Option<Uuid>,
    picture: Option<SendWrapper<Blob>>,
    lang: Lang,
    toasts: Toasts,
    run: fn(Self),
}

impl Undo {
    /// For this movement. Only in the browser.
    pub fn of(movement: Uuid, lang: Lang, toasts: Toasts) -> Self {
        let key = api::fresh_key();
        Self { id: movement, key, picture: None, lang, toasts, run: |undo| spawn_local(undo.done()) }
    }

    /// For this product. Only in the browser.
    pub fn of_archiving(product: Uuid, lang: Lang, toasts: Toasts) -> Self {
        Self { id: product, key: None, picture: None, lang, toasts, run: |undo| spawn_local(undo.restored()) }
    }

    /// For this product, which had that picture before. Only in the browser.
    pub fn of_picture(product: Uuid, before: Option<Blob>, lang: Lang, toasts: Toasts) -> Self {
        let run: fn(Self) = |undo| spawn_local(undo.pictured());
        Self { id: product, key: None, picture: before.map(SendWrapper::new), lang, toasts, run }
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

    /// Puts the picture back, or takes away the one that is there now; pages that show the product read it.
    async fn pictured(self) {
        let path = api::product_picture(self.id);
        let answer = match &self.picture {
            Some(picture) => api::put_picture(&path, picture, Upload::new(None)).await,
            None => api::remove_picture(&path).await,
        };
        match answer {
            Ok(()) => {
                self.toasts.say(self.lang.words().undone.to_owned());
                self.toasts.refresh.update(|times| *times += 1);
            }
            Err(problem) => self.failed(&problem),
        }
    }

    /// Where nobody knows whether it was done it may be tried again, and is done once.
    fn failed(self, problem: &Problem) {
        let (why, toasts) = (self.lang.problem(problem), self.toasts);
        if problem.status >= 500 { toasts.offer(why, self) } else { toasts.say(why) }
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
