//! Rows of the ledger are added, and that is all: not even a slip of our own code may change one.
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

const TABLE: &str = "stock_movements";
const APPEND_ONLY: &str = "the ledger is append-only";
const NOTHING_MOVED: &str = "only a count may change nothing";
const MOVES_NOTHING: &str = "NEW.delta = 0 AND NEW.kind <> 'count'";

pub async fn put(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let statements = match backend {
        DbBackend::Sqlite => sqlite(),
        DbBackend::Postgres => postgres(),
        _ => mysql(),
    };
    for statement in statements {
        match manager.get_connection().execute_unprepared(&statement).await {
            // There, a trigger may be an administrator's to make. It is the second fence; the first one stands in any case.
            Err(error) if backend == DbBackend::MySql => {
                tracing::warn!(%error, "the ledger has no fence in the database: its user may not make triggers");
                return Ok(());
            }
            done => _ = done?,
        }
    }
    Ok(())
}

fn sqlite() -> Vec<String> {
    let fence = |name: &str, event: &str, when: &str, why: &str| {
        format!(
            "CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )
    };
    vec![
        fence("unchanged", "UPDATE", "", APPEND_ONLY),
        fence("kept", "DELETE", "", APPEND_ONLY),
        fence("moved", "INSERT", &format!("WHEN {MOVES_NOTHING}"), NOTHING_MOVED),
    ]
}

fn postgres() -> Vec<String> {
    let refuse = format!(
        "CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"
    );
    let fence = |name: &str, event: &str, each: &str, why: &str| {
        format!(
            "CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} {each} EXECUTE FUNCTION {TABLE}_refuse('{why}')"
        )
    };
    vec![
        refuse,
        fence("unchanged", "UPDATE", "FOR EACH ROW", APPEND_ONLY),
        fence("kept", "DELETE", "FOR EACH ROW", APPEND_ONLY),
        fence("whole", "TRUNCATE", "FOR EACH STATEMENT", APPEND_ONLY),
        fence("moved", "INSERT", &format!("FOR EACH ROW WHEN ({MOVES_NOTHING})"), NOTHING_MOVED),
    ]
}

fn mysql() -> Vec<String> {
    let fence = |name: &str, event: &str, when: &str, why: &str| {
        [
            // A step that broke off begins again.
            format!("DROP TRIGGER IF EXISTS {TABLE}_{name}"),
            format!(
                "CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} FOR EACH ROW BEGIN IF {when} THEN \
                 SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{why}'; END IF; END"
            ),
        ]
    };
    [
        fence("unchanged", "UPDATE", "TRUE", APPEND_ONLY),
        fence("kept", "DELETE", "TRUE", APPEND_ONLY),
        fence("moved", "INSERT", MOVES_NOTHING, NOTHING_MOVED),
    ]
    .concat()
}
