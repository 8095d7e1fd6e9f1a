//! What was acknowledged is kept, whatever happens to the process, the power, the disk or the index.
//!
//! `make test` runs the short forms, `make proof` the long ones; docs/durability.md says how each works and what it
//! leaves out. Each prints its figures on a line that begins with its name.

mod backups;
mod disk_trouble;
mod imports;
mod index_damage;
mod kill_9;
mod power_cut;

use std::path::Path;
use std::sync::Arc;

use app::{Actor, App, Config, Permit, ReadGlossary};
use testkit::FixedClock;

/// The built program.
const PROGRAM: &str = env!("CARGO_BIN_EXE_shanjar");

/// Returns how long a proof is to be: what the variable says, or `otherwise`.
fn chosen(variable: &str, otherwise: usize) -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var(variable);
    chosen.map_or(otherwise, |text| text.parse().unwrap())
}

/// Opens a data directory as the program does.
fn open(data_dir: &Path) -> App {
    let config = Config {
        data_dir: data_dir.to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    App::open(config, Arc::new(FixedClock::default()), testkit::fresh_chance()).unwrap()
}

/// The right to read, as anybody on the network has it.
fn read_permit(app: &App) -> Permit<ReadGlossary> {
    app.policy().permit(&Actor::anonymous()).unwrap()
}
