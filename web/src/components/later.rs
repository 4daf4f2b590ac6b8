//! Parts of a page that nobody sees before something is pressed. Their code is no part of the page; it comes when they are
//! wanted for the first time.
use super::{Live, Toasts, live};
use crate::i18n::lang;
use leptos::{prelude::*, task::spawn_local};
use shared::Code;
use std::{future::Future, pin::Pin, sync::Arc};
use wasm_split_helpers::SplitLoaderError;

/// Makes the part, once its code is there.
pub type Part = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// The part's code on its way.
pub type Fetch = Pin<Box<dyn Future<Output = Result<Part, SplitLoaderError>>>>;

/// Shows a part from when it is wanted for the first time and its code has come. Where that does not come the news say so, and
/// `failed` takes back what was wanted: it may be wanted again. What `fetch` hands over must have been made before.
pub fn later(
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    fetch: impl Fn() -> Fetch + Send + Sync + 'static,
    failed: impl Fn() + Copy + 'static,
) -> Live {
    let (lang, toasts, part) = (lang(), Toasts::of_page(), RwSignal::new(None::<Part>));
    Effect::new(move || {
        if !wanted() || part.with_untracked(Option::is_some) {
            return;
        }
        let fetched = fetch();
        spawn_local(async move {
            match fetched.await {
                // The person may have left the page meanwhile, or have pressed twice.
                Ok(come) if part.try_with_untracked(Option::is_none) == Some(true) => part.set(Some(come)),
                Ok(_) => {}
                Err(_) => {
                    toasts.say(lang.refusal(Code::BadGateway).to_owned());
                    failed();
                }
            }
        });
    });
    live(move || part.get().map(|part| part()))
}
