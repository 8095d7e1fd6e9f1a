//! A JSON object with all that stands in it twice: its own members in their order, and the places of repeated ones deeper down.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::problem::{Issue, IssueCode};

/// The members of an object.
#[derive(Debug)]
pub(super) struct Object {
    /// In their order, also those that stand twice.
    pub pairs: Vec<(String, Value)>,
    /// An issue for each member that an object inside has twice; the first value was kept, and none counts.
    pub repeated: Vec<Issue>,
}

impl Object {
    /// Reads an object.
    ///
    /// # Errors
    /// If `bytes` are no JSON, or no object.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let mut repeated = Vec::new();
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let pairs = reader.deserialize_map(Members {
            repeated: &mut repeated,
        })?;
        reader.end()?;
        Ok(Self { pairs, repeated })
    }
}

/// Reads the members of the outermost object.
struct Members<'r> {
    repeated: &'r mut Vec<Issue>,
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(Inner {
                place: &Issue::of(&name, IssueCode::DuplicateMember).pointer,
                repeated: self.repeated,
            })?;
            pairs.push((name, value));
        }
        Ok(pairs)
    }
}

/// Reads a value at a place.
struct Inner<'r> {
    place: &'r str,
    repeated: &'r mut Vec<Issue>,
}

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Inner<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Inner {
            place: &format!("{}/{}", self.place, list.len()),
            repeated: self.repeated,
        })? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            let place = format!(
                "{}{}",
                self.place,
                Issue::of(&name, IssueCode::DuplicateMember).pointer
            );
            let value = map.next_value_seed(Inner {
                place: &place,
                repeated: self.repeated,
            })?;
            if object.contains_key(&name) {
                let mut issue = Issue::of(&name, IssueCode::DuplicateMember);
                issue.pointer = place;
                self.repeated.push(issue);
            } else {
                object.insert(name, value);
            }
        }
        Ok(object.into())
    }
}
