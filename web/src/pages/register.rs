//! Opening a shop.
use crate::{
    api::{self, transport::redirect},
    app::registration,
    components::{Choice, Draft, Field, Filled, Form, Notice, PageTitle, TopBar},
    i18n::{lang, words},
};
use leptos::prelude::*;
use shared::{Code, Validate, money::CURRENCIES, session};

/// A new shop and its owner.
#[component]
pub fn Register() -> impl IntoView {
    let own = lang().door();
    let content = if registration().0 {
        view! { <NewShop/> }.into_any()
    } else {
        view! { <Notice problem=Code::RegistrationClosed.into()/> }.into_any()
    };
    view! {
        <PageTitle text=own.register/>
        <TopBar is_public=false/>
        <main id="content" class="page narrow" tabindex="-1">
            <h1>{own.register}</h1>
            {content}
            <p>{own.have_account} " " <a href="/login">{own.sign_in}</a></p>
        </main>
    }
}

#[component]
fn NewShop() -> impl IntoView {
    let (w, own) = (words(), lang().door());
    let draft = Draft::new("register");
    let submit = move |filled: Filled| {
        let new = read(&filled);
        match new.validate() {
            Err(fields) => draft.refuse(fields),
            Ok(()) => draft.send(open(new), |()| redirect("/admin")),
        }
    };
    let currencies = CURRENCIES.iter().map(|(code, _)| (*code, *code)).collect();
    view! {
        <Form draft submit=own.register on_submit=submit>
            <Field name="shop_name" label=w.shop_name autocomplete="organization"/>
            <Field name="name" label=own.your_name autocomplete="name"/>
            <Field name="email" label=w.email kind="email" keyboard="email" autocomplete="username"/>
            <Field name="password" label=w.password kind="password" autocomplete="new-password" hint=w.password_hint/>
            <Choice name="currency" label=w.currency options=currencies value="EUR" hint=own.currency_hint/>
        </Form>
    }
}

fn read(filled: &Filled) -> session::Registration {
    session::Registration {
        email: filled.text("email").trim().into(),
        password: filled.text("password"),
        name: filled.text("name").trim().into(),
        shop_name: filled.given("shop_name"),
        currency: filled.given("currency"),
    }
}

/// Registers and signs in.
async fn open(new: session::Registration) -> api::Result<()> {
    api::register(&new).await?;
    let login = session::Login { grant_type: None, username: new.email, password: new.password };
    api::login(&login).await.map(drop)
}
