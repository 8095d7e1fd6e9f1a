//! Reading one's own write: waiting for the index to come as far as `min_seq`.

use std::time::Duration;

use crate::handle::Handle;
use crate::problem::Problem;

/// How long a request waits for the index.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the position is looked at; the indexer commits far less often.
const PERIOD: Duration = Duration::from_millis(5);

/// Waits until the index has read the change `min_seq`. Holds no thread while it waits.
///
/// # Errors
/// [`Code::NotYetIndexed`](crate::problem::Code::NotYetIndexed) after a second.
pub async fn wait_for(handle: &Handle, min_seq: Option<u64>) -> Result<(), Problem> {
    let Some(wanted) = min_seq else { return Ok(()) };
    let reached = async {
        while handle.index_position() < wanted {
            tokio::time::sleep(PERIOD).await;
        }
    };
    tokio::time::timeout(PATIENCE, reached).await.map_err(|_| {
        Problem::from(app::Error::NotYetIndexed {
            position: handle.index_position(),
            wanted,
        })
    })
}
