//! What is said about people of the registry: never who they are.

use app::registry::rules::Day;

use crate::language::Language::{self, En, Zh};
use crate::operator::{DueBody, RetentionBody};

/// Reads a day that was typed.
///
/// # Errors
/// What was typed, in words.
pub fn day(language: Language, typed: &str) -> Result<Day, String> {
    let shown: String = typed.chars().take(40).collect();
    typed.parse().map_err(|_| match language {
        Zh => format!("`{shown}` 不是日期（提示：请写成 2026-01-31）"),
        En => format!("`{shown}` is no day (hint: write it as 2026-01-31)"),
    })
}

/// Returns the lines that tell what has run out.
pub fn retention(language: Language, on: &str, classes: &[RetentionBody], due: &[DueBody]) -> Vec<String> {
    let class = |one: &RetentionBody| match (language, one.years) {
        (Zh, Some(years)) => format!("{}（{}）：{} 满 {years} 年", one.class, one.what_zh, one.event),
        (Zh, None) => format!("{}（{}）：年限未设定，不列出任何人", one.class, one.what_zh),
        (En, Some(years)) => format!(
            "{} ({}): {years} years after {}",
            one.class, one.what_zh, one.event
        ),
        (En, None) => format!(
            "{} ({}): no years are set, so nobody is listed",
            one.class, one.what_zh
        ),
    };
    let mut lines: Vec<String> = classes.iter().map(class).collect();
    lines.extend(
        due.iter()
            .map(|one| format!("{}\t{}\t{}", one.person, one.class, one.since)),
    );
    lines.push(match language {
        Zh => format!("截至 {on} 到期 {} 项；什么也没有删除", due.len()),
        En => format!("run out on {on}: {}; nothing was erased", due.len()),
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_run_out_is_told_by_id_and_that_nothing_was_erased() {
        let class = |class: &str, years| RetentionBody {
            class: class.to_owned(),
            what_zh: "登记内容".to_owned(),
            event: "left_service".to_owned(),
            years,
            source: "由法院确定".to_owned(),
        };
        let classes = [class("record", Some(10)), class("contact", None)];
        let due = [DueBody {
            person: "p-1".to_owned(),
            class: "record".to_owned(),
            since: "2012-06-30".to_owned(),
        }];
        let told = |language| retention(language, "2026-01-01", &classes, &due).join("\n");
        insta::assert_snapshot!(told(Zh), @r"
        record（登记内容）：left_service 满 10 年
        contact（登记内容）：年限未设定，不列出任何人
        p-1	record	2012-06-30
        截至 2026-01-01 到期 1 项；什么也没有删除
        ");
        insta::assert_snapshot!(told(En), @r"
        record (登记内容): 10 years after left_service
        contact (登记内容): no years are set, so nobody is listed
        p-1	record	2012-06-30
        run out on 2026-01-01: 1; nothing was erased
        ");
        assert!(day(En, "2026-13-01").unwrap_err().contains("`2026-13-01`"));
        assert!(day(Zh, "今天").unwrap_err().contains("提示"));
    }
}
