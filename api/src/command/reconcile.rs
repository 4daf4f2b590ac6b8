//! `api reconcile`: does every level say what the ledger says, and does the ledger agree with itself?
use crate::{
    Config,
    db::{
        Db,
        reconcile::{self, Drift, Fault},
    },
};
use shared::movement::Kind;
use uuid::Uuid;

/// Prints what is off, and with `fix` sets the levels from the ledger. It may run beside a server.
///
/// # Errors
/// When something is off still.
pub async fn run(config: &Config, fix: bool) -> anyhow::Result<()> {
    let db = super::current(config).await?;
    let (drifts, faults) = look(&db).await?;
    let fixed = if fix { reconcile::fix(&db, &drifts).await? } else { 0 };
    let size = reconcile::size(&db).await?;
    db.close().await?;
    if fixed > 0 {
        println!("set from the ledger: {fixed} of {} levels", drifts.len());
    }
    anyhow::ensure!(
        faults == 0,
        "{faults} movements cannot be right; the ledger is never edited: count these products, and find out who wrote there"
    );
    anyhow::ensure!(fixed == drifts.len(), "{} levels differ from the ledger; --fix sets them", drifts.len() - fixed);
    println!("levels and ledger agree: {} products, {} movements", size.products, size.movements);
    Ok(())
}

/// Prints everything that is off; tells which products have a level that is, and how many movements cannot be right.
pub(super) async fn look(db: &Db) -> anyhow::Result<(Vec<Uuid>, usize)> {
    let (mut drifts, mut faults) = (Vec::new(), 0);
    reconcile::levels(db, |drift| {
        println!("{}", drifted(&drift));
        drifts.push(drift.product);
    })
    .await?;
    reconcile::movements(db, |fault| {
        println!("{}", wrong(&fault));
        faults += 1;
    })
    .await?;
    Ok((drifts, faults))
}

fn drifted(drift: &Drift) -> String {
    let Drift { code, shop, .. } = drift;
    let (on_hand, last) = (drift.last_balance.unwrap_or_default(), drift.last_seq.unwrap_or_default());
    let ledger = format!("the ledger says {on_hand} (movement {last})");
    match (drift.quantity, drift.seq) {
        (Some(quantity), Some(seq)) if (quantity, seq) != (on_hand, last) => {
            format!("{code} of {shop}: the level says {quantity} (movement {seq}), {ledger}")
        }
        (Some(quantity), Some(_)) => {
            let low = if drift.low_since.is_some() { "low" } else { "not low" };
            let min = drift.min_quantity.map_or("none".into(), |min| min.to_string());
            format!("{code} of {shop}: the level says {low} at {quantity}, minimum {min}")
        }
        _ => format!("{code} of {shop}: there is no level, {ledger}"),
    }
}

fn wrong(fault: &Fault) -> String {
    let Fault { code, shop, seq, delta, .. } = fault;
    let (before, after) = (fault.balance_before, fault.balance_after);
    let is_reversal = fault.kind == Kind::Reversal.name();
    let what = if *seq != fault.seq_before + 1 {
        format!("comes after movement {}", fault.seq_before)
    } else if after != before + delta || after < 0 {
        format!("says {after} after {before} {delta:+}")
    } else if fault.booked_in != Some(fault.belongs_to) {
        "is booked in another shop".into()
    } else if is_reversal != fault.reverses.is_some() {
        format!("is of kind {} and undoes {}", fault.kind, if is_reversal { "nothing" } else { "another" })
    } else {
        let undone = fault.undone.map_or("no movement before it".into(), |delta| format!("one of {delta:+}"));
        format!("of {delta:+} undoes {undone}")
    };
    format!("{code} of {shop}: movement {seq} {what}")
}
