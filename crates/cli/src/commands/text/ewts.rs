//! `text to-ewts` and `text from-ewts`: lines that are converted, and the places of them that are doubtful.

use std::io::{BufRead, Write};

use text::bo::ewts::Converted;

use super::each_line;
use crate::commands::Outcome;

/// How many doubtful places are told one by one.
const MAX_TOLD: usize = 100;

/// Converts standard input; a doubt is told and the work goes on, for the reader decides.
pub fn run(convert: impl Fn(&str) -> Converted) -> anyhow::Result<Outcome> {
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    lines(input, output, std::io::stderr(), convert)?;
    Ok(Outcome::Done)
}

fn lines(
    input: impl BufRead,
    output: impl Write,
    mut told: impl Write,
    convert: impl Fn(&str) -> Converted,
) -> anyhow::Result<()> {
    let mut doubts = 0;
    each_line(input, output, |number, line| {
        let converted = convert(line);
        for warning in converted.warnings.iter().take(MAX_TOLD.saturating_sub(doubts)) {
            writeln!(told, "shanjar: line {number}, {warning}")?;
        }
        doubts += converted.warnings.len();
        Ok(converted.text)
    })?;
    if doubts > MAX_TOLD {
        writeln!(told, "shanjar: and {} more doubtful places", doubts - MAX_TOLD)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked(input: &str, convert: impl Fn(&str) -> Converted) -> (String, String) {
        let (mut output, mut told) = (Vec::new(), Vec::new());
        lines(input.as_bytes(), &mut output, &mut told, convert).unwrap();
        (
            String::from_utf8(output).unwrap(),
            String::from_utf8(told).unwrap(),
        )
    }

    #[test]
    fn both_ways_give_a_line_for_a_line() {
        let (output, told) = worked("khrims khang\n\nbka\n", text::bo::from_ewts);
        assert_eq!((output.as_str(), told.as_str()), ("ཁྲིམས་ཁང\n\nབཀ\n", ""));
        assert_eq!(
            worked("khrimskhang bka\n", text::bo::from_loose_ewts).0,
            "ཁྲིམས་ཁང་བཀའ\n"
        );
        assert_eq!(worked("ཁྲིམས་ཁང་།\n", text::bo::to_ewts).0, "khrims khang /\n");
    }

    #[test]
    fn a_doubt_is_told_with_its_line_and_place() {
        let (output, told) = worked("ka\nkhrims qa\n", text::bo::from_ewts);
        assert_eq!(output, "ཀ\nཁྲིམས་qཨ\n");
        assert_eq!(
            told,
            "shanjar: line 2, character 8: `q` means nothing here (hint: put foreign text in [ ])\n"
        );
    }

    #[test]
    fn many_doubts_are_counted() {
        let (_, told) = worked(&"q\n".repeat(150), text::bo::from_ewts);
        assert_eq!(told.lines().count(), MAX_TOLD + 1);
        assert!(told.ends_with("shanjar: and 50 more doubtful places\n"), "{told}");
    }
}
