//! `text`: works on lines of standard input.

mod convert;
mod ewts;
mod lines;
mod sort;

use std::io::{BufRead, Write};

use anyhow::{Context, bail};

use super::Outcome;
use crate::arguments::TextWork;

/// Reads lines from standard input and writes each as `work` makes it.
pub fn run(work: &TextWork) -> anyhow::Result<Outcome> {
    match work {
        TextWork::Line(work) => {
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            each_line(input, output, |_, line| Ok(lines::rework(line, *work)))?;
            Ok(Outcome::Done)
        }
        TextWork::ToEwts => ewts::run(text::bo::to_ewts),
        TextWork::FromEwts(how) if how.loose => ewts::run(text::bo::from_loose_ewts),
        TextWork::FromEwts(_) => ewts::run(text::bo::from_ewts),
        TextWork::Sort => sort::run(),
        TextWork::Convert(what) => convert::run(what),
    }
}

/// Writes what `rework` makes of each line and its number, up to the first it refuses.
fn each_line(
    mut input: impl BufRead,
    output: impl Write,
    mut rework: impl FnMut(u64, &str) -> anyhow::Result<String>,
) -> anyhow::Result<()> {
    let mut output = std::io::BufWriter::new(output);
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input
            .read_until(b'\n', &mut line)
            .context("standard input cannot be read")?
            == 0
        {
            break;
        }
        let content = line.strip_suffix(b"\n").unwrap_or(&line);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        let Ok(content) = std::str::from_utf8(content) else {
            output.flush()?;
            bail!("line {number} of standard input is not UTF-8 (hint: convert the text first)");
        };
        match rework(number, content) {
            Ok(reworked) => writeln!(output, "{reworked}")?,
            Err(err) => {
                output.flush()?;
                return Err(err);
            }
        }
    }
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked(input: &[u8]) -> (String, anyhow::Result<()>) {
        let mut output = Vec::new();
        let result = each_line(input, &mut output, |number, line| Ok(format!("{number}{line}")));
        (String::from_utf8(output).unwrap(), result)
    }

    #[test]
    fn every_line_gives_one_line() {
        let (output, result) = worked("法\r\n\nཀ\n".as_bytes());
        assert_eq!((output.as_str(), result.is_ok()), ("1法\n2\n3ཀ\n", true));
        assert_eq!(worked(b"").0, "");
        assert_eq!(worked("ཀ".as_bytes()).0, "1ཀ\n");
    }

    #[test]
    fn what_is_not_utf_8_names_its_line_after_the_good_ones() {
        let (output, result) = worked(b"\xe6\xb3\x95\n\xb7\xa8\n");
        let err = result.unwrap_err().to_string();
        assert!(err.starts_with("line 2 of standard input is not UTF-8"), "{err}");
        assert_eq!(output, "1法\n");
    }
}
