//! JSON in which no object has a member twice: of two values, whichever was taken would be the wrong one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::issue::shorten;

/// A value that was read; reading it fails at a member that stands twice, however deep, behind the second name.
#[derive(Debug)]
pub(super) struct UniqueJson(pub Value);

impl<'de> Deserialize<'de> for UniqueJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
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
        while let Some(UniqueJson(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format!("`{}`", shorten(&name))));
            }
            let UniqueJson(value) = members.next_value()?;
            object.insert(name, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_member_that_stands_twice_fails_behind_the_second_name() {
        for (text, column) in [
            (r#"{"zh":"a","zh":"b"}"#, 14),
            (r#"{"terms":[{"text":"法","text":"院"}]}"#, 30),
            (r#"{"a":{"b":1},"c":{"b":1,"b":1}}"#, 27),
        ] {
            let error = serde_json::from_str::<UniqueJson>(text).unwrap_err();
            assert!(error.is_data(), "{error}");
            assert_eq!(error.column(), column, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_else_is_read_as_the_library_reads_it(text in r#"(\{"[ab]":)?[\[]?(1|-2|0.5|"法"|null|true|\{\}),?[\]]?\}?"#) {
            let ours = serde_json::from_str::<UniqueJson>(&text).map(|read| read.0).ok();
            prop_assert_eq!(ours, serde_json::from_str::<Value>(&text).ok());
        }
    }
}
