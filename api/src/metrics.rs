//! Figures for Prometheus: every route, and what the business is about. On a port of their own.
use crate::gauges::Gauges;
use actix_web_prom::{PrometheusMetrics, PrometheusMetricsBuilder};
use prometheus::{Encoder, IntCounter, IntCounterVec, Opts, Registry, TextEncoder};
use shared::{Code, movement::Kind};

/// What came of sending an event to a webhook.
#[derive(Clone, Copy)]
pub enum Sent {
    /// It was taken.
    Delivered,
    /// It was not, and is sent again.
    Failed,
    /// It was not, and that was the last time.
    GivenUp,
}

/// Counts what became of the questions to Redis.
#[derive(Clone)]
pub struct Calls(IntCounterVec);

impl Calls {
    /// It answered.
    pub fn answered(&self) {
        self.count("answered");
    }

    /// It answered that it would not.
    pub fn refused(&self) {
        self.count("refused");
    }

    /// It did not answer in time.
    pub fn failed(&self) {
        self.count("failed");
    }

    /// It was not asked, because it had not answered shortly before.
    pub fn skipped(&self) {
        self.count("skipped");
    }

    fn count(&self, result: &str) {
        self.0.with_label_values(&[result]).inc();
    }
}

/// Counters of the business, and the registry that holds everything.
pub struct Metrics {
    /// Counts requests and times them, by route pattern, method and status.
    pub http: PrometheusMetrics,
    registry: Registry,
    movements: IntCounterVec,
    refusals: IntCounterVec,
    cache: IntCounterVec,
    webhooks: IntCounterVec,
    /// Questions to Redis.
    pub redis: Calls,
    /// What goes up and down.
    pub gauges: Gauges,
    visits: IntCounter,
    replays: IntCounter,
    turned_away: IntCounter,
}

impl Metrics {
    /// Everything at nought. `deployment` is the name of this version where two serve side by side.
    ///
    /// # Errors
    /// When two figures have one name, which the tests would show.
    pub fn new(deployment: &str) -> anyhow::Result<Self> {
        let registry = Registry::new();
        telemetry::build_info(&registry, "bodega", deployment)?;
        let http = PrometheusMetricsBuilder::new("bodega").registry(registry.clone());
        let http = http.metrics_configuration(telemetry::http_labels()).mask_unmatched_patterns("unmatched");
        let http = http.build().map_err(|error| anyhow::anyhow!("metrics: {error}"))?;
        let counter = |name, help, label| IntCounterVec::new(Opts::new(name, help).namespace("bodega"), &[label]);
        let single = |name, help| IntCounter::with_opts(Opts::new(name, help).namespace("bodega"));
        let metrics = Self {
            http,
            turned_away: IntCounter::with_opts(turned_away())?,
            movements: counter("movements_total", "Movements booked, by kind.", "kind")?,
            refusals: counter("refusals_total", "Requests refused, by code.", "code")?,
            cache: counter("cache_total", "Questions the cache answered (hit) or not (miss).", "result")?,
            webhooks: counter("webhooks_total", "Events sent to webhooks, by what came of it.", "result")?,
            redis: Calls(counter("redis_calls_total", "Questions to Redis, by what came of them.", "result")?),
            gauges: Gauges::new(&registry)?,
            visits: single("visits_total", "Visits counted here.")?,
            replays: single("replays_total", "Requests sent again that got their first answer.")?,
            registry,
        };
        for figure in [&metrics.movements, &metrics.refusals, &metrics.cache, &metrics.webhooks, &metrics.redis.0] {
            metrics.registry.register(Box::new(figure.clone()))?;
        }
        for figure in [&metrics.visits, &metrics.replays, &metrics.turned_away] {
            metrics.registry.register(Box::new(figure.clone()))?;
        }
        metrics.begin();
        Ok(metrics)
    }

    /// What never happened is nought, not unknown: else its first time would not show as an increase.
    fn begin(&self) {
        for kind in Kind::ALL {
            self.moved_often(*kind, 0);
        }
        for code in Code::ALL {
            self.refusals.with_label_values(&[&code.to_string()]).inc_by(0);
        }
    }

    /// A movement was booked.
    pub fn moved(&self, kind: Kind) {
        self.moved_often(kind, 1);
    }

    /// So many movements were booked.
    pub fn moved_often(&self, kind: Kind, times: u64) {
        self.movements.with_label_values(&[kind.name()]).inc_by(times);
    }

    /// A request was refused with this code.
    pub fn refused(&self, code: &str) {
        self.refusals.with_label_values(&[code]).inc();
    }

    /// A request was refused before it began, because too many were inside.
    pub fn turned_away(&self) {
        self.turned_away.inc();
        self.refused(&Code::Busy.to_string());
    }

    /// The cache was asked.
    pub fn asked_cache(&self, hit: bool) {
        self.cache.with_label_values(&[if hit { "hit" } else { "miss" }]).inc();
    }

    /// An event was sent to a webhook.
    pub fn sent(&self, result: Sent) {
        let result = match result {
            Sent::Delivered => "delivered",
            Sent::Failed => "failed",
            Sent::GivenUp => "given_up",
        };
        self.webhooks.with_label_values(&[result]).inc();
    }

    /// Visits were counted.
    pub fn visited(&self, count: u64) {
        self.visits.inc_by(count);
    }

    /// A request was sent again and got its first answer.
    pub fn replayed(&self) {
        self.replays.inc();
    }

    /// All figures in Prometheus' text format.
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        // Writing into memory does not fail; an unreadable figure leaves the text short, which Prometheus reports.
        _ = TextEncoder::new().encode(&[self.registry.gather(), prometheus::gather()].concat(), &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }
}

/// Labelled as requests are, so that what looks at those that failed looks at these as well.
fn turned_away() -> Opts {
    let about = Opts::new("turned_away_requests_total", "Requests refused before they began: too many were inside.");
    about.namespace("bodega").const_label("route", "any").const_label("method", "any").const_label("status", "503")
}
