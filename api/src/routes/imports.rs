//! Products out of a file, all at once.
use crate::{
    accept::prefers_csv,
    auth::Manager,
    db::{
        idempotency::Key,
        imports::{self, Import},
        shops,
    },
    error::{Error, Result},
    idempotency::{IdempotencyKey, Once, reply},
    sheet::Sheet,
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header,
    post, rt,
    web::{Bytes, BytesMut, Data, Json, Payload, Query},
};
use futures::{Stream, stream};
use shared::{
    Problem,
    import::{ImportProgress, ImportQuery, ImportReport},
    money,
    movement::Kind,
};
use std::{
    fs::File,
    io::{Seek, Write},
    sync::Arc,
};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

/// Import products
///
/// Adds and edits products out of a sheet: CSV or text with `,`, `;` or tabs between the cells, in UTF-8, UTF-16 or Windows-1252,
/// at most 64 MB and 200,000 rows. Its columns are recognised by their headers in Spanish and English and as Shopify,
/// WooCommerce, PrestaShop, InvenTree, Homebox, Grocy and Part-DB write them; `columns` says it for others. Try it with
/// `dry_run=true` first: the report shows how the file was understood and what would become of every row.
///
/// A row and a product belong together when their codes are the same, whatever the case and the accents. The row then edits the
/// product; the spelling of its code stays. A column that is not there, or a cell that is not, leaves its field alone. An empty
/// cell empties barcode, description and minimum, and leaves everything else as it is. Other rows become new products, which
/// need a name; their quantity becomes an `opening` movement. An archived product is only changed by a row that says it is not
/// archived.
///
/// All rows are taken or none: whatever is wrong is named as `line 17.price`, at most 100 of it. A dry run that prefers
/// `text/csv` answers the wrong rows as they were sent, with `line` and `problem` in front, to be corrected and sent again.
///
/// One import runs at a time. Once the file has arrived it goes on even when the connection breaks; send it again with the same
/// `Idempotency-Key` to get its answer. A dry run does not use up a key.
#[utoipa::path(
    tag = "products",
    params(ImportQuery, IdempotencyKey),
    request_body(content((String = "text/csv"), (String = "text/plain"), (String = "text/tab-separated-values"), (String = "application/vnd.ms-excel"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "What became of the rows, or would.",
        content((ImportReport = "application/json"), (String = "text/csv")))),
    security(("password" = ["manager"])),
    extensions(("x-problems" = json!(["busy", "code_taken"])))
)]
#[post("/product-imports")]
pub async fn create(
    state: Data<State>,
    who: Manager,
    once: Once,
    query: Query<ImportQuery>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let place = state.imports.place(who.shop)?;
    let spooled = state.imports.receive(&request, payload).await?;
    let decimals = money::decimals(&shops::get(&state.db, who.shop).await?.currency);
    let claim = (!query.dry_run).then(|| once.claim(&state, who.user, &(&*query, &spooled.digest))).transpose()?;
    let (folder, asked) = (state.imports.folder.clone(), query.clone());
    let sheet = rt::task::spawn_blocking(move || Sheet::open(spooled.file, &folder, &asked, decimals)).await;
    let sheet = Arc::new(sheet.map_err(|error| Error::Task(error.to_string()))??);
    let query = query.into_inner();
    let import = Import { id: Uuid::now_v7(), by: who.by(), sheet, query, progress: place.progress.clone() };
    if import.query.dry_run && prefers_csv(&request) {
        return rejects(&state, &import).await;
    }
    // A task of its own: it goes on when the client does not wait.
    let task = rt::spawn(async move {
        let _place = place;
        let key = claim.as_ref().and_then(|claim| claim.key());
        store_or_tell(&state, &import, key).await
    });
    task.await.map_err(|error| Error::Task(error.to_string()))?
}

async fn store_or_tell(state: &State, import: &Import, key: Option<&Key>) -> Result<HttpResponse> {
    let vary = (header::VARY, "Accept");
    if import.query.dry_run {
        return Ok(HttpResponse::Ok().append_header(vary).json(imports::check(&state.db, import).await?));
    }
    let answer = imports::run(&state.db, import, key).await?;
    if let Some(report) = &answer.fresh {
        state.metrics.moved_often(Kind::Opening, report.opened);
        state.metrics.moved_often(Kind::Count, report.counted);
    }
    Ok(reply(state, answer))
}

/// The wrong rows. They are gathered on disk: a slow reader keeps nobody else from importing.
async fn rejects(state: &State, import: &Import) -> Result<HttpResponse> {
    if !import.sheet.problems.is_empty() {
        return Err(Problem::from(import.sheet.problems.clone()).into());
    }
    let mut file = tempfile::tempfile_in(&state.imports.folder)?;
    imports::rejects(&state.db, import, |bytes| Ok(file.write_all(&bytes)?)).await?;
    file.rewind()?;
    Ok(super::attachment("errors.csv").streaming(chunks(file)))
}

/// A file, piece by piece.
fn chunks(file: File) -> impl Stream<Item = Result<Bytes>> {
    stream::try_unfold(tokio::fs::File::from_std(file), async |mut file| {
        let mut chunk = BytesMut::with_capacity(64 * 1024);
        let length = file.read_buf(&mut chunk).await?;
        Ok((length > 0).then(|| (chunk.freeze(), file)))
    })
}

/// The import that is running
///
/// How far the import of your shop is that runs right now on this server; `null` when there is none.
#[utoipa::path(
    tag = "products",
    responses((status = 200, description = "How far it is, or `null`.", body = Option<ImportProgress>)),
    security(("password" = ["manager"]))
)]
#[get("/product-imports/current")]
pub async fn current(state: Data<State>, who: Manager) -> Json<Option<ImportProgress>> {
    Json(state.imports.current(who.shop))
}
