//! What search engines ask for: where the pages are (sitemaps.org protocol), and which ones are not for them (RFC 9309).
use super::{Site, headers::text, refusal::refuse};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use reqwest::Url;
use serde::de::DeserializeOwned;
use shared::{
    Code, Page, Problem,
    catalog::{CatalogAddress, CatalogShop},
};
use std::fmt::Write;

/// As many maps as one list of them may have.
const MAPS: usize = 50_000;
/// Search engines need not ask more often.
const AN_HOUR: (&str, &str) = ("cache-control", "public, max-age=3600");

/// Where people reach these pages: as the setting says, or else as they asked for them.
pub fn origin(site: &Site, request: &HttpRequest) -> String {
    if let Some(url) = &site.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let proto = text(request, "x-forwarded-proto").filter(|proto| *proto == "https").unwrap_or("http");
    let host = text(request, "x-forwarded-host").or(text(request, "host")).filter(|host| host.bytes().all(is_of_host));
    format!("{proto}://{}", host.unwrap_or("localhost"))
}

fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte)
}

/// `GET /robots.txt`.
pub async fn robots(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let text = format!(
        "User-agent: *\nDisallow: /admin\nDisallow: /api\nAllow: /api/v1/images/\nSitemap: {}/sitemap.xml\n",
        origin(&site, &request)
    );
    HttpResponse::Ok().insert_header(AN_HOUR).content_type("text/plain; charset=utf-8").body(text)
}

/// `GET /sitemap.xml`: a map for each shop.
pub async fn index(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let origin = origin(&site, &request);
    match shops(&site).await {
        Ok(shops) => xml(
            "sitemapindex",
            shops
                .iter()
                .take(MAPS)
                .map(|shop| format!("<sitemap><loc>{origin}/shops/{}/sitemap.xml</loc></sitemap>", shop.slug)),
        ),
        Err(problem) => refuse(&request, problem),
    }
}

/// `GET /shops/{slug}/sitemap.xml`: the shop's page and its products.
pub async fn shop(request: HttpRequest, slug: Path<String>, site: Data<Site>) -> HttpResponse {
    let origin = origin(&site, &request);
    let found = async {
        // By its name, as the answer says it: what stands in the address could be anything.
        let shop: CatalogShop = ask(&site, &["shops", &slug], "").await?;
        let addresses: Vec<CatalogAddress> = ask(&site, &["shops", &slug, "addresses"], "").await?;
        Ok::<_, Problem>((shop, addresses))
    };
    match found.await {
        Ok((shop, addresses)) => {
            let page = format!("<url><loc>{origin}/shops/{}</loc></url>", shop.slug);
            let products = addresses.iter().take(MAPS - 1).map(|product| {
                let edited = product.updated_at.format("%Y-%m-%dT%H:%M:%SZ");
                format!("<url><loc>{origin}/products/{}</loc><lastmod>{edited}</lastmod></url>", product.id)
            });
            xml("urlset", std::iter::once(page).chain(products))
        }
        Err(problem) => refuse(&request, problem),
    }
}

async fn shops(site: &Site) -> Result<Vec<CatalogShop>, Problem> {
    let mut shops = Vec::new();
    let mut query = "limit=100".to_owned();
    while shops.len() < MAPS {
        let page: Page<CatalogShop> = ask(site, &["shops"], &query).await?;
        shops.extend(page.items);
        let Some(cursor) = page.next_cursor else { break };
        query = format!("limit=100&cursor={cursor}");
    }
    Ok(shops)
}

/// Asks the API for a part of the catalogue.
async fn ask<T: DeserializeOwned>(site: &Site, path: &[&str], query: &str) -> Result<T, Problem> {
    let away = |error: &dyn std::fmt::Display| {
        tracing::warn!(%error, "the API does not answer");
        Problem::from(Code::BadGateway)
    };
    let mut url = Url::parse(&site.upstream.url).map_err(|error| away(&error))?;
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.extend(["v1", "catalog"]).extend(path);
    }
    url.set_query(Some(query).filter(|query| !query.is_empty()));
    let answer = site.upstream.http.get(url).send().await.map_err(|error| away(&error))?;
    if !answer.status().is_success() {
        return Err(answer.json().await.unwrap_or_else(|_| Code::BadGateway.into()));
    }
    answer.json().await.map_err(|error| away(&error))
}

/// All of it is made of addresses that have no sign with a meaning in XML.
fn xml(root: &str, entries: impl Iterator<Item = String>) -> HttpResponse {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for line in entries.chain([format!("</{root}>")]) {
        // Writing to a String cannot fail.
        _ = writeln!(text, "{line}");
    }
    HttpResponse::Ok().insert_header(AN_HOUR).content_type("application/xml; charset=utf-8").body(text)
}
