//! Lists as sheets, page by page: neither memory nor a connection is held while a slow reader takes them.
use super::{Db, journal, products, shops};
use crate::{
    error::{Error, Result},
    sheet::write::Lines,
};
use futures::{Stream, stream};
use shared::{journal::JournalQuery, money, product::ProductQuery, sheet::Delimiter};
use std::sync::Arc;
use uuid::Uuid;

/// Rows that are read at a time.
const PAGE: u64 = 1000;

/// Where an export is.
struct At<Q> {
    db: Arc<Db>,
    shop: Uuid,
    query: Q,
    decimals: u32,
    delimiter: Delimiter,
    /// The header, until it is sent.
    header: Option<Lines>,
    is_done: bool,
}

/// The products that are looked for, all of them, as an import takes them.
pub async fn products(db: Arc<Db>, shop: Uuid, query: ProductQuery) -> Result<impl Stream<Item = Result<Vec<u8>>>> {
    let decimals = money::decimals(&shops::get(&db, shop).await?.currency);
    let delimiter = query.delimiter.unwrap_or_default();
    let header = Some(Lines::products(delimiter)?);
    let query = ProductQuery { cursor: None, include_total: false, ..query };
    let at = At { db, shop, query, decimals, delimiter, header, is_done: false };
    Ok(stream::try_unfold(at, |mut at| async move {
        if at.is_done {
            return Ok(None);
        }
        let page = products::page(&at.db, at.shop, &at.query, PAGE).await?;
        let mut lines = at.header.take().unwrap_or_else(|| Lines::more(at.delimiter));
        page.items.iter().try_for_each(|product| lines.product(product, at.decimals))?;
        (at.is_done, at.query.cursor) = (page.next_cursor.is_none(), page.next_cursor);
        Ok::<_, Error>(Some((lines.taken()?, at)))
    }))
}

/// The movements that are asked for, all of them.
pub fn movements(db: Arc<Db>, shop: Uuid, mut query: JournalQuery) -> Result<impl Stream<Item = Result<Vec<u8>>>> {
    let delimiter = query.delimiter.unwrap_or_default();
    let header = Some(Lines::movements(delimiter)?);
    query.cursor = None;
    let at = At { db, shop, query, decimals: 0, delimiter, header, is_done: false };
    Ok(stream::try_unfold(at, |mut at| async move {
        if at.is_done {
            return Ok(None);
        }
        let page = journal::page(&at.db, at.shop, &at.query, PAGE).await?;
        let mut lines = at.header.take().unwrap_or_else(|| Lines::more(at.delimiter));
        page.items.iter().try_for_each(|movement| lines.movement(movement))?;
        (at.is_done, at.query.cursor) = (page.next_cursor.is_none(), page.next_cursor);
        Ok::<_, Error>(Some((lines.taken()?, at)))
    }))
}
