//! Where a passphrase comes from: a file, or the terminal, which does not show what is typed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;

use anyhow::{Context, bail};

use crate::config::Config;
use crate::messages;

/// No passphrase is longer; in bytes.
const MAX_BYTES: u64 = 1_024;

/// What the passphrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To wrap keys with it: it is asked for twice.
    Wrap,
    /// To open keys.
    Open,
}

/// Returns the passphrase: the first line of `file`, else of the file in the settings, else what is typed.
///
/// # Errors
/// If the file cannot be read, if there is no terminal to ask at, or if two things were typed.
pub fn read(config: &Config, file: Option<&Path>, purpose: Purpose) -> anyhow::Result<String> {
    match file.or(config.backup.passphrase_file.as_deref()) {
        Some(path) => {
            let opened = File::open(path).and_then(|file| first_line(BufReader::new(file)));
            opened.map_err(|err| anyhow::anyhow!(messages::unreadable(config.language, path, err)))
        }
        None if can_be_asked() => ask(config, purpose),
        None => bail!(messages::backup::no_terminal(config.language)),
    }
}

/// Tells whether a passphrase was given or somebody is there to type one.
pub fn can_be_had(config: &Config, file: Option<&Path>) -> bool {
    file.is_some() || config.backup.passphrase_file.is_some() || can_be_asked()
}

fn can_be_asked() -> bool {
    cfg!(unix) && io::stdin().is_terminal()
}

fn ask(config: &Config, purpose: Purpose) -> anyhow::Result<String> {
    let typed = type_one(&messages::backup::type_passphrase(config.language))?;
    if purpose == Purpose::Wrap && type_one(&messages::backup::type_again(config.language))? != typed {
        bail!(messages::backup::not_the_same(config.language));
    }
    Ok(typed)
}

fn type_one(prompt: &str) -> anyhow::Result<String> {
    eprint!("{prompt}");
    let hidden = Hidden::begin().context("the terminal cannot be kept from showing what is typed")?;
    let typed = first_line(io::stdin().lock());
    drop(hidden);
    eprintln!();
    Ok(typed?)
}

/// Reads up to the end of the first line, without it.
fn first_line(input: impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.take(MAX_BYTES).read_line(&mut line)?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    Ok(line)
}

/// As long as this lives, the terminal does not show what is typed.
#[cfg(unix)]
struct Hidden(rustix::termios::Termios);

#[cfg(unix)]
impl Hidden {
    fn begin() -> io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes -= LocalModes::ECHO;
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};

        // There is nobody to tell; `stty sane` helps.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}

/// Elsewhere nobody is asked.
#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn begin() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_first_line_whatever_ends_it() {
        for text in ["ཁྲིམས 法院", "ཁྲིམས 法院\n", "ཁྲིམས 法院\r\nanother", "ཁྲིམས 法院\n\n"]
        {
            assert_eq!(first_line(text.as_bytes()).unwrap(), "ཁྲིམས 法院");
        }
        assert_eq!(
            first_line(" inner blanks \n".as_bytes()).unwrap(),
            " inner blanks "
        );
        assert_eq!(first_line(&b""[..]).unwrap(), "");
        assert!(first_line(&b"\xff\xfe"[..]).is_err());
        let endless = "x".repeat(5_000);
        assert_eq!(first_line(endless.as_bytes()).unwrap().len(), 1_024);
    }
}
