//! What became of requests.
use crate::wire::Answer;
use std::{io, time::Duration};

/// What became of one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It was done (2xx).
    Done,
    /// It was told to come again (503 or 429, with `Retry-After`).
    Refused,
    /// It was told to come again, but not when.
    Dismissed,
    /// Any other answer.
    Failed,
    /// No answer: the connection broke, or whoever asked had no patience left.
    Lost,
    /// It was not sent, as no connection was free.
    Unsent,
}

impl End {
    /// What this answer is.
    pub fn of(answer: &io::Result<Answer>) -> Self {
        match answer {
            Err(_) => Self::Lost,
            Ok(answer) => match (answer.status, answer.retry_after) {
                (200..=299, _) => Self::Done,
                (429 | 503, Some(_)) => Self::Refused,
                (429 | 503, None) => Self::Dismissed,
                _ => Self::Failed,
            },
        }
    }
}

/// One request.
#[derive(Clone, Copy)]
pub struct Sample {
    /// When it was sent or was due, since the start.
    pub at: Duration,
    /// How long its answer took from then on.
    pub took: Duration,
    /// What became of it.
    pub end: End,
}

/// How long answers took, in milliseconds.
pub struct Times {
    /// How many answers.
    pub count: u32,
    /// Half of them took less.
    pub p50: f64,
    /// All but one in 20 took less.
    pub p95: f64,
    /// All but one in 100 took less.
    pub p99: f64,
    /// None took longer.
    pub max: f64,
}

impl Times {
    /// Of these requests, those that ended so.
    pub fn of<'a>(samples: impl IntoIterator<Item = &'a Sample>, end: End) -> Self {
        let mut times: Vec<Duration> =
            samples.into_iter().filter(|sample| sample.end == end).map(|sample| sample.took).collect();
        times.sort_unstable();
        let last = times.len().saturating_sub(1);
        let at = |share: usize| milliseconds(times.get((times.len() * share / 100).min(last)));
        Self { count: number(times.len()), p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

fn milliseconds(time: Option<&Duration>) -> f64 {
    time.copied().unwrap_or_default().as_secs_f64() * 1e3
}

/// As many as can be reckoned with.
pub fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
