//! The server is killed in the middle of its work, again and again: what was acknowledged is booked once, what was refused is
//! not, and the levels say what the ledger says. `scripts/crash` does the same for longer, with a release build if there is one.
mod ledger;
mod load;

use crate::{
    app::{add, coffee},
    program::{Program, api, built, lola, number, open_shop, run},
    start::folder,
};
use load::{Load, dice};
use shared::product::NewProduct;
use std::{env, future::Future, path::Path, process::Command, time::Duration};
use tokio::time::timeout;

const CLIENTS: usize = 8;
const PRODUCTS: usize = 6;

/// As `name` of the environment says, or else this.
fn given(name: &str, otherwise: &str) -> String {
    env::var(name).unwrap_or_else(|_| otherwise.into())
}

/// The server, which logs refusals of nobody and faults of its own.
fn server(data: &Path) -> Command {
    let mut command = built(Path::new(&given("CRASH_API", env!("CARGO_BIN_EXE_api"))), data);
    command.env("LOG_LEVEL", "warn,api=info,telemetry=off");
    command
}

async fn open(program: &Program) -> Load {
    let owner = lola(&program.url).await;
    let mut products = Vec::new();
    for n in 0..PRODUCTS {
        let new = NewProduct { code: format!("P-{n}"), opening_quantity: 40, min_quantity: Some(10), ..coffee() };
        products.push(add(&owner, &new).await.id);
    }
    Load::new(owner, products)
}

/// Kills the server after a random number of bookings and starts it again, so many times.
async fn killer(load: &Load, data: &Path, mut program: Program, kills: u32) {
    for _ in 0..kills {
        let enough = load.acknowledged() + 1 + dice(60);
        while load.acknowledged() < enough {
            timeout(Duration::from_mins(1), load.progress.notified()).await.expect("nothing is booked any more");
        }
        without_faults(&program.kill());
        program = Program::start(&mut server(data));
        load.url.send_replace(program.url.clone());
    }
    load.finish();
    load.finished.notified().await;
    without_faults(&program.kill());
}

/// A slow disk is no fault: who waits too long for the one writer is told to come back.
fn without_faults(log: &str) {
    let faults = log.lines().filter(|line| line.contains("\"ERROR\"") && !line.contains("ConnectionAcquire"));
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// All clients at once, until they are told to finish.
async fn clients(load: &Load) {
    futures::future::join_all((0..CLIENTS).map(|_| load.work())).await;
    load.finished.notify_one();
}

async fn both(one: impl Future<Output = ()>, other: impl Future<Output = ()>) {
    futures::join!(one, other);
}

#[actix_web::test]
async fn a_server_that_is_killed_at_any_moment_neither_loses_a_booking_nor_books_one_twice() {
    let kills = number("KILLS", 5);
    let (_dir, data) = folder();
    open_shop(api(&data));
    let program = Program::start(&mut server(&data));
    let load = open(&program).await;
    both(clients(&load), killer(&load, &data, program, kills)).await;
    let checked = run(api(&data).arg("reconcile"), "");
    println!("{kills} kills; {}\n{}{}", load.figures(), checked.stdout, checked.stderr);
    assert_eq!(checked.code, Some(0));
    ledger::check(&data, &load.into_log(), PRODUCTS).await;
}
