//! One product a screen: how many are there?
use super::{
    Screen, State,
    book::{Item, Take},
};
use crate::{
    api::{self, Listing},
    components::{
        Draft, Field, Filled, Form, Picture, Problems, Scans, button, element, live, product_in, scan_button, select,
    },
    i18n::{lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{Rule, product::Product, validate::MAX_NUMBER};
use uuid::Uuid;
use web_sys::HtmlInputElement;

/// The screen, with the way to any other product.
#[component]
pub fn Counting(state: State) -> impl IntoView {
    let (lang, o) = (lang(), lang().counting());
    let progress = move || state.take.with(|take| take.as_ref().map(|take| (take.counted(), take.items.len())));
    let text = Signal::derive(move || progress().map(|(done, all)| lang.counted_of(done, all)));
    let here = Memo::new(move |_| {
        state.take.with(|take| take.as_ref().and_then(|take| take.items.get(take.at).map(|item| item.id)))
    });
    let review = Callback::new(move |()| state.screen.set(Screen::Review));
    let drop = Callback::new(move |()| state.set(None));
    let idle = RwSignal::new(false);
    view! {
        <p class="counted">
            <progress
                max=Signal::derive(move || progress().map(|(_, all)| all.max(1).to_string()))
                value=Signal::derive(move || progress().map(|(done, _)| done.to_string())) aria-label=o.progress
            ></progress>
            <span role="status">{text}</span>
        </p>
        <Problems problem=state.problem/>
        <Finder state/>
        {live(move || here.get().map(|id| view! { <One state id/> }.into_any()))}
        <div class="actions">
            {button(o.review, "primary", None, idle, review)}
            {live(move || (progress()?.0 == 0).then(|| button(o.give_up, "", None, idle, drop)))}
        </div>
    }
}

/// Any product, by what a scanner reads or a person types.
#[component]
fn Finder(state: State) -> impl IntoView {
    let (o, draft) = (lang().counting(), Draft::new("find"));
    let look = Callback::new(move |code: String| {
        draft.send(find(state, code), move |is_there| {
            if is_there {
                draft.reset();
            } else {
                draft.refuse_field("code", Rule::NotFound);
            }
        });
    });
    // What is scanned on this screen is counted.
    Scans::of_page().wanted_by(look);
    let submit = move |filled: Filled| filled.given("code").into_iter().for_each(|code| look.run(code));
    view! {
        <Form draft submit=o.go on_submit=submit>
            <Field name="code" label=o.code/>
        </Form>
        {scan_button("scan", words().scan)}
    }
}

/// Brings the product on the screen; it is added where it was not to be counted. Tells whether there is one.
async fn find(state: State, code: String) -> api::Result<bool> {
    if let Some(at) = state.look(|take| take.place_of(&code, product_in(&code))) {
        state.change(|take| take.at = at);
        return Ok(true);
    }
    if let Some(id) = product_in(&code) {
        return api::product(id).await.map(|product| add(state, Item::of(&product)));
    }
    let found = api::products(&Listing { q: code.clone(), limit: Some(5), ..Listing::default() }).await?;
    let Some(item) = found.items.iter().map(Item::of).find(|item| item.goes_by(&code)) else { return Ok(false) };
    Ok(add(state, item))
}

/// Brings it on the screen. Tells that it is there.
fn add(state: State, item: Item) -> bool {
    state.change(|take| {
        take.at = take.items.iter().position(|each| each.id == item.id).unwrap_or(take.items.len());
        if take.at == take.items.len() {
            take.items.push(item);
        }
    });
    true
}

#[component]
fn One(state: State, id: Uuid) -> impl IntoView {
    let (lang, w, o, draft) = (lang(), words(), lang().counting(), Draft::new("one"));
    let item = state.take.with_untracked(|take| take.as_ref().and_then(|take| take.items.get(take.at).cloned()));
    let Some(item) = item else { return ().into_any() };
    // What the book says now, if it can be asked: a new count is held against that, one of before is not.
    let seen = StoredValue::new(None::<Product>);
    spawn_local(async move {
        let Ok(product) = api::product(id).await else { return };
        state.change(|take| {
            if take.open(id).is_some_and(|item| item.counted.is_none()) {
                take.renew(&product);
            }
        });
        seen.try_set_value(Some(product));
    });
    request_animation_frame(move || select("one-counted"));
    let submit = move |filled: Filled| match lang.read_amount(&filled.text("counted"), 0) {
        Some(counted) if counted <= MAX_NUMBER => state.change(|take| {
            seen.with_value(|seen| seen.iter().for_each(|product| take.renew(product)));
            if let Some(item) = take.open(id) {
                item.counted = Some(counted);
            }
            take.go_on();
        }),
        _ => draft.refuse_field("counted", Rule::Format),
    };
    let by = move |places: fn(usize) -> usize| {
        let go = move |take: &mut Take| take.at = (take.at + places(take.items.len())) % take.items.len().max(1);
        Callback::new(move |()| state.change(go))
    };
    let (before, skip) = (by(|all| all.max(1) - 1), by(|_| 1));
    let step = move |by: i64| {
        Callback::new(move |()| {
            let Some(field) = element::<HtmlInputElement>("one-counted") else { return };
            let now = lang.read_amount(&field.value(), 0).unwrap_or_default();
            field.set_value(&(now + by).clamp(0, MAX_NUMBER).to_string());
        })
    };
    let (idle, value) = (RwSignal::new(false), item.counted.map_or(String::new(), |counted| counted.to_string()));
    view! {
        <section class="tile one" aria-label=item.name.clone()>
            <div class="heading">
                <Picture image=item.image name=item.name.clone()/>
                <div><h2>{item.name.clone()}</h2> <p class="hint"><code>{item.code}</code> " · " {item.unit}</p></div>
            </div>
            {item.is_booked.then_some(o.booked)}
            <Form draft submit=o.next on_submit=submit>
                <Field name="counted" label=w.counted value keyboard="numeric"/>
                <div class="actions steps">
                    {button("−", "step", Some(o.one_less.to_owned()), idle, step(-1))}
                    {button("+", "step", Some(o.one_more.to_owned()), idle, step(1))}
                </div>
            </Form>
            <div class="actions">{button(o.before, "", None, idle, before)} {button(o.skip, "", None, idle, skip)}</div>
        </section>
    }
    .into_any()
}
