//! A file of statements, each under a line with its name.

/// The statements of one file of `tests/peers`.
///
/// A line `-- :name` or `# :name` begins a statement, which goes to the next such line; what stands before the first
/// is for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statements(Vec<(String, String)>);

impl Statements {
    /// Reads a file.
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let mut statements: Vec<(String, String)> = Vec::new();
        for line in file.lines() {
            let name = line.strip_prefix("-- :").or_else(|| line.strip_prefix("# :"));
            if let Some(name) = name {
                statements.push((name.trim().to_owned(), String::new()));
            } else if let Some((_, statement)) = statements.last_mut() {
                statement.push_str(line);
                statement.push('\n');
            }
        }
        Self(statements)
    }

    /// Returns the statement `name`, without white space at its ends.
    ///
    /// # Panics
    /// If the file has none of that name.
    #[must_use]
    pub fn named(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(own, _)| own == name);
        assert!(found.is_some(), "no statement `{name}`");
        found.map_or("", |(_, statement)| statement.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statement_goes_to_the_next_name() {
        let file = "-- For readers.\n-- :one\nSELECT 1;\n-- A remark.\n\n-- :two\nSELECT\n  2;\n";
        let statements = Statements::parse(file);
        assert_eq!(statements.named("one"), "SELECT 1;\n-- A remark.");
        assert_eq!(statements.named("two"), "SELECT\n  2;");
        assert_eq!(Statements::parse("# :schema\ntable").named("schema"), "table");
    }

    #[test]
    #[should_panic(expected = "no statement `three`")]
    fn a_statement_that_is_not_there_is_a_mistake() {
        let _ = Statements::parse("-- :one\n").named("three");
    }
}
