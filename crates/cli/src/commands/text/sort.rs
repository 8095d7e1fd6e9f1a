//! `text sort`: all lines in dictionary order.

use std::io::{BufRead, Write};

use text::bo::collation_key;

use super::each_line;
use crate::commands::Outcome;

/// Sorts standard input; lines that are the same are all kept.
pub fn run() -> anyhow::Result<Outcome> {
    sort(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(Outcome::Done)
}

fn sort(input: impl BufRead, output: impl Write) -> anyhow::Result<()> {
    let mut lines = Vec::new();
    each_line(input, std::io::sink(), |_, line| {
        lines.push((collation_key(line), line.to_owned()));
        Ok(String::new())
    })?;
    // Lines of one canonical form keep the order they had.
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut output = std::io::BufWriter::new(output);
    for (_, line) in lines {
        writeln!(output, "{line}")?;
    }
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_the_order_of_a_dictionary() {
        let mut output = Vec::new();
        sort("ཁ\nརྐ\nབཀའ\nདཀའ\nཀ་བ\nཀ\n".as_bytes(), &mut output).unwrap();
        assert_eq!(String::from_utf8(output).unwrap(), "ཀ\nཀ་བ\nདཀའ\nབཀའ\nརྐ\nཁ\n");
    }
}
