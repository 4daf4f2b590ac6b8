//! How the file was understood: which column is what, and what else had to be guessed.
use super::import_work::Work;
use crate::{components::live, i18n::lang};
use leptos::prelude::*;
use shared::{
    import::{ImportColumn, ImportQuery, ImportReport, Stock},
    sheet::{Decimal, Field},
};

/// The columns and what is wrong with them.
#[component]
pub fn Columns(work: Work) -> impl IntoView {
    let (lang, w) = (lang(), lang().sheet());
    // The fields stay while the file is looked at anew, so that the focus stays in them.
    let headers = Memo::new(move |_| {
        work.columns.with(|columns| columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>())
    });
    let problems = live(move || {
        let texts = of(work, |report| match report.columns.as_slice() {
            [] => vec![w.empty_file.to_owned()],
            columns => report.problems.iter().map(|wrong| lang.sheet_problem(wrong, columns)).collect(),
        });
        let lines: Vec<AnyView> = texts.into_iter().map(|text| view! { <li>{text}</li> }.into_any()).collect();
        (!lines.is_empty()).then(|| view! { <ul class="notice" role="alert">{lines}</ul> }.into_any())
    });
    view! {
        <section class="tile">
            <h2>{w.columns}</h2>
            <p class="hint">{w.columns_hint}</p>
            {problems}
            <div class="mapping">
                {live(move || {
                    let all = headers.get().into_iter().enumerate();
                    Some(all.map(|(at, header)| column(work, at, header)).collect_view().into_any())
                })}
            </div>
            <Guessed work/>
            <Quantities work/>
        </section>
    }
}

/// Something of the report; nothing while there is none.
fn of<T: Default>(work: Work, part: impl FnOnce(&ImportReport) -> T) -> T {
    work.report.with(|report| report.as_ref().map(part).unwrap_or_default())
}

/// A column, and what it is taken for.
fn column(work: Work, at: usize, header: String) -> AnyView {
    let (lang, w) = (lang(), lang().sheet());
    let now = move || {
        let field = work.columns.with(|columns| columns.get(at).and_then(|column| column.field));
        field.map_or("", Field::name)
    };
    let at_first = untrack(now);
    let option = |field: Field| {
        let name = field.name();
        view! { <option value=name selected=name == at_first>{lang.column(field)}</option> }.into_any()
    };
    let picked = move |event| {
        let field = Field::of_name(&event_target_value(&event));
        work.columns.update(|columns| choose(columns, at, field));
        let columns = work.columns.with_untracked(|columns| said(columns, at));
        work.read_as(ImportQuery { columns: Some(columns), ..work.query.get_untracked() });
    };
    let header = if header.is_empty() { w.no_header.to_owned() } else { header };
    view! {
        <label class=move || if now().is_empty() { "pair unused" } else { "pair" }>
            <span>{header}</span>
            <select prop:value=now on:change=picked>
                <option value="">{w.leave_out}</option>
                {Field::ALL.iter().copied().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Takes this column for this field: no other one is the same then.
fn choose(columns: &mut [ImportColumn], chosen: usize, field: Option<Field>) {
    for (at, column) in columns.iter_mut().enumerate() {
        if at == chosen {
            column.field = field;
        } else if column.field == field {
            column.field = None;
        }
    }
}

/// All columns as the API wants them. The one that was chosen comes last, so that it counts for others with the same header.
fn said(columns: &[ImportColumn], chosen: usize) -> String {
    let entry = |column: &ImportColumn| {
        let entry = format!("{}={}", column.header, column.field.map_or("", Field::name));
        if entry.contains([',', '"', '\n', '\r']) { format!("\"{}\"", entry.replace('"', "\"\"")) } else { entry }
    };
    let others = columns.iter().enumerate().filter(|(at, _)| *at != chosen).map(|(_, column)| entry(column));
    others.chain(columns.get(chosen).map(entry)).collect::<Vec<_>>().join(",")
}

/// What the file itself tells: the decimal sign is only asked for where it does not.
#[component]
fn Guessed(work: Work) -> impl IntoView {
    let (lang, w) = (lang(), lang().sheet());
    let separator = move || of(work, |report| lang.delimiter(report.delimiter));
    let encoding = move || of(work, |report| report.encoding.clone());
    // The sign that the file itself shows. One that was asked for may be changed: its field stays, and so does the focus in it.
    let found = Memo::new(move |_| of(work, |report| report.decimal));
    let shown = Memo::new(move |_| {
        let asked = work.query.with_untracked(|query| query.decimal);
        found.get().filter(|found| asked != Some(*found))
    });
    let has_price = Memo::new(move |_| has(work, Field::Price));
    let decimal = live(move || {
        let value = match shown.get() {
            Some(sign) => view! { {lang.decimal(sign)} }.into_any(),
            None => signs(work, work.query.with_untracked(|query| query.decimal)),
        };
        has_price.get().then(|| view! { <div><dt>{w.decimal}</dt> <dd>{value}</dd></div> }.into_any())
    });
    view! {
        <dl class="guessed">
            <div><dt>{w.separator}</dt> <dd>{Signal::derive(separator)}</dd></div>
            <div><dt>{w.encoding}</dt> <dd>{Signal::derive(encoding)}</dd></div>
            {decimal}
        </dl>
    }
}

fn has(work: Work, field: Field) -> bool {
    of(work, |report| report.columns.iter().any(|column| column.field == Some(field)))
}

fn signs(work: Work, asked: Option<Decimal>) -> AnyView {
    let (lang, w) = (lang(), lang().sheet());
    let picked = move |event| {
        let decimal = match event_target_value(&event).as_str() {
            "comma" => Some(Decimal::Comma),
            "point" => Some(Decimal::Point),
            _ => None,
        };
        work.read_as(ImportQuery { decimal, ..work.query.get_untracked() });
    };
    let option = |value: &'static str, decimal: Decimal| {
        view! { <option value=value selected=asked == Some(decimal)>{lang.decimal(decimal)}</option> }
    };
    view! {
        <select aria-label=w.decimal on:change=picked>
            <option value="">{w.decimal_unknown}</option>
            {option("comma", Decimal::Comma)}
            {option("point", Decimal::Point)}
        </select>
    }
    .into_any()
}

/// What the quantities of the file mean for products that are there already, where it has any.
#[component]
fn Quantities(work: Work) -> impl IntoView {
    let w = lang().sheet();
    let has_quantity = Memo::new(move |_| has(work, Field::Quantity));
    let choice = move |stock: Stock, text: &'static str| {
        let picked = move |_| work.read_as(ImportQuery { stock, ..work.query.get_untracked() });
        let is_now = move || work.query.with(|query| query.stock == stock);
        view! {
            <label class="switch">
                <input type="radio" name="stock" prop:checked=is_now on:change=picked/>
                <span>{text}</span>
            </label>
        }
        .into_any()
    };
    live(move || {
        has_quantity.get().then(|| {
            view! {
                <fieldset class="plain">
                    <legend>{w.stock}</legend>
                    {choice(Stock::Keep, w.stock_keep)}
                    {choice(Stock::Count, w.stock_count)}
                </fieldset>
            }
            .into_any()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_comes_last_and_is_taken_from_the_others() {
        let column = |header: &str, field| ImportColumn { header: header.into(), field };
        let mut columns =
            [column("Ref", Some(Field::Code)), column("Price, net", None), column("a\"b", Some(Field::Price))];
        choose(&mut columns, 1, Some(Field::Price));
        assert_eq!(said(&columns, 1), r#"Ref=code,"a""b=","Price, net=price""#);
        choose(&mut columns, 0, None);
        assert_eq!(said(&columns, 0), r#""Price, net=price","a""b=",Ref="#);
    }
}
