//! Lists as sheets, page by page: neither memory nor a connection is held while a slow reader takes them.
use super::{Db, journal, products, shops};
use crate::{error::Result, sheet::write::Lines};
use futures::{Stream, stream};
use shared::{journal::JournalQuery, money, product::ProductQuery, sheet::Delimiter};
use std::sync::Arc;
use uuid::Uuid;

/// Rows that are read at a time.
const PAGE: u64 = 1000;

/// The products that are looked for, all of them, as an import takes them.
pub async fn products(db: Arc<Db>, shop: Uuid, query: ProductQuery) -> Result<impl Stream<Item = Result<Vec<u8>>>> {
    let decimals = money::decimals(&shops::get(&db, shop).await?.currency);
    let delimiter = query.delimiter.unwrap_or_default();
    let mut query = ProductQuery { include_total: false, ..query };
    Ok(sheet(Lines::products(delimiter)?, delimiter, async move |cursor, lines: &mut Lines| {
        query.cursor = cursor;
        let page = products::page(&db, shop, &query, PAGE).await?;
        page.items.iter().try_for_each(|product| lines.product(product, decimals))?;
        Ok(page.next_cursor)
    }))
}

/// The movements that are asked for, all of them.
pub fn movements(db: Arc<Db>, shop: Uuid, mut query: JournalQuery) -> Result<impl Stream<Item = Result<Vec<u8>>>> {
    let delimiter = query.delimiter.unwrap_or_default();
    Ok(sheet(Lines::movements(delimiter)?, delimiter, async move |cursor, lines: &mut Lines| {
        query.cursor = cursor;
        let page = journal::page(&db, shop, &query, PAGE).await?;
        page.items.iter().try_for_each(|movement| lines.movement(movement))?;
        Ok(page.next_cursor)
    }))
}

/// The header and the lines of every page. `page` writes one and tells the cursor of the next.
fn sheet(
    header: Lines,
    delimiter: Delimiter,
    page: impl AsyncFnMut(Option<String>, &mut Lines) -> Result<Option<String>>,
) -> impl Stream<Item = Result<Vec<u8>>> {
    stream::try_unfold(Some((header, None, page)), move |rest| async move {
        let Some((mut lines, cursor, mut page)) = rest else { return Ok(None) };
        let next = page(cursor, &mut lines).await?;
        let rest = next.map(|next| (Lines::more(delimiter), Some(next), page));
        Ok(Some((lines.taken()?, rest)))
    })
}
