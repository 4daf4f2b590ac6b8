//! What both servers tell of their work, in the same way: log lines, request ids, traces, and which version they are.
mod export;
mod host;
mod metrics;
mod parent;
mod request;
mod settings;
mod sql;
mod start;

pub use host::host;
pub use metrics::{build_info, http_labels};
pub use request::{Caller, REQUEST_ID, request_id, trace, untraced};
pub use settings::{LogFormat, Settings};
pub use sql::sql;
pub use start::{Telemetry, start};

use std::sync::atomic::{AtomicBool, Ordering};

/// What spans are for the collector and not for the log.
const TARGET: &str = "bodega::span";

/// Whether there is somebody to send traces to. Without, no span is made: they would cost every request something.
static IS_TRACING: AtomicBool = AtomicBool::new(false);

fn is_tracing() -> bool {
    IS_TRACING.load(Ordering::Relaxed)
}
