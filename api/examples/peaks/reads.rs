//! What is read, beside a bare handler that answers the same bytes.
use crate::{
    Settings, bare,
    page::{at_least, ms, rate, row, table},
    place::{Place, Shop},
    question::Question,
    run::Run,
    tally::median,
};
use std::{path::Path, time::Duration};

const CONNECTIONS: usize = 64;
/// Each is measured so often, in turn with the bare handler; what is in the middle counts.
const ROUNDS: usize = 3;

/// What is wanted.
enum Goal {
    /// So much of what the bare handler does.
    Share(f64),
    /// So many a second.
    Rate(f64),
    /// Nothing was promised.
    None,
}

/// Prints them.
///
/// # Errors
/// When a server does not do what it should.
pub async fn measure(settings: &Settings, place: &Place, shop: &Shop, dir: &Path) -> anyhow::Result<()> {
    table(
        &format!("Reading, {CONNECTIONS} connections"),
        "what | a second | bare | ratio | goal | p50 ms | p95 ms | p99 ms | bare p50 | failed | µs each | bare µs | load's CPU | others'",
    );
    let mut kinds = vec![
        ("catalogue, 20 products", place.catalogue(), Goal::Share(0.5)),
        ("list of 20 products, not cached", place.list(), Goal::Rate(8000.0)),
        ("picture", place.picture(shop), Goal::None),
    ];
    kinds.extend(place.home().map(|home| ("home page, 50 products", home, Goal::Share(0.6))));
    for (name, question, goal) in kinds {
        let (ours, theirs) = compare(settings.length, &question, dir).await?;
        told(name, &goal, &ours, &theirs);
    }
    Ok(())
}

/// Ours and those of a bare handler.
async fn compare(length: Duration, question: &Question, dir: &Path) -> anyhow::Result<(Vec<Run>, Vec<Run>)> {
    let (bare, bare_work) = bare::start(dir, question.answer().await?).await?;
    let work = question.work()?;
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(Run::closed(&bare_work, CONNECTIONS, length, &[bare.id])?);
        ours.push(Run::closed(&work, CONNECTIONS, length, &question.servers)?);
    }
    bare.stop()?;
    Ok((ours, theirs))
}

fn told(name: &str, goal: &Goal, ours: &[Run], theirs: &[Run]) {
    let middle = |runs: &[Run], what: fn(&Run) -> f64| median(runs.iter().map(what).collect());
    let (our, their) = (middle(ours, |run| run.rate), middle(theirs, |run| run.rate));
    let goal = match goal {
        Goal::Share(goal) => at_least(*goal, our / their),
        Goal::Rate(goal) => at_least(*goal, our),
        Goal::None => "–".to_owned(),
    };
    row([
        name.to_owned(),
        rate(our),
        rate(their),
        format!("{:.2}", our / their),
        goal,
        ms(middle(ours, |run| run.done.p50)),
        ms(middle(ours, |run| run.done.p95)),
        ms(middle(ours, |run| run.done.p99)),
        ms(middle(theirs, |run| run.done.p50)),
        ours.iter().map(|run| run.failed + run.refused).sum::<u32>().to_string(),
        rate(middle(ours, Run::each)),
        rate(middle(theirs, Run::each)),
        format!("{:.2}", middle(ours, |run| run.spent.load)),
        format!("{:.2}", middle(ours, |run| run.spent.others)),
    ]);
}
