//! That reading a filter never fails otherwise than by a fault, and that what is written reads back.

use proptest::prelude::*;

use super::*;

fn any_value() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "索朗",
        "ཚེ་རིང",
        " ",
        "\"",
        "\u{3000}",
        ":",
        "：",
        "-",
        "a",
        "3号",
        "\u{0}",
        "\u{f72}",
    ]);
    prop::collection::vec(part, 1..8)
        .prop_map(|parts| parts.concat())
        .prop_filter("something to look for", |value| !value.trim().is_empty())
}

fn any_part() -> impl Strategy<Value = Part> {
    prop_oneof![
        Just(Part::Definition),
        Just(Part::Tibetan),
        Just(Part::LegalBasis),
        prop::sample::select(vec!["amdo", "kham", "u-tsang", "632700"])
            .prop_map(|region| Part::Region(Region::try_from(region.to_owned()).unwrap())),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        "[a-z0-9][a-z0-9-]{0,8}".prop_map(|name| Condition::Collection(name.parse().unwrap())),
        "[a-z0-9][a-z0-9-]{0,8}".prop_map(|name| Condition::SubjectField(name.parse().unwrap())),
        prop::sample::select(Workflow::ALL).prop_map(Condition::Workflow),
        any_value().prop_map(Condition::Author),
        (1..=9999_u16, 1..=12_u8, 1..=28_u8)
            .prop_map(|(y, m, d)| Condition::ChangedSince(format!("{y:04}-{m:02}-{d:02}"))),
        any_value().prop_map(Condition::Batch),
        any_part().prop_map(Condition::Has),
        any_part().prop_map(Condition::Without),
    ]
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let token = (any::<bool>(), any_condition()).prop_map(|(is_negated, condition)| Token {
        is_negated,
        condition,
    });
    prop::collection::vec(token, 0..5)
        .prop_map(|tokens| Filter { tokens })
        .prop_filter("within the bound", |filter| {
            filter.to_string().chars().count() <= MAX_FILTER_CHARS
        })
}

/// Texts that come near to filters.
fn any_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "has",
        "without",
        "author",
        "batch",
        "collection",
        ":",
        "：",
        "\"",
        "-",
        " ",
        "bo",
        "definition",
        "region-",
        "amdo",
        "法院",
        "ཁྲིམས",
        "\u{0}",
        "\u{3000}",
        "2024-01-01",
    ]);
    prop_oneof![
        prop::collection::vec(part, 0..100).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(filter in any_filter()) {
        prop_assert_eq!(filter.to_string().parse::<Filter>(), Ok(filter));
    }

    #[test]
    fn any_text_is_a_filter_or_a_fault_that_points_into_it(raw in any_text()) {
        match raw.parse::<Filter>() {
            Ok(filter) => {
                prop_assert!(filter.tokens.len() <= MAX_FILTER_TOKENS);
                // Quoting may lengthen it beyond the bound; else it reads back.
                let written = filter.to_string();
                if written.chars().count() <= MAX_FILTER_CHARS {
                    prop_assert_eq!(written.parse::<Filter>(), Ok(filter));
                }
            }
            Err(fault) if fault.kind == FilterFaultKind::TooLong => {
                prop_assert!(raw.chars().count() > MAX_FILTER_CHARS);
            }
            Err(fault) => {
                let there: String = raw.chars().skip(fault.position).take(fault.token.chars().count()).collect();
                prop_assert_eq!(there, fault.token);
            }
        }
    }
}
