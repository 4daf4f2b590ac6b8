//! What can be wrong with S3. It goes into the log and nowhere else.
use crate::error::Error;
use s3::error::S3Error;
use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Why S3 did not do it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It takes too long.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// It does not want to.
    #[error("answered with {status} {code}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// S3's own word for it, if it said one.
        code: String,
    },
    /// What came is not what was put there.
    #[error("a picture that is not whole: {0}")]
    Damaged(&'static str),
    /// There is no understanding it, or nobody there.
    #[error(transparent)]
    Broken(S3Error),
}

impl Fault {
    /// It is sure that there is no such object: the bucket is there, and S3 itself says so, not something on the way to it.
    pub fn is_no_key(&self) -> bool {
        matches!(self, Self::Refused { status: 404, code } if code == "NoSuchKey")
    }

    /// S3 answered this status.
    pub fn is(&self, wanted: u16) -> bool {
        matches!(self, Self::Refused { status, .. } if *status == wanted)
    }
}

impl From<S3Error> for Fault {
    fn from(error: S3Error) -> Self {
        match error {
            S3Error::HttpFailWithBody(status, text) => Self::Refused { status, code: code(&text).into() },
            error => Self::Broken(error),
        }
    }
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> Self {
        let kind = match fault {
            Fault::Late(_) => ErrorKind::TimedOut,
            Fault::Refused { status: 403, .. } => ErrorKind::PermissionDenied,
            Fault::Damaged(_) => ErrorKind::InvalidData,
            Fault::Refused { .. } | Fault::Broken(_) => ErrorKind::Other,
        };
        Self::new(kind, fault)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Storage(fault.into())
    }
}

/// The one word of a refusal that is always the same; the rest may tell what we signed.
fn code(text: &str) -> &str {
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map_or("", |(code, _)| code);
    if code.len() < 64 && code.bytes().all(|b| b.is_ascii_alphanumeric()) { code } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_s3s_own_word_makes_a_picture_missing() {
        let fault = |status, text: &str| Fault::from(S3Error::HttpFailWithBody(status, text.into()));
        assert!(fault(404, "<Error><Code>NoSuchKey</Code><Message>secret</Message></Error>").is_no_key());
        for text in ["", "<html>404</html>", "<Error><Code>NoSuchBucket</Code></Error>", "<Code>NoSuchKey"] {
            assert!(!fault(404, text).is_no_key(), "{text}");
        }
        let told = fault(403, "<Code>SignatureDoesNotMatch</Code><StringToSign>secret</StringToSign>");
        assert_eq!(told.to_string(), "answered with 403 SignatureDoesNotMatch");
        assert_eq!(fault(500, "<Code>a secret</Code>").to_string(), "answered with 500 ");
    }
}
