//! The tables that come with the program: the courts, which of their areas touch, and the spellings of Tibetan names.
//! Where each comes from stands in `data/PROVENANCE.md`.

use std::sync::LazyLock;

use registry::{Court, CourtLevel, Dialect, RetentionClass, Transliterations};

/// The courts of the Tibetan areas, those above first: code, names, level, the court above, division, dialects.
const COURTS: &str = include_str!("../../../../data/registry/courts.tsv");
/// Which spellings stand for one Tibetan name.
pub(super) const TRANSLITERATIONS: &str = include_str!("../../../../data/registry/transliterations.tsv");

/// What is kept until when.
const RETENTION: &str = include_str!("../../../../data/registry/retention.tsv");

/// Returns what is kept until when.
pub(super) fn retention_classes() -> &'static [RetentionClass] {
    // As below: a test reads the table.
    static TABLE: LazyLock<Vec<RetentionClass>> =
        LazyLock::new(|| RetentionClass::parse_table(RETENTION).unwrap_or_default());
    &TABLE
}

/// Returns the classes of names that are written in several ways.
pub(crate) fn transliterations() -> &'static Transliterations {
    static TABLE: LazyLock<Transliterations> = LazyLock::new(|| {
        // The table is compiled in and a test reads it, so it is whole in every program that passed.
        Transliterations::parse(TRANSLITERATIONS).unwrap_or_default()
    });
    &TABLE
}

/// Returns the courts with their codes, each after the one above it.
///
/// # Errors
/// If a row is broken, which tests see; in words.
pub(crate) fn courts() -> Result<Vec<(String, Court)>, String> {
    let rows = COURTS.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(court).collect()
}

fn court(row: &str) -> Result<(String, Court), String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [
        code,
        name_zh,
        name_bo,
        source,
        level,
        parent,
        division,
        dialects,
        _,
    ] = columns[..]
    else {
        return Err(format!("`{row}` has not nine columns"));
    };
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let dialects = dialects.split('|').filter(|dialect| !dialect.is_empty());
    let court = Court {
        name_zh: name_zh.to_owned(),
        name_bo: given(name_bo),
        name_bo_source: given(source),
        level: Some(level.parse::<CourtLevel>().map_err(|known| known.join(", "))?),
        parent: given(parent),
        division: given(division),
        dialects: dialects
            .map(|dialect| dialect.parse::<Dialect>().map_err(|known| known.join(", ")))
            .collect::<Result<_, _>>()?,
        established: Vec::new(),
        targets: Vec::new(),
    };
    Ok((code.to_owned(), court))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let courts = courts().unwrap();
        assert_eq!(courts.len(), 193);
        for (n, (code, court)) in courts.iter().enumerate() {
            assert_eq!(court.faults(), [], "{code}");
            assert!(code.parse::<access::CourtCode>().is_ok(), "{code}");
            assert!(
                courts[..n].iter().all(|(other, _)| other != code),
                "{code} stands there twice"
            );
            assert_eq!(
                court.parent.is_none(),
                court.level == Some(CourtLevel::Supreme),
                "{code}"
            );
            let above = |parent: &String| courts[..n].iter().any(|(code, _)| code == parent);
            assert!(
                court.parent.as_ref().is_none_or(above),
                "{code} stands before the court above it"
            );
        }
        assert!(Transliterations::parse(TRANSLITERATIONS).is_ok());
        let retention = RetentionClass::parse_table(RETENTION).unwrap();
        assert_eq!(retention.len(), 4);
        for class in retention {
            let is_unset = class.source.contains("尚未设定");
            assert_eq!(
                class.years.is_none(),
                is_unset,
                "{} has years without a rule",
                class.name
            );
        }
        let class = |name| transliterations().class_of(name);
        assert!(class("才让").is_some() && class("才让") == class("ཚེ་རིང་"));
    }
}
