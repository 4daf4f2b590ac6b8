//! Public pages that are kept for a moment: however many people look at one, it is rendered once. Who is signed in always
//! gets a fresh one, to see at once what was changed.
use super::{Site, pages::Chosen, sitemap};
use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody, to_bytes_limited},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{AcceptEncoding, CONTENT_LENGTH, Encoding, HeaderMap, SET_COOKIE, TRANSFER_ENCODING},
    },
    middleware::Next,
    web::{Bytes, Data},
};
use moka::future::Cache;
use std::{cell::Cell, sync::Arc, time::Duration};
use ui::api::transport::{SEEN, is_new};

/// How much memory all pages take.
const BYTES: u64 = 32 * 1024 * 1024;
/// Addresses that are longer are nobody's habit.
const LONGEST: usize = 512;
/// No page is longer.
const PAGE_BYTES: usize = 4 * 1024 * 1024;
/// The cookies of who is signed in, with http and with https.
const SESSIONS: [&str; 2] = ["session", "__Host-session"];

/// Pages by everything that makes them differ.
pub struct Kept(Option<Cache<String, Arc<Page>>>);

/// A page as it was sent. Its policy names the nonce of its scripts and is kept with them: nobody knew it when the page was made,
/// and nothing comes into the page afterwards.
pub struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    /// Keeps pages for so long; not at all for no time.
    pub fn for_time(time: Duration) -> Self {
        let weight =
            |key: &String, page: &Arc<Page>| u32::try_from(key.len() + page.body.len() + 1000).unwrap_or(u32::MAX);
        let pages = || Cache::builder().max_capacity(BYTES).weigher(weight).time_to_live(time).build();
        Self((!time.is_zero()).then(pages))
    }
}

/// Answers with the page that is kept, or renders it; of those that come meanwhile nobody renders it once more.
pub async fn keep(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let site = request.app_data::<Data<Site>>().expect("the server knows its site").clone();
    let (Some(pages), Some(key)) = (&site.kept.0, key(&request, &site)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let (visitor, is_mine) = (request.request().clone(), Cell::new(false));
    let render = async {
        is_mine.set(true);
        let page = match next.call(request).await {
            Ok(response) => Page::of(response.into_parts().1).await,
            Err(error) => Page::of(error.error_response()).await,
        };
        if page.status == StatusCode::OK { Ok(Arc::new(page)) } else { Err(page) }
    };
    let page = pages.try_get_with(key, render).await;
    let mut response = page.as_ref().map_or_else(|page| page.response(), |page| page.response());
    if is_new(&visitor) {
        // Rendering it has counted the visit.
        if !is_mine.get() {
            site.visits.count();
        }
        response.headers_mut().append(SET_COOKIE, SEEN);
    }
    Ok(ServiceResponse::new(visitor, response))
}

/// All that a public page depends on; none where it depends on who asks.
fn key(request: &ServiceRequest, site: &Site) -> Option<String> {
    let address = request.uri().path_and_query()?.as_str();
    let is_known = SESSIONS.iter().any(|name| request.cookie(name).is_some());
    if is_known || address.len() > LONGEST {
        return None;
    }
    let chosen = Chosen::of(request.request());
    let (lang, theme) = (chosen.lang.code(), chosen.theme.code());
    Some(format!("{} {lang} {theme} {} {address}", encoding(request), sitemap::origin(site, request.request())))
}

/// How the page will be compressed.
fn encoding(request: &ServiceRequest) -> String {
    let known = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    let wished = actix_web::http::header::Header::parse(request).ok();
    let chosen = wished.and_then(|wished: AcceptEncoding| wished.negotiate(known.iter()));
    chosen.unwrap_or_else(Encoding::identity).to_string()
}

impl Page {
    async fn of<B: MessageBody>(response: HttpResponse<B>) -> Self {
        let (head, body) = response.into_parts();
        let (status, mut headers) = (head.status(), head.headers().clone());
        for of_one in [SET_COOKIE, CONTENT_LENGTH, TRANSFER_ENCODING] {
            headers.remove(of_one);
        }
        match to_bytes_limited(body, PAGE_BYTES).await {
            Ok(Ok(body)) => Self { status, headers, body },
            _ => Self { status: StatusCode::INTERNAL_SERVER_ERROR, headers: HeaderMap::new(), body: Bytes::new() },
        }
    }

    fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status).set_body(BoxBody::new(self.body.clone()));
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}
