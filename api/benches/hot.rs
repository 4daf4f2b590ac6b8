//! What nearly every request does, by itself: who asks, what is looked for, what an amount is, a list as JSON. `make bench
//! PART=criterion` compares with the time before; the tests run each of them once.
use api::{
    auth::sessions::Sessions,
    config::database::Reach,
    db::{self, Db, group::Group, key, sessions::SignIn},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use shared::{Page, image::Image, money, product::Product, session::Registration};
use std::{hint::black_box, sync::Arc, time::Instant};
use tokio::runtime::Runtime;
use uuid::Uuid;

criterion_group!(hot, token, list, search_key, price);
criterion_main!(hot);

/// Of somebody who asked a moment ago, as almost everybody did.
fn token(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads can be made");
    let dir = tempfile::tempdir().expect("a folder can be made");
    let reach = Reach::of(format!("sqlite://{}?mode=rwc", dir.path().join("bodega.db").display()));
    let sessions = Sessions::new(b"a key that is only used to measure");
    let (db, token) = runtime.block_on(signed_in(&reach, &sessions)).expect("an empty folder takes a shop");
    criterion.bench_function("token of a known session", |bencher| {
        bencher.iter_custom(|times| {
            runtime.block_on(async {
                let began = Instant::now();
                for _ in 0..times {
                    _ = black_box(sessions.find(&db, black_box(&token)).await);
                }
                began.elapsed()
            })
        });
    });
    runtime.block_on(db.close()).expect("nothing is open");
}

async fn signed_in(reach: &Reach, sessions: &Sessions) -> anyhow::Result<(Arc<Db>, String)> {
    let db = Arc::new(Db::connect(reach, b"cursors").await?);
    let owner =
        Registration { email: "lola@tienda.example".into(), name: "Lola Vidal".into(), ..Registration::default() };
    let me = db::shops::register(&db, owner, String::new()).await?;
    let (session, expires_at) = Group::start(&db).ask(SignIn::of(me.user.id, "criterion", 1)).await?;
    let token = sessions.sign(me.user.id, session, expires_at)?;
    anyhow::ensure!(sessions.find(&db, &token).await?.user == me.user.id, "somebody else was found");
    Ok((db, token))
}

fn list(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("list as JSON");
    for count in [20, 100] {
        let page = Page { items: vec![product(); count], next_cursor: Some("bXlzdGVyaW91cw".repeat(8)), total: None };
        let bytes = serde_json::to_vec(&page).expect("a page is always JSON").len();
        group.throughput(Throughput::Bytes(bytes.try_into().expect("it is not that long")));
        group.bench_function(format!("{count} products"), |bencher| {
            bencher.iter(|| serde_json::to_vec(black_box(&page)));
        });
    }
    group.finish();
}

fn product() -> Product {
    let (id, now) = (Uuid::now_v7(), db::now());
    Product {
        id,
        code: "CAF-250".into(),
        barcode: Some("8412345678905".into()),
        name: "Café molido de la casa 250 g".into(),
        description: "Tueste natural, molienda media. «Para cafetera italiana»".into(),
        price_minor: 495,
        unit: "ud".into(),
        image: Some(Image::of_key(&format!("{}.jpg", id.simple()))),
        is_public: true,
        quantity: 24,
        min_quantity: Some(6),
        low_since: None,
        version: 3,
        seq: 7,
        archived_at: None,
        created_at: now,
        updated_at: now,
    }
}

fn search_key(criterion: &mut Criterion) {
    let name = "  Café molido «Ñandú» de la casa, 250 g ";
    criterion.bench_function("key of a name", |bencher| bencher.iter(|| key::of(black_box(name))));
}

fn price(criterion: &mut Criterion) {
    let amount = "12.345,67 ";
    criterion.bench_function("price", |bencher| bencher.iter(|| money::parse(black_box(amount), 2, ',')));
}
