//! Tibetan names in Chinese characters: which spellings stand for one Tibetan name.
//!
//! One name is written in several ways by sound and by dialect: ཚེ་རིང is 才让 in Amdo, 次仁 in Ü-Tsang, 泽仁 in Kham. The table
//! of spellings comes from outside, each row with its source; nothing is guessed for names that it does not have.

use std::collections::BTreeMap;

use text::{bo, zh};

/// No name has more parts; what has is none.
const MAX_PARTS: usize = 64;

/// The columns of the table.
const HEADER: &str = "bo\tzh\tsource";

/// The table, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Transliterations {
    /// The class of each spelling, Tibetan and Chinese: the number of its row.
    classes: BTreeMap<String, usize>,
    /// The length of the longest spelling, in characters.
    longest: usize,
}

/// A row of the table that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong} (hint: a line is `Tibetan<TAB>spellings with | between them<TAB>source`)")]
pub struct TransliterationError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub wrong: String,
}

impl Transliterations {
    /// Reads a table with the columns `bo`, `zh` (spellings with `|` between them) and `source`; lines that begin with `#`
    /// are remarks.
    ///
    /// # Errors
    /// If a row has not the three columns, no source, or a spelling that another row has.
    pub fn parse(table: &str) -> Result<Self, TransliterationError> {
        let mut read = Self::default();
        let mut has_header = false;
        for (row, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |wrong: String| TransliterationError { line: row + 1, wrong };
            if !has_header {
                if line != HEADER {
                    return Err(refused(format!("the first row is not `{HEADER}`")));
                }
                has_header = true;
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [tibetan, chinese, source] = columns[..] else {
                return Err(refused(format!("{} columns instead of 3", columns.len())));
            };
            if source.trim().is_empty() {
                return Err(refused("the source is missing".to_owned()));
            }
            for spelling in std::iter::once(bo::fold(tibetan)).chain(chinese.split('|').map(zh::fold)) {
                if spelling.is_empty() {
                    return Err(refused("a spelling is empty".to_owned()));
                }
                read.longest = read.longest.max(spelling.chars().count());
                if read
                    .classes
                    .insert(spelling.clone(), row)
                    .is_some_and(|other| other != row)
                {
                    return Err(refused(format!("`{spelling}` stands in another row as well")));
                }
            }
        }
        Ok(read)
    }

    /// Returns the class of a name that is made of names of the table and of nothing else; two names of one class are
    /// spellings of one Tibetan name.
    #[must_use]
    pub fn class_of(&self, name: &str) -> Option<String> {
        let is_tibetan = name.chars().any(|c| ('\u{0f00}'..='\u{0fff}').contains(&c));
        let parts: Vec<String> = if is_tibetan {
            bo::fold(name).split('་').map(str::to_owned).collect()
        } else {
            zh::fold(name)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .map(String::from)
                .collect()
        };
        if parts.len() > MAX_PARTS {
            return None;
        }
        let joiner = if is_tibetan { "་" } else { "" };
        let classes = self.cut(&parts, joiner)?;
        let classes: Vec<String> = classes.iter().map(ToString::to_string).collect();
        (!classes.is_empty()).then(|| classes.join("-"))
    }

    /// Cuts `parts` into spellings of the table, the longest first at each place and shorter ones where that leads nowhere.
    fn cut(&self, parts: &[String], joiner: &str) -> Option<Vec<usize>> {
        // From the back, so that every place is looked at once however often ways meet there.
        let mut ways: Vec<Option<Vec<usize>>> = vec![None; parts.len() + 1];
        ways[parts.len()] = Some(Vec::new());
        for begin in (0..parts.len()).rev() {
            let end = parts.len().min(begin + self.longest);
            ways[begin] = (begin + 1..=end).rev().find_map(|stop| {
                let class = self.classes.get(&parts[begin..stop].join(joiner))?;
                let rest = ways[stop].as_ref()?;
                Some(std::iter::once(*class).chain(rest.iter().copied()).collect())
            });
        }
        ways.swap_remove(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_strictly() {
        for (table, said) in [
            ("zh\tbo\n", "line 1: the first row is not"),
            ("bo\tzh\tsource\nཀ\t甲\n", "line 2: 2 columns instead of 3"),
            ("bo\tzh\tsource\nཀ\t甲\t \n", "line 2: the source is missing"),
            (
                "# 说明\n\nbo\tzh\tsource\nཀ\t甲|\tx\n",
                "line 4: a spelling is empty",
            ),
            (
                "bo\tzh\tsource\nཀ\t甲\tx\nཁ\t乙|甲\tx\n",
                "line 3: `甲` stands in another row as well",
            ),
        ] {
            let error = Transliterations::parse(table).unwrap_err().to_string();
            assert!(error.starts_with(said) && error.contains("(hint: "), "{error}");
        }
    }

    #[test]
    fn a_name_is_cut_where_all_of_it_is_known() {
        let table = "bo\tzh\tsource\nབསོད་ནམས\t索南\tx\nརྒྱལ\t索\tx\nམཚོ\t南措\tx\n";
        let classes = Transliterations::parse(table).unwrap();
        // The longest piece leads nowhere in the second.
        assert_eq!(classes.class_of("索南"), classes.class_of("བསོད་ནམས་"));
        assert_eq!(classes.class_of("索南措"), classes.class_of("རྒྱལ་མཚོ"));
        assert!(classes.class_of("索南措").is_some());
        for unknown in ["", "·", "南", "索南明", "བསོད", "x"] {
            assert_eq!(classes.class_of(unknown), None, "{unknown}");
        }
        assert!(classes.class_of(&"索南".repeat(32)).is_some());
        assert_eq!(classes.class_of(&"索南".repeat(20_000)), None);
    }
}
