//! `audit` as it is typed.

use clap::Subcommand;

use super::DataFlags;

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that no audit entry was changed, left out or added, also while the server runs
    Verify {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: DataFlags,
    },
}
