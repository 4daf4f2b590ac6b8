//! Memory of the programs: when nobody asks, and while thousands of connections are open.
use crate::{
    connection::Connection,
    page::{at_most, row, table},
    place::Place,
    program::Program,
    tally::End,
    work::Work,
};
use std::time::Duration;
use tokio::time::sleep;

/// Open connections, each of which has asked once.
const CONNECTIONS: usize = 5000;
/// So many begin at the same time.
const AT_ONCE: usize = 50;
/// Nobody asks for so long before it is looked.
const REST: Duration = Duration::from_secs(5);
/// MB.
const GOALS: [f64; 2] = [60.0, 350.0];

/// Prints it.
///
/// # Errors
/// When a connection does not get what it asks for.
pub async fn measure(place: &Place) -> anyhow::Result<()> {
    table("Memory", "program | idle MB | goal | with 5,000 connections MB | goal");
    sleep(REST).await;
    let mut programs = vec![("api", &place.server.program, place.catalogue())];
    programs.extend(place.pages.as_ref().zip(place.home()).map(|(pages, home)| ("web", pages, home)));
    let idle = programs.iter().map(|(_, program, _)| megabytes(program)).collect::<anyhow::Result<Vec<_>>>()?;
    for ((name, program, question), idle) in programs.iter().zip(idle) {
        let crowded = crowded(question.work()?.as_ref(), program).await?;
        row([
            (*name).to_owned(),
            format!("{idle:.0}"),
            at_most(GOALS[0], idle),
            format!("{crowded:.0}"),
            at_most(GOALS[1], crowded),
        ]);
    }
    Ok(())
}

/// While all the connections are open.
async fn crowded(work: &Work, program: &Program) -> anyhow::Result<f64> {
    let mut open = Vec::new();
    while open.len() < CONNECTIONS {
        let some = (0..AT_ONCE).map(|_| async {
            let mut connection = Connection::default();
            let answer = connection.ask(work).await;
            anyhow::ensure!(End::of(&answer) == End::Done, "a connection got no answer");
            Ok(connection)
        });
        open.extend(futures::future::try_join_all(some).await?);
    }
    megabytes(program)
}

fn megabytes(program: &Program) -> anyhow::Result<f64> {
    Ok(f64::from(u32::try_from(program.memory("VmRSS")?)?) / 1024.0)
}
