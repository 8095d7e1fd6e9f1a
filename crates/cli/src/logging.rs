//! The log: our own crates' events on standard error, plain or as JSON, with the time of the program's clock.

use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use crate::clock;
use crate::config::{Log, LogFormat};

/// The crates whose events are written. Libraries are left out at every level: some log request lines while
/// debugging, and no query text may enter a log.
const OUR_CRATES: [&str; 6] = ["shanjar", "server", "app", "search", "store", "exchange"];

/// Starts the log at the level that was chosen, else at `level`.
///
/// # Errors
/// If a log was started before.
pub fn start(log: &Log, level: LevelFilter) -> Result<(), TryInitError> {
    let level = log.level.unwrap_or(level);
    let ours = OUR_CRATES
        .iter()
        .fold(Targets::new(), |targets, name| targets.with_target(*name, level));
    // No colours: the feature that paints them is not compiled in, so a file never holds their codes.
    let lines = tracing_subscriber::fmt::layer()
        .with_timer(ProgramClock)
        .with_writer(std::io::stderr);
    let lines = match log.format {
        LogFormat::Plain => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(ours))
        .try_init()
}

struct ProgramClock;

impl FormatTime for ProgramClock {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        write!(writer, "{}", rfc3339(clock::now_ms()))
    }
}

/// Returns a time in UTC with milliseconds; the bare number for one that no calendar holds.
fn rfc3339(unix_ms: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000).ok();
    time.and_then(|t| t.format(&Rfc3339).ok())
        .unwrap_or_else(|| unix_ms.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_api_writes_them() {
        for (unix_ms, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_704_067_200_123, "2024-01-01T00:00:00.123Z"),
            (i64::MAX, "9223372036854775807"),
        ] {
            assert_eq!(rfc3339(unix_ms), expected);
        }
    }
}
