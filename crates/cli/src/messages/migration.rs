//! What `migrate` says.

use app::{ComparedTable, Database, MigrationProgress, MigrationReport, MigrationStage};

use crate::language::Language::{self, En, Zh};

/// It was not said where to.
pub fn no_target(language: Language) -> &'static str {
    match language {
        En => "it is not said where to (hint: `--to postgres://…`, or the setting `database`)",
        Zh => "没有指明目标数据库（提示：用 `--to postgres://…`，或设置 `database`）",
    }
}

/// How far it is.
pub fn progress(language: Language, at: MigrationProgress) -> String {
    let MigrationProgress { table, rows, of, .. } = at;
    match (language, at.stage) {
        (En, MigrationStage::Reading) => format!("read `{table}`: {rows} rows"),
        (Zh, MigrationStage::Reading) => format!("已读 `{table}`：{rows} 行"),
        (En, MigrationStage::Copying) => format!("copying `{table}`: {rows} of {} rows", of.unwrap_or(rows)),
        (Zh, MigrationStage::Copying) => {
            format!("复制 `{table}`：{rows} 行，共 {} 行", of.unwrap_or(rows))
        }
        (En, MigrationStage::Comparing) => "comparing".to_owned(),
        (Zh, MigrationStage::Comparing) => "正在比对".to_owned(),
    }
}

/// What a table came to: its name, its rows, whether they are equal, and their SHA-256.
pub fn compared_table(language: Language, table: &ComparedTable) -> String {
    let verdict = match (language, table.is_equal) {
        (En, true) => "equal",
        (En, false) => "DIFFERS",
        (Zh, true) => "相同",
        (Zh, false) => "不同",
    };
    let ComparedTable {
        name, rows, digest, ..
    } = table;
    format!("{name:<18} {rows:>9}  {verdict}  {digest}")
}

/// The copy is finished.
pub fn migrated(language: Language, report: &MigrationReport, to: &Database) -> String {
    let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
    let last_seq = report.last_seq;
    match language {
        En => format!(
            "finished: {rows} rows up to change {last_seq} are in `{to}` (hint: from now on write only there, with \
             `shanjar serve --database`; what is written into the data directory does not follow)"
        ),
        Zh => format!(
            "已完成：{rows} 行已在 `{to}` 中，至变更 {last_seq}（提示：此后只通过 `shanjar serve --database` 写入该数据库；\
             再写入原数据目录的内容不会随之迁移）"
        ),
    }
}

/// The copy is not what it should be.
pub fn not_equal(language: Language, report: &MigrationReport, to: &Database) -> String {
    let told = |table: &&ComparedTable| !table.is_equal;
    let differing = report.tables.iter().filter(told).map(|table| {
        let ComparedTable {
            name,
            rows,
            found_rows,
            ..
        } = table;
        match language {
            En => format!("`{name}` ({rows} rows against {found_rows})"),
            Zh => format!("`{name}`（{rows} 行对 {found_rows} 行）"),
        }
    });
    let differing: Vec<String> = differing.collect();
    match language {
        En => format!(
            "the copy in `{to}` differs from the data directory in {}: somebody else has written into it, or it is damaged \
             (hint: drop that database, make an empty one, and begin again)",
            differing.join(", ")
        ),
        Zh => format!(
            "`{to}` 中的副本与数据目录不一致：{}；有其他程序写入过，或数据库已损坏\
             （提示：请删除该数据库，新建一个空的，重新开始）",
            differing.join("、")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(found_rows: u64) -> MigrationReport {
        let table = |name, rows, found_rows| ComparedTable {
            name,
            rows,
            digest: "ab".repeat(32),
            found_rows,
            is_equal: rows == found_rows,
        };
        MigrationReport {
            tables: vec![table("concept", 3, 3), table("concept_term", 6, found_rows)],
            source_id: app::StoreId::from_random([1; 16]),
            last_seq: 4,
        }
    }

    fn to() -> Database {
        Database::at("postgres://u:geheim@localhost/terms")
    }

    #[test]
    fn a_table_is_a_line_that_can_be_compared_by_eye() {
        let lines = |language| {
            let lines = report(5)
                .tables
                .iter()
                .map(|table| compared_table(language, table))
                .collect::<Vec<_>>();
            lines.join("\n").replace(&"ab".repeat(32), "SHA")
        };
        assert_eq!(
            lines(En),
            "concept                    3  equal  SHA\nconcept_term               6  DIFFERS  SHA"
        );
        assert_eq!(
            lines(Zh),
            "concept                    3  相同  SHA\nconcept_term               6  不同  SHA"
        );
    }

    #[test]
    fn the_end_names_the_database_without_its_password() {
        let told = migrated(En, &report(6), &to());
        assert!(
            told.starts_with(
                "finished: 9 rows up to change 4 are in `postgres://u@localhost:5432/terms` (hint: "
            ),
            "{told}"
        );
        let told = migrated(Zh, &report(6), &to());
        assert!(
            told.starts_with("已完成：9 行已在 `postgres://u@localhost:5432/terms` 中，至变更 4（提示："),
            "{told}"
        );
    }

    #[test]
    fn what_differs_is_named_with_both_counts() {
        let told = not_equal(En, &report(5), &to());
        assert!(told.contains("`postgres://u@localhost:5432/terms` differs from the data directory in `concept_term` (6 rows against 5): "), "{told}");
        let told = not_equal(Zh, &report(5), &to());
        assert!(told.contains("不一致：`concept_term`（6 行对 5 行）；"), "{told}");
    }

    #[test]
    fn progress_says_of_how_many() {
        let at = |stage, of| MigrationProgress {
            stage,
            table: "job",
            rows: 2,
            of,
        };
        let told = |stage, of| (progress(En, at(stage, of)), progress(Zh, at(stage, of)));
        let pair = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
        assert_eq!(
            told(MigrationStage::Reading, None),
            pair("read `job`: 2 rows", "已读 `job`：2 行")
        );
        assert_eq!(
            told(MigrationStage::Copying, Some(7)),
            pair("copying `job`: 2 of 7 rows", "复制 `job`：2 行，共 7 行")
        );
        assert_eq!(
            told(MigrationStage::Comparing, None),
            pair("comparing", "正在比对")
        );
    }
}
