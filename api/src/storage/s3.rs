//! Pictures in S3: AWS, or any store that speaks like it. Each is one object, `pictures/<name>`, written in one piece.
use super::{Page, Stored, content_type, fault::Fault};
use crate::config;
use actix_web::web::Bytes;
use anyhow::Context;
use chrono::DateTime;
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use s3::{Bucket, Region, creds::Credentials, error::S3Error, request::ResponseData};
use sha2::{Digest, Sha256};
use std::{future::Future, time::Duration};
use tokio::time::timeout;

/// Somebody looks at a page and waits for the picture.
const READ: Duration = Duration::from_secs(1);
/// Somebody sends a picture, or nobody waits at all.
const WRITE: Duration = Duration::from_secs(10);
const FOLDER: &str = "pictures/";
/// An object that says that all is set up.
const MARK: &str = "pictures/ready.txt";
/// Goes with every picture, so that one that is not whole is noticed whatever lies in between.
const DIGEST: &str = "x-amz-meta-sha256";

/// A bucket of pictures.
pub struct S3 {
    bucket: Box<Bucket>,
    /// As S3 wants to hear it when it makes the bucket.
    constraint: String,
}

impl S3 {
    /// Nothing is sent yet.
    pub fn new(config: &config::s3::S3, endpoint: &str) -> anyhow::Result<Self> {
        let known = endpoint.starts_with("http://") || endpoint.starts_with("https://");
        anyhow::ensure!(known, "S3_ENDPOINT must begin with http:// or https://");
        let (access, secret) = config.keys()?;
        let credentials = Credentials::new(Some(access.expose()), Some(secret.expose()), None, None, None)?;
        let region =
            Region::Custom { region: config.region.clone(), endpoint: endpoint.trim_end_matches('/').to_owned() };
        // It would try again after a second, which is longer than anybody waits; `ask` does so at once.
        s3::set_retries(0);
        let mut bucket = Bucket::new(&config.bucket, region, credentials)?;
        if config.path_style {
            bucket.set_path_style();
        }
        let url = bucket.url();
        Url::parse(&url).with_context(|| format!("S3_ENDPOINT leads to {url}; does it want S3_PATH_STYLE=true?"))?;
        Ok(Self { bucket, constraint: constraint(&config.region) })
    }

    /// Makes the bucket if it is missing, and sees whether it can be written to. Keys that may neither look for a bucket nor
    /// make one are good enough, if they may write.
    pub async fn prepare(&self) -> Result<(), Fault> {
        match self.ask(READ, || self.bucket.head_object("/")).await {
            Err(fault) if fault.is(404) => self.make().await?,
            Err(fault @ (Fault::Late(_) | Fault::Broken(_))) => return Err(fault),
            _ => {}
        }
        let text = b"Pictures are kept here.\n";
        self.ask(READ, || self.bucket.put_object_with_content_type(MARK, text, "text/plain")).await.map(|_| ())
    }

    /// A `PUT` of the bucket's own address makes it (S3 API reference, `CreateBucket`).
    async fn make(&self) -> Result<(), Fault> {
        let body = self.constraint.as_bytes();
        match self.ask(WRITE, || self.bucket.put_object_with_content_type("/", body, "application/xml")).await {
            // Another replica was faster.
            Err(fault) if fault.is(409) => Ok(()),
            made => made.map(|_| ()),
        }
    }

    /// Can pictures be had? The mark is looked for; when it is not found, all is set up, which also finds out why.
    pub async fn ping(&self) -> Result<(), Fault> {
        match self.ask(READ, || self.bucket.head_object(MARK)).await {
            Err(Fault::Refused { .. }) => self.prepare().await,
            found => found.map(|_| ()),
        }
    }

    /// Keeps a picture.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> Result<(), Fault> {
        match self.write(key, bytes).await {
            Err(fault) if fault.is(404) => {
                self.prepare().await?;
                self.write(key, bytes).await
            }
            written => written,
        }
    }

    async fn write(&self, key: &str, bytes: &[u8]) -> Result<(), Fault> {
        let kind = content_type(key);
        let digest = HeaderValue::try_from(digest(bytes)).map_err(S3Error::from)?;
        let headers = HeaderMap::from_iter([(HeaderName::from_static(DIGEST), digest)]);
        let put =
            || self.bucket.put_object_with_content_type_and_headers(object(key), bytes, kind, Some(headers.clone()));
        self.ask(WRITE, put).await.map(|_| ())
    }

    /// A picture as it was put there, if it is there.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>, Fault> {
        match self.ask(READ, || self.bucket.get_object(object(key))).await {
            Err(fault) if fault.is_no_key() => Ok(None),
            answer => whole(answer?).map(Some),
        }
    }

    /// Is it there? The answer has no body, so it may also be the bucket that is missing.
    pub async fn has(&self, key: &str) -> Result<bool, Fault> {
        match self.ask(READ, || self.bucket.head_object(object(key))).await {
            Err(fault) if fault.is(404) => Ok(false),
            answer => answer.map(|_| true),
        }
    }

    /// Removes a picture.
    pub async fn delete(&self, key: &str) -> Result<(), Fault> {
        match self.ask(READ, || self.bucket.delete_object(object(key))).await {
            Err(fault) if fault.is(404) => Ok(()),
            answer => answer.map(|_| ()),
        }
    }

    /// A thousand pictures at most.
    pub async fn page(&self, from: Option<String>) -> Result<Page, Fault> {
        let list = || self.bucket.list_page(FOLDER.into(), None, from.clone(), None, None);
        let (list, _) = self.ask(WRITE, list).await?;
        let files = list.contents.into_iter().filter_map(|object| {
            let since = DateTime::parse_from_rfc3339(&object.last_modified).ok()?.into();
            Some(Stored { key: object.key.strip_prefix(FOLDER)?.to_owned(), since })
        });
        Ok(Page { files: files.collect(), next: list.next_continuation_token.filter(|_| list.is_truncated) })
    }

    /// Asks, and once more at once when the connection breaks: it may have been one that S3 had given up long since. All that
    /// is asked here may be done twice.
    async fn ask<T, F>(&self, limit: Duration, call: impl Fn() -> F) -> Result<T, Fault>
    where
        F: Future<Output = Result<T, S3Error>>,
    {
        let asked = async {
            match call().await {
                Err(S3Error::Reqwest(_)) => call().await,
                answer => answer,
            }
        };
        Ok(timeout(limit, Box::pin(asked)).await.map_err(|_| Fault::Late(limit))??)
    }
}

/// Where it lies in the bucket.
fn object(key: &str) -> String {
    format!("{FOLDER}{key}")
}

/// AWS wants to be told of every region but its first, which it refuses to be told of.
fn constraint(region: &str) -> String {
    if region == "us-east-1" {
        return String::new();
    }
    format!("<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>")
}

fn digest(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The bytes, if all of them came, and as they were put there. A picture's name cannot tell: it is made from its owner, too.
/// One that was copied into the bucket by other means may have lost its digest; then its length has to do.
fn whole(answer: ResponseData) -> Result<Bytes, Fault> {
    let headers = answer.headers();
    let length = headers.get("content-length").and_then(|length| length.parse().ok());
    let wanted = headers.get(DIGEST);
    if answer.status_code() != 200 || (length.is_none() && wanted.is_none()) {
        return Err(Fault::Damaged("no answer to rely on"));
    }
    let bytes = answer.into_bytes();
    if length.is_some_and(|length: usize| length != bytes.len()) {
        return Err(Fault::Damaged("its length differs"));
    }
    if wanted.is_some_and(|wanted| *wanted != digest(&bytes)) {
        return Err(Fault::Damaged("its content differs"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn came(status: u16, body: &'static str, headers: &[(&str, &str)]) -> Result<Bytes, Fault> {
        let headers: HashMap<_, _> = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        whole(ResponseData::new(Bytes::from_static(body.as_bytes()), status, headers))
    }

    #[test]
    fn a_picture_is_taken_only_as_a_whole() {
        let good = digest(b"picture");
        assert_eq!(came(200, "picture", &[("content-length", "7"), (DIGEST, &good)]).unwrap(), "picture");
        assert_eq!(came(200, "picture", &[("content-length", "7")]).unwrap(), "picture");
        assert_eq!(came(200, "picture", &[(DIGEST, &good)]).unwrap(), "picture");
        came(200, "pict", &[("content-length", "7")]).unwrap_err();
        came(200, "pixture", &[("content-length", "7"), (DIGEST, &good)]).unwrap_err();
        came(200, "picture", &[]).unwrap_err();
        came(206, "picture", &[("content-length", "7")]).unwrap_err();
    }
}
