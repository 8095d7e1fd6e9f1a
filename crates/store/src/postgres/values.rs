//! Values on the wire: text, whole numbers and bytes, in the types that a statement has.

use std::error::Error as StdError;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::{Error, Value};

/// A parameter on its way to the server, in the type that its statement takes there.
#[derive(Debug)]
pub(super) struct Bound<'v>(pub(super) &'v Value);

/// Returns the type to declare for a parameter, so that the server does not guess from the places where it stands.
/// Nothing has no type of its own: there the server infers it.
pub(super) fn declared(value: &Value) -> Type {
    match value {
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Bytes(_) => Type::BYTEA,
    }
}

/// Tells whether `value` can be sent as `kind`.
pub(super) fn fits(value: &Value, kind: &Type) -> bool {
    match value {
        Value::Null => true,
        Value::Integer(number) => match *kind {
            Type::INT8 => true,
            Type::INT4 => i32::try_from(*number).is_ok(),
            Type::INT2 => i16::try_from(*number).is_ok(),
            _ => false,
        },
        Value::Text(_) => is_text(kind),
        Value::Bytes(_) => *kind == Type::BYTEA,
    }
}

/// Refuses a column of a type that the port does not have.
pub(super) fn expect_shared(column: &str, kind: &Type) -> Result<(), Error> {
    if <Value as FromSql<'_>>::accepts(kind) {
        return Ok(());
    }
    Err(Error::internal(format!(
        "the column `{column}` has the type {kind}, which no backend shares"
    )))
}

fn is_text(kind: &Type) -> bool {
    [Type::TEXT, Type::VARCHAR, Type::BPCHAR, Type::NAME].contains(kind)
}

impl ToSql for Bound<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => match *kind {
                Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(kind, out),
                _ => number.to_sql(kind, out),
            },
            Value::Text(text) => text.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // A fitting type is looked for before, with a message of our own.
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Self::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Self::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Self::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BYTEA => Self::Bytes(raw.to_owned()),
            _ => Self::Text(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_kind: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::INT2, Type::BYTEA].contains(kind) || is_text(kind)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(value: &Value, kind: &Type) -> Option<Vec<u8>> {
        let mut out = BytesMut::new();
        match Bound(value).to_sql(kind, &mut out).unwrap() {
            IsNull::Yes => None,
            IsNull::No => Some(out.to_vec()),
        }
    }

    #[test]
    fn a_value_fits_the_types_that_hold_it() {
        let big = Value::Integer(1 << 40);
        let cases = [
            (Value::Null, Type::BOOL, true),
            (big.clone(), Type::INT8, true),
            (big, Type::INT4, false),
            (Value::Integer(-7), Type::INT4, true),
            (Value::Integer(70_000), Type::INT2, false),
            (Value::Integer(1), Type::TEXT, false),
            (Value::Text("法".into()), Type::VARCHAR, true),
            (Value::Text("法".into()), Type::BYTEA, false),
            (Value::Bytes(vec![0]), Type::BYTEA, true),
            (Value::Bytes(vec![0]), Type::TEXT, false),
        ];
        for (value, kind, expected) in cases {
            assert_eq!(fits(&value, &kind), expected, "{value:?} as {kind}");
        }
    }

    #[test]
    fn a_type_that_is_not_shared_is_named() {
        for kind in [
            Type::BOOL,
            Type::NUMERIC,
            Type::FLOAT8,
            Type::TIMESTAMPTZ,
            Type::JSONB,
        ] {
            let err = expect_shared("sum", &kind).unwrap_err().to_string();
            assert!(err.contains("`sum`") && err.contains(kind.name()), "{err}");
        }
        assert_eq!(expect_shared("id", &Type::INT8), Ok(()));
    }

    proptest! {
        #[test]
        fn what_is_sent_reads_back(number in any::<i64>(), text in "[^\\x00]{0,20}", bytes in any::<Vec<u8>>()) {
            for (value, kind) in [
                (Value::Integer(number), Type::INT8),
                (Value::Integer(number >> 32), Type::INT4),
                (Value::Integer(number >> 48), Type::INT2),
                (Value::Text(text), Type::TEXT),
                (Value::Bytes(bytes), Type::BYTEA),
                (Value::Null, Type::TEXT),
            ] {
                prop_assert!(fits(&value, &kind));
                let read = match sent(&value, &kind) {
                    Some(raw) => Value::from_sql(&kind, &raw).unwrap(),
                    None => Value::from_sql_null(&kind).unwrap(),
                };
                prop_assert_eq!(read, value);
            }
        }
    }
}
