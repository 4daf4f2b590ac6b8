//! What moved just now, for those who watch. The journal is asked once a second for each shop that somebody watches, however
//! many do, so replicas need nothing but the database to hear of each other.
use crate::{
    db::{self, Db, journal},
    error::Result,
};
use moka::future::Cache;
use shared::{Code, movement::Movement};
use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// How often somebody who watches is told.
pub const BEAT: Duration = Duration::from_secs(1);
/// How far back the journal is read: who comes back within that time misses nothing.
pub const SPAN: Duration = Duration::from_secs(30);
/// How much later than its id says a movement may be seen: it is made before its transaction ends, by another clock.
const LATE: Duration = Duration::from_secs(5);
/// Movements of that time; where there were more, the page is told to read anew.
const MOST: u64 = 200;
/// Who may watch at the same time, on this replica.
const WATCHERS: usize = 5_000;
/// Of these, one person: nobody has so many pages in front of them, and nobody takes the places of all others.
pub const OF_ONE: usize = 100;

/// What those who watch share.
pub struct Live {
    recent: Cache<Uuid, Arc<Vec<Movement>>>,
    places: Arc<Semaphore>,
    people: People,
}

/// How many places each person has.
type People = Arc<Mutex<HashMap<Uuid, usize>>>;

/// A place among those who watch, until it is dropped.
pub struct Place {
    person: Uuid,
    people: People,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut places) = people.entry(self.person) {
            *places.get_mut() -= 1;
            if *places.get() == 0 {
                places.remove();
            }
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        // A little less than a beat, so that each beat brings something new.
        let recent = Cache::builder().max_capacity(10_000).time_to_live(BEAT * 9 / 10).build();
        Self { recent, places: Arc::new(Semaphore::new(WATCHERS)), people: People::default() }
    }
}

impl Live {
    /// A place for this person.
    ///
    /// # Errors
    /// `unavailable` when there is none, or the person has as many as one may have.
    pub fn place(&self, person: Uuid) -> Result<Place> {
        let permit = self.places.clone().try_acquire_owned().map_err(|_| Code::Unavailable)?;
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let places = people.entry(person).or_default();
        if *places >= OF_ONE {
            return Err(Code::Unavailable.into());
        }
        *places += 1;
        drop(people);
        Ok(Place { person, people: self.people.clone(), _permit: permit })
    }

    /// How many watch.
    pub fn watchers(&self) -> usize {
        WATCHERS - self.places.available_permits()
    }

    /// What moved lately in this shop, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recent(
        &self,
        db: &Db,
        shop: Uuid,
    ) -> std::result::Result<Arc<Vec<Movement>>, Arc<crate::error::Error>> {
        self.recent.try_get_with(shop, async { journal::latest(db, shop, oldest(), MOST).await.map(Arc::new) }).await
    }
}

/// From where somebody who was told everything until now goes on: what may be seen late is told twice rather than never.
pub fn position() -> Uuid {
    journal::first_id(db::now() - LATE)
}

/// From where on one can go on.
pub fn oldest() -> Uuid {
    journal::first_id(db::now() - SPAN)
}

/// What somebody who watches has been told.
#[derive(Default)]
pub struct Told(Option<HashSet<Uuid>>);

/// What there is to tell.
#[derive(Debug, PartialEq, Eq)]
pub enum News {
    /// These movements, in this order.
    Moved(Vec<Movement>),
    /// More than can be told one by one: what is shown wants to be read anew.
    TooMuch,
}

impl Told {
    /// What is new among what moved lately. At first that is what came behind this id, or nothing; an id from before
    /// `oldest` is too long ago.
    pub fn news(&mut self, recent: &[Movement], behind: Option<Uuid>, oldest: Uuid) -> News {
        let ids = || recent.iter().map(|movement| movement.id).collect();
        let is_first = self.0.is_none();
        let told = self.0.get_or_insert_with(|| match behind {
            Some(last) => recent.iter().map(|movement| movement.id).filter(|id| *id <= last).collect(),
            None => ids(),
        });
        let was_missed = match (is_first, behind) {
            (true, last) => last.is_some_and(|last| last < oldest),
            (false, _) => recent.len() as u64 >= MOST && recent.iter().all(|movement| !told.contains(&movement.id)),
        };
        let new: Vec<_> = recent.iter().filter(|movement| !told.contains(&movement.id)).cloned().collect();
        *told = ids();
        if was_missed { News::TooMuch } else { News::Moved(new) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use shared::movement::{Actor, Kind};

    fn movement(number: u128) -> Movement {
        Movement {
            id: Uuid::from_u128(number),
            product_id: Uuid::nil(),
            product_code: String::new(),
            product_name: String::new(),
            seq: 1,
            kind: Kind::Sale,
            delta: -1,
            balance_after: 1,
            note: String::new(),
            reference: String::new(),
            reverses_id: None,
            reversed_by: None,
            actor: Actor { id: Uuid::nil(), name: None },
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    const OLDEST: Uuid = Uuid::from_u128(2);

    fn all(numbers: impl IntoIterator<Item = u128>) -> Vec<Movement> {
        numbers.into_iter().map(movement).collect()
    }

    #[test]
    fn each_movement_is_told_once_even_when_an_older_id_is_seen_later() {
        let mut told = Told::default();
        assert_eq!(told.news(&all([1, 2]), None, OLDEST), News::Moved(vec![]));
        assert_eq!(told.news(&all([1, 2, 4]), None, OLDEST), News::Moved(all([4])));
        assert_eq!(told.news(&all([2, 3, 4]), None, OLDEST), News::Moved(all([3])));
        assert_eq!(told.news(&all([]), None, OLDEST), News::Moved(vec![]));
    }

    #[test]
    fn who_comes_back_is_told_what_was_missed_or_to_read_anew() {
        assert_eq!(Told::default().news(&all([1, 2, 3]), Some(Uuid::from_u128(2)), OLDEST), News::Moved(all([3])));
        assert_eq!(Told::default().news(&all([7, 8]), Some(Uuid::from_u128(1)), OLDEST), News::TooMuch);
    }

    #[test]
    fn more_than_can_be_told_is_not_told_one_by_one() {
        let mut told = Told::default();
        told.news(&all([1]), None, OLDEST);
        assert_eq!(told.news(&all(100..300), None, OLDEST), News::TooMuch);
        assert_eq!(told.news(&all(100..300), None, OLDEST), News::Moved(vec![]));
    }
}
