//! Bookings, sent to the layer that the routes call.
use api::{
    db::{
        Db,
        audit::By,
        bookings,
        idempotency::{Answer, Key},
        movements,
    },
    error::Result,
};
use shared::movement::{Booked, Line, Movement, NewMovement};
use uuid::Uuid;

/// A booking as it is asked for; it can be asked for again.
#[derive(Clone)]
pub enum Asked {
    One(Line),
    Many(Vec<Line>),
    Undo(Uuid),
}

impl Asked {
    /// The answer's body, and what was booked if it was just now.
    pub async fn send(&self, db: &Db, by: &By, key: Option<&Key>) -> Result<(String, Option<Vec<Movement>>)> {
        let one = |answer: Answer<Movement>| (answer.body, answer.fresh.map(|row| vec![row]));
        let all = |answer: Answer<Booked>| (answer.body, answer.fresh.map(|booked| booked.items));
        match self.clone() {
            Self::One(Line { product_id, kind, quantity, seen_seq, note, reference }) => {
                let new = NewMovement { kind, quantity, seen_seq, note, reference };
                movements::create(db, by, product_id, new, key).await.map(one)
            }
            Self::Many(lines) => bookings::create(db, by, lines, key).await.map(all),
            Self::Undo(id) => movements::reverse(db, by, id, key).await.map(one),
        }
    }
}
