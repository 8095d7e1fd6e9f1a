//! How a failure is told: one sentence on standard error, and the exit status.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapErrorKind};

use crate::arguments::Arguments;
use crate::config::{Config, ConfigError, Sources};
use crate::language::Language;
use crate::messages;

/// Wishes that each make sense and together do not. The message is the rest of `error: `.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Ends with what the command line leads to: the help or the version that was asked for, or what is wrong with it.
///
/// The library speaks English. Of a value that is not one of several, the words are ours, because it is typed most.
pub fn command_line(ending: &clap::Error) -> ExitCode {
    let told = match refused_value(ending) {
        Some((option, value, known)) if language() == Language::Zh => {
            writeln!(
                io::stderr(),
                "error: {}",
                messages::value_refused(&option, &value, &known)
            )
        }
        _ => ending.print(),
    };
    // Nothing is left to be told if there is nobody to tell it to.
    drop(told);
    ExitCode::from(u8::try_from(ending.exit_code()).unwrap_or(2))
}

/// Returns the language as far as it is known when the flags are not.
fn language() -> Language {
    Config::load(&Sources::default()).map_or(Language::En, |config| config.language)
}

/// Returns the option whose value is none of those that it takes, the value, and those.
fn refused_value(ending: &clap::Error) -> Option<(String, String, Vec<String>)> {
    let text = |kind| match ending.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    match ending.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(known)) if ending.kind() == ClapErrorKind::InvalidValue => {
            let (option, value) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
            Some((option, value, known.clone()))
        }
        _ => None,
    }
}

/// Tells why a command ended and returns the exit status: 2 for wrong usage, else 1.
pub fn report(err: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(err) {
        // The reader, such as `head`, has seen enough: nothing to tell, but not all of the work was done.
        return ExitCode::FAILURE;
    }
    if is_wrong_usage(err) {
        let usage = Arguments::command().error(ClapErrorKind::ValueValidation, sentence(err));
        // Nothing is left to be told if standard error is closed.
        let _ = usage.print();
        return ExitCode::from(2);
    }
    let _ = writeln!(io::stderr(), "shanjar: {}", sentence(err));
    ExitCode::FAILURE
}

fn is_wrong_usage(err: &anyhow::Error) -> bool {
    err.is::<WrongUsage>()
        || err
            .downcast_ref::<ConfigError>()
            .is_some_and(ConfigError::is_wrong_usage)
}

fn is_closed_pipe(err: &anyhow::Error) -> bool {
    err.downcast_ref::<io::Error>()
        .is_some_and(|cause| cause.kind() == ErrorKind::BrokenPipe)
}

/// Returns the message and those of its causes that it does not repeat already.
fn sentence(err: &anyhow::Error) -> String {
    let mut told = err.to_string();
    for cause in err.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    // One sentence is one line, whatever a library put into its message.
    told.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let cause = io::Error::other("no space left on device");
        let told = anyhow::Error::new(cause).context("the sheet cannot be written");
        assert_eq!(
            sentence(&told),
            "the sheet cannot be written: no space left on device"
        );
        let repeated = anyhow!("no room").context("cannot write (no room)");
        assert_eq!(sentence(&repeated), "cannot write (no room)");
    }

    #[test]
    fn a_sentence_is_one_line() {
        assert_eq!(sentence(&anyhow!("bad\n  file\n")), "bad file");
    }

    #[test]
    fn only_wrong_usage_has_status_2() {
        assert!(is_wrong_usage(&WrongUsage("x".into()).into()));
        assert!(!is_wrong_usage(&anyhow!("x")));
        assert!(is_closed_pipe(&io::Error::from(ErrorKind::BrokenPipe).into()));
        assert!(!is_closed_pipe(&io::Error::from(ErrorKind::NotFound).into()));
    }
}
