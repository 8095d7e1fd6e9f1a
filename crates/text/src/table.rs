//! Reads the crate's data tables (`data/*.tsv`), which are compiled in and parsed once.

/// Returns the cells of each row of `tsv`, without empty lines and comments, which begin with `# `.
pub(crate) fn rows(tsv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    tsv.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| line.split('\t').collect())
}

/// A map from characters to the text each is replaced by.
///
/// In its file a row has a code point or a range (`0F0D..0F12`) and the replacement as code points,
/// `-` for none; further columns are for the reader.
#[derive(Debug)]
pub(crate) struct Replacements {
    /// Sorted by character.
    entries: Vec<(char, String)>,
}

impl Replacements {
    /// Parses `tsv`; a row that cannot be read is left out, and a test over every table says so.
    pub(crate) fn parse(tsv: &'static str) -> Self {
        let mut entries: Vec<_> = rows(tsv)
            .filter_map(|row| Some((char_range(row.first()?)?, replacement(row.get(1)?)?)))
            .flat_map(|(range, text)| range.map(move |c| (c, text.clone())))
            .collect();
        entries.sort_by_key(|&(c, _)| c);
        Self { entries }
    }

    /// Returns what `c` is replaced by, `None` when it stays.
    pub(crate) fn get(&self, c: char) -> Option<&str> {
        let first = self.entries.first()?.0;
        // Most characters lie below the table and need no search.
        if c < first {
            return None;
        }
        let found = self.entries.binary_search_by_key(&c, |&(from, _)| from).ok()?;
        self.entries.get(found).map(|(_, to)| to.as_str())
    }
}

/// Parses `0F0D` or `0F0D..0F12` (both ends included).
pub(crate) fn char_range(cell: &str) -> Option<std::ops::RangeInclusive<char>> {
    match cell.split_once("..") {
        Some((first, last)) => Some(code_point(first)?..=code_point(last)?),
        None => code_point(cell).map(|c| c..=c),
    }
}

fn replacement(cell: &str) -> Option<String> {
    if cell == "-" {
        Some(String::new())
    } else {
        cell.split(' ').map(code_point).collect()
    }
}

fn code_point(hex: &str) -> Option<char> {
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(c: char, expect: Option<&str>) {
        let table = Replacements::parse(
            "# a comment\n\n0F0E\t0F0D 0F0D\ttwo\n200B..200D\t-\tnone\n0F0C\t0F0B\tone\n",
        );
        assert_eq!(table.get(c), expect);
    }

    #[test]
    fn a_row_replaces_one_character_or_a_range() {
        check('\u{f0e}', Some("།།"));
        check('\u{f0c}', Some("་"));
        check('\u{200b}', Some(""));
        check('\u{200d}', Some(""));
        check('\u{200e}', None);
        check('a', None);
        check('\u{10ffff}', None);
    }

    #[test]
    fn cells_that_are_no_code_points_are_refused() {
        assert_eq!(char_range("0F0D..0F12"), Some('\u{f0d}'..='\u{f12}'));
        for cell in ["", "..", "0F0D..", "XYZ", "D800", "110000"] {
            assert_eq!(char_range(cell), None, "{cell}");
        }
        assert_eq!(replacement("-"), Some(String::new()));
        assert_eq!(replacement("0F0D  0F0D"), None);
    }

    #[test]
    fn every_row_of_every_replacement_table_is_read_and_gives_a_reason() {
        for tsv in [
            include_str!("../data/bo_canonical.tsv"),
            include_str!("../data/bo_fold.tsv"),
            include_str!("../data/zh_invisible.tsv"),
            include_str!("../data/zh_punctuation.tsv"),
        ] {
            for row in rows(tsv) {
                assert!(
                    row.len() == 3 && row.iter().all(|cell| !cell.is_empty()),
                    "{row:?}"
                );
                assert!(
                    char_range(row[0]).is_some() && replacement(row[1]).is_some(),
                    "{row:?}"
                );
            }
            let mut from: Vec<_> = Replacements::parse(tsv)
                .entries
                .into_iter()
                .map(|(c, _)| c)
                .collect();
            let all = from.len();
            from.dedup();
            assert_eq!(from.len(), all, "a character stands twice in a table");
        }
    }
}
