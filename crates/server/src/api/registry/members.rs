//! Reading what a body says of a record: the types of the rules read it, and what they refuse is told with its member.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::input::{Fields, shortened};
use crate::problem::{Issue, IssueCode, Told};

/// Most items of a list in a body.
const MAX_ITEMS: usize = 2_000;

/// Reads a `T`. What is `null`, at whatever depth, is as good as left out, as the document says of every body.
///
/// # Errors
/// What keeps it from being one.
pub fn read<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, serde_json::Error> {
    serde_json::from_value(without_nulls(Value::Object(members)))
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let there = members.into_iter().filter(|(_, member)| !member.is_null());
            Value::Object(
                there
                    .map(|(name, member)| (name, without_nulls(member)))
                    .collect(),
            )
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// Reads all that is left in `fields` as a `T`.
pub fn record<T: DeserializeOwned>(fields: &mut Fields) -> Option<T> {
    let members = fields.rest();
    object(fields, members)
}

/// Reads `members` as a `T`; what keeps it from being one is noted.
pub fn object<T: DeserializeOwned>(fields: &mut Fields, members: Map<String, Value>) -> Option<T> {
    match read(members.clone()) {
        Ok(read) => Some(read),
        Err(err) => {
            fields.refuse(refused::<T>("", members, &err));
            None
        }
    }
}

/// Takes the list `name` of objects, each read as a `T`.
pub fn items<T: DeserializeOwned>(fields: &mut Fields, name: &str) -> Vec<T> {
    parsed_items(fields, name, item)
}

/// Reads the members of an item that stands at `pointer` as a `T`.
pub fn item<T: DeserializeOwned>(pointer: &str, members: Map<String, Value>) -> Result<T, Issue> {
    read(members.clone()).map_err(|err| refused::<T>(pointer, members, &err))
}

/// Tells that an item at `pointer` has no member `name`.
pub fn missing(pointer: &str, name: &str) -> Issue {
    issue(format!("{pointer}/{name}"), &format!("missing field `{name}`"))
}

/// Takes the list `name` of objects, each read by `parse` with its pointer. No list is an issue, an empty one is none.
pub fn parsed_items<T>(
    fields: &mut Fields,
    name: &str,
    parse: impl Fn(&str, Map<String, Value>) -> Result<T, Issue>,
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
        match parse(&pointer, members) {
            Ok(item) => read.push(item),
            Err(issue) => fields.refuse(issue),
        }
    }
    read
}

/// Tells of what keeps `members`, which stand at `pointer`, from being a `T`.
fn refused<T: DeserializeOwned>(
    pointer: &str,
    members: Map<String, Value>,
    err: &serde_json::Error,
) -> Issue {
    let complaint = err.to_string();
    let is_missing = |complaint: &str| complaint.starts_with("missing field `");
    let outcome = |value: Value| {
        let Value::Object(members) = value else {
            return Outcome::Same;
        };
        match read::<T>(members).map_err(|err| err.to_string()) {
            Ok(_) => Outcome::Gone,
            Err(other) if other == complaint => Outcome::Same,
            // Without another member that has to be there, that one is the first that is missing.
            Err(other) if is_missing(&other) && is_missing(&complaint) => Outcome::Same,
            Err(other) if is_missing(&other) => Outcome::Missing,
            Err(_) => Outcome::Gone,
        }
    };
    let mut place = guilty(&Value::Object(members), &complaint, &outcome);
    if let Some(missing) = named(&complaint, "missing field `") {
        place.push('/');
        place.push_str(missing);
    }
    issue(format!("{pointer}{place}"), &complaint)
}

/// What becomes of a complaint when something is taken out or put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It is made again.
    Same,
    /// It gives way to the one that what was taken out has to be there.
    Missing,
    /// It is gone.
    Gone,
}

/// Returns the place of what has to be taken out of `value` for a complaint to be gone, as deep as there is one.
fn guilty(value: &Value, complaint: &str, outcome: &dyn Fn(Value) -> Outcome) -> String {
    match value {
        Value::Object(members) => {
            let with = |name: &str, member: Option<Value>| {
                let mut members = members.clone();
                members.remove(name);
                members.extend(member.map(|member| (name.to_owned(), member)));
                outcome(Value::Object(members))
            };
            let those = |wanted| members.iter().filter(move |(name, _)| with(name, None) == wanted);
            let found = those(Outcome::Gone).next().or_else(|| {
                // Each member that has to be there is missed; the guilty one is repeated in the complaint.
                let is_repeated = |member: &Value| match member {
                    Value::String(text) => !text.is_empty() && complaint.contains(text.as_str()),
                    Value::Number(number) => complaint.contains(&number.to_string()),
                    _ => false,
                };
                let mut missed = those(Outcome::Missing);
                let first = missed.clone().next();
                missed.find(|(_, member)| is_repeated(member)).or(first)
            });
            found.map_or_else(String::new, |(name, member)| {
                let deeper = guilty(member, complaint, &|member| with(name, Some(member)));
                format!("/{name}{deeper}")
            })
        }
        Value::Array(items) => {
            let alone = |item: Value| outcome(Value::Array(vec![item]));
            let is_of_items = outcome(Value::Array(Vec::new())) != Outcome::Same;
            let mut alone_wrong = items.iter().map(|item| alone(item.clone()) == Outcome::Same);
            let found = alone_wrong.position(|is_wrong| is_wrong && is_of_items);
            let item = found.and_then(|nth| items.get(nth).map(|item| (nth, item)));
            item.map_or_else(String::new, |(nth, item)| {
                format!("/{nth}{}", guilty(item, complaint, &alone))
            })
        }
        _ => String::new(),
    }
}

/// Tells of a member that cannot be read.
fn issue(pointer: String, complaint: &str) -> Issue {
    // It goes on with the place in the text, which a value has none of.
    let complaint = complaint.split(" at line ").next().unwrap_or(complaint);
    let told = Told {
        code: "bad_member",
        en: shortened_to(&in_english(complaint), 400),
        zh: in_chinese(complaint),
    };
    Issue::told(pointer, told)
}

/// Says without the names of our types what was expected.
fn in_english(complaint: &str) -> String {
    match unfit(complaint) {
        Some((found, wanted)) => format!("{found} stands where {} is wanted", kind_of(wanted).0),
        None => complaint.to_owned(),
    }
}

fn in_chinese(complaint: &str) -> String {
    let known = complaint.split_once("expected ").map(|(_, known)| known);
    let hint = known.map_or_else(String::new, |known| {
        let known = known.trim_start_matches("one of ");
        let known = known.replace(" or ", "、").replace(", ", "、");
        format!("（提示：可用 {}）", shortened_to(&known, 300))
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
    if complaint.contains(" is no day ") {
        let value = complaint.split('`').nth(1).unwrap_or_default();
        return format!(
            "`{}` 不是 1900 至 2199 年的日期（提示：写成 2019-10-14）",
            shortened(value)
        );
    }
    if let Some((found, wanted)) = unfit(complaint) {
        let value = found.split_once(['`', '"']).map_or("", |(_, value)| value);
        let value = value.trim_end_matches(['`', '"']);
        let shown = match value.is_empty() {
            true => String::new(),
            false => format!(" `{}` ", shortened(value)),
        };
        return format!("值{shown}不合用（提示：应为{}）", kind_of(wanted).1);
    }
    format!("不能读作所需的值：{}", shortened_to(complaint, 300))
}

/// Takes apart that something is of another type or out of the range that is wanted.
fn unfit(complaint: &str) -> Option<(&str, &str)> {
    let starts = ["invalid type: ", "invalid value: ", "invalid length "];
    let said = starts.iter().find_map(|start| complaint.strip_prefix(start))?;
    said.rsplit_once(", expected ")
}

/// Returns in English and in Chinese what is wanted, of what the reader of JSON calls it.
fn kind_of(wanted: &str) -> (&str, &str) {
    match wanted {
        "a string" | "a borrowed string" | "a character" => ("a text", "文字"),
        "a boolean" => ("`true` or `false`", " `true` 或 `false`"),
        "a sequence" => ("a list", "列表"),
        "u8" => ("a whole number from 0 to 255", " 0 至 255 的整数"),
        "u16" => ("a whole number from 0 to 65535", " 0 至 65535 的整数"),
        "u32" | "u64" => ("a whole number, not below 0,", "不小于 0 的整数"),
        wanted if wanted.starts_with("struct ") || wanted.starts_with("a map") => ("an object", "对象"),
        wanted if wanted.starts_with("enum ") => ("a word", "可用的词之一"),
        other => (other, other),
    }
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
    ($(#[$body_doc:meta])* $body:ident, $(#[$sent_doc:meta])* $sent:ident: $item:ident) => {
        $(#[$body_doc])*
        #[derive(Debug, Serialize, ToSchema)]
        pub struct $body {
            #[schema(value_type = Vec<shapes::$item>)]
            items: Vec<$item>,
        }

        $(#[$sent_doc])*
        #[derive(Debug, ToSchema)]
        pub struct $sent {
            #[schema(value_type = Vec<shapes::$item>)]
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
        let post =
            json!({"court": "qh", "kind": "judge", "from": "2019-01-01", "in_quota": null, "to": null});
        assert_eq!(
            told(json!({"name": {"zh": "扎西", "others": null}, "posts": [post]})),
            ""
        );
        for (body, pointer, zh) in [
            (json!({}), "/name ", "缺少 `name`"),
            (
                json!({"name": name, "sex": "无"}),
                "/sex ",
                "没有 `无` 这个值（提示：可用 `male`、`female`）",
            ),
            (
                json!({"name": name, "born_on": "1980-13-01"}),
                "/born_on ",
                "`1980-13-01` 不是 1900 至 2199 年的日期",
            ),
            (
                json!({"name": name, "posts": "x"}),
                "/posts ",
                "值 `x` 不合用（提示：应为列表）",
            ),
            (json!({"name": 5}), "/name ", "值 `5` 不合用（提示：应为对象）"),
            (
                json!({"name": {"zh": ["扎西"]}}),
                "/name/zh ",
                "值不合用（提示：应为文字）",
            ),
            (
                json!({"name": name, "unavailability": [{"from": "2019-01-01"}, {"from": "2019-01-01", "why": "x"}]}),
                "/unavailability/1/why ",
                "没有 `why` 这一项",
            ),
            (
                json!({"name": name, "posts": [{"court": "qh", "kind": "judge", "from": "2019-01-01"}, {"kind": "judge"}]}),
                "/posts/1/court ",
                "缺少 `court`",
            ),
            (
                json!({"name": name, "posts": [{"kind": "judge"}, {"court": "qh", "kind": "judge", "from": "2019-01-01"}]}),
                "/posts/0/court ",
                "缺少 `court`",
            ),
            (
                json!({"name": name, "posts": [{"court": "qh", "kind": "法官长", "from": "2019-01-01"}]}),
                "/posts/0/kind ",
                "没有 `法官长` 这个值",
            ),
            (
                json!({"name": name, "posts": [{"court": "qh", "kind": "judge", "from": "2019-13-01"}]}),
                "/posts/0/from ",
                "`2019-13-01` 不是",
            ),
            (
                json!({"name": {"zh": "扎西", "others": ["札西", 7]}}),
                "/name/others/1 integer `7` stands where a text is wanted",
                "值 `7` 不合用（提示：应为文字）",
            ),
        ] {
            let told = told(body.clone());
            assert!(told.starts_with(pointer) && told.contains(zh), "{body}: {told}");
        }
    }
}
