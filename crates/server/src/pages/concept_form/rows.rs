//! The rows of a form for a concept: out of what was sent, out of a concept, and as the members that are read.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use glossary::{CollectionName, ConceptId, Region};
use serde_json::{Map, Value};

use super::shape::{LISTS, Member, Shape};

/// The most rows of a list; further ones are as if they had not been sent, which no page of ours does.
pub const MAX_ROWS: usize = 500;

/// A row as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// By name of the member; one that is not there is empty.
    pub values: BTreeMap<&'static str, String>,
    /// By name of the list.
    pub lists: BTreeMap<&'static str, Vec<Row>>,
}

/// Everything that was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// By name of the list.
    pub lists: BTreeMap<&'static str, Vec<Row>>,
    /// The fields of law that are ticked.
    pub subject_fields: Vec<String>,
}

/// The way to a member of a row, such as `terms.0.sources.1.title`, or to a row.
#[derive(Debug)]
pub struct Place<'a> {
    /// The lists with the places in them.
    pub steps: Vec<(&'static Shape, usize)>,
    /// What comes behind: the name of a member; empty for a row.
    pub rest: &'a str,
}

impl<'a> Place<'a> {
    /// Reads a name of a field; `None` if it leads nowhere.
    pub fn read(name: &'a str) -> Option<Self> {
        let (mut shapes, mut steps, mut rest) = (LISTS, Vec::new(), name);
        loop {
            let (list, after) = rest.split_once('.').unwrap_or((rest, ""));
            let Some(shape) = shapes.iter().find(|shape| shape.name == list) else {
                return Some(Self { steps, rest }).filter(|place| !place.steps.is_empty());
            };
            let (number, after) = after.split_once('.').unwrap_or((after, ""));
            let is_number = number.bytes().all(|b| b.is_ascii_digit()) && number.len() <= 3;
            let nth: usize = number.parse().ok().filter(|nth| is_number && *nth < MAX_ROWS)?;
            steps.push((shape, nth));
            (shapes, rest) = (shape.lists, after);
        }
    }

    /// Returns the member that the name leads to.
    pub fn member(&self) -> Option<&'static Member> {
        let (shape, _) = self.steps.last()?;
        shape.members.iter().find(|member| member.name == self.rest)
    }
}

impl Rows {
    /// Takes what was sent, names and values; a name that leads nowhere is passed over.
    pub fn of_form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut typed = Typed::default();
        for (name, value) in pairs {
            if let Some(place) = Place::read(name)
                && let Some(member) = place.member()
            {
                // Lines end with two characters in a form, and with one in what is kept.
                typed.put(&place.steps, member.name, value.replace("\r\n", "\n"));
            }
        }
        Self {
            lists: typed.into_lists(LISTS),
            subject_fields: Vec::new(),
        }
    }

    /// Takes the members of a concept as JSON has them.
    pub fn of_json(concept: &Value) -> Self {
        let fields = concept.get("subject_fields").and_then(Value::as_array);
        let fields = fields.into_iter().flatten().filter_map(Value::as_str);
        let mut rows = Self {
            lists: lists_of_json(LISTS, concept),
            subject_fields: fields.map(str::to_owned).collect(),
        };
        rows.by_language();
        rows
    }

    /// Leaves out rows in which nothing is filled in, and puts rows of a language together.
    pub fn tidy(&mut self) {
        tidy(LISTS, &mut self.lists);
        self.by_language();
    }

    fn by_language(&mut self) {
        for shape in LISTS.iter().filter(|shape| shape.is_by_language) {
            if let Some(rows) = self.lists.get_mut(shape.name) {
                let place = |row: &Row| {
                    glossary::Lang::ALL
                        .iter()
                        .position(|lang| lang.as_str() == row.value("lang"))
                };
                rows.sort_by_key(place);
            }
        }
    }

    /// Returns the members as [`app::read_concept`] takes them.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut members = lists_to_json(LISTS, &self.lists);
        members.insert("subject_fields".to_owned(), self.subject_fields.clone().into());
        members
    }

    /// Returns the names of the members that have to be filled in and are not.
    pub fn missing(&self) -> Vec<String> {
        let mut found = Vec::new();
        missing("", LISTS, &self.lists, &mut found);
        found
    }

    /// Returns what was typed where a name of a kind of its own is wanted, and is none: the field, the kind, the text.
    pub fn misnamed(&self) -> Vec<(String, &'static str, &str)> {
        let mut found = Vec::new();
        misnamed("", LISTS, &self.lists, &mut found);
        found
    }

    /// Returns the rows of a list, which is `terms` or one within a row such as `terms.0.sources`.
    pub fn list_mut(&mut self, name: &str) -> Option<&mut Vec<Row>> {
        let (row, list) = name.rsplit_once('.').unwrap_or(("", name));
        let steps = match row {
            "" => Vec::new(),
            row => Place::read(row).filter(|place| place.rest.is_empty())?.steps,
        };
        let mut lists = &mut self.lists;
        let mut shapes = LISTS;
        for (shape, nth) in steps {
            lists = &mut lists.get_mut(shape.name)?.get_mut(nth)?.lists;
            shapes = shape.lists;
        }
        let shape = shapes.iter().find(|shape| shape.name == list)?;
        Some(lists.entry(shape.name).or_default())
    }

    /// Takes a row away, such as `terms.0`.
    pub fn drop_row(&mut self, name: &str) {
        let Some((list, nth)) = name.rsplit_once('.') else {
            return;
        };
        if let Some(rows) = self.list_mut(list)
            && let Ok(nth) = nth.parse::<usize>()
            && nth < rows.len()
        {
            rows.remove(nth);
        }
    }
}

impl Row {
    /// Makes an empty row of `lang`, if its list has languages.
    pub fn empty(shape: &Shape, lang: Option<&str>) -> Self {
        let first = |member: &Member| (member.name, member.at_first().to_owned());
        let mut row = Self {
            values: shape.members.iter().map(first).collect(),
            lists: BTreeMap::new(),
        };
        if let Some(lang) = lang {
            row.values.insert("lang", lang.to_owned());
        }
        row
    }

    /// Returns a value; an empty one if there is none.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Tells whether nobody has filled anything in.
    pub fn is_empty(&self, shape: &Shape) -> bool {
        let is_typed = |member: &&Member| member.is_typed();
        let mut typed = shape.members.iter().filter(is_typed);
        typed.all(|member| self.value(member.name).trim().is_empty())
            && shape.lists.iter().all(|inner| {
                let mut rows = self.lists.get(inner.name).into_iter().flatten();
                rows.all(|row| row.is_empty(inner))
            })
    }
}

/// Rows under the numbers they were sent with.
#[derive(Default)]
struct Typed {
    values: BTreeMap<&'static str, String>,
    lists: BTreeMap<&'static str, BTreeMap<usize, Typed>>,
}

impl Typed {
    fn put(&mut self, steps: &[(&'static Shape, usize)], member: &'static str, value: String) {
        let mut at = self;
        for (shape, nth) in steps {
            at = at.lists.entry(shape.name).or_default().entry(*nth).or_default();
        }
        at.values.insert(member, value);
    }

    fn into_lists(mut self, shapes: &'static [Shape]) -> BTreeMap<&'static str, Vec<Row>> {
        let mut lists = BTreeMap::new();
        for shape in shapes {
            let rows = self.lists.remove(shape.name).unwrap_or_default();
            let row = |typed: Self| Row {
                values: typed.values.clone(),
                lists: typed.into_lists(shape.lists),
            };
            lists.insert(shape.name, rows.into_values().map(row).collect());
        }
        lists
    }
}

fn tidy(shapes: &[Shape], lists: &mut BTreeMap<&'static str, Vec<Row>>) {
    for shape in shapes {
        let Some(rows) = lists.get_mut(shape.name) else {
            continue;
        };
        rows.retain(|row| !row.is_empty(shape));
        for row in rows {
            tidy(shape.lists, &mut row.lists);
        }
    }
}

fn missing(
    prefix: &str,
    shapes: &[Shape],
    lists: &BTreeMap<&'static str, Vec<Row>>,
    found: &mut Vec<String>,
) {
    for shape in shapes {
        for (nth, row) in lists.get(shape.name).into_iter().flatten().enumerate() {
            let row_name = format!("{prefix}{}.{nth}", shape.name);
            let wanted = shape.members.iter().filter(|member| member.is_wanted);
            let empty = wanted.filter(|member| row.value(member.name).trim().is_empty());
            found.extend(empty.map(|member| format!("{row_name}.{}", member.name)));
            missing(&format!("{row_name}."), shape.lists, &row.lists, found);
        }
    }
}

/// Tells whether a text is a name of a kind.
type IsName = fn(&str) -> bool;

/// Members whose texts are names, each with what tells whether one is.
const NAMED: [(&str, IsName); 3] = [
    ("id", |text| text.parse::<ConceptId>().is_ok()),
    ("region", |text| Region::try_from(text.to_owned()).is_ok()),
    ("collection", |text| text.parse::<CollectionName>().is_ok()),
];

fn misnamed<'a>(
    prefix: &str,
    shapes: &[Shape],
    lists: &'a BTreeMap<&'static str, Vec<Row>>,
    found: &mut Vec<(String, &'static str, &'a str)>,
) {
    for shape in shapes {
        for (nth, row) in lists.get(shape.name).into_iter().flatten().enumerate() {
            let row_name = format!("{prefix}{}.{nth}", shape.name);
            for member in shape.members {
                let text = row.value(member.name).trim();
                let named = NAMED.iter().find(|(name, _)| *name == member.name);
                if let Some((kind, _)) = named.filter(|(_, is_one)| !text.is_empty() && !is_one(text)) {
                    found.push((format!("{row_name}.{}", member.name), kind, text));
                }
            }
            misnamed(&format!("{row_name}."), shape.lists, &row.lists, found);
        }
    }
}

fn lists_to_json(shapes: &[Shape], lists: &BTreeMap<&'static str, Vec<Row>>) -> Map<String, Value> {
    let list = |shape: &Shape| {
        let rows = lists.get(shape.name).into_iter().flatten();
        let rows: Vec<Value> = rows.map(|row| row_to_json(shape, row)).collect();
        (shape.name.to_owned(), Value::Array(rows))
    };
    shapes.iter().map(list).collect()
}

fn row_to_json(shape: &Shape, row: &Row) -> Value {
    let mut members = lists_to_json(shape.lists, &row.lists);
    for member in shape.members {
        let text = row.value(member.name).trim();
        if text.is_empty() {
            continue;
        }
        let level = text.parse::<u8>().ok().filter(|_| member.name == "reliability");
        members.insert(
            member.name.to_owned(),
            level.map_or_else(|| text.into(), Value::from),
        );
    }
    Value::Object(members)
}

fn lists_of_json(shapes: &'static [Shape], json: &Value) -> BTreeMap<&'static str, Vec<Row>> {
    let list = |shape: &'static Shape| {
        // In a concept, places in lists have another name than in what is read.
        let name = if shape.name == "list_entries" {
            "memberships"
        } else {
            shape.name
        };
        let items = json.get(name).and_then(Value::as_array).into_iter().flatten();
        (shape.name, items.map(|item| row_of_json(shape, item)).collect())
    };
    shapes.iter().map(list).collect()
}

fn row_of_json(shape: &'static Shape, item: &Value) -> Row {
    let value = |member: &Member| {
        let text = match item.get(member.name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        (member.name, text)
    };
    Row {
        values: shape.members.iter().map(value).collect(),
        lists: lists_of_json(shape.lists, item),
    }
}
