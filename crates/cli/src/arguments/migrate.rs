//! The flags of `migrate`, which names two stores.

use clap::Args;

use super::{DataFlags, given};
use crate::config::Sources;
use crate::config::setting;

/// `migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    /// What is copied: the `shanjar.db` in a data directory, or the directory, in place of `--data-dir`; nobody may serve it
    /// meanwhile
    #[arg(long, value_name = "PATH", conflicts_with = "data_dir")]
    from: Option<String>,
    /// Where it goes, in place of `--database`; better in SHANJAR_DATABASE, where other accounts do not see its password
    #[arg(long, value_name = "URL", conflicts_with = "database")]
    to: Option<String>,
    #[command(flatten)]
    data: DataFlags,
}

impl Migrate {
    /// Returns what the command line says about settings.
    pub fn sources(&self) -> Sources {
        let mut sources = self.data.sources();
        let from = self.from.as_deref().map(data_directory);
        sources.flags.extend(given([
            (&setting::DATA_DIR, &from),
            (&setting::DATABASE, &self.to),
        ]));
        sources
    }
}

/// Returns the data directory that `path` names, or whose database it names.
fn data_directory(path: &str) -> String {
    let directory = match path.strip_suffix("shanjar.db") {
        Some("") => ".",
        Some("/") => "/",
        Some(directory) => directory.strip_suffix('/').unwrap_or(path),
        None => path,
    };
    directory.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_file_stands_for_its_directory() {
        for (path, directory) in [
            ("shanjar.db", "."),
            ("data/shanjar.db", "data"),
            ("/shanjar.db", "/"),
            ("/srv/shanjar/shanjar.db", "/srv/shanjar"),
            ("data", "data"),
            ("old-shanjar.db", "old-shanjar.db"),
        ] {
            assert_eq!(data_directory(path), directory);
        }
    }
}
