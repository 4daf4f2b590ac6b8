//! What would become of the rows, as a table; on a phone each is a card.
use super::import_work::Work;
use crate::{
    components::{button, live},
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::prelude::*;
use shared::import::{ImportItem, ImportReport, Outcome};

/// The numbers, then the rows.
#[component]
pub fn Rows(work: Work) -> impl IntoView {
    let (lang, currency) = (lang(), Session::of_page().currency());
    let w = lang.sheet();
    let numbers = live(move || {
        work.report.with(|report| {
            let report = report.as_ref()?;
            let numbers = [
                (w.created, report.created),
                (w.changed, report.changed),
                (w.same, report.same),
                (w.failed, report.failed),
            ];
            Some(counts(lang, &numbers))
        })
    });
    let table = live(move || work.report.with(|report| Some(table(lang, &currency, report.as_ref()?))));
    let save = Callback::new(move |()| work.save_wrong());
    let wrong = live(move || {
        let is_any = work.report.with(|report| report.as_ref().is_some_and(|report| report.failed > 0));
        let text = w.download_wrong;
        is_any.then(|| {
            view! { <p class="notice">{w.wrong_hint}</p> <p>{button(text, "", None, RwSignal::new(false), save)}</p> }
                .into_any()
        })
    });
    view! {
        <section class="tile" aria-label=w.rows>
            <h2>{w.rows}</h2>
            {wrong}
            <div role="status">{numbers}</div>
            {table}
        </section>
    }
}

/// Numbers with what they count.
pub fn counts(lang: Lang, all: &[(&'static str, u64)]) -> AnyView {
    let one = |(what, count): &(&'static str, u64)| {
        view! { <div><dt>{*what}</dt> <dd>{lang.rows(*count)}</dd></div> }.into_any()
    };
    view! { <dl class="counts">{all.iter().map(one).collect_view()}</dl> }.into_any()
}

fn table(lang: Lang, currency: &str, report: &ImportReport) -> AnyView {
    let (w, sheet) = (words(), lang.sheet());
    if report.items.is_empty() {
        return view! { <p class="hint">{sheet.no_rows}</p> }.into_any();
    }
    let head = |text: &'static str| view! { <th role="columnheader" scope="col">{text}</th> }.into_any();
    let rows: Vec<AnyView> = report.items.iter().map(|item| row(lang, currency, item)).collect();
    let more = report
        .truncated
        .then(|| view! { <p class="hint">{lang.first_rows(report.items.len(), report.rows)}</p> }.into_any());
    view! {
        {more}
        <table class="sheet" role="table">
            <thead role="rowgroup">
                <tr role="row">{head(sheet.line)} {head(w.code)} {head(sheet.outcome)} {head(sheet.details)}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, currency: &str, item: &ImportItem) -> AnyView {
    let (class, mark) = match item.outcome {
        Outcome::Created => ("badge good", "+"),
        Outcome::Changed => ("badge low", "→"),
        Outcome::Same => ("badge", "="),
        Outcome::Failed => ("badge out", "✕"),
    };
    let value = |field: &str, value: &Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty());
        value.map_or_else(|| "–".to_owned(), |value| lang.value(field, value, currency))
    };
    let changes = item.changes.iter().map(|change| {
        let (old, new) = (value(&change.field, &change.old), value(&change.field, &change.new));
        let old = (item.outcome != Outcome::Created).then(|| view! { <del>{old}</del> " → " });
        view! { <li>{lang.field(&change.field)} ": " {old} <ins>{new}</ins></li> }.into_any()
    });
    let errors = item.errors.iter().map(|wrong| view! { <li class="problem">{lang.cell(wrong)}</li> }.into_any());
    let details: Vec<AnyView> = changes.chain(errors).collect();
    view! {
        <tr role="row">
            <td role="cell" class="line"><span class="narrow-only">{lang.sheet().line} " "</span> {item.line.to_string()}</td>
            <td role="cell" class="code"><code>{item.code.clone()}</code></td>
            <td role="cell" class="what">
                <span class=class><span aria-hidden="true">{mark}</span> " " {lang.outcome(item.outcome)}</span>
            </td>
            <td role="cell" class="details"><ul>{details}</ul></td>
        </tr>
    }
    .into_any()
}
