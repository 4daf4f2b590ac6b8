//! What is written, and signing in: over few connections and over many.
use crate::{
    Settings,
    page::{ms, rate, row, table},
    place::{Place, Shop},
    run::Run,
};

/// As many as wait on a busy day, and as many as a server must bear.
const CONNECTIONS: [usize; 2] = [64, 1000];

/// Prints them.
///
/// # Errors
/// When a thread cannot do its work.
pub fn measure(settings: &Settings, place: &Place, shop: &Shop) -> anyhow::Result<()> {
    table(
        "Writing",
        "what | connections | a second | p50 ms | p95 ms | p99 ms | max ms | refused | failed | µs each | load's CPU | others'",
    );
    let kinds = [
        ("sign in, the same person", place.logins()?),
        ("add a product", place.creations()?),
        ("take one of 1,000 products", place.bookings(shop)?),
    ];
    for (name, work) in kinds {
        for connections in CONNECTIONS {
            let run = Run::closed(&work, connections, settings.length, &[place.server.program.id])?;
            row([
                name.to_owned(),
                connections.to_string(),
                rate(run.rate),
                ms(run.done.p50),
                ms(run.done.p95),
                ms(run.done.p99),
                ms(run.done.max),
                run.refused.to_string(),
                run.failed.to_string(),
                rate(run.each()),
                format!("{:.2}", run.spent.load),
                format!("{:.2}", run.spent.others),
            ]);
        }
    }
    Ok(())
}
