//! Reading what a body says of a record: the types of the rules read it, and what they refuse is told with its member.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::input::{Fields, shortened};
use crate::problem::{Issue, IssueCode, Told};

/// Most items of a list in a body.
const MAX_ITEMS: usize = 2_000;

/// Reads all that is left in `fields` as a `T`. What is `null` is as good as left out.
pub fn record<T: DeserializeOwned>(fields: &mut Fields) -> Option<T> {
    let mut members = fields.rest();
    members.retain(|_, value| !value.is_null());
    object(fields, members)
}

/// Reads `members` as a `T`; what keeps it from being one is noted.
pub fn object<T: DeserializeOwned>(fields: &mut Fields, members: Map<String, Value>) -> Option<T> {
    match serde_json::from_value(Value::Object(members.clone())) {
        Ok(read) => Some(read),
        Err(err) => {
            fields.refuse(issue(guilty::<T>(&members, &err.to_string()), &err.to_string()));
            None
        }
    }
}

/// Takes the list `name` of objects, each read as a `T`.
pub fn items<T: DeserializeOwned>(fields: &mut Fields, name: &str) -> Vec<T> {
    parsed_items(fields, name, |members| {
        serde_json::from_value(Value::Object(members))
    })
}

/// Takes the list `name` of objects, each read by `parse`. No list is an issue, an empty one is none.
pub fn parsed_items<T>(
    fields: &mut Fields,
    name: &str,
    parse: impl Fn(Map<String, Value>) -> Result<T, serde_json::Error>,
) -> Vec<T> {
    let items = match fields.rest().remove(name) {
        Some(Value::Array(items)) => items,
        None | Some(Value::Null) => {
            fields.refuse(Issue::of(name, IssueCode::Missing));
            return Vec::new();
        }
        Some(_) => {
            fields.refuse(Issue::of(name, IssueCode::WrongType).with("wanted", "list"));
            return Vec::new();
        }
    };
    if items.len() > MAX_ITEMS {
        let issue = Issue::of(name, IssueCode::TooMany).with("max", MAX_ITEMS);
        fields.refuse(issue.with("count", items.len()));
        return Vec::new();
    }
    let mut read = Vec::with_capacity(items.len());
    for (nth, item) in items.into_iter().enumerate() {
        let pointer = format!("/{name}/{nth}");
        let Value::Object(members) = item else {
            let issue = Issue::of(name, IssueCode::WrongType).with("wanted", "object");
            fields.refuse(Issue { pointer, ..issue });
            continue;
        };
        match parse(members) {
            Ok(item) => read.push(item),
            Err(err) => fields.refuse(issue(pointer, &err.to_string())),
        }
    }
    read
}

/// Returns the member without which the complaint would be another one, as a pointer; of a list, the item.
fn guilty<T: DeserializeOwned>(members: &Map<String, Value>, complaint: &str) -> String {
    let complains = |members: Map<String, Value>| {
        let read = serde_json::from_value::<T>(Value::Object(members));
        read.is_err_and(|err| err.to_string() == complaint)
    };
    for (name, value) in members {
        let mut without = members.clone();
        without.remove(name);
        if complains(without) {
            continue;
        }
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let nth = items.iter().position(|item| {
            let mut alone = members.clone();
            alone.insert(name.clone(), Value::Array(vec![item.clone()]));
            complains(alone)
        });
        return match nth {
            Some(nth) => format!("/{name}/{nth}"),
            None => format!("/{name}"),
        };
    }
    named(complaint, "missing field `").map_or_else(String::new, |name| format!("/{name}"))
}

/// Tells of a member that cannot be read.
fn issue(pointer: String, complaint: &str) -> Issue {
    // It goes on with the place in the text, which a value has none of.
    let complaint = complaint.split(" at line ").next().unwrap_or(complaint);
    let told = Told {
        code: "bad_member",
        en: shortened_to(complaint, 400),
        zh: in_chinese(complaint),
    };
    Issue::told(pointer, told)
}

fn in_chinese(complaint: &str) -> String {
    let known = complaint.split_once("expected ").map(|(_, known)| known);
    let hint = known.map_or_else(String::new, |known| {
        let known = known.trim_start_matches("one of ");
        format!("（提示：可用 {}）", shortened_to(known, 300))
    });
    if let Some(name) = named(complaint, "missing field `") {
        return format!("缺少 `{name}`（提示：请补上）");
    }
    if let Some(name) = named(complaint, "unknown field `") {
        return format!("没有 `{}` 这一项{hint}", shortened(name));
    }
    if let Some(name) = named(complaint, "unknown variant `") {
        return format!("没有 `{}` 这个值{hint}", shortened(name));
    }
    format!("不能读作所需的值：{}", shortened_to(complaint, 300))
}

fn named<'t>(complaint: &'t str, start: &str) -> Option<&'t str> {
    complaint.strip_prefix(start)?.split('`').next()
}

fn shortened_to(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Declares a list that is a part of a record, as it is answered and as it is sent in place of the one there is.
macro_rules! list_of {
    ($(#[$body_doc:meta])* $body:ident, $(#[$sent_doc:meta])* $sent:ident: $item:ty) => {
        $(#[$body_doc])*
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $body {
            #[schema(value_type = Vec<Object>)]
            items: Vec<$item>,
        }

        $(#[$sent_doc])*
        #[derive(Debug, ToSchema)]
        pub struct $sent {
            #[schema(value_type = Vec<Object>)]
            items: Vec<$item>,
        }

        impl Members for $sent {
            const NAMES: &'static [&'static str] = &["items"];

            fn take(fields: &mut Fields) -> Self {
                Self {
                    items: members::items(fields, "items"),
                }
            }
        }
    };
}
pub(super) use list_of;

#[cfg(test)]
mod tests {
    use registry::Person;
    use serde_json::json;

    use super::*;
    use crate::problem::Problem;

    fn told(body: Value) -> String {
        struct Read;
        impl crate::input::Members for Read {
            const NAMES: &'static [&'static str] = &[];
            fn take(fields: &mut Fields) -> Self {
                record::<Person>(fields);
                Self
            }
        }
        let Value::Object(members) = body else { panic!() };
        let Err(Problem { issues, .. }) = Fields::of_body(members).read::<Read>() else {
            return String::new();
        };
        let line = |issue: &Issue| {
            let told = issue.told.as_ref().unwrap();
            format!("{} {} | {}", issue.pointer, told.en, told.zh)
        };
        issues.iter().map(line).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_member() {
        let name = json!({"zh": "扎西"});
        assert_eq!(told(json!({"name": name, "sex": null, "posts": []})), "");
        for (body, pointer, zh) in [
            (json!({}), "/name ", "缺少 `name`"),
            (
                json!({"name": name, "sex": "无"}),
                "/sex ",
                "没有 `无` 这个值（提示：可用 `male` or `female`）",
            ),
            (
                json!({"name": name, "born_on": "1980-13-01"}),
                "/born_on ",
                "不能读作所需的值",
            ),
            (json!({"name": name, "posts": "x"}), "/posts ", "不能读作所需的值"),
            (
                json!({"name": name, "unavailability": [{"from": "2019-01-01"}, {"from": "2019-01-01", "why": "x"}]}),
                "/unavailability/1 ",
                "没有 `why` 这一项",
            ),
            (
                json!({"name": name, "posts": [{"court": "qh", "kind": "judge", "from": "2019-01-01"}, {"kind": "judge"}]}),
                "/posts/1 ",
                "缺少 `court`",
            ),
        ] {
            let told = told(body.clone());
            assert!(told.starts_with(pointer) && told.contains(zh), "{body}: {told}");
        }
    }
}
