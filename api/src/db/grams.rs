//! The index of what stands anywhere in a text. PostgreSQL and SQLite cut texts into groups of three signs themselves; on MySQL
//! and MariaDB the groups are words of a full-text index, and we cut.
use super::Transaction;
use crate::error::Result;
use sea_orm::{
    ConnectionTrait, DbBackend, Statement,
    sea_query::{Condition, Expr, JoinType, Query, SelectStatement},
};
use std::iter;
use uuid::Uuid;

/// A group of fewer signs is on no engine in the index.
const LEAST: usize = 3;
/// Signs of a group where we cut. Longer ones are rarer, and so found sooner.
const GROUP: usize = 5;

/// What the index is asked for all words together; nothing when all of them are too short for it.
pub fn question(backend: DbBackend, words: &str) -> Option<String> {
    let words = || words.split(' ').map(|word| word.chars().collect::<Vec<_>>()).filter(|word| word.len() >= LEAST);
    // PostgreSQL's groups are of letters and digits only.
    let is_known = |word: Vec<char>| {
        backend != DbBackend::Postgres
            || word.windows(LEAST).any(|group| group.iter().all(|sign| sign.is_alphanumeric()))
    };
    words().any(is_known).then_some(())?;
    Some(match backend {
        DbBackend::MySql => words().flat_map(|word| asked(&word)).collect::<Vec<_>>().join(" "),
        _ => words().flat_map(|word| threes(&word)).collect::<Vec<_>>().join(" AND "),
    })
}

/// Every group of three, in quotation marks.
fn threes(word: &[char]) -> Vec<String> {
    let group = |group: &[char]| format!("\"{}\"", group.iter().collect::<String>().replace('"', "\"\""));
    word.windows(LEAST).map(group).collect()
}

/// As few groups as cover a word; the beginning of one where the word is shorter. All of them must be there: only questions
/// without a `+` would end at their limit before they were answered.
fn asked(word: &[char]) -> Vec<String> {
    if word.len() < GROUP {
        return vec![format!("+{}*", named(word))];
    }
    let last = word.len() - GROUP;
    let starts = (0..last).step_by(GROUP).chain(iter::once(last));
    starts.map(|start| format!("+{}", named(&word[start..start + GROUP]))).collect()
}

/// A group as a word of an index that knows only letters and digits. The first letter keeps it from being a word that the
/// index leaves out because everybody says it.
fn named(group: &[char]) -> String {
    let sign = |sign: &char| match sign {
        'a'..='y' | '0'..='9' => sign.to_string(),
        _ => format!("z{:06x}", u32::from(*sign)),
    };
    iter::once("g".to_owned()).chain(group.iter().map(sign)).collect()
}

/// All groups of a text where we cut, from each of its signs on.
pub fn cut(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.chars().collect::<Vec<_>>());
    let groups = words.flat_map(|word| {
        let starts = 0..(word.len() + 1).saturating_sub(LEAST);
        starts.map(move |start| named(&word[start..word.len().min(start + GROUP)])).collect::<Vec<_>>()
    });
    groups.collect::<Vec<_>>().join(" ")
}

/// The products that the index has for a question; nothing where it is not a table of its own.
pub fn known(backend: DbBackend, question: String) -> Option<SelectStatement> {
    let mut select = Query::select();
    select.column("product_id").from("product_grams");
    match backend {
        DbBackend::Sqlite => select
            .join(JoinType::CrossJoin, "product_docs", Condition::all())
            .and_where(Expr::cust("product_docs.doc = product_grams.rowid"))
            .and_where(Expr::cust_with_values("product_grams MATCH ?", [question])),
        DbBackend::MySql => {
            select.and_where(Expr::cust_with_values("MATCH (grams) AGAINST (? IN BOOLEAN MODE)", [question]))
        }
        _ => return None,
    };
    Some(select)
}

/// Puts the texts that products are found by into the index, where that does not happen by itself.
pub async fn put<'a>(tx: &Transaction, texts: impl IntoIterator<Item = (Uuid, &'a str)>) -> Result<()> {
    if tx.get_database_backend() != DbBackend::MySql {
        return Ok(());
    }
    let values: Vec<_> = texts.into_iter().flat_map(|(id, text)| [id.into(), cut(text).into()]).collect();
    if values.is_empty() {
        return Ok(());
    }
    let rows = vec!["(?, ?)"; values.len() / 2].join(", ");
    let sql = format!("REPLACE INTO product_grams (product_id, grams) VALUES {rows}");
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::MySql, sql, values)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever stands in a text is found by the index that we cut for.
    #[test]
    fn every_part_of_a_word_asks_for_groups_that_its_text_has() {
        for text in ["cafe molido\n8412345678901", "a-1/b_2 zz%top naïve 日本語テキスト", "abc", "ab"] {
            let cut = cut(text);
            let groups: Vec<_> = cut.split(' ').collect();
            for word in text.split_whitespace().map(|word| word.chars().collect::<Vec<_>>()) {
                for (from, to) in (0..word.len()).flat_map(|from| (from + LEAST..=word.len()).map(move |to| (from, to)))
                {
                    for asked in asked(&word[from..to]) {
                        let asked = asked.strip_prefix('+').unwrap();
                        let is_there = match asked.strip_suffix('*') {
                            Some(start) => groups.iter().any(|group| group.starts_with(start)),
                            None => groups.contains(&asked),
                        };
                        assert!(is_there, "{asked} of {word:?} is not in {cut}");
                    }
                }
            }
        }
    }

    #[test]
    fn words_of_one_or_two_signs_are_no_question_for_an_index() {
        assert_eq!(question(DbBackend::Sqlite, "q7 é"), None);
        assert_eq!(question(DbBackend::Postgres, "1.5 a-b"), None);
        assert_eq!(question(DbBackend::Sqlite, "q7 a\"bc").as_deref(), Some(r#""a""b" AND """bc""#));
        assert_eq!(question(DbBackend::MySql, "cafe abcdefg").as_deref(), Some("+gcafe* +gabcde +gcdefg"));
    }
}
