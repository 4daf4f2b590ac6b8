//! Figures that go up and down: what answers, how full queues are, what the database holds.
use crate::{
    auth::password::Queue,
    db::{pool::Connections, survey::Stock},
};
use prometheus::{Gauge, GaugeVec, IntGauge, IntGaugeVec, Opts, Registry, core::Collector};
use shared::{
    Time,
    money::{CURRENCIES, decimals},
    status::{Check, Dependency, State},
};

/// All of them.
pub struct Gauges {
    watchers: IntGauge,
    dependency_up: IntGaugeVec,
    dependency_seconds: GaugeVec,
    connections: IntGaugeVec,
    passwords: IntGauge,
    passwords_most: IntGauge,
    events: IntGauge,
    events_late: Gauge,
    products: IntGaugeVec,
    value: GaugeVec,
    drift: IntGauge,
    checked: Gauge,
}

impl Gauges {
    /// Everything at nought.
    pub fn new(registry: &Registry) -> prometheus::Result<Self> {
        let one = |name, help| add(registry, IntGauge::with_opts(opts(name, help)));
        let real = |name, help| add(registry, Gauge::with_opts(opts(name, help)));
        let by = |name, help, labels: &[&str]| add(registry, IntGaugeVec::new(opts(name, help), labels));
        let real_by = |name, help, label| add(registry, GaugeVec::new(opts(name, help), &[label]));
        Ok(Self {
            watchers: one("watchers", "Browsers that watch movements.")?,
            dependency_up: by("dependency_up", "What the API depends on: 1 when it answers.", &["dependency"])?,
            dependency_seconds: real_by("dependency_check_seconds", "How long its answer took last.", "dependency")?,
            connections: by("database_connections", "Connections to the database.", &["pool", "state"])?,
            passwords: one("password_queue_length", "Passwords that are or wait to be hashed.")?,
            passwords_most: one("password_queue_capacity", "So many may be; more are refused as busy.")?,
            events: one("webhook_events_waiting", "Events for webhooks that wait, in all shops.")?,
            events_late: real("webhook_overdue_seconds", "For how long the most overdue event has not been sent.")?,
            products: by("products", "Products of all shops, by how much of them there is.", &["state"])?,
            value: real_by("stock_value", "Quantity times price, in the currency's main unit.", "currency")?,
            drift: one("ledger_drift", "Levels and movements that contradict the ledger; anything but 0 is a fault.")?,
            checked: real("ledger_check_timestamp_seconds", "When the ledger was checked last, in Unix time.")?,
        })
    }

    /// So many watch movements now.
    pub fn watching(&self, watchers: usize) {
        self.watchers.set(whole(watchers));
    }

    /// How everything is that the API depends on; what nobody set up has no figure.
    pub fn depends_on(&self, checks: &[Check]) {
        for check in checks.iter().filter(|check| check.state != State::NotConfigured) {
            let name = match check.name {
                Dependency::Database => "database",
                Dependency::Cache => "cache",
                Dependency::Storage => "storage",
            };
            self.dependency_up.with_label_values(&[name]).set((check.state == State::Ok).into());
            if let Some(took) = check.took_ms {
                self.dependency_seconds.with_label_values(&[name]).set(took.0 / 1e3);
            }
        }
    }

    /// How the connections of a pool are.
    pub fn connected(&self, pool: &str, connections: Connections) {
        self.connections.with_label_values(&[pool, "idle"]).set(whole(connections.idle));
        self.connections.with_label_values(&[pool, "used"]).set(whole(connections.used));
    }

    /// How full the queue of passwords is.
    pub fn hashing(&self, queue: Queue) {
        self.passwords.set(whole(queue.length));
        self.passwords_most.set(whole(queue.capacity));
    }

    /// So many events wait; the first of them should have been sent so many seconds ago.
    pub fn backlog(&self, waiting: i64, late: f64) {
        self.events.set(waiting);
        self.events_late.set(late);
    }

    /// What there is in all shops.
    pub fn stock(&self, stock: &[Stock]) {
        let sum = |of: fn(&Stock) -> i64| stock.iter().map(of).sum::<i64>();
        let states = [
            ("enough", sum(|stock| stock.enough)),
            ("low", sum(|stock| stock.low)),
            ("out", sum(|stock| stock.out)),
            ("archived", sum(|stock| stock.archived)),
        ];
        for (state, products) in states {
            self.products.with_label_values(&[state]).set(products);
        }
        for (currency, _) in CURRENCIES.iter().filter(|(code, _)| stock.iter().all(|stock| stock.currency != *code)) {
            // There may have been none before.
            _ = self.value.remove_label_values(&[currency]);
        }
        for stock in stock {
            let unit = 10_f64.powi(decimals(&stock.currency).cast_signed());
            self.value.with_label_values(&[&stock.currency]).set(stock.value_minor / unit);
        }
    }

    /// So much was off when the ledger was checked.
    pub fn ledger(&self, drift: i64, at: Time) {
        self.drift.set(drift);
        #[expect(clippy::cast_precision_loss, reason = "seconds are enough, for a long time to come")]
        self.checked.set(at.timestamp() as f64);
    }
}

fn opts(name: &str, help: &str) -> Opts {
    Opts::new(name, help).namespace("bodega")
}

fn add<T: Collector + Clone + 'static>(registry: &Registry, figure: prometheus::Result<T>) -> prometheus::Result<T> {
    let figure = figure?;
    registry.register(Box::new(figure.clone()))?;
    Ok(figure)
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
