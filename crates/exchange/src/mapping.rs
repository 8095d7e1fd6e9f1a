//! What the person importing says about the columns: a mapping of headings, or the columns of a file without any.

use crate::FileError;
use crate::columns::{Target, fold_heading, known_names};

/// Which heading stands for which column, said by hand. Beats the known headings.
///
/// ```
/// let mapping = exchange::Mapping::parse("译文 = \"bo\"\n内部编码\tignore\n").unwrap();
/// assert_eq!(mapping.len(), 2);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(String, Target)>);

impl Mapping {
    /// Reads a mapping: a heading and a column name or `ignore` a line, TAB or `=` between them.
    ///
    /// Quotation marks around either are taken off, empty lines and lines that begin with `#` or `[` are passed
    /// over, so that a flat TOML table can be given.
    ///
    /// # Errors
    /// [`FileError::Option`] for the first line that is not of this form or names no column.
    pub fn parse(lines: &str) -> Result<Self, FileError> {
        let mut pairs = Vec::new();
        for (n, line) in lines.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', '[']) {
                continue;
            }
            let option = format!("mapping line {}", n + 1);
            let (heading, name) = line
                .split_once('\t')
                .or_else(|| line.rsplit_once('='))
                .ok_or_else(|| FileError::Option {
                    option: option.clone(),
                    cause: format!("`{}` is not a heading and a column", crate::issue::shorten(line)),
                    hint: "write `译文 = bo`".to_owned(),
                })?;
            pairs.push((
                fold_heading(unquote(heading)),
                find_column(&option, unquote(name))?,
            ));
        }
        Ok(Self(pairs))
    }

    /// Returns the number of headings that are mapped.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether nothing is mapped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what `heading` stands for: as mapped, else as known.
    pub(crate) fn target(&self, heading: &str) -> Option<Target> {
        let folded = fold_heading(heading);
        let mapped = self
            .0
            .iter()
            .find(|(mapped, _)| *mapped == folded && !folded.is_empty());
        mapped
            .map(|(_, target)| *target)
            .or_else(|| Target::of_heading(heading))
    }
}

/// The columns of a file that has no header, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnList {
    names: Vec<String>,
    targets: Vec<Target>,
}

impl ColumnList {
    /// Reads names of columns, or `ignore`, with commas between them: `zh,bo,ignore,note`.
    ///
    /// # Errors
    /// [`FileError::Option`] if a name is not known, stands twice, or neither `zh` nor `bo` is among them.
    pub fn parse(names: &str) -> Result<Self, FileError> {
        let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
        let mut targets = Vec::new();
        for name in &names {
            let target = find_column("columns", name)?;
            if target != Target::Ignore && targets.contains(&target) {
                return Err(FileError::Option {
                    option: "columns".to_owned(),
                    cause: format!("`{name}` stands twice"),
                    hint: "write `ignore` for one of them".to_owned(),
                });
            }
            targets.push(target);
        }
        if !targets.iter().any(|target| target.names_terms()) {
            return Err(FileError::Option {
                option: "columns".to_owned(),
                cause: format!(
                    "`{}` has neither `zh` nor `bo`",
                    crate::issue::shorten(&names.join(","))
                ),
                hint: "a row needs a term".to_owned(),
            });
        }
        Ok(Self { names, targets })
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }
}

fn find_column(option: &str, name: &str) -> Result<Target, FileError> {
    Target::of_heading(name).ok_or_else(|| FileError::Option {
        option: option.to_owned(),
        cause: format!("`{}` is not a column", crate::issue::shorten(name)),
        hint: format!("columns are {}, or `ignore`", known_names()),
    })
}

fn unquote(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Column;

    #[test]
    fn a_mapping_reads_both_forms_and_beats_what_is_known() {
        let mapping =
            Mapping::parse("\u{feff}# 备注\n[columns]\n\"译文\" = 'bo'\n\n备注\tignore\r\nä=b = zh\n")
                .unwrap();
        assert_eq!(mapping.target(" 译文"), Some(Target::Column(Column::Bo)));
        assert_eq!(mapping.target("备注"), Some(Target::Ignore));
        assert_eq!(mapping.target("Ä=B"), Some(Target::Column(Column::Zh)));
        assert_eq!(mapping.target("来源"), Some(Target::Column(Column::Source)));
        assert_eq!(mapping.target("本院意见"), None);
        assert_eq!(mapping.target(""), None);
    }

    #[test]
    fn a_bad_mapping_names_its_line() {
        for (lines, message) in [
            (
                "译文 = bo\n备注",
                "mapping line 2: `备注` is not a heading and a column (hint: write `译文 = bo`)",
            ),
            (
                "译文\ttibetan",
                "mapping line 1: `tibetan` is not a column (hint: columns are zh, bo, ",
            ),
        ] {
            let error = Mapping::parse(lines).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_list_of_columns_needs_a_term() {
        let list = ColumnList::parse("zh, 藏文,ignore,ignore").unwrap();
        assert_eq!(list.targets()[1], Target::Column(Column::Bo));
        for (names, cause) in [
            ("", "columns: `` is not a column"),
            ("zh,zh", "columns: `zh` stands twice"),
            ("law,note", "columns: `law,note` has neither `zh` nor `bo`"),
        ] {
            let error = ColumnList::parse(names).unwrap_err().to_string();
            assert!(error.starts_with(cause), "{error}");
        }
    }
}
