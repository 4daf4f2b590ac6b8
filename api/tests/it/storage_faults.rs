//! S3 that is slow, gone, mad or unwilling: pictures wait, nothing wrong is shown, and sales go on.
use crate::{
    app::{App, add, book, coffee, read},
    bucket::{Bucket, SECRET, at, in_s3},
    client::{Client, Reply},
    pictures::{encoded, png},
    storage::{send, taken},
    wire::{Fault, Wire},
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use shared::{
    Code,
    movement::Kind,
    product::Product,
    status::{Dependency, State},
};
use std::{
    fs,
    time::{Duration, Instant},
};

/// Nobody waits longer, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(5);

/// An API whose store is at the end of a wire.
struct Stage {
    bucket: Bucket,
    wire: Wire,
    app: App,
    owner: Client,
    product: Product,
}

impl Stage {
    /// With room for so many MiB of pictures in memory.
    async fn new(room: u64) -> Self {
        let bucket = Bucket::start();
        let wire = Wire::to(&bucket.address);
        let app = App::with(in_s3(&wire.address.to_string(), room)).await;
        let owner = app.owner().await;
        let product = add(&owner, &coffee()).await;
        Self { bucket, wire, app, owner, product }
    }

    /// Asks for something that the store has to do with, and sees that the refusal is an honest one.
    async fn waits(&self, what: &str, answer: impl Future<Output = Reply>) {
        let started = Instant::now();
        let reply = answer.await;
        println!("{what}: {} after {:?}", reply.status, started.elapsed());
        assert_eq!(reply.header("retry-after"), "2");
        for word in ["s3", "Error", "127.0.0.1", "os error", "Signature", "xml", SECRET] {
            assert!(!reply.text().contains(word), "{word} is in {}", reply.text());
        }
        reply.refused(Code::Unavailable);
        assert!(started.elapsed() < if what.ends_with("upload") { PATIENCE * 5 } else { PATIENCE });
    }
}

/// A picture of many bytes.
fn noise() -> Vec<u8> {
    let mut dice = 1_u32;
    let mut pixel = || {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = dice.to_be_bytes();
        Rgb([a, b, c])
    };
    encoded(&DynamicImage::from(RgbImage::from_fn(500, 500, |_, _| pixel())), ImageFormat::Png)
}

#[actix_web::test]
async fn whatever_is_wrong_with_s3_pictures_wait_sales_go_on_and_all_is_well_afterwards() {
    let mut stage = Stage::new(0).await;
    let image = taken(&stage.owner, &stage.product, png()).await;
    let before = stage.app.guest().get(&image.url).await;
    let faults =
        [Fault::Gone, Fault::Slow(Duration::from_secs(2)), Fault::Silent, Fault::Reset, Fault::Garbage, Fault::Cut(0)];
    for fault in faults {
        stage.wire.set(fault).await;
        let started = Instant::now();
        stage.app.says(Dependency::Storage, State::Down).await;
        println!("{fault:?} readiness: {:?}", started.elapsed());
        assert!(started.elapsed() < PATIENCE);
        stage.waits(&format!("{fault:?} read"), stage.app.guest().get(&image.url)).await;
        let tag = [("if-none-match", before.header("etag"))];
        stage.waits(&format!("{fault:?} again"), stage.app.guest().send("GET", &image.url, &tag, "")).await;
        if let Fault::Slow(_) = fault {
            // It takes its time, and the picture.
            taken(&stage.owner, &stage.product, noise()).await;
        } else {
            stage.waits(&format!("{fault:?} upload"), send(&stage.owner, &stage.product, noise())).await;
            assert_eq!(read(&stage.owner, &stage.product).await.image, Some(image.clone()));
        }
        book(&stage.owner, &stage.product, Kind::Sale, 1).await;

        stage.wire.set(Fault::None).await;
        assert_eq!(stage.app.guest().get(&image.url).await.body, before.body, "{fault:?}");
        stage.app.says(Dependency::Storage, State::Ok).await;
        let next = taken(&stage.owner, &stage.product, noise()).await;
        assert_eq!(stage.app.guest().get(&next.url).await.status, 200);
        assert_eq!(taken(&stage.owner, &stage.product, png()).await, image);
    }
    assert_eq!(read(&stage.owner, &stage.product).await.quantity, 24 - 6);
}

#[actix_web::test]
async fn a_picture_that_is_cut_off_is_neither_shown_nor_kept() {
    let mut stage = Stage::new(64).await;
    let image = taken(&stage.owner, &stage.product, noise()).await;
    let name = image.url.rsplit('/').next().unwrap();
    let whole = fs::read(stage.bucket.pictures().join(name)).unwrap();
    assert!(whole.len() > 300_000, "{}", whole.len());
    for most in [0, 1, 100, 400, 700, 1_000, 5_000, 65_536, whole.len() / 2, whole.len() - 1] {
        // A connection that carried something is cut at once; the next one begins afresh.
        stage.wire.set(Fault::Gone).await;
        stage.wire.set(Fault::Cut(most)).await;
        stage.waits(&format!("Cut({most}) read"), stage.app.guest().get(&image.url)).await;
    }
    stage.wire.set(Fault::None).await;
    assert!(stage.app.guest().get(&image.url).await.body == whole);
}

#[actix_web::test]
async fn a_picture_that_was_changed_in_the_store_is_not_shown() {
    let stage = Stage::new(64).await;
    let image = taken(&stage.owner, &stage.product, png()).await;
    let file = stage.bucket.pictures().join(image.url.rsplit('/').next().unwrap());
    let whole = fs::read(&file).unwrap();
    for changed in [&whole[..whole.len() - 1], b"", b"<script>"] {
        fs::write(&file, changed).unwrap();
        stage.waits("changed", stage.app.guest().get(&image.url)).await;
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(stage.app.guest().get(&image.url).await.body, whole);
}

#[actix_web::test]
async fn an_api_that_starts_before_its_store_makes_the_bucket_when_that_comes() {
    let bucket = Bucket::start();
    for fault in [Fault::Gone, Fault::Silent, Fault::Garbage] {
        let mut wire = Wire::to(&bucket.address);
        wire.set(fault).await;
        let app = App::with(|config| config.s3 = at(&wire.address.to_string(), SECRET)).await;
        app.says(Dependency::Storage, State::Down).await;
        assert_eq!(app.guest().get("/health").await.status, 200);
        let owner = app.owner().await;
        let product = add(&owner, &coffee()).await;
        book(&owner, &product, Kind::Sale, 1).await;
        wire.set(Fault::None).await;
        // Nobody needs to have asked whether it is ready.
        taken(&owner, &product, png()).await;
        app.says(Dependency::Storage, State::Ok).await;
        fs::remove_dir_all(bucket.dir.path().join("bodega")).unwrap();
    }
}

#[actix_web::test]
async fn keys_that_are_denied_are_told_by_readiness_and_in_no_answer() {
    let stage = Stage::new(64).await;
    let image = taken(&stage.owner, &stage.product, png()).await;
    let wrong = "another secret of the tests, 9876543210";
    let app = App::with(|config| config.s3 = at(&stage.bucket.address, wrong)).await;
    app.says(Dependency::Storage, State::Down).await;
    stage.waits("denied read", app.guest().get(&image.url)).await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    stage.waits("denied upload", send(&owner, &product, png())).await;
    assert_eq!(read(&owner, &product).await.image, None);
    book(&owner, &product, Kind::Sale, 1).await;
}
