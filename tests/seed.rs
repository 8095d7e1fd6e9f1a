//! Holds the files of `data/` to what is said of them: counts, scripts, sources and collections.

mod lists;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use table::{Row, read, read_table, seed, seed_names, table};

/// Rows of each file of `data/seed`, without comments and header.
const ROWS: &[(&str, usize)] = &[
    ("charges-2024", 483),
    ("civil-causes-2026", 1_043),
    ("cldr", 12),
    ("general-dictionaries", 270),
    ("laws", 315),
    ("older-tibetan-chinese-dictionary", 1_158),
    ("place-names", 229),
    ("prc-news-pages", 56),
    ("prc-official-texts", 36),
    ("udhr", 21),
    ("web-pages", 34),
];

const OFFICIAL_LISTS: &[&str] = &["charges-2024", "civil-causes-2026", "laws"];

#[test]
fn every_file_has_its_number_of_rows() {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for row in seed() {
        *rows.entry(row.file).or_default() += 1;
    }
    let expected = ROWS
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn every_line_has_the_cells_of_its_header_and_no_stray_space() {
    for name in seed_names() {
        let text = read(&format!("data/seed/{name}.tsv"));
        assert!(
            text.ends_with('\n') && !text.contains('\r') && !text.contains('\u{feff}'),
            "{name}"
        );
        let lines: Vec<_> = text.lines().skip_while(|l| l.starts_with('#')).collect();
        let width = lines[0].split('\t').count();
        for line in lines {
            assert_eq!(line.split('\t').count(), width, "{name}: {line}");
            assert!(line.split('\t').all(|cell| cell == cell.trim()), "{name}: {line}");
        }
    }
}

#[test]
fn the_pairs_are_1816_and_none_comes_twice_from_one_source() {
    let pairs: Vec<_> = seed().into_iter().filter(|r| !r.get("bo").is_empty()).collect();
    assert_eq!(pairs.len(), 1_820 - 4);
    let distinct: BTreeSet<_> = pairs
        .iter()
        .map(|r| (r.get("zh"), r.get("bo"), r.get("source"), r.get("locator")))
        .collect();
    assert_eq!(distinct.len(), pairs.len());
    let terms: BTreeSet<_> = pairs.iter().map(|r| r.get("zh")).collect();
    assert_eq!(terms.len(), 1_357);
}

#[test]
fn the_four_rows_of_machine_written_pages_are_left_out() {
    let left_out = [
        ("法律", "ཁྲིམས"),
        ("法律", "ཁྲིམས་ལུགས"),
        ("法律体系", "ཁྲིམས་ལུགས"),
        ("法律文书", "ཁྲིམས་ཡིག"),
    ];
    for row in seed() {
        assert!(
            !left_out.contains(&(row.get("zh"), row.get("bo"))),
            "{}",
            row.place()
        );
    }
}

#[test]
fn every_row_says_where_it_is_from() {
    for row in seed() {
        assert_eq!(row.get("collection"), row.file, "{}", row.place());
        for column in ["zh", "source", "subject_field"] {
            assert!(!row.get(column).is_empty(), "{}: no {column}", row.place());
        }
        assert!(
            !row.get("source").starts_with("http"),
            "{}: a source has a title",
            row.place()
        );
    }
}

#[test]
fn each_language_keeps_to_its_script() {
    for row in seed() {
        let (zh, bo) = (row.get("zh"), row.get("bo"));
        assert!(!zh.chars().any(is_tibetan), "{}", row.place());
        assert!(zh.chars().any(is_han), "{}", row.place());
        assert!(bo.chars().all(is_tibetan), "{}", row.place());
        assert!(
            !bo.contains('\u{f0c}') && !bo.ends_with(['་', '།']),
            "{}",
            row.place()
        );
    }
}

#[test]
fn pairs_are_of_reliability_1_or_2_and_official_lists_have_neither_tibetan_nor_reliability() {
    for row in seed() {
        let is_list = OFFICIAL_LISTS.contains(&row.file.as_str());
        assert_eq!(row.get("bo").is_empty(), is_list, "{}", row.place());
        let allowed: &[&str] = if is_list { &[""] } else { &["1", "2"] };
        assert!(allowed.contains(&row.get("reliability")), "{}", row.place());
    }
}

#[test]
fn the_older_register_and_the_older_dictionary_are_the_same_rows() {
    for row in seed() {
        let is_older = row.file == "older-tibetan-chinese-dictionary";
        assert_eq!(
            row.get("register"),
            if is_older { "older" } else { "" },
            "{}",
            row.place()
        );
    }
}

#[test]
fn every_collection_is_described_and_every_description_has_a_file() {
    let toml = read("data/collections.toml");
    let described: BTreeSet<_> = values_of(&toml, "name");
    assert_eq!(described, seed_names().iter().map(String::as_str).collect());
    for key in ["title_zh", "title_en", "kind", "register", "licence", "note"] {
        let set = toml
            .lines()
            .filter(|l| l.starts_with(&format!("{key} = \"")))
            .count();
        assert_eq!(set, ROWS.len(), "{key}");
    }
    assert_eq!(
        values_of(&toml, "kind"),
        ["dictionary", "names", "official_list", "texts"].into()
    );
}

#[test]
fn provenance_and_licence_speak_of_every_file_with_its_true_counts() {
    let (provenance, licence) = (read("data/PROVENANCE.md"), read("LICENSE-DATA"));
    for name in seed_names() {
        assert!(provenance.contains(&format!("### `seed/{name}.tsv`")), "{name}");
        assert!(licence.lines().any(|l| l == name), "{name}");
        let rows = table(&name);
        let terms: BTreeSet<_> = rows.iter().map(|r| r.get("zh")).collect();
        let prefix = format!(
            "| `seed/{name}.tsv` | {} | {} |",
            grouped(rows.len()),
            grouped(terms.len())
        );
        assert!(provenance.contains(&prefix), "{prefix}");
    }
    for other in ["collections.toml", "subject-fields.tsv"] {
        assert!(provenance.contains(other), "{other}");
    }
}

#[test]
fn the_subject_fields_are_those_the_rows_use() {
    let rows = seed();
    let used: BTreeSet<_> = rows
        .iter()
        .flat_map(|r| r.get("subject_field").split('|'))
        .collect();
    let fields = read_table("subject-fields", "data/subject-fields.tsv");
    assert_eq!(used, fields.iter().map(|f| f.get("slug")).collect());
    for field in &fields {
        assert!(
            !field.get("zh").is_empty() && !field.get("en").is_empty(),
            "{}",
            field.place()
        );
        let bo = field.get("bo");
        let is_attested = |r: &Row| {
            (r.get("zh"), r.get("bo")) == (field.get("zh"), bo) && field.get("bo_source").starts_with(&r.file)
        };
        assert!(bo.is_empty() || rows.iter().any(is_attested), "{}", field.place());
    }
}

fn values_of<'a>(toml: &'a str, key: &str) -> BTreeSet<&'a str> {
    let prefix = format!("{key} = \"");
    toml.lines()
        .filter_map(|l| l.strip_prefix(&prefix)?.strip_suffix('"'))
        .collect()
}

/// Writes 1043 as `1,043`; the seed has no million rows.
fn grouped(count: usize) -> String {
    match count {
        0..1_000 => count.to_string(),
        _ => format!("{},{:03}", count / 1_000, count % 1_000),
    }
}

fn is_tibetan(c: char) -> bool {
    ('\u{f00}'..='\u{fff}').contains(&c)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
