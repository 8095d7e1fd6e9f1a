//! The parts of which invented people are called.

use registry::{PersonName, Sex};

use super::dice::Dice;

const TABLE: &str = include_str!("../../../../data/demo/names.tsv");
const HEADER: &str = "kind\tarea\tzh\tbo\tsex";
/// What stands behind every invented name.
pub const MARK: &str = "（演示）";

/// The parts.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    tibetan: Vec<Part>,
    family: Vec<Part>,
    given: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    area: &'static str,
    zh: &'static str,
    bo: &'static str,
    sex: Option<Sex>,
}

impl Parts {
    /// Reads the table.
    ///
    /// # Errors
    /// With the line that cannot be read.
    pub fn read() -> Result<Self, String> {
        let mut parts = Self::default();
        let mut lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        if lines.next() != Some(HEADER) {
            return Err(format!("the names do not begin with `{HEADER}`"));
        }
        for line in lines {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [kind, area, zh, bo, sex] = columns[..] else {
                return Err(format!("`{line}` has not five columns"));
            };
            let sex = match sex {
                "m" => Some(Sex::Male),
                "f" => Some(Sex::Female),
                _ => None,
            };
            let list = match kind {
                "tibetan" => &mut parts.tibetan,
                "family" => &mut parts.family,
                "given" => &mut parts.given,
                other => return Err(format!("`{other}` is no kind of part")),
            };
            list.push(Part { area, zh, bo, sex });
        }
        Ok(parts)
    }

    /// Returns a Tibetan name of two parts, as it is spelt in `area`.
    pub fn tibetan(&self, dice: &mut Dice, area: &str, sex: Sex) -> PersonName {
        let fits = |part: &&Part| {
            (part.area == "any" || part.area == area) && part.sex.is_none_or(|wanted| wanted == sex)
        };
        let fitting: Vec<&Part> = self.tibetan.iter().filter(fits).collect();
        let first = dice.one(&fitting).copied();
        let others: Vec<&Part> = fitting
            .iter()
            .filter(|part| first.is_none_or(|first| first.bo != part.bo))
            .copied()
            .collect();
        let both: Vec<&Part> = first.into_iter().chain(dice.one(&others).copied()).collect();
        let zh: String = both.iter().map(|part| part.zh).collect();
        let bo: Vec<&str> = both.iter().map(|part| part.bo).collect();
        marked(&zh, Some(&bo.join("་")))
    }

    /// Returns a name of a family name and a given one.
    pub fn chinese(&self, dice: &mut Dice, sex: Sex) -> PersonName {
        let given: Vec<&Part> = self.given.iter().filter(|part| part.sex == Some(sex)).collect();
        let family = dice.one(&self.family).map_or("", |part| part.zh);
        let given = dice.one(&given).map_or("", |part| part.zh);
        marked(&format!("{family}{given}"), None)
    }
}

/// Returns a name with the mark, which is found by the name without it too.
fn marked(zh: &str, bo: Option<&str>) -> PersonName {
    PersonName {
        zh: Some(format!("{zh}{MARK}")),
        bo: bo.map(str::to_owned),
        others: vec![zh.to_owned()],
    }
    .normalized()
}
