//! Tibetan names in Chinese characters: which spellings stand for one Tibetan name.
//!
//! One name is written in several ways by sound and by dialect: ཚེ་རིང is 才让 in Amdo, 次仁 in Ü-Tsang, 泽仁 in Kham. The table
//! of spellings comes from outside, each row with its source; nothing is guessed for parts of names that it does not have: they
//! stay as they are written, so that 才让措 and 次仁措 are one.

use std::collections::BTreeMap;

use text::{bo, zh};

/// No name has more parts; what has is none.
const MAX_PARTS: usize = 64;

/// The columns of the table.
const HEADER: &str = "bo\tzh\tsource";

/// The table, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Transliterations {
    /// The class of each spelling, Tibetan and Chinese: the folded Tibetan one, which stays when rows are added.
    classes: BTreeMap<String, String>,
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
            let class = bo::fold(tibetan);
            for spelling in std::iter::once(class.clone()).chain(chinese.split('|').map(zh::fold)) {
                if spelling.is_empty() {
                    return Err(refused("a spelling is empty".to_owned()));
                }
                read.longest = read.longest.max(spelling.chars().count());
                let other = read.classes.insert(spelling.clone(), class.clone());
                if other.is_some_and(|other| other != class || spelling == class) {
                    return Err(refused(format!("`{spelling}` stands in another row as well")));
                }
            }
        }
        Ok(read)
    }

    /// Returns the class of a name in which a name of the table stands; two names of one class are spellings of one Tibetan
    /// name. Of each part of the table the class holds the Tibetan spelling, and of everything else what is written, each with
    /// a hyphen behind it.
    ///
    /// Where a name can be cut in several ways, the one counts that leaves the least beside the table, then the one of the
    /// fewest parts, then the one whose first part that differs is the longest.
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
        let cut = self.cut(&parts, if is_tibetan { "་" } else { "" });
        let is_known = cut.iter().any(|(_, class)| class.is_some());
        let piece = |(parts, class): (&[String], Option<&str>)| match class {
            Some(class) => format!("{class}-"),
            None => parts.iter().map(|part| format!("{part}-")).collect(),
        };
        is_known.then(|| cut.into_iter().map(piece).collect())
    }

    /// Cuts `parts` into spellings of the table, with their classes, and single parts that no spelling has.
    fn cut<'s>(&'s self, parts: &'s [String], joiner: &str) -> Vec<(&'s [String], Option<&'s str>)> {
        // From the back, so that every place is looked at once however often ways meet there. Of each place: how many parts
        // are left beside the table from here on, of how many pieces that is, and the first of them.
        let mut ways: Vec<Way<'s>> = vec![Way::default(); parts.len() + 1];
        for begin in (0..parts.len()).rev() {
            let end = parts.len().min(begin + self.longest.max(1));
            let way = |stop: usize| {
                let class = self.classes.get(&parts[begin..stop].join(joiner));
                let rest = &ways[stop];
                (class.is_some() || stop == begin + 1).then(|| Way {
                    beside: rest.beside + usize::from(class.is_none()),
                    pieces: rest.pieces + 1,
                    stop,
                    class: class.map(String::as_str),
                })
            };
            // The longest comes first, and the first of those that are as good stays.
            let best = (begin + 1..=end).rev().filter_map(way);
            let best = best.reduce(
                |best, way| match (way.beside, way.pieces) < (best.beside, best.pieces) {
                    true => way,
                    false => best,
                },
            );
            ways[begin] = best.unwrap_or_default();
        }
        let mut cut = Vec::new();
        let mut at = 0;
        while let Some(way) = ways.get(at).filter(|way| way.stop > at) {
            cut.push((&parts[at..way.stop], way.class));
            at = way.stop;
        }
        cut
    }
}

/// The best way to cut a name from some place on.
#[derive(Debug, Clone, Copy, Default)]
struct Way<'s> {
    /// How many parts stand beside the table.
    beside: usize,
    /// How many pieces there are.
    pieces: usize,
    /// Where the first piece ends.
    stop: usize,
    /// The class of the first piece.
    class: Option<&'s str>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn a_name_is_cut_where_most_of_it_is_known() {
        let table = "bo\tzh\tsource\nབསོད་ནམས\t索南\tx\nརྒྱལ\t索\tx\nམཚོ\t南措\tx\n";
        let classes = Transliterations::parse(table).unwrap();
        for (name, class) in [
            ("索南", Some("བསོད་ནམས-")),
            ("བསོད་ནམས་", Some("བསོད་ནམས-")),
            // The longest piece would leave one beside the table.
            ("索南措", Some("རྒྱལ-མཚོ-")),
            ("རྒྱལ་མཚོ", Some("རྒྱལ-མཚོ-")),
            ("索南·明", Some("བསོད་ནམས-明-")),
            ("明索南索", Some("明-བསོད་ནམས-རྒྱལ-")),
            ("བསོད་ནམས་ལྷ་མོ", Some("བསོད་ནམས-ལྷ-མོ-")),
            ("", None),
            ("·", None),
            ("南", None),
            ("བསོད", None),
            ("x", None),
        ] {
            assert_eq!(classes.class_of(name).as_deref(), class, "{name}");
        }
        assert!(classes.class_of(&"索南".repeat(32)).is_some());
        assert_eq!(classes.class_of(&"索南".repeat(20_000)), None);
    }

    #[test]
    fn a_class_stays_when_rows_are_added_above() {
        let (one, other) = ("བཀྲ་ཤིས\t扎西\tx\n", "ཚེ་རིང\t才让|次仁\tx\n");
        let class = |rows: &str| {
            let classes = Transliterations::parse(&format!("bo\tzh\tsource\n{rows}")).unwrap();
            classes.class_of("次仁")
        };
        assert_eq!(class(other), class(&format!("{one}{other}")));
    }

    proptest! {
        /// Whatever stands beside the parts of the table, in whatever order: the name is found by each of its spellings, and
        /// by none of another name.
        #[test]
        fn spellings_of_one_name_are_one_class_and_others_are_not(
            pieces in prop::collection::vec((0..6_usize, 0..3_usize, 0..3_usize), 1..8),
        ) {
            let table = "bo\tzh\tsource\nབཀྲ་ཤིས\t扎西|札西|札喜\tx\nརྡོ་རྗེ\t多杰|多吉|道吉\tx\nཚེ་རིང\t才让|次仁|泽仁\tx\n";
            let classes = Transliterations::parse(table).unwrap();
            let known = [["扎西", "札西", "札喜"], ["多杰", "多吉", "道吉"], ["才让", "次仁", "泽仁"]];
            let rest = ["措", "吉", "拉姆"];
            let spelt = |choose: fn(&(usize, usize, usize)) -> usize| -> String {
                pieces
                    .iter()
                    .map(|piece| known.get(piece.0).map_or_else(|| rest[piece.0 - 3], |ways| ways[choose(piece)]))
                    .collect()
            };
            let (one, other) = (spelt(|piece| piece.1), spelt(|piece| piece.2));
            let class = classes.class_of(&one);
            prop_assert_eq!(&class, &classes.class_of(&other), "{} {}", one, other);
            let has_known = pieces.iter().any(|piece| piece.0 < 3);
            prop_assert_eq!(class.is_some(), has_known, "{}", one);
            if has_known {
                prop_assert_ne!(class.clone(), classes.class_of(&format!("{one}措")));
                prop_assert_ne!(class, classes.class_of(&format!("扎西{one}")));
            }
        }
    }
}
