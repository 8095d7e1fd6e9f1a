//! `search`: rows and JSON, in both scripts, for any query.

use std::sync::LazyLock;

use super::program::{Place, Ran};

/// A glossary that all tests here only read, one process after the other.
static GLOSSARY: LazyLock<std::sync::Mutex<Place>> = LazyLock::new(|| {
    let place = Place::new().with_file(
        "pairs.csv",
        "zh,bo\n法院,ཁྲིམས་ཁང་\n人民法院,མི་དམངས་ཁྲིམས་ཁང་\n离婚,གཉེན་འབྲལ་\n离婚纠纷,\n",
    );
    place.run(["import", "glossary", "pairs.csv"]).done();
    std::sync::Mutex::new(place)
});

fn search(args: &[&str]) -> Ran {
    let place = GLOSSARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    place.run(["search"].iter().chain(args))
}

#[track_caller]
fn check_first(query: &str, expected: &str) {
    let rows = search(&[query]).done();
    assert_eq!(rows.lines().next(), Some(expected), "{query}");
}

#[test]
fn a_term_is_found_in_both_scripts_with_or_without_tsheg() {
    check_first("法院", "法院\tཁྲིམས་ཁང\tdraft\texact");
    check_first("ཁྲིམས་ཁང", "法院\tཁྲིམས་ཁང\tdraft\texact");
    check_first("ཁྲིམས་ཁང་", "法院\tཁྲིམས་ཁང\tdraft\texact");
    check_first("མི་དམངས་ཁྲིམས་ཁང་།", "人民法院\tམི་དམངས་ཁྲིམས་ཁང\tdraft\texact");
    check_first("人民", "人民法院\tམི་དམངས་ཁྲིམས་ཁང\tdraft\tprefix");
}

#[test]
fn a_concept_without_tibetan_says_so_and_shows_its_parts() {
    let rows = search(&["离婚纠纷"]).done();
    assert!(
        rows.starts_with(
            "离婚纠纷\t(no Tibetan)\tdraft\texact\n  part, no official rendering:\n  离婚\tགཉེན་འབྲལ\tdraft\n"
        ),
        "{rows}"
    );
}

#[test]
fn the_limit_is_kept_and_the_rest_is_counted_aside() {
    let ran = search(&["法院", "--limit", "1"]);
    assert_eq!(ran.stdout.lines().count(), 1);
    assert_eq!(ran.stderr, "1 of 2 shown (hint: `--limit` up to 100)\n");
}

#[test]
fn the_json_is_what_the_api_answers() {
    for (query, term, lang) in [
        ("人民法院", "人民法院", "zh"),
        ("མི་དམངས་ཁྲིམས་ཁང་།", "མི་དམངས་ཁྲིམས་ཁང", "bo"),
    ] {
        let answer = search(&[query, "--json"]).json();
        assert_eq!(answer["query"], query);
        let hit = &answer["hits"][0];
        assert_eq!(hit["match"]["term"], term);
        assert_eq!(hit["match"]["lang"], lang);
        assert_eq!(hit["bo"][0]["text"], "མི་དམངས་ཁྲིམས་ཁང");
        for member in [
            "readings",
            "total",
            "notices",
            "next_cursor",
            "index_seq",
            "took_us",
        ] {
            assert!(answer.get(member).is_some(), "{member}");
        }
    }
}

#[test]
fn an_empty_query_is_refused() {
    assert_eq!(
        search(&[""]).refused(1),
        "shanjar: the query is empty (hint: type a Chinese or Tibetan term)\n"
    );
}

#[test]
fn any_other_text_is_answered() {
    // An argument cannot hold NUL; the server's tests send it.
    for query in [
        &"法".repeat(10_240 / 3),
        &"ཁྲིམས".repeat(600),
        &"(".repeat(2_000),
        &"[\"".repeat(1_000),
        "AND OR NOT +- \"",
        "zh:法院 *",
        "\u{f71}\u{f74}\u{fb2}",
        "\u{301}\u{20dd}",
        "\u{1}\u{202e}",
        "'; DROP TABLE concept; --",
    ] {
        let ran = search(&["--json", "--", query]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(ran.json()["hits"].is_array());
    }
}
