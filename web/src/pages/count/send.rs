//! Books what was counted, lot after lot.
use super::{State, book::Take};
use crate::api;
use leptos::prelude::*;
use shared::Problem;

/// What is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// All that was counted.
    All,
    /// What was sent before, and not answered.
    Pending,
}

/// Sends until nothing is left that can be booked. What was refused stays, with what the book says now; where the answer
/// does not come everything stays as it is, to be sent again under the same names.
pub async fn send(state: State, what: What) {
    if state.is_sending.get_untracked() {
        return;
    }
    state.is_sending.set(true);
    state.problem.set(None);
    let next = |take: &mut Take| if what == What::All { take.lot(api::fresh_key) } else { take.lot.clone() };
    while let Some(lot) = state.change(next) {
        let Some(lines) = state.look(|take| Some(take.lines(&lot))) else { break };
        match api::book_many(&lines, lot.key).await {
            Ok(_) => state.change(Take::booked),
            // Whoever is named in a refusal stands in the way of the others. Without names, the same is sent again another time.
            Err(problem) if !problem.fields.is_empty() && settle(state, &problem).await => {}
            Err(problem) => {
                state.problem.try_set(Some(problem));
                break;
            }
        }
    }
    state.is_sending.try_set(false);
}

/// Marks what was refused, and looks at it again; tells whether the rest may be sent.
async fn settle(state: State, problem: &Problem) -> bool {
    let is_named = state.change(|take| take.refused(problem));
    let moved =
        state.look(|take| take.items.iter().filter(|item| item.is_stale).map(|item| item.id).collect::<Vec<_>>());
    for id in moved {
        if let Ok(product) = api::product(id).await {
            state.change(|take| take.open(id).map(|item| item.book = product.quantity));
        }
    }
    is_named
}
