//! The shop at a glance, above its products. The figures follow what is done on the page.
use crate::{
    api::{
        Listing,
        loaded::{self, Loaded},
        stock_name,
    },
    components::{Toasts, coming},
    i18n::{lang, words},
};
use leptos::prelude::*;
use shared::{product::Shortage, summary::Summary};

/// The figures of this page.
#[derive(Clone, Copy)]
pub struct Figures(Loaded<Summary>);

impl Figures {
    /// Asks for them, and again after each movement.
    pub fn provide() -> Self {
        let (figures, toasts) = (Self(loaded::summary()), Toasts::of_page());
        Effect::new(move |before: Option<()>| {
            toasts.moved.track();
            toasts.refresh.track();
            if before.is_some() {
                figures.refetch();
            }
        });
        provide_context(figures);
        figures
    }

    /// Those of the products page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Asks again: products were changed. Until the answer is there the figures stay.
    pub fn refetch(self) {
        self.0.refetch();
    }

    /// All of them; two lead to the products that they count. Where they are not to be had a line stands for each.
    pub fn tiles(self, listing: Memo<Listing>) -> AnyView {
        coming("", move || async move {
            let (lang, w, known) = (lang(), words(), self.0.ready().await.ok());
            let count = |of: fn(&Summary) -> i64| known.as_ref().map(|known| lang.number(of(known)));
            let value = known.as_ref().map(|known| lang.money(known.value_minor, &known.currency));
            Ok(view! {
                <ul class="figures" aria-label=w.at_a_glance>
                    {tile(w.products, count(|known| known.products), None)}
                    {tile(w.low, count(|known| known.low), Some((Shortage::Low, listing)))}
                    {tile(w.out, count(|known| known.out), Some((Shortage::Out, listing)))}
                    {tile(w.value, value, None)}
                </ul>
            }
            .into_any())
        })
    }
}

/// One figure; a link where its products can be listed, which says when they are.
fn tile(name: &'static str, figure: Option<String>, leads_to: Option<(Shortage, Memo<Listing>)>) -> AnyView {
    let figure = figure.unwrap_or_else(|| "–".to_owned());
    let content = view! { <span>{name}</span> " " <strong>{figure.clone()}</strong> }.into_any();
    let Some((stock, listing)) = leads_to else { return view! { <li>{content}</li> }.into_any() };
    let here = Signal::derive(move || listing.with(|listing| listing.stock == Some(stock)).then_some("true"));
    let href = format!("/admin?stock={}", stock_name(stock));
    // None is no reason to look.
    let class = if figure == "0" { "" } else { stock_name(stock) };
    view! { <li><a class=class href=href aria-current=here>{content}</a></li> }.into_any()
}
