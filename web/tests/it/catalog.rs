//! The public catalogue: of all shops and of one, on cards and in rows, and what search engines are told.
use crate::app::{Web, header};
use reqwest::{Method, Url};
use serde_json::Value;
use shared::{Page, catalog::CatalogProduct};

/// What the pages are made from.
async fn products(web: &Web, query: &str) -> Vec<CatalogProduct> {
    let page: Page<CatalogProduct> = web.get(&format!("/api/v1/catalog/products{query}")).await.json().await.unwrap();
    page.items
}

/// The value of an attribute behind these words.
fn after<'a>(page: &'a str, words: &str) -> &'a str {
    let rest = page.split(words).nth(1).unwrap_or_else(|| panic!("no {words} in {page}"));
    rest.split('"').next().unwrap()
}

#[tokio::test]
async fn a_shop_has_a_page_of_its_own_at_its_address() {
    let web = Web::with_demo();
    let all = products(&web, "?limit=100").await;
    let one = &all[0];
    let page = web.page(&format!("/shops/{}", one.shop_slug), "en").await;
    assert!(page.contains(&format!("<h1>{}<", one.shop)), "{page}");
    for product in &all {
        let is_there = page.contains(&format!("href=\"/products/{}\"", product.id));
        assert!(product.shop == one.shop || !is_there, "{} is not of {}", product.name, one.shop);
    }
    let catalog = web.page("/", "en").await;
    assert!(catalog.contains(&format!("href=\"/shops/{}\"", one.shop_slug)), "{catalog}");
    for path in ["/shops/nowhere", "/shops/%3Cb%3E"] {
        assert_eq!(web.get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn order_and_view_stand_in_the_address_and_stay_on_the_way() {
    let web = Web::with_demo();
    let page = web.page("/?sort=-price&view=list", "en").await;
    assert!(page.contains("<ul class=\"cards rows\">"), "{page}");
    assert!(page.contains("value=\"-price\" selected"), "{page}");
    assert!(page.contains("name=\"view\" value=\"list\""), "the search keeps it: {page}");
    let next = after(&page, "rel=\"next\" href=\"").replace("&amp;", "&");
    assert!(next.starts_with("/?sort=-price&view=list&cursor="), "{next}");
    let dearest = &products(&web, "?sort=-price&limit=1").await[0];
    let first = page.find("href=\"/products/").unwrap();
    assert!(page[first..].starts_with(&format!("href=\"/products/{}\"", dearest.id)), "{page}");
    assert!(web.page(&next, "en").await.contains("<ul class=\"cards rows\">"));
    assert!(web.page("/", "en").await.contains("<ul class=\"cards\">"));
}

#[tokio::test]
async fn search_engines_are_told_what_a_product_is() {
    let web = Web::with_demo();
    let all = products(&web, "?limit=100").await;
    let product = all.iter().find(|product| product.image.is_some()).unwrap();
    let path = format!("/products/{}", product.id);
    let page = web.page(&path, "en").await;
    let origin = web.url("");
    let address = format!("{origin}{path}");
    assert!(page.contains(&format!("<link href=\"{address}\" rel=\"canonical\"")), "{page}");
    assert_eq!(after(&page, "property=\"og:url\" content=\""), address);
    let picture = format!("{origin}{}", product.image.as_ref().unwrap().url);
    assert_eq!(after(&page, "property=\"og:image\" content=\""), picture);
    let facts = page.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let facts: Value = serde_json::from_str(facts).unwrap();
    assert_eq!((&facts["@type"], facts["name"].as_str()), (&"Product".into(), Some(&*product.name)));
    assert_eq!((facts["url"].as_str(), facts["image"].as_str()), (Some(&*address), Some(&*picture)));
    let (offer, minor) = (&facts["offers"], product.price_minor);
    assert_eq!(offer["price"], format!("{}.{:02}", minor / 100, minor % 100));
    assert_eq!(
        (&offer["priceCurrency"], &offer["seller"]["name"]),
        (&product.currency.as_str().into(), &product.shop.as_str().into())
    );
    assert!(offer["availability"].as_str().unwrap().starts_with("https://schema.org/"), "{offer}");
}

/// Follows the maps as a search engine would.
#[tokio::test]
async fn the_maps_lead_to_every_public_product() {
    let web = Web::with_demo();
    let robots = web.get("/robots.txt").await.text().await.unwrap();
    let index = robots.lines().find_map(|line| line.strip_prefix("Sitemap: ")).unwrap();
    assert_eq!(index, web.url("/sitemap.xml"));
    let mut pages = Vec::new();
    for map in locations(&web, index).await {
        pages.extend(locations(&web, &map).await);
    }
    let all = products(&web, "?limit=100").await;
    for product in &all {
        assert!(pages.contains(&web.url(&format!("/products/{}", product.id))), "{}", product.name);
    }
    for page in pages.iter().step_by(7) {
        assert_eq!(web.get(Url::parse(page).unwrap().path()).await.status(), 200, "{page}");
    }
    assert_eq!(web.get("/shops/nowhere/sitemap.xml").await.status(), 404);
}

async fn locations(web: &Web, map: &str) -> Vec<String> {
    let answer = web.get(Url::parse(map).unwrap().path()).await;
    assert_eq!(answer.status(), 200, "{map}");
    assert_eq!(header(&answer, "content-type"), "application/xml; charset=utf-8");
    let text = answer.text().await.unwrap();
    let found = text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned());
    found.collect()
}

#[tokio::test]
async fn addresses_are_those_that_people_type() {
    let web = Web::before("http://127.0.0.1:1/api", &[("PUBLIC_URL", "https://bodega.example/")]);
    assert!(web.get("/robots.txt").await.text().await.unwrap().contains("Sitemap: https://bodega.example/sitemap.xml"));
    let web = Web::alone();
    let asked = web.request(Method::GET, "/robots.txt").header("x-forwarded-host", "a\"><b&.example");
    assert!(asked.send().await.unwrap().text().await.unwrap().contains("Sitemap: http://localhost/sitemap.xml"));
    assert_eq!(web.get("/sitemap.xml").await.status(), 502);
}
