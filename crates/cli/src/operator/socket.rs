//! The socket in the data directory on which a server takes what an operator wants: a line of JSON in, a line out.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use app::App;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream as AsyncStream};

use super::{Answer, Wish, perform};
use crate::language::Language;

/// The name of the socket.
const FILE: &str = "operator.sock";
/// A wish is no longer than this, in bytes: a table of all courts of a province has a tenth of it.
const MAX_BYTES: u64 = 1024 * 1024;
/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A wish with the language that it is answered in.
#[derive(Debug, Serialize, Deserialize)]
struct Letter {
    language: String,
    wish: Wish,
}

/// Takes what operators want until the runtime ends; the file is gone when what is returned is dropped.
///
/// # Errors
/// If the socket cannot be made: the path is too long for one (108 bytes), or the file system knows none.
pub fn listen(data_dir: &Path, app: App) -> anyhow::Result<Listening> {
    let path = data_dir.join(FILE);
    // The directory is held for this process alone, so what lies there is from one that was killed.
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).with_context(|| path.display().to_string())?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    let own = rustix::process::geteuid().as_raw();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let peer = stream.peer_cred().map(|peer| peer.uid());
            // The mode of the file is not heeded by every system.
            if peer.is_ok_and(|uid| uid == own || uid == 0) {
                tokio::spawn(answer(stream, app.clone()));
            }
        }
    });
    Ok(Listening { path })
}

/// A socket that is listened on.
#[derive(Debug)]
pub struct Listening {
    path: PathBuf,
}

impl Drop for Listening {
    fn drop(&mut self) {
        // One that stays behind is taken away by the next server.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Asks the server that holds `data_dir`; `None` if none listens there.
///
/// # Errors
/// If the server breaks off.
pub fn ask(data_dir: &Path, wish: &Wish, language: Language) -> anyhow::Result<Option<Answer>> {
    let Ok(mut stream) = UnixStream::connect(data_dir.join(FILE)) else {
        return Ok(None);
    };
    stream.set_read_timeout(Some(PATIENCE))?;
    let letter = Letter {
        language: language.code().to_owned(),
        wish: wish.clone(),
    };
    let mut line = serde_json::to_string(&letter)?;
    line.push('\n');
    stream.write_all(line.as_bytes())?;
    let mut answer = String::new();
    BufReader::new(stream.take(64 * MAX_BYTES)).read_line(&mut answer)?;
    let answer =
        serde_json::from_str(&answer).context("the server that holds the data directory broke off")?;
    Ok(Some(answer))
}

async fn answer(stream: AsyncStream, app: App) {
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    let mut reader = tokio::io::BufReader::new(reading.take(MAX_BYTES));
    if reader.read_line(&mut line).await.is_err() {
        return;
    }
    let answer = match serde_json::from_str::<Letter>(&line) {
        Ok(letter) => {
            let language = Language::of_code(&letter.language).unwrap_or(Language::En);
            // What waits for a database must not stand on a thread that others are served by.
            let done = tokio::task::spawn_blocking(move || perform(&app, letter.wish, language));
            done.await.unwrap_or_else(|broken| Answer::Refused {
                why: broken.to_string(),
            })
        }
        Err(err) => Answer::Refused {
            why: format!(
                "this server does not understand what was asked: {err} (hint: use the same version of shanjar)"
            ),
        },
    };
    let Ok(mut line) = serde_json::to_string(&answer) else {
        return;
    };
    line.push('\n');
    // Whoever asked may have gone; what was done stays done.
    let _ = writing.write_all(line.as_bytes()).await;
}
