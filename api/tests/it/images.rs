//! Pictures: taken in, served, replaced, refused.
use crate::{
    app::{App, add, coffee, path},
    client::{Client, Reply},
    pictures::{self, decoded, encoded, half_clear, looks, two_halves},
};
use image::ImageFormat;
use shared::{Code, image::Image, product::Product};

/// A server, an owner, and where the picture of a product is sent.
async fn stage() -> (App, Client, String) {
    let app = App::start().await;
    let owner = app.owner().await;
    let product = add(&owner, &coffee()).await;
    (app, owner, format!("{}/image", path(&product)))
}

async fn send(client: &Client, path: &str, file: Vec<u8>) -> Reply {
    client.upload(path, "application/octet-stream", file).await
}

async fn taken(client: &Client, path: &str, file: Vec<u8>) -> Image {
    send(client, path, file).await.ok::<Product>(200).image.unwrap()
}

#[actix_web::test]
async fn png_jpg_gif_and_webp_are_taken_by_their_content_whatever_they_are_called() {
    let (app, owner, path) = stage().await;
    let picture = two_halves(40, 20);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        for kind in [format.to_mime_type(), "text/plain", "image/bmp"] {
            let product: Product = owner.upload(&path, kind, encoded(&picture, format)).await.ok(200);
            let reply = app.guest().get(&product.image.unwrap().url).await;
            assert_eq!((reply.status, reply.header("content-type")), (200, "image/jpeg"), "{format:?} as {kind}");
            let seen = decoded(&reply.body);
            assert_eq!((seen.width(), seen.height()), (40, 20));
            assert!(looks(&seen, 5, 10, [255, 0, 0]) && looks(&seen, 35, 10, [0, 0, 255]), "{format:?}");
        }
    }
}

#[actix_web::test]
async fn a_photo_lying_on_its_side_stands_upright_and_does_not_tell_where_it_was_taken() {
    let (app, owner, path) = stage().await;
    let photo = pictures::photo_on_its_side();
    assert!(has(&photo, b"Exif") && has(&photo, pictures::SECRET_PLACE.as_bytes()));
    let image = taken(&owner, &path, photo).await;
    for url in [&image.url, &image.thumbnail_url] {
        let file = app.guest().get(url).await.body;
        let seen = decoded(&file);
        assert_eq!((seen.width(), seen.height()), (32, 64));
        assert!(looks(&seen, 16, 8, [255, 0, 0]) && looks(&seen, 16, 56, [0, 0, 255]));
        assert!(!has(&file, b"Exif") && !has(&file, pictures::SECRET_PLACE.as_bytes()));
    }
}

fn has(file: &[u8], word: &[u8]) -> bool {
    file.windows(word.len()).any(|window| window == word)
}

#[actix_web::test]
async fn a_large_picture_is_kept_in_two_sizes_and_a_small_one_as_it_is() {
    let (app, owner, path) = stage().await;
    let sizes = [
        ((3000, 1500), (2048, 1024), (320, 160)),
        ((1500, 3000), (1024, 2048), (160, 320)),
        ((10, 5), (10, 5), (10, 5)),
    ];
    for (sent, full, thumbnail) in sizes {
        let image = taken(&owner, &path, encoded(&two_halves(sent.0, sent.1), ImageFormat::Png)).await;
        for (url, size) in [(&image.url, full), (&image.thumbnail_url, thumbnail)] {
            let seen = decoded(&app.guest().get(url).await.body);
            assert_eq!((seen.width(), seen.height()), size, "{url}");
        }
    }
}

#[actix_web::test]
async fn what_can_be_seen_through_stays_so() {
    let (app, owner, path) = stage().await;
    let image = taken(&owner, &path, encoded(&half_clear(400, 200), ImageFormat::Png)).await;
    for url in [&image.url, &image.thumbnail_url] {
        let reply = app.guest().get(url).await;
        assert_eq!(reply.header("content-type"), "image/webp");
        let seen = decoded(&reply.body).to_rgba8();
        let (clear, solid) = (seen.get_pixel(10, 80).0, seen.get_pixel(seen.width() - 10, 80).0);
        assert_eq!((clear[3], solid), (0, [255, 0, 0, 255]));
    }
}

#[actix_web::test]
async fn a_picture_may_be_kept_for_ever_and_is_not_sent_twice() {
    let (app, owner, path) = stage().await;
    let image = taken(&owner, &path, pictures::png()).await;
    let reply = app.guest().get(&image.url).await;
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert!(reply.header("content-security-policy").contains("sandbox"));
    let etag = reply.header("etag").to_owned();
    assert!(etag.starts_with('"') && etag.len() > 30, "{etag}");
    for tags in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}")] {
        let again = app.guest().send("GET", &image.url, &[("if-none-match", &tags)], "").await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, etag.as_str()));
    }
    assert_eq!(app.guest().send("GET", &image.url, &[("if-none-match", "\"x\"")], "").await.status, 200);
    // The same content has the same name, so sending it again changes no address.
    assert_eq!(taken(&owner, &path, pictures::png()).await, image);
}

#[actix_web::test]
async fn what_is_no_picture_is_refused() {
    let (app, owner, path) = stage().await;
    let bmp = [b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".as_slice(), &[0; 60]].concat();
    let files: [&[u8]; 7] = [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        &bmp,
        b"%PDF-1.7",
        b"\0\0\0\x1cftypavif",
    ];
    for file in files {
        owner.upload(&path, "image/png", file.to_vec()).await.refused(Code::UnsupportedMedia);
    }
    assert_eq!(files_in(&app), 0);
}

#[actix_web::test]
async fn a_damaged_picture_is_refused() {
    let (app, owner, path) = stage().await;
    let noise = image::RgbImage::from_fn(200, 200, |x, y| {
        image::Rgb([x * 7 + y * 13, x * y, x ^ y].map(|n| n.to_le_bytes()[0]))
    });
    let good = encoded(&noise.into(), ImageFormat::Png);
    for cut in [9, 20, 40, good.len() / 2, good.len() * 9 / 10] {
        send(&owner, &path, good[..cut].to_vec()).await.refused(Code::ImageUnreadable);
    }
    let jpeg = encoded(&two_halves(64, 64), ImageFormat::Jpeg);
    send(&owner, &path, jpeg[..30].to_vec()).await.refused(Code::ImageUnreadable);
    send(&owner, &path, b"GIF89a".to_vec()).await.refused(Code::ImageUnreadable);
    assert_eq!(files_in(&app), 0);
}

#[actix_web::test]
async fn a_picture_of_too_many_pixels_is_refused_before_it_takes_memory() {
    let (app, owner, path) = stage().await;
    for (width, height) in [(60_000, 60_000), (16_385, 1), (16_000, 16_000), (u32::MAX >> 1, 1)] {
        let file = pictures::png_that_claims(width, height);
        send(&owner, &path, file).await.refused(Code::ImageTooLarge);
    }
    // Few enough pixels, but of sixteen bits a colour.
    send(&owner, &path, pictures::deep_png_that_claims(7_000, 7_000)).await.refused(Code::ImageTooLarge);
    assert_eq!(files_in(&app), 0);
}

#[actix_web::test]
async fn more_than_16_mb_is_refused_whether_it_says_so_or_not() {
    let (app, owner, path) = stage().await;
    for _ in 0..3 {
        send(&owner, &path, vec![0; 17 * 1024 * 1024]).await.refused(Code::TooLarge);
        let chunks = (0..17 * 16).map(|_| Ok::<_, std::io::Error>(vec![0_u8; 64 * 1024]));
        let body = reqwest::Body::wrap_stream(futures::stream::iter(chunks));
        owner.send("PUT", &path, &[("content-type", "image/png")], body).await.refused(Code::TooLarge);
    }
    assert_eq!(files_in(&app), 0);
    // Sixteen are taken, if only there is a picture in them.
    let mut file = pictures::png();
    file.resize(16 * 1024 * 1024, 0);
    taken(&owner, &path, file).await;
}

#[actix_web::test]
async fn the_picture_before_is_erased_and_so_is_the_one_that_is_removed() {
    let (app, owner, path) = stage().await;
    let first = taken(&owner, &path, pictures::png()).await;
    let second = taken(&owner, &path, encoded(&two_halves(60, 60), ImageFormat::Png)).await;
    assert_ne!(first, second);
    for url in [&first.url, &first.thumbnail_url] {
        app.guest().get(url).await.refused(Code::NotFound);
    }
    assert_eq!((app.guest().get(&second.url).await.status, files_in(&app)), (200, 2));
    owner.delete(&path).await.done();
    assert_eq!(files_in(&app), 0);
    owner.delete(&path).await.done();
}

#[actix_web::test]
async fn a_refused_picture_leaves_the_one_that_is_there() {
    let (app, owner, path) = stage().await;
    let first = taken(&owner, &path, pictures::png()).await;
    send(&owner, &path, b"not a picture".to_vec()).await.refused(Code::UnsupportedMedia);
    send(&owner, &path, pictures::png_that_claims(60_000, 60_000)).await.refused(Code::ImageTooLarge);
    assert_eq!(app.guest().get(&first.url).await.status, 200);
}

#[actix_web::test]
async fn one_product_never_takes_anothers_picture_away() {
    let (app, owner, path) = stage().await;
    let other = add(&owner, &shared::product::NewProduct { code: "B".into(), ..coffee() }).await;
    let first = taken(&owner, &path, pictures::png()).await;
    let second = taken(&owner, &format!("{}/image", self::path(&other)), pictures::png()).await;
    owner.delete(&path).await.done();
    app.guest().get(&first.url).await.refused(Code::NotFound);
    assert_eq!(app.guest().get(&second.url).await.status, 200);
}

#[actix_web::test]
async fn only_names_made_here_lead_to_a_file() {
    let (app, owner, path) = stage().await;
    let image = taken(&owner, &path, pictures::png()).await;
    let name = image.url.rsplit('/').next().unwrap();
    let keys = [
        "x",
        "..%2f..%2fbodega.db",
        "..%2Fbodega.db",
        "%2fetc%2fpasswd",
        "%00.jpg",
        ".probe",
        &name.to_uppercase(),
        &format!("{}%2f{name}", &name[..2]),
        &format!("{name}.part"),
        &name.replace(".jpg", ".webp"),
        &format!("{}.jpg", "0".repeat(32)),
    ];
    for key in keys {
        app.guest().get(&format!("/api/v1/images/{key}")).await.refused(Code::NotFound);
    }
}

/// How many files there are in the picture store.
fn files_in(app: &App) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    count(&app.dir.path().join("pictures"))
}
