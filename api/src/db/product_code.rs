//! Codes made from names.
use super::key;
use crate::{
    entity::product::{Column, Entity},
    error::Result,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// Letters of each word in a code.
const LETTERS: usize = 3;

/// Words of this many letters or fewer say little (`de`, `con`, `of`, `the`), unless they have a digit.
const SMALL: usize = 3;

/// Codes that are looked up at once.
const BATCH: usize = 100;

/// The code for this name, with a number behind it where it is taken.
pub async fn free(db: &impl ConnectionTrait, shop: Uuid, name: &str) -> Result<String> {
    let base = base(name);
    let mut first = 1;
    loop {
        let codes: Vec<_> = (first..first + BATCH).map(|number| numbered(&base, number)).collect();
        let keys = codes.iter().map(|code| key::of(code));
        let query = Entity::of(shop).filter(Column::CodeKey.is_in(keys)).select_only().column(Column::CodeKey);
        let taken: HashSet<String> = query.into_tuple().all(db).await?.into_iter().collect();
        if let Some(free) = codes.into_iter().find(|code| !taken.contains(&key::of(code))) {
            return Ok(free);
        }
        first += BATCH;
    }
}

fn numbered(base: &str, number: usize) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}-{number}") }
}

/// The beginnings of the first two words that say something, without accents.
fn base(name: &str) -> String {
    let key = key::of(name);
    let words: Vec<_> = key.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_much = |word: &&&str| word.len() > SMALL || word.contains(|c: char| c.is_ascii_digit());
    let mut chosen: Vec<_> = words.iter().filter(says_much).take(2).collect();
    if chosen.is_empty() {
        chosen = words.iter().take(2).collect();
    }
    let parts: Vec<_> = chosen.iter().map(|word| word[..LETTERS.min(word.len())].to_uppercase()).collect();
    if parts.is_empty() { "P".into() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_code_is_made_of_two_words_that_say_something() {
        assert_eq!(base("Mermelada de naranja"), "MER-NAR");
        assert_eq!(base("Atún claro en aceite"), "ATU-CLA");
        assert_eq!(base("Tornillo M8 × 20"), "TOR-M8");
        assert_eq!(base("  té  "), "TE");
        assert_eq!(base("The Big Tea"), "THE-BIG");
    }

    #[test]
    fn a_name_without_latin_letters_has_a_code_all_the_same() {
        assert_eq!(base("抹茶"), "P");
        assert_eq!(base(""), "P");
    }
}
