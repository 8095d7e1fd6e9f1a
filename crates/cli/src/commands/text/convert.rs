//! `text convert`: Tibetan of old fonts and encodings to Unicode.

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::{Context, bail};
use text::bo;
use text::bo::legacy::{Finding, Mapping, WayOut, recognise};

use super::each_line;
use crate::arguments::Convert;
use crate::commands::Outcome;

/// How many unmapped characters are told one by one.
const MAX_TOLD: usize = 100;

/// Converts standard input with the table of `what`, or stops at the first line that would need one.
pub fn run(what: &Convert) -> anyhow::Result<Outcome> {
    let mapping = what.mapping.as_deref().map(read_mapping).transpose()?;
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    convert(input, output, std::io::stderr(), mapping.as_ref())
}

fn read_mapping(path: &Path) -> anyhow::Result<Mapping> {
    let table =
        std::fs::read_to_string(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    Mapping::parse(&table).map_err(|fault| anyhow::anyhow!("`{}`: {fault}", path.display()))
}

/// The work has failed in part when a character was not in the table; its place is told, and the rest is converted.
fn convert(
    input: impl BufRead,
    output: impl Write,
    mut told: impl Write,
    mapping: Option<&Mapping>,
) -> anyhow::Result<Outcome> {
    let mut unmapped = 0;
    each_line(input, output, |number, line| match mapping {
        None => unicode_only(number, line),
        Some(mapping) => {
            let converted = mapping.convert(line);
            for (position, c) in converted.unmapped.iter().take(MAX_TOLD.saturating_sub(unmapped)) {
                writeln!(
                    told,
                    "shanjar: line {number}, character {}: `{c}` (U+{:04X}) is not in the table for {}",
                    position + 1,
                    u32::from(*c),
                    mapping.encoding().id()
                )?;
            }
            unmapped += converted.unmapped_count;
            Ok(converted.text)
        }
    })?;
    if unmapped > MAX_TOLD {
        writeln!(
            told,
            "shanjar: and {} more characters that are not in the table",
            unmapped - MAX_TOLD
        )?;
    }
    Ok(if unmapped == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// Returns the line in canonical form.
fn unicode_only(number: u64, line: &str) -> anyhow::Result<String> {
    let Some(found) = recognise(line) else {
        return Ok(bo::normalize(line).into_owned());
    };
    let position = line.get(..found.start).map_or(0, |before| before.chars().count()) + 1;
    bail!(
        "line {number}, character {position}: this looks like {} ({}), which is no Unicode Tibetan (hint: {})",
        found.encoding.name_en(),
        found.encoding.id(),
        hint(&found)
    );
}

fn hint(found: &Finding) -> String {
    match found.way_out {
        WayOut::MappingTable => format!(
            "convert it in the program it was made with, or give a table that begins with `# encoding: {}` with `--mapping`",
            found.encoding.id()
        ),
        WayOut::FontName => {
            "look up the name of its font in the document, then convert it in the program it was made \
                             with, or give a table for that font with `--mapping`"
                .to_owned()
        }
        WayOut::FontByFont => {
            "convert it in the document, one font after the other, and give a table for each with `--mapping`"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_on(input: &str, table: Option<&str>) -> (anyhow::Result<Outcome>, String, String) {
        let mapping = table.map(|table| Mapping::parse(table).unwrap());
        let (mut output, mut told) = (Vec::new(), Vec::new());
        let outcome = convert(input.as_bytes(), &mut output, &mut told, mapping.as_ref());
        (
            outcome,
            String::from_utf8(output).unwrap(),
            String::from_utf8(told).unwrap(),
        )
    }

    #[test]
    fn unicode_text_passes_in_canonical_form() {
        let (outcome, output, told) = run_on("ཀ\u{f72}\u{fb1}\r\n取保候审\n\n", None);
        assert!(matches!(outcome, Ok(Outcome::Done)));
        assert_eq!(
            (output.as_str(), told.as_str()),
            ("ཀ\u{fb1}\u{f72}\n取保候审\n\n", "")
        );
    }

    #[test]
    fn text_that_needs_a_table_is_named_with_its_place_and_the_way_out() {
        let (outcome, output, _) = run_on("ཀ\nལག་\u{f3a1}\n", None);
        assert_eq!(output, "ཀ\n");
        assert_eq!(
            outcome.unwrap_err().to_string(),
            "line 2, character 4: this looks like GB/T 20542 Tibetan extension set A (gbt20542-a), which is no Unicode \
             Tibetan (hint: convert it in the program it was made with, or give a table that begins with `# encoding: \
             gbt20542-a` with `--mapping`)"
        );
        let (outcome, ..) = run_on("丂丄丅丆", None);
        let message = outcome.unwrap_err().to_string();
        assert!(
            message.starts_with(
                "line 1, character 1: this looks like a font on codes of Chinese characters (gbk-font)"
            ),
            "{message}"
        );
        assert!(message.contains("look up the name of its font"), "{message}");
    }

    #[test]
    fn a_table_converts_and_what_it_lacks_is_told() {
        let table = Some("# encoding: gbt20542-a\nF3A1\t0F40\n");
        let (outcome, output, told) = run_on("\u{f3a1}་\n法\u{f3a2}\n", table);
        assert!(matches!(outcome, Ok(Outcome::Failed)));
        assert_eq!(output, "ཀ་\n法\u{f3a2}\n");
        assert_eq!(
            told,
            "shanjar: line 2, character 2: `\u{f3a2}` (U+F3A2) is not in the table for gbt20542-a\n"
        );
        let (outcome, ..) = run_on("\u{f3a1}\n", table);
        assert!(matches!(outcome, Ok(Outcome::Done)));
    }

    #[test]
    fn many_unmapped_characters_are_counted() {
        let (_, _, told) = run_on(
            &"\u{f3a2}\u{f3a3}\n".repeat(80),
            Some("# encoding: gbt20542-a\nF3A1\t0F40\n"),
        );
        assert_eq!(told.lines().count(), MAX_TOLD + 1);
        assert!(
            told.ends_with("shanjar: and 60 more characters that are not in the table\n"),
            "{told}"
        );
    }
}
