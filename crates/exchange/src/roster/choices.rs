//! What somebody has said about headings of rosters; it wins over what is guessed, and can be remembered for a court.

use super::Member;
use super::headings::Target;
use crate::FileError;
use crate::columns::fold_heading;

/// Which heading stands for which member, said by hand.
///
/// ```
/// use exchange::roster::Choices;
///
/// let choices = Choices::parse("干部姓名 = name_zh\n内部编码\tignore\n").unwrap();
/// assert_eq!(Choices::parse(&choices.to_string()), Ok(choices));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(Vec<(String, Target)>);

impl Choices {
    /// Reads a heading and the name of a member a line, TAB or `=` between them. Beside the members there are `ignore`, and
    /// `test-written`, `test-interpreting`, `test-mock_trial` and `test-document` for columns with scores.
    ///
    /// Empty lines and those that begin with `#` or `[` are passed over, so that a flat TOML table can be given.
    ///
    /// # Errors
    /// [`FileError::Option`] for the first line that is not of this form or names no member.
    pub fn parse(lines: &str) -> Result<Self, FileError> {
        let mut choices = Self::default();
        for (n, line) in lines.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', '[']) {
                continue;
            }
            let refused = |cause: String, hint: &str| FileError::Option {
                option: format!("mapping line {}", n + 1),
                cause,
                hint: hint.to_owned(),
            };
            let (heading, name) = line
                .split_once('\t')
                .or_else(|| line.rsplit_once('='))
                .ok_or_else(|| {
                    let shown = crate::issue::shorten(line);
                    refused(
                        format!("`{shown}` is not a heading and a member"),
                        "write `干部姓名 = name_zh`",
                    )
                })?;
            let (heading, name) = (unquote(heading), unquote(name));
            let target = target_named(name).ok_or_else(|| {
                let shown = crate::issue::shorten(name);
                let names: Vec<&str> = Member::ALL.iter().map(|member| member.as_str()).collect();
                refused(
                    format!("`{shown}` is no member"),
                    &format!("members are ignore, {}", names.join(", ")),
                )
            })?;
            choices.choose(heading, target);
        }
        Ok(choices)
    }

    /// Says what `heading` stands for; what was said of it before is forgotten.
    pub fn choose(&mut self, heading: &str, target: Target) {
        let folded = fold_heading(heading);
        self.0.retain(|(known, _)| *known != folded);
        if !folded.is_empty() && name_of(target).is_some() {
            self.0.push((folded, target));
        }
    }

    /// Tells whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn target(&self, folded: &str) -> Option<Target> {
        self.0
            .iter()
            .find(|(known, _)| known == folded)
            .map(|(_, target)| *target)
    }
}

/// Writes a form that [`Choices::parse`] reads.
impl std::fmt::Display for Choices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (heading, target) in &self.0 {
            writeln!(f, "{heading}\t{}", name_of(*target).unwrap_or_default())?;
        }
        Ok(())
    }
}

fn target_named(name: &str) -> Option<Target> {
    if name == "ignore" {
        return Some(Target::Ignore);
    }
    match name.strip_prefix("test-") {
        Some(test) => Some(Target::Test(test.parse().ok()?, 1)),
        None => name.parse().ok().map(Target::Member),
    }
}

/// A column of one half-day is known by its heading and is never chosen.
fn name_of(target: Target) -> Option<String> {
    match target {
        Target::Member(member) => Some(member.as_str().to_owned()),
        Target::Test(component, _) => Some(format!("test-{component}")),
        Target::Ignore => Some("ignore".to_owned()),
        Target::HalfDay(..) => None,
    }
}

fn unquote(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
