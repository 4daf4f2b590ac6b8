//! Pictures in S3 instead of a folder.
use crate::{
    app::{App, add, another, coffee, path},
    backup::{Kept, done, entries},
    bucket::{ACCESS, Bucket, SECRET, in_s3},
    client::{Client, Reply},
    pictures::{encoded, half_clear, png, two_halves},
    program::{Program, api, embedded, lola, open_shop, run},
    start::{folder, refused},
    wire::{Fault, Wire},
};
use image::ImageFormat;
use shared::{
    Code,
    catalog::CatalogProduct,
    image::Image,
    product::{NewProduct, Product},
    status::{Dependency, State},
    user::User,
};
use std::{fs, path::Path};

pub async fn send(client: &Client, product: &Product, file: Vec<u8>) -> Reply {
    client.upload(&format!("{}/image", path(product)), "image/png", file).await
}

pub async fn taken(client: &Client, product: &Product, file: Vec<u8>) -> Image {
    send(client, product, file).await.ok::<Product>(200).image.unwrap()
}

pub fn name(url: &str) -> String {
    url.rsplit('/').next().unwrap().to_owned()
}

fn other() -> Vec<u8> {
    encoded(&two_halves(60, 60), ImageFormat::Png)
}

#[actix_web::test]
async fn a_picture_in_s3_is_taken_in_shown_replaced_and_removed_as_in_a_folder() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    let first = taken(&owner, &product, png()).await;
    assert_eq!(bucket.names(), [name(&first.url), name(&first.thumbnail_url)].into());
    assert_eq!(taken(&owner, &product, png()).await, first);
    let shown: CatalogProduct = app.guest().get(&format!("/api/v1/catalog/products/{}", product.id)).await.ok(200);
    assert_eq!(shown.image.as_ref(), Some(&first));
    for url in [&first.url, &first.thumbnail_url] {
        let reply = app.guest().get(url).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "image/jpeg"));
        assert_eq!(reply.body, fs::read(bucket.pictures().join(name(url))).unwrap());
        let tag = [("if-none-match", reply.header("etag"))];
        assert_eq!(app.guest().send("GET", url, &tag, "").await.status, 304);
    }

    let second = taken(&owner, &product, encoded(&half_clear(400, 200), ImageFormat::Png)).await;
    assert_eq!(app.guest().get(&second.url).await.header("content-type"), "image/webp");
    app.guest().get(&first.url).await.refused(Code::NotFound);
    let tag = [("if-none-match", &*format!("\"{}\"", name(&first.url)))];
    app.guest().send("GET", &first.url, &tag, "").await.refused(Code::NotFound);
    assert_eq!(bucket.names(), [name(&second.url), name(&second.thumbnail_url)].into());
    owner.delete(&format!("{}/image", path(&product))).await.done();
    assert_eq!((bucket.names().len(), app.guest().get(&second.url).await.status), (0, 404));
    app.guest().get("/api/v1/images/ready.txt").await.refused(Code::NotFound);
}

#[actix_web::test]
async fn what_is_put_into_s3_says_what_it_is() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    let owner = app.owner().await;
    taken(&owner, &add(&owner, &coffee()).await, png()).await;
    let about = fs::read_dir(bucket.dir.path()).unwrap().map(|entry| entry.unwrap().path());
    let about = about.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let texts: Vec<_> = about.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert_eq!(texts.iter().filter(|text| text.contains("image/jpeg") && text.contains("sha256")).count(), 2);
}

#[actix_web::test]
async fn a_persons_picture_is_in_s3_and_goes_with_the_person() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    let shop = app.shop().await;
    let at = format!("/api/v1/users/{}/picture", shop.clerk.id);
    let user: User = shop.clerk.upload(&at, "image/png", png()).await.ok(200);
    assert_eq!(app.guest().get(&user.picture.unwrap().url).await.status, 200);
    assert_eq!(bucket.names().len(), 2);
    shop.owner.delete(&format!("/api/v1/users/{}", shop.clerk.id)).await.done();
    assert_eq!(bucket.names().len(), 0);
}

#[actix_web::test]
async fn the_same_picture_of_another_product_or_another_shop_stays_when_one_lets_go_of_it() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    let (owner, stranger) = (app.owner().await, app.owner().await);
    let (one, two, three) = (add(&owner, &coffee()).await, another(&owner, "B").await, add(&stranger, &coffee()).await);
    let first = taken(&owner, &one, png()).await;
    let others = [taken(&owner, &two, png()).await, taken(&stranger, &three, png()).await];
    taken(&owner, &one, other()).await;
    app.guest().get(&first.url).await.refused(Code::NotFound);
    for image in others {
        assert_eq!(app.guest().get(&image.url).await.status, 200);
        assert_eq!(app.guest().get(&image.thumbnail_url).await.status, 200);
    }
}

/// Each of the two may erase what the other one has just stored again.
async fn overtake(app: &App) {
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    for _ in 0..6 {
        let sent = (0..8).map(|n| send(&owner, &product, if n % 2 == 0 { png() } else { other() }));
        for reply in futures::future::join_all(sent).await {
            reply.ok::<Product>(200);
        }
        let image = crate::app::read(&owner, &product).await.image.unwrap();
        for url in [image.url, image.thumbnail_url] {
            assert_eq!(app.guest().get(&url).await.status, 200, "{url}");
        }
    }
}

#[actix_web::test]
async fn however_two_pictures_of_a_product_overtake_each_other_the_one_it_has_is_there() {
    overtake(&App::start().await).await;
    let bucket = Bucket::start();
    overtake(&App::with(in_s3(&bucket.address, 0)).await).await;
}

#[actix_web::test]
async fn the_bucket_is_made_once_by_replicas_that_start_together_and_taken_by_those_after_them() {
    let bucket = Bucket::start();
    assert!(!bucket.dir.path().join("bodega").exists());
    for app in futures::future::join_all((0..4).map(|_| bucket.app())).await {
        app.says(Dependency::Storage, State::Ok).await;
    }
    let app = bucket.app().await;
    let owner = app.owner().await;
    taken(&owner, &add(&owner, &coffee()).await, png()).await;
    assert_eq!(bucket.names().len(), 2);
}

#[actix_web::test]
async fn a_bucket_that_vanishes_is_made_again() {
    let bucket = Bucket::start();
    let app = bucket.app().await;
    fs::remove_dir_all(bucket.dir.path().join("bodega")).unwrap();
    app.says(Dependency::Storage, State::Ok).await;
    assert!(bucket.pictures().join("ready.txt").exists());
}

/// There is no name here that leads to the store, so the program is told that the store is the way to everywhere.
#[actix_web::test]
async fn the_bucket_may_be_named_in_the_hosts_name() {
    let bucket = Bucket::start();
    let (_dir, data) = folder();
    let mut command = api(&data);
    command.env("http_proxy", format!("http://{}", bucket.address)).env("S3_ENDPOINT", "http://s3.example/");
    command.env("S3_ACCESS_KEY", ACCESS).env("S3_SECRET_KEY", SECRET).env("S3_BUCKET", "shop-pictures");
    command.env("S3_REGION", "eu-somewhere");
    open_shop(api(&data));
    let program = Program::start(&mut command);
    let owner = lola(&program.url).await;
    let image = taken(&owner, &add(&owner, &coffee()).await, png()).await;
    assert_eq!(owner.get(&image.url).await.status, 200);
    assert!(bucket.dir.path().join("shop-pictures/pictures").join(name(&image.url)).exists());
}

#[actix_web::test]
async fn what_was_looked_at_lately_is_still_shown_while_s3_is_gone() {
    let bucket = Bucket::start();
    let mut wire = Wire::to(&bucket.address);
    let address = wire.address.to_string();
    for (room, status) in [(1, (200, 304)), (0, (503, 503))] {
        let app = App::with(in_s3(&address, room)).await;
        let owner = app.owner().await;
        let image = taken(&owner, &add(&owner, &coffee()).await, png()).await;
        let before = app.guest().get(&image.url).await;
        wire.set(Fault::Gone).await;
        let reply = app.guest().get(&image.url).await;
        let tag = [("if-none-match", before.header("etag"))];
        assert_eq!((reply.status, app.guest().send("GET", &image.url, &tag, "").await.status), status);
        assert!(status.0 == 503 || reply.body == before.body);
        app.guest().get(&image.thumbnail_url).await.refused(Code::Unavailable);
        wire.set(Fault::None).await;
    }
}

#[test]
fn settings_that_cannot_be_right_are_refused() {
    let (_dir, data) = folder();
    let given = |endpoint: &str| {
        let mut command = api(&data);
        command.env("S3_ENDPOINT", endpoint).env("S3_ACCESS_KEY", ACCESS).env("S3_SECRET_KEY", SECRET);
        command
    };
    refused(&run(&mut given("s3.example"), ""), &["S3_ENDPOINT", "https://"]);
    refused(&run(&mut given("http://127.0.0.1:9000"), ""), &["S3_ENDPOINT", "S3_PATH_STYLE=true"]);
    refused(&run(given("http://s3.example").env_remove("S3_SECRET_KEY"), ""), &["S3_SECRET_KEY must be set"]);
}

#[actix_web::test]
async fn a_backup_says_that_pictures_in_s3_are_not_in_it_and_a_restore_where_they_went_instead() {
    let (bucket, kept) = (Bucket::start(), Kept::new());
    let in_s3 = |data: &Path| {
        let mut command = embedded(data);
        command.env("S3_ENDPOINT", format!("http://{}", bucket.address)).env("S3_PATH_STYLE", "true");
        command.env("S3_ACCESS_KEY", ACCESS).env("S3_SECRET_KEY", SECRET);
        command
    };
    let upload = async |program: Program| {
        let owner = lola(&program.url).await;
        let product = add(&owner, &NewProduct { code: program.url.clone(), ..coffee() }).await;
        taken(&owner, &product, png()).await
    };
    // One from the days of the folder, one in S3.
    upload(Program::start(&mut embedded(&kept.data))).await;
    upload(Program::start(&mut in_s3(&kept.data))).await;
    let ended = run(in_s3(&kept.data).arg("backup").arg(&kept.tar), "");
    done(&ended);
    assert!(ended.stdout.contains("0 picture files"), "{}", ended.stdout);
    assert!(ended.stdout.contains("the pictures are not in it: keep a copy of the bucket bodega"), "{}", ended.stdout);
    assert!(entries(&kept.tar).iter().all(|(name, _)| !name.starts_with("pictures")));

    done(&kept.backup(&["--force"]));
    let ended = run(in_s3(&kept.other()).arg("restore").arg(&kept.tar), "");
    done(&ended);
    assert!(ended.stdout.contains("copy each into the bucket bodega as pictures/NAME"), "{}", ended.stdout);
}
