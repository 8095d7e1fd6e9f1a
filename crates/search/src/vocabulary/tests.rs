//! The files of words hold what their heads say, and reading one never leads astray.

use std::path::Path;

use super::*;

/// Returns the rows of a file: its cells, of which none is empty.
#[track_caller]
fn table(file: &'static str, columns: std::ops::RangeInclusive<usize>) -> Vec<Vec<&'static str>> {
    let rows: Vec<Vec<&str>> = file
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    for row in &rows {
        assert!(
            columns.contains(&row.len()) && row.iter().all(|cell| !cell.trim().is_empty()),
            "{row:?}"
        );
    }
    assert!(!rows.is_empty());
    rows
}

/// Checks that no two of `words` are the same after folding, and none folds to nothing.
#[track_caller]
fn all_differ<'a>(lang: Lang, words: impl IntoIterator<Item = &'a str>) {
    let mut known: HashMap<String, &str> = HashMap::new();
    for word in words {
        let folded = fold(lang, word);
        assert!(!folded.is_empty(), "`{word}`");
        assert_eq!(known.insert(folded, word), None, "`{word}` stands twice");
    }
}

/// The Chinese names of the seed lists, folded.
fn seed() -> HashSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/seed");
    let mut names = HashSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let list = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut lines = list
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t'));
        let header: Vec<&str> = lines.next().unwrap().collect();
        for cells in lines {
            let named = header
                .iter()
                .zip(cells)
                .filter(|(column, _)| column.starts_with("zh"));
            names.extend(
                named
                    .flat_map(|(_, cell)| cell.split('|'))
                    .map(|name| fold(Lang::Zh, name)),
            );
        }
    }
    assert!(names.len() > 2_000);
    names
}

#[test]
fn no_word_stands_in_a_file_twice() {
    // Folding drops radical signs, so single characters are compared as they are typed.
    let characters = table(VARIANT_CHARACTERS, 3..=3);
    let distinct: HashSet<&str> = characters.iter().map(|row| row[0]).collect();
    assert_eq!(distinct.len(), characters.len());
    for (lang, file, columns) in [
        (Lang::Zh, VARIANT_WORDS, 3..=3),
        (Lang::Zh, EVERYDAY_WORDS, 3..=3),
        (Lang::Zh, QUESTION_WORDS, 2..=2),
        (Lang::Bo, PARTICLES, 3..=4),
    ] {
        all_differ(lang, table(file, columns).iter().map(|row| row[0]));
    }
}

#[test]
fn a_standard_spelling_is_no_variant_of_another() {
    let standard = |text: &str| VOCABULARY.standard(Lang::Zh, text, &fold(Lang::Zh, text));
    for file in [VARIANT_CHARACTERS, VARIANT_WORDS] {
        for row in table(file, 3..=3) {
            assert_eq!(
                standard(row[1]),
                None,
                "`{}` is the standard of `{}`",
                row[1],
                row[0]
            );
            let read = standard(row[0]).unwrap_or_else(|| fold(Lang::Zh, row[0]));
            assert_eq!(read, fold(Lang::Zh, row[1]), "`{}`", row[0]);
        }
    }
}

#[test]
fn what_the_law_tells_apart_is_never_one_word() {
    let read = |text: &str| {
        let folded = fold(Lang::Zh, text);
        VOCABULARY.standard(Lang::Zh, text, &folded).unwrap_or(folded)
    };
    for (one, other) in [
        ("定金", "订金"),
        ("抚养", "扶养"),
        ("侦查", "侦察"),
        ("检察", "检查"),
        ("权利", "权力"),
        ("质押", "抵押"),
    ] {
        assert_ne!(read(one), read(other));
        assert!(
            !VOCABULARY
                .legal_terms(one)
                .iter()
                .chain(VOCABULARY.legal_terms(other))
                .any(|legal| legal == one || legal == other)
        );
    }
}

#[test]
fn every_everyday_word_leads_to_a_term_of_the_seed_and_is_none() {
    let seed = seed();
    for row in table(EVERYDAY_WORDS, 3..=3) {
        let folded = fold(Lang::Zh, row[0]);
        assert!(!seed.contains(&folded), "`{}` is a term", row[0]);
        let legal = VOCABULARY.legal_terms(&folded);
        assert_eq!(legal.len(), row[1].split('|').count(), "`{}`", row[0]);
        for term in legal {
            assert!(
                seed.contains(term),
                "`{}` leads to `{term}`, which is not there",
                row[0]
            );
        }
        for (end, _) in folded.char_indices().skip(1).chain([(folded.len(), ' ')]) {
            assert!(VOCABULARY.begins_everyday(&folded[..end]), "{folded} at {end}");
        }
        assert!(!VOCABULARY.begins_everyday(&format!("{folded}\u{ffff}")));
    }
}

#[test]
fn the_shape_of_a_particle_is_one_of_its_group_and_its_own_shape() {
    let rows = table(PARTICLES, 3..=4);
    let group = |particle: &str| rows.iter().find(|row| row[0] == particle).map(|row| row[1]);
    for row in rows.iter().filter(|row| row.len() == 4) {
        assert_eq!(
            group(row[3]),
            Some(row[1]),
            "`{}` of another group stands for `{}`",
            row[3],
            row[0]
        );
        let shape = VOCABULARY.standard(Lang::Bo, "", &["ཁྲིམས", row[3]].join("་"));
        assert_eq!(shape, None, "`{}` has another shape itself", row[3]);
    }
}

#[test]
fn a_question_is_asked_for_what_is_left_of_it() {
    for (text, expect) in [
        ("请问法院的藏文怎么说", Some("法院")),
        ("法院", None),
        // Something always stays.
        ("查询查询", Some("查询")),
    ] {
        assert_eq!(VOCABULARY.asked_for(text), expect, "{text}");
    }
}

#[test]
fn a_variant_is_not_found_across_two_words_of_which_the_first_is_standard() {
    for (text, standard) in [
        ("专着落户", Some("专著落户")),
        ("专著落户", None),
        ("著落", Some("着落")),
    ] {
        assert_eq!(
            VOCABULARY.standard(Lang::Zh, text, text).as_deref(),
            standard,
            "{text}"
        );
    }
}

/// What a random walk meets seldom: each two words of the file one after the other, and run into each other where the end of
/// one is the beginning of the other.
#[test]
fn two_variant_words_together_are_standard_after_one_reading() {
    let words: Vec<String> = table(VARIANT_WORDS, 3..=3)
        .iter()
        .flat_map(|row| [fold(Lang::Zh, row[0]), fold(Lang::Zh, row[1])])
        .collect();
    for (first, second) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
        let shared = second
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| first.ends_with(&second[..*at]));
        for at in shared {
            let text = format!("{first}{}", &second[at..]);
            let standard = VOCABULARY
                .standard(Lang::Zh, &text, &text)
                .unwrap_or_else(|| text.clone());
            assert_eq!(
                VOCABULARY.standard(Lang::Zh, &standard, &standard),
                None,
                "{text}"
            );
        }
    }
}

proptest::proptest! {
    #[test]
    fn reading_in_the_standard_spelling_twice_changes_nothing(
        picks in proptest::collection::vec((0usize..4, proptest::prelude::any::<proptest::sample::Index>()), 1..6),
    ) {
        let files = [VARIANT_CHARACTERS, VARIANT_WORDS, EVERYDAY_WORDS, PARTICLES].map(|file| table(file, 2..=4));
        for lang in [Lang::Zh, Lang::Bo] {
            let words: Vec<&str> = picks.iter().map(|(file, row)| row.get(&files[*file])[0]).collect();
            let text = words.join(if lang == Lang::Bo { "་" } else { "" });
            let folded = fold(lang, &text);
            if let Some(standard) = VOCABULARY.standard(lang, &text, &folded) {
                proptest::prop_assert_eq!(VOCABULARY.standard(lang, &standard, &standard), None, "of {}", text);
            }
        }
    }

    #[test]
    fn taking_particles_off_leaves_a_beginning(picks in proptest::collection::vec(proptest::prelude::any::<proptest::sample::Index>(), 1..6)) {
        let particles = table(PARTICLES, 3..=4);
        let text = fold(Lang::Bo, &picks.iter().map(|row| row.get(&particles)[0]).collect::<Vec<_>>().join("་"));
        let mut last = text.clone();
        for stripped in VOCABULARY.without_particles(&text) {
            let taken = last.strip_prefix(stripped.as_str());
            proptest::prop_assert!(!stripped.is_empty() && taken.is_some_and(|taken| taken.starts_with('་')));
            last = stripped;
        }
    }

    #[test]
    fn what_is_asked_for_stands_in_the_question(text in "(请问|法院|的藏文|怎么|查询|是什么){1,4}") {
        if let Some(left) = VOCABULARY.asked_for(&text) {
            proptest::prop_assert!(!left.is_empty() && left.len() < text.len() && text.contains(left));
            proptest::prop_assert_eq!(VOCABULARY.asked_for(left), None);
        }
    }
}
