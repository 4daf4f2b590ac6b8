//! Where the shop is told of events: the address, its secret, and how deliveries went. For the owner.
use super::{
    webhook_deliveries::{Deliveries, Tested, try_out},
    webhook_secret::Secret,
};
use crate::{
    api::{
        self, Result,
        loaded::{self, Loaded},
    },
    components::{
        Confirm, Draft, Field, Filled, Form, PageTitle, Paged, Problems, Toasts, button, coming, live, shown,
    },
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::{
    Code, Page, Validate,
    webhook::{Delivery, NewWebhook, Webhook},
};

/// The address with its tools, and the latest notices.
#[component]
pub fn WebhookPage() -> impl IntoView {
    let (n, w, session) = (lang().notices(), words(), Session::of_page());
    let (webhook, deliveries) = (loaded::webhook(), loaded::deliveries());
    view! {
        <PageTitle text=n.title/>
        <p><A href="/admin/account">"← " {w.account}</A></p>
        <h1>{n.title}</h1>
        <p class="hint">{n.hint}</p>
        {coming(w.loading, move || async move {
            session.ready().await?;
            let (url, page) = (address(webhook).await?, deliveries.ready().await?);
            Ok(view! { <Settings url page/> }.into_any())
        })}
    }
}

/// Most shops have none.
async fn address(webhook: Loaded<Webhook>) -> Result<Option<String>> {
    match webhook.ready().await {
        Ok(webhook) => Ok(Some(webhook.url)),
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What the owner is asked before it is done.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    /// Another secret, for this address.
    Replace(String),
    /// Nobody is told any more.
    Remove,
}

#[component]
fn Settings(url: Option<String>, page: Page<Delivery>) -> impl IntoView {
    let (w, n, toasts) = (words(), lang().notices(), Toasts::of_page());
    let (url, secret, asked) = (RwSignal::new(url), RwSignal::new(None), RwSignal::new(None));
    let (events, tested) = (Paged::new(page.items, page.next_cursor), Tested::default());
    let draft = Draft::new("webhook");
    let save = Callback::new(move |url_now: String| {
        let new = NewWebhook { url: url_now };
        draft.send(async move { api::set_webhook(&new).await }, move |set| {
            url.set(Some(set.url));
            secret.set(Some(set.secret));
            draft.reset();
            toasts.say(w.saved.into());
        });
    });
    let submit = move |filled: Filled| {
        let new = NewWebhook { url: filled.text("url").trim().into() };
        match new.validate() {
            Err(wrong) => draft.refuse(wrong),
            Ok(()) if url.with_untracked(Option::is_some) => asked.set(Some(Asked::Replace(new.url))),
            Ok(()) => save.run(new.url),
        }
    };
    let removed = Callback::new(move |()| {
        url.set(None);
        secret.set(None);
        tested.0.set(None);
        draft.reset();
        toasts.say(n.removed.into());
    });
    let is_set = move || url.with(Option::is_some);
    view! {
        <section class="tile hook">
            <Form draft submit=w.save on_submit=submit>
                {live(move || {
                    let value = url.get().unwrap_or_default();
                    Some(view! { <Field name="url" label=n.address kind="url" keyboard="url" value hint=n.address_hint/> }.into_any())
                })}
            </Form>
            {shown(is_set, move || view! { <Tools asked events tested/> }.into_any())}
        </section>
        {live(move || secret.get().map(|secret| view! { <Secret secret/> }.into_any()))}
        <Deliveries events/>
        <Questions asked save removed/>
    }
}

/// What is done with an address that is set.
#[component]
fn Tools(asked: RwSignal<Option<Asked>>, events: Paged<Delivery>, tested: Tested) -> impl IntoView {
    let (lang, draft) = (lang(), Draft::new("webhook-test"));
    let n = lang.notices();
    let test = Callback::new(move |()| draft.send(api::test_webhook(), move |sent| try_out(sent, tested, events)));
    let remove = Callback::new(move |()| asked.set(Some(Asked::Remove)));
    view! {
        <div class="actions">
            {button(n.test, "", None, draft.busy, test)}
            {button(n.remove, "", None, RwSignal::new(false), remove)}
        </div>
        <Problems problem=draft.problem/>
        <p role="status">{Signal::derive(move || tested.words(lang))}</p>
    }
}

/// Asks before another secret is made, and before nobody is told any more.
#[component]
fn Questions(
    asked: RwSignal<Option<Asked>>,
    save: Callback<String>,
    /// It is done.
    removed: Callback<()>,
) -> impl IntoView {
    let (n, draft) = (lang().notices(), Draft::new("webhook-remove"));
    let is_remove = move || asked.with(|asked| *asked == Some(Asked::Remove));
    let is_replace = move || asked.with(|asked| matches!(asked, Some(Asked::Replace(_))));
    let close = Callback::new(move |()| {
        asked.set(None);
        draft.problem.set(None);
    });
    let replace = Callback::new(move |()| {
        if let Some(Asked::Replace(url)) = asked.get_untracked() {
            close.run(());
            save.run(url);
        }
    });
    let remove = Callback::new(move |()| {
        draft.send(api::remove_webhook(), move |()| {
            close.run(());
            removed.run(());
        });
    });
    let text = |text: &'static str| Signal::derive(move || text.to_owned());
    view! {
        <Confirm
            open=Signal::derive(is_replace) on_close=close title=text(n.replace_question)
            text=n.replace_text action=n.replace draft on_confirm=replace
        />
        <Confirm
            open=Signal::derive(is_remove) on_close=close title=text(n.remove_question)
            text=n.remove_text action=n.remove draft on_confirm=remove
        />
    }
}
