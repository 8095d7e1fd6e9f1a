//! `keys` as it is typed.

use clap::{Args, Subcommand};

use super::Output;

/// `keys`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// List the keys with what stands under each
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Add a new key, which seals from now on; the others still open
    Add {
        /// Let the new key wait for `keys use`; where the database is on a server, it always waits
        #[arg(long)]
        waiting: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Make a key that waits the one that seals, once every node has the file
    Use(OneKey),
    /// Seal anew what another key than the present one has sealed; may be broken off and run again
    Reseal {
        #[command(flatten)]
        output: Output,
    },
    /// Retire a key under which nothing stands any more
    Retire {
        #[command(flatten)]
        key: OneKey,
        /// End the one-time and recovery codes that were made under the key and are still good
        #[arg(long)]
        end_codes: bool,
    },
}

/// The key that a command is about.
#[derive(Debug, Args)]
pub struct OneKey {
    /// Its id, as `keys list` shows it
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub output: Output,
}

impl Keys {
    /// Returns how it answers.
    pub fn output(&self) -> &Output {
        match self {
            Self::List { output } | Self::Add { output, .. } | Self::Reseal { output } => output,
            Self::Use(key) | Self::Retire { key, .. } => &key.output,
        }
    }
}
