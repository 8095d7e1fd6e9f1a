//! `text`: works on lines of standard input.

mod convert;

use std::io::{BufRead, Write};

use anyhow::{Context, bail};
use text::script::{self, Script};
use text::{bo, zh};

use super::Outcome;
use crate::arguments::{LineWork, TextWork};

/// Reads lines from standard input and writes each as `work` makes it.
pub fn run(work: &TextWork) -> anyhow::Result<Outcome> {
    match work {
        TextWork::Line(work) => {
            let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
            each_line(input, output, |_, line| Ok(rework(line, *work)))?;
            Ok(Outcome::Done)
        }
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

/// A line with Tibetan in it is Tibetan, any other Chinese.
fn rework(line: &str, work: LineWork) -> String {
    let is_tibetan = script::contains(line, Script::Tibetan);
    match work {
        LineWork::Normalize if is_tibetan => bo::normalize(line).into_owned(),
        LineWork::Normalize => zh::normalize(line),
        LineWork::Fold if is_tibetan => bo::fold(line),
        LineWork::Fold => zh::fold(line),
        LineWork::Syllables => bo::syllables(line)
            .map(|syllable| syllable.text)
            .collect::<Vec<_>>()
            .join("|"),
        LineWork::Simplify => zh::simplify(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(work: LineWork, input: &str, expected: &str) {
        let mut output = Vec::new();
        each_line(input.as_bytes(), &mut output, |_, line| Ok(rework(line, work))).unwrap();
        assert_eq!(String::from_utf8(output).unwrap(), expected);
    }

    #[test]
    fn every_line_gives_one_line() {
        check(LineWork::Syllables, "ཁྲིམས་ཁང་།\n\nམི་དམངས\n", "ཁྲིམས|ཁང\n\nམི|དམངས\n");
        check(LineWork::Simplify, "離婚\r\n取保候審", "离婚\n取保候审\n");
        check(LineWork::Fold, "", "");
    }

    #[test]
    fn a_line_is_treated_by_its_script() {
        check(
            LineWork::Normalize,
            "\u{f40}\u{f77}\n",
            "\u{f40}\u{fb2}\u{f71}\u{f80}\n",
        );
        let folded = format!("{}\n{}\n", zh::fold("離婚"), bo::fold("ཁྲིམས་ཁང་།"));
        check(LineWork::Fold, "離婚\nཁྲིམས་ཁང་།\n", &folded);
    }

    #[test]
    fn what_is_not_utf_8_names_its_line_after_the_good_ones() {
        let mut output = Vec::new();
        let err = each_line(&b"\xe6\xb3\x95\n\xb7\xa8\n"[..], &mut output, |_, line| {
            Ok(rework(line, LineWork::Simplify))
        })
        .unwrap_err();
        assert!(
            err.to_string()
                .starts_with("line 2 of standard input is not UTF-8"),
            "{err}"
        );
        assert_eq!(output, "法\n".as_bytes());
    }
}
