//! The shop at a glance, above its products. The figures follow what is done on the page.
use crate::{
    api::{
        Listing,
        loaded::{self, Loaded},
        query, sort_name, stock_name,
    },
    components::{Toasts, coming},
    i18n::{lang, words},
};
use chrono::SecondsFormat;
use leptos::prelude::*;
use shared::{
    product::{Shortage, Sort},
    summary::Summary,
};

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

    /// All of them, each a link to what it counts. Where they are not to be had a line stands for each.
    pub fn tiles(self, listing: Memo<Listing>) -> AnyView {
        coming("", move || async move {
            let (lang, w, known) = (lang(), words(), self.0.ready().await.ok());
            let count = |of: fn(&Summary) -> i64| known.as_ref().map(|known| lang.number(of(known)));
            let value = known.as_ref().map(|known| lang.money(known.value_minor, &known.currency));
            let since = known.as_ref().map(|known| known.moved_since.to_rfc3339_opts(SecondsFormat::Secs, true));
            let moved = format!("/admin/journal{}", query(&[("from", since.as_deref())]));
            let short = |stock| format!("/admin?stock={}", stock_name(stock));
            let dearest = format!("/admin?sort={}", sort_name(Sort::PriceDown));
            let tile = |name, figure, href, is_here: fn(&Listing) -> bool| {
                tile(name, figure, href, Signal::derive(move || listing.with(is_here)))
            };
            let all = [
                tile(w.products, count(|known| known.products), "/admin".into(), |now| *now == Listing::default()),
                tile(w.low, count(|known| known.low), short(Shortage::Low), |now| now.stock == Some(Shortage::Low)),
                tile(w.out, count(|known| known.out), short(Shortage::Out), |now| now.stock == Some(Shortage::Out)),
                tile(w.moved_day, count(|known| known.moved_24h), moved, |_| false),
                tile(w.value, value, dearest, |now| now.sort == Some(Sort::PriceDown)),
            ];
            Ok(view! { <ul class="figures" aria-label=w.at_a_glance>{Vec::from(all)}</ul> }.into_any())
        })
    }
}

/// One figure; the link says when what it leads to is shown.
fn tile(name: &'static str, figure: Option<String>, href: String, is_here: Signal<bool>) -> AnyView {
    let figure = figure.unwrap_or_else(|| "–".to_owned());
    // None is no reason to look.
    let class = href.strip_prefix("/admin?stock=").filter(|_| figure != "0").unwrap_or_default().to_owned();
    let here = Signal::derive(move || is_here.get().then_some("true"));
    view! { <li><a class=class href=href aria-current=here><span>{name}</span> " " <strong>{figure}</strong></a></li> }
        .into_any()
}
