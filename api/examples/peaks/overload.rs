//! Ten times as much as the server can do, for a while: how much of it is done, how soon the rest is told to come again, and how soon
//! all is as before.
use crate::{
    Settings,
    cpu::{Meter, Spent},
    open::{self, Offer},
    page::{at_least, at_most, ms, rate, row, table},
    place::{Place, Shop},
    run::Run,
    tally::{End, Sample, Times},
    work::Work,
};
use std::{sync::Arc, thread, time::Duration};

/// How many times the peak is offered.
const TIMES: f64 = 10.0;
/// The peak is what is done over one of these numbers of connections.
const PEAKS: [usize; 2] = [64, 1000];
/// More than are let in at the same time, so that some are turned away.
const CONNECTIONS: usize = 10_000;
/// The usual load, half of the peak, before and after.
const BEFORE: Duration = Duration::from_secs(5);
const AFTER: Duration = Duration::from_secs(20);

/// Prints it.
///
/// # Errors
/// When a thread cannot do its work.
pub fn measure(settings: &Settings, place: &Place, shop: &Shop) -> anyhow::Result<()> {
    let kinds = [
        ("list of 20", place.list().work()?),
        ("take a piece", place.bookings(shop)?),
        ("add a product", place.creations()?),
        ("register", place.registrations()?),
    ];
    let mut all = Vec::new();
    for (name, work) in kinds {
        eprintln!("{TIMES} times the peak: {name}");
        all.push((name, overload(settings, &work, place.server.program.id)?));
    }
    let seconds = settings.overload.as_secs();
    let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    table(&format!("{TIMES} times the peak, for {seconds} s"), &format!("| {}", names.join(" | ")));
    let columns: Vec<_> = all.iter().map(|(_, outcome)| outcome.told(settings.overload)).collect();
    for (number, label) in LABELS.iter().enumerate() {
        row(std::iter::once((*label).to_owned()).chain(columns.iter().map(|column| column[number].clone())));
    }
    Ok(())
}

/// What is told of each.
const LABELS: [&str; 18] = [
    "peak, a second",
    "offered, a second",
    "done, a second",
    "of the peak",
    "goal",
    "done: p95 ms",
    "told to come again",
    "told so: p50 / p99 / max ms",
    "goal for p99",
    "told so without `Retry-After`",
    "other answers",
    "no answer within 10 s",
    "not sent, no connection being free",
    "as before after seconds",
    "goal",
    "processors used by the server",
    "processors used by the load",
    "processors used by others",
];

struct Outcome {
    peak: f64,
    samples: Vec<Sample>,
    normal: Option<u64>,
    spent: Spent,
}

fn overload(settings: &Settings, work: &Arc<Work>, server: u32) -> anyhow::Result<Outcome> {
    let mut peak = 0.0_f64;
    for connections in PEAKS {
        // Some kinds are done a few times a second only.
        peak = peak.max(Run::closed(work, connections, settings.length * 2, &[server])?.rate);
    }
    anyhow::ensure!(peak > 0.0, "nothing was done");
    let usual = |length| Offer { rate: peak / 2.0, length, connections: CONNECTIONS };
    let before = open::run(work, usual(BEFORE))?;
    let much = Offer { rate: peak * TIMES, length: settings.overload, connections: CONNECTIONS };
    let (samples, spent, after) = thread::scope(|scope| {
        let much = scope.spawn(|| open::run(work, much));
        let meter = Meter::start(&[server]);
        thread::sleep(settings.overload);
        let spent = meter.stop();
        // The rest of those who came before still wait for their answers.
        let after = open::run(work, usual(AFTER))?;
        let samples = much.join().map_err(|_| anyhow::anyhow!("the load ended early"))??;
        anyhow::Ok((samples, spent, after))
    })?;
    let as_before = Times::of(&before, End::Done).p95 * 2.0 + 5.0;
    Ok(Outcome { peak, samples, normal: normal(&after, as_before), spent })
}

/// The first of two seconds, one after the other, in which everything was done as fast as before.
fn normal(after: &[Sample], as_before: f64) -> Option<u64> {
    let is_normal = |second: u64| {
        let all: Vec<_> = after.iter().filter(|sample| sample.at.as_secs() == second).collect();
        let done = Times::of(all.iter().copied(), End::Done);
        done.count > 0 && done.p95 <= as_before && all.iter().all(|sample| sample.end == End::Done)
    };
    (0..AFTER.as_secs() - 1).find(|second| is_normal(*second) && is_normal(second + 1))
}

impl Outcome {
    /// What each of the labels is about.
    fn told(&self, length: Duration) -> [String; LABELS.len()] {
        let of = |end| Times::of(&self.samples, end);
        let (done, refused) = (of(End::Done), of(End::Refused));
        // In that time, not after it.
        let in_time = self.samples.iter().filter(|sample| sample.at + sample.took <= length);
        let rate_done = f64::from(Times::of(in_time, End::Done).count) / length.as_secs_f64();
        let share = rate_done / self.peak;
        [
            rate(self.peak),
            rate(self.peak * TIMES),
            rate(rate_done),
            format!("{share:.2}"),
            at_least(0.9, share),
            ms(done.p95),
            refused.count.to_string(),
            format!("{} / {} / {}", ms(refused.p50), ms(refused.p99), ms(refused.max)),
            if refused.count > 0 { at_most(5.0, refused.p99) } else { "–".to_owned() },
            of(End::Dismissed).count.to_string(),
            of(End::Failed).count.to_string(),
            of(End::Lost).count.to_string(),
            of(End::Unsent).count.to_string(),
            self.normal.map_or_else(|| format!("> {}", AFTER.as_secs()), |seconds| seconds.to_string()),
            at_most(5.0, self.normal.map_or(f64::INFINITY, |seconds| Duration::from_secs(seconds).as_secs_f64())),
            format!("{:.2}", self.spent.servers),
            format!("{:.2}", self.spent.load),
            format!("{:.2}", self.spent.others),
        ]
    }
}
