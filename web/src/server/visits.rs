//! Visits of pages that were not rendered for their visitors: counted with the API, those of a moment together.
use std::{iter, time::Duration};
use tokio::sync::{mpsc, oneshot};
use ui::api::transport::Upstream;

/// The most that the API counts at once.
const TOGETHER: usize = 1000;
/// How long visits gather before the API hears of them.
const GATHER: Duration = Duration::from_millis(100);
/// How long the API may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// One visit; or somebody who wants to hear when those before are counted.
type Visit = Option<oneshot::Sender<()>>;

/// Takes visits.
pub struct Visits(mpsc::UnboundedSender<Visit>);

impl Visits {
    /// Starts the task that passes them on.
    pub fn start(api: &Upstream) -> Self {
        let (visits, visited) = mpsc::unbounded_channel();
        tokio::spawn(pass_on(api.http.clone(), format!("{}/v1/visits", api.url), visited));
        Self(visits)
    }

    /// Counts one.
    pub fn count(&self) {
        // The task lives as long as the server.
        _ = self.0.send(None);
    }

    /// Returns when all of them are counted.
    pub async fn finish(&self) {
        let (counted, all) = oneshot::channel();
        _ = self.0.send(Some(counted));
        _ = all.await;
    }
}

/// The first one waits a moment for others, who then are one question.
async fn pass_on(http: reqwest::Client, url: String, mut visited: mpsc::UnboundedReceiver<Visit>) {
    let mut gathered = Vec::with_capacity(TOGETHER);
    while visited.recv_many(&mut gathered, TOGETHER).await > 0 {
        if gathered.iter().all(Option::is_none) && gathered.len() < TOGETHER {
            tokio::time::sleep(GATHER).await;
            gathered.extend(iter::from_fn(|| visited.try_recv().ok()).take(TOGETHER - gathered.len()));
        }
        let visits = gathered.iter().filter(|visit| visit.is_none()).count();
        if visits > 0 {
            let counted = http.post(format!("{url}?count={visits}")).timeout(PATIENCE).send().await;
            if let Err(error) = counted.and_then(reqwest::Response::error_for_status) {
                tracing::warn!(?error, visits, "visits not counted");
            }
        }
        for waiting in gathered.drain(..).flatten() {
            // Whoever waits for it waits to its end.
            _ = waiting.send(());
        }
    }
}
