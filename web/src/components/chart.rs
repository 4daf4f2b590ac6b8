//! How a quantity went, as a line with steps. The table beside it says the same in numbers.
use super::{Paged, live};
use crate::i18n::lang;
use leptos::prelude::*;
use shared::movement::Movement;
use std::fmt::Write;

/// Width and height of the drawing, and the room above and below the line; it is stretched to the page.
const WIDTH: usize = 600;
const HEIGHT: i64 = 120;
const EDGE: i64 = 6;

/// The line through what was on hand after each movement of the journal as far as it is there, newest first.
#[component]
pub fn Chart(
    journal: Paged<Movement>,
    /// At this quantity or less it runs short; drawn as a line where the chart reaches so far.
    minimum: Signal<Option<i64>>,
) -> impl IntoView {
    let lang = lang();
    live(move || {
        journal.items.with(|movements| {
            let (newest, oldest) = (movements.first()?, movements.get(1).and(movements.last())?);
            let before = oldest.balance_after - oldest.delta;
            let balances = || movements.iter().map(|movement| movement.balance_after).chain([before]);
            let (high, low) = (balances().max()?, balances().min()?);
            let label = lang.course(movements.len(), before, newest.balance_after, low, high);
            let (top, line) = (lang.number(high), line(movements, before, high));
            Some(
                view! {
                    <figure class="chart">
                        <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                            <path class="area" d=format!("{line}V{HEIGHT}H0Z")></path>
                            <path d=line.clone()></path>
                            {minimum.get().map(|minimum| format!("M0 {0}H{WIDTH}", height(minimum, high))).map(|line| view! { <path class="minimum" d=line></path> })}
                        </svg>
                        <figcaption aria-hidden="true"><span>{top}</span> <span>"0"</span></figcaption>
                    </figure>
                }
                .into_any(),
            )
        })
    })
}

/// Flat until the next movement, then up or down. The movements stand side by side: by their time, a busy hour would be one
/// stroke.
fn line(movements: &[Movement], before: i64, most: i64) -> String {
    let mut text = format!("M0 {}", height(before, most));
    for (at, movement) in (1..).zip(movements.iter().rev()) {
        let x = WIDTH * at / (movements.len() + 1);
        // Writing to a String cannot fail.
        let _ = write!(text, "H{x}V{}", height(movement.balance_after, most));
    }
    text + &format!("H{WIDTH}")
}

/// Where a quantity is drawn, from the top.
fn height(quantity: i64, most: i64) -> i64 {
    HEIGHT - EDGE - quantity * (HEIGHT - 2 * EDGE) / most.max(1)
}
