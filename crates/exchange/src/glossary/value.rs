//! Reading of cells that take a value of a closed form: statuses, regions, dates, names.

use std::str::FromStr;

use ::glossary::{AdministrativeStatus, Region, Register, Reliability, is_civil_date};

use crate::codes;
use crate::issue::{Fault, Words};

/// Reads a status by its name or the term of Chinese terminology work (GB/T 10112).
pub(crate) fn status(raw: &str) -> Result<AdministrativeStatus, Fault> {
    let name = by_alias(raw, &STATUS_ALIASES);
    name.parse()
        .map_err(|known: &[&str]| bad(("is not a status", "不是术语状态"), one_of(known)))
}

const STATUS_ALIASES: [(&str, &str); 4] = [
    ("首选", "preferred"),
    ("许用", "admitted"),
    ("拒用", "deprecated"),
    ("被取代", "superseded"),
];

/// Reads a dialect area, by its name or the Chinese one, or a division code.
pub(crate) fn region(raw: &str) -> Result<Region, Fault> {
    let name = by_alias(raw, &REGION_ALIASES);
    Region::try_from(name.to_owned()).map_err(|_| {
        bad(
            ("is not a region", "不是地区"),
            (
                "use `u-tsang`, `kham`, `amdo` or a six-digit division code; leave it empty for the norm",
                "请用 `u-tsang`（卫藏）、`kham`（康）、`amdo`（安多）或六位行政区划代码；规范语请留空",
            ),
        )
    })
}

const REGION_ALIASES: [(&str, &str); 5] = [
    ("卫藏", "u-tsang"),
    ("康", "kham"),
    ("康巴", "kham"),
    ("康方言", "kham"),
    ("安多", "amdo"),
];

/// Reads a register by its name.
pub(crate) fn register(raw: &str) -> Result<Register, Fault> {
    raw.parse()
        .map_err(|known: &[&str]| bad(("is not a register", "不是语体"), one_of(known)))
}

/// Reads a reliability, 1 to 4.
pub(crate) fn reliability(raw: &str) -> Result<Reliability, Fault> {
    let level = raw
        .parse::<u8>()
        .ok()
        .and_then(|level| Reliability::try_from(level).ok());
    level.ok_or_else(|| {
        bad(
            ("is not a reliability", "不是可靠度"),
            (
                "use a number from 1, attested, to 4, authoritative",
                "请用 1（见于文献）至 4（权威）的数字",
            ),
        )
    })
}

/// Reads one reliability, or one for each of several forms with `|` between, where an empty one is none.
pub(crate) fn reliabilities(raw: &str) -> Result<Vec<Option<Reliability>>, Fault> {
    let parts: Vec<&str> = raw.split(['|', '｜']).map(str::trim).collect();
    let read = |part: &str| match part {
        "" => Ok(None),
        level => reliability(level).map(Some),
    };
    parts.into_iter().map(read).collect()
}

/// Reads a day as `YYYY-MM-DD`, one that the calendar has.
pub(crate) fn civil_date(raw: &str) -> Result<String, Fault> {
    if is_civil_date(raw) {
        Ok(raw.to_owned())
    } else {
        Err(bad(
            ("is not a day", "不是日期"),
            ("write it as `2018-10-26`", "请写成 `2018-10-26` 的形式"),
        ))
    }
}

/// Reads the name of a collection or subject field, or an id, each of which says itself what is wrong.
pub(crate) fn named<T>(raw: &str) -> Result<T, Fault>
where
    T: FromStr<Err = ::glossary::IdError>,
{
    raw.parse().map_err(|error| match error {
        ::glossary::IdError::Concept(_) => bad(
            ("is not a concept id", "不是词条编号"),
            ("ids look like `c-000123`", "编号形如 `c-000123`"),
        ),
        ::glossary::IdError::Slug(_, what) => {
            let what_zh = if what == "collection" {
                "集合"
            } else {
                "法律领域"
            };
            let hint = (
                "use lower-case letters, digits and hyphens, such as `charges-2024`",
                "请用小写字母、数字和连字符，例如 `charges-2024`",
            );
            let wrong = (
                format!("is not a name for a {what}"),
                format!("不能用作{what_zh}名称"),
            );
            bad(wrong, hint)
        }
    })
}

/// Reads the address of a source. Only web addresses: it becomes a link that people follow.
pub(crate) fn web_address(raw: &str) -> Result<String, Fault> {
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| raw.starts_with(scheme) && raw.len() > scheme.len());
    if is_web {
        Ok(raw.to_owned())
    } else {
        Err(bad(
            ("is not a web address", "不是网址"),
            ("begin it with `https://`", "请以 `https://` 开头"),
        ))
    }
}

/// Returns the parts of a cell with several values, `|` between them.
pub(crate) fn several(raw: &str) -> impl Iterator<Item = &str> {
    raw.split(['|', '｜'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn bad(wrong: impl Into<Words>, hint: impl Into<Words>) -> Fault {
    Fault::new(codes::BAD_VALUE, wrong, hint)
}

fn by_alias<'a>(raw: &'a str, aliases: &[(&str, &'a str)]) -> &'a str {
    let term = raw.strip_suffix("术语").unwrap_or(raw);
    aliases
        .iter()
        .find(|(alias, _)| *alias == term)
        .map_or(raw, |(_, name)| name)
}

fn one_of(names: &[&str]) -> (String, String) {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    (
        format!("use one of {}", quoted.join(", ")),
        format!("可用的值：{}", quoted.join("、")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_that_the_calendar_has() {
        assert_eq!(civil_date("2018-10-26").as_deref(), Ok("2018-10-26"));
        for day in ["2018-02-29", "2018年10月26日", ""] {
            assert_eq!(civil_date(day).unwrap_err().code, codes::BAD_VALUE, "{day}");
        }
    }

    #[test]
    fn chinese_names_of_values_are_understood() {
        assert_eq!(status("首选术语"), Ok(AdministrativeStatus::Preferred));
        assert_eq!(status("拒用"), Ok(AdministrativeStatus::Deprecated));
        assert_eq!(status("admitted"), Ok(AdministrativeStatus::Admitted));
        assert_eq!(region("安多").unwrap().as_str(), "amdo");
        assert_eq!(region("632700").unwrap().as_str(), "632700");
        assert_eq!(register("older"), Ok(Register::Older));
    }

    #[test]
    fn a_value_outside_the_list_answers_with_the_list() {
        for (fault, message) in [
            (
                status("最好").unwrap_err(),
                "is not a status: use one of `preferred`, `admitted`, `deprecated`, `superseded`",
            ),
            (
                register("x").unwrap_err(),
                "is not a register: use one of `norm`, `courtroom_oral`, `older`",
            ),
            (
                reliability("5").unwrap_err(),
                "is not a reliability: use a number from 1, attested, to 4, authoritative",
            ),
            (
                named::<::glossary::ConceptId>("7").unwrap_err(),
                "is not a concept id: ids look like `c-000123`",
            ),
            (
                named::<::glossary::CollectionName>("罪名").unwrap_err(),
                "is not a name for a collection: use lower-case letters, digits and hyphens, such as `charges-2024`",
            ),
            (
                web_address("javascript:alert(1)").unwrap_err(),
                "is not a web address: begin it with `https://`",
            ),
        ] {
            assert_eq!(format!("{}: {}", fault.wrong.en, fault.hint.en), message);
        }
        assert_eq!(
            reliabilities("3||2")
                .unwrap()
                .into_iter()
                .map(|level| level.map(u8::from))
                .collect::<Vec<_>>(),
            [Some(3), None, Some(2)]
        );
        assert!(reliabilities("3|5").is_err());
        assert!(region("拉萨").is_err() && reliability("").is_err() && reliability("-1").is_err());
    }

    #[test]
    fn several_values_may_stand_in_a_cell() {
        assert_eq!(several("a | b｜|c|").collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
