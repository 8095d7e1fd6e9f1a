//! A data directory that an import makes, and takes away again when nothing came of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;

/// A data directory that was not there before.
#[derive(Debug)]
pub struct MadeDirectory {
    path: PathBuf,
    /// The directories above it that were not there either, the lowest first.
    above: Vec<PathBuf>,
}

impl MadeDirectory {
    /// Notes, before it is opened, that the data directory is not there; `None` if it is, or if the data lies on a server, where
    /// what it needs of the directory stays in use.
    pub fn before(config: &Config) -> Option<Self> {
        let path = &config.data.dir;
        if config.data.database.is_some() || is_there(path) {
            return None;
        }
        let above = path.ancestors().skip(1);
        let missing = above.take_while(|above| !above.as_os_str().is_empty() && !is_there(above));
        Some(Self {
            path: path.clone(),
            above: missing.map(Path::to_path_buf).collect(),
        })
    }

    /// Takes it away with what the opening has put there. What cannot be removed stays: it does no harm.
    pub fn remove(self) {
        if fs::remove_dir_all(&self.path).is_ok() {
            // Only those that are empty go.
            let _ = self.above.iter().try_for_each(fs::remove_dir);
        }
    }
}

fn is_there(path: &Path) -> bool {
    // What cannot be looked at is not ours to remove.
    path.try_exists().unwrap_or(true)
}
