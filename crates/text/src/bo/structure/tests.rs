//! Syllables and their parts, as a table.

use proptest::prelude::*;

use super::*;

/// Writes the parts as `prefix superscript root subscripts vowel suffix second particles`, `-` for none.
fn parts(syllable: &str) -> String {
    let one = |part: Option<char>| part.map_or_else(|| "-".to_owned(), String::from);
    match parse(syllable) {
        Verdict::Native(found) => [
            one(found.prefix),
            one(found.superscript),
            found.root.to_string(),
            if found.subscripts.is_empty() {
                "-"
            } else {
                found.subscripts
            }
            .to_owned(),
            one(found
                .vowel
                .and_then(|sign| "iueo".chars().nth("ིེོུ".chars().position(|c| c == sign)?))),
            one(found.suffix),
            one(found.second_suffix),
            found
                .particles
                .iter()
                .map(|particle| particle.text())
                .collect::<Vec<_>>()
                .join("+"),
        ]
        .join(" ")
        .trim_end()
        .to_owned(),
        Verdict::Loan => "loan".to_owned(),
        Verdict::Malformed(fault) => format!("{fault:?}"),
    }
}

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (syllable, expect) in rows {
        assert_eq!(parts(syllable), *expect, "{syllable}");
    }
}

#[test]
fn a_root_with_a_sign_or_a_subscript_is_found_at_once() {
    check(&[
        ("བསྒྲིགས", "བ ས ག ར i ག ས"),
        ("ཁྲིམས", "- - ཁ ར i མ ས"),
        ("དམིགས", "ད - མ - i ག ས"),
        ("གྲྭ", "- - ག རཝ - - -"),
        ("རྩྭ", "- ར ཙ ཝ - - -"),
        ("ལྷག", "- ལ ཧ - - ག -"),
        ("རླུང", "- - ར ལ u ང -"),
        ("འབྱོར", "འ - བ ཡ o ར -"),
        ("གཡོགས", "ག - ཡ - o ག ས"),
    ]);
}

#[test]
fn of_bare_letters_the_second_is_the_root_when_the_first_can_be_its_prefix() {
    check(&[
        ("ཀ", "- - ཀ - - - -"),
        ("དག", "- - ད - - ག -"),
        ("དགའ", "ད - ག - - འ -"),
        ("བསམ", "བ - ས - - མ -"),
        ("གནད", "ག - ན - - ད -"),
        ("དགས", "ད - ག - - ས -"),
        ("འབས", "འ - བ - - ས -"),
        ("གདས", "ག - ད - - ས -"),
        ("དངས", "- - ད - - ང ས"),
        ("བགས", "- - བ - - ག ས"),
        ("མགས", "- - མ - - ག ས"),
        ("མངས", "- - མ - - ང ས"),
        ("དམངས", "ད - མ - - ང ས"),
        ("གངས", "- - ག - - ང ས"),
        ("ལགས", "- - ལ - - ག ས"),
    ]);
}

#[test]
fn particles_stand_on_open_syllables() {
    check(&[
        ("པའི", "- - པ - - - - འི"),
        ("བཀའི", "བ - ཀ - - - - འི"),
        ("མདའི", "མ - ད - - - - འི"),
        ("བྱའིའོ", "- - བ ཡ - - - འི+འོ"),
        ("པའིའོའམ", "- - པ - - - - འི+འོ+འམ"),
        ("དེའང", "- - ད - e - - འང"),
        ("དའམ", "- - ད - - - - འམ"),
        ("འདའམ", "འ - ད - - - - འམ"),
        ("པའིས", "- - པ - - - - འིས"),
        ("བེའུ", "- - བ - e - - འུ"),
        ("ལེའུར", "- - ལ - e - - འུ+ར"),
        ("བེའུའིའོ", "- - བ - e - - འུ+འི+འོ"),
        ("དགའར", "ད - ག - - - - ར"),
        ("འི", "- - འ - i - -"),
        ("འམ", "- - འ - - མ -"),
        ("པར", "- - པ - - ར -"),
    ]);
}

#[test]
fn the_old_second_suffix_is_read() {
    check(&[
        ("ཀུནད", "- - ཀ - u ན ད"),
        ("དཀྱིལད", "ད - ཀ ཡ i ལ ད"),
        ("གསོལད", "ག - ས - o ལ ད"),
    ]);
}

#[test]
fn letters_stacks_and_signs_of_other_languages_are_loans() {
    for syllable in [
        "པདྨ",
        "ཧཱུྃ",
        "ཨཱ",
        "ཊི",
        "ཀྵ",
        "ཕ༹",
        "ཀཻ",
        "ཨཾ",
        "རྑ",
        "བརྡྷ",
        "ཪྐ",
        "ཀྀ",
        "མཎྜལ",
    ] {
        assert_eq!(parse(syllable), Verdict::Loan, "{syllable}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    check(&[
        ("", "Empty"),
        ("法", "NotTibetan('法')"),
        ("ཀa", "NotTibetan('a')"),
        ("\u{f72}", "SignWithoutLetter"),
        ("ཀི\u{f74}", "TwoVowels"),
        ("གཀའ", "Prefix('ག')"),
        ("པདེན", "Prefix('པ')"),
        ("ཁྲིམསཁང", "MissingTsheg"),
        ("བོདཡིག", "MissingTsheg"),
        ("ཀཁ", "Suffix('ཁ')"),
        ("ལམཔ", "SecondSuffix('པ')"),
        ("ཡོདས", "SecondSuffix('ས')"),
        ("སངསས", "ThirdSuffix('ས')"),
        ("མིའ", "FinalA"),
        ("ཀའར", "SecondSuffix('ར')"),
        ("མཁ", "FinalAMissing"),
    ]);
    assert_eq!(parse(&"ཀ".repeat(10_000)), Verdict::Malformed(Fault::TooLong));
    assert_eq!(
        parse(&format!("ཀ{}", "\u{f72}".repeat(1_000))),
        Verdict::Malformed(Fault::TooManySigns)
    );
    assert_eq!(
        parse(&format!("ཀ{}", "\u{f90}".repeat(1_000))),
        Verdict::Malformed(Fault::TooManySigns)
    );
}

#[test]
fn spelling_variants_and_emphasis_do_not_matter() {
    let plain = parse("ཀྱི");
    assert!(matches!(plain, Verdict::Native(_)));
    assert_eq!(parse("ཀ\u{f72}\u{fb1}"), plain);
    assert_eq!(parse("ཀྱི\u{f37}"), plain);
}

/// Every syllable that prefix, stack, vowel and suffixes can make.
fn any_native() -> impl Strategy<Value = String> {
    let rows: Vec<_> = crate::table::rows(include_str!("../../../data/bo_stacks.tsv")).collect();
    let suffixes = [
        "",
        "ག",
        "གས",
        "ང",
        "ངས",
        "ད",
        "ན",
        "ནད",
        "བ",
        "བས",
        "མ",
        "མས",
        "ར",
        "རད",
        "ལ",
        "ལད",
        "ས",
        "འི",
        "འུའི",
        "འིའོ",
    ];
    (
        prop::sample::select(rows),
        any::<prop::sample::Index>(),
        prop::sample::select(vec!["ི", "ུ", "ེ", "ོ"]),
        prop::sample::select(suffixes.to_vec()),
    )
        .prop_map(|(row, prefix, vowel, suffix)| {
            let prefixes: Vec<_> = std::iter::once("")
                .chain(row[4].split(' ').filter(|&cell| cell != "-"))
                .collect();
            format!(
                "{}{}{vowel}{suffix}",
                prefixes[prefix.index(prefixes.len())],
                row[0]
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_parts_make_the_syllable(syllable in any_native()) {
        let Verdict::Native(found) = parse(&syllable) else {
            return Err(TestCaseError::fail(syllable));
        };
        let letters: String = found.prefix.into_iter().chain(found.superscript).chain([found.root]).chain(found.subscripts.chars()).collect();
        let ending: String = found.vowel.into_iter().chain(found.suffix).chain(found.second_suffix).collect();
        let particles: String = found.particles.iter().map(|particle| particle.text()).collect();
        let full = |c: char| if matches!(c, '\u{f90}'..='\u{fbc}') { char::from_u32(u32::from(c) - 0x50).unwrap() } else { c };
        prop_assert_eq!([letters, ending, particles].concat(), syllable.chars().map(full).collect::<String>());
    }

    #[test]
    fn any_text_has_a_verdict(text in "(\\PC|[\u{f40}-\u{fbc}]|[ཀགདབམའརལས]){0,24}") {
        if let Verdict::Malformed(fault) = parse(&text) {
            prop_assert!(!fault.to_string().is_empty());
        }
    }
}
