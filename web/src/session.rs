//! The person who is signed in, for the pages of the panel.
use crate::api::{
    self,
    loaded::{self, Loaded},
};
use leptos::prelude::*;
use shared::user::{Me, Role};

/// Who is signed in; the frame of the panel provides it to the pages inside. They await it together with what they
/// show, and make no resource of their own after that: those are numbered in the order in which they are made, and
/// the server comes by there more than once.
#[derive(Clone, Copy)]
pub struct Session {
    asked: Loaded<Me>,
    known: RwSignal<Option<Me>>,
}

impl Session {
    /// Asks who is there.
    pub fn provide() -> Self {
        let session = Self { asked: loaded::me(), known: RwSignal::new(None) };
        provide_context(session);
        session
    }

    /// The one of this page. Outside the panel's frame there is none, and asking is a mistake in the program.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Waits until it is known who is there.
    pub async fn ready(self) -> api::Result<()> {
        let me = self.asked.ready().await?;
        if self.known.with_untracked(Option::is_none) {
            self.known.set(Some(me));
        }
        Ok(())
    }

    /// Something about the person or the shop, once it is known.
    pub fn with<T: Default>(self, of: impl FnOnce(&Me) -> T) -> T {
        self.known.with(|me| me.as_ref().map(of).unwrap_or_default())
    }

    /// What has changed about the person or the shop.
    pub fn update(self, change: impl FnOnce(&mut Me)) {
        self.known.update(|me| {
            if let Some(me) = me {
                change(me);
            }
        });
    }

    /// Whether the person may do what this role may.
    pub fn may(self, role: Role) -> bool {
        self.with(|me| me.user.role >= role)
    }

    /// Currency of the shop's prices.
    pub fn currency(self) -> String {
        self.with(|me| me.shop.currency.clone())
    }
}
