//! Measures how often the right concept stands first, among the seed lists and the distractors.
//!
//! `make relevance` shows the table; what the variables do is said in `index/judgements/README.md`.

mod report;

use app::SearchRequest;
use testkit::Application;
use testkit::figures::{Figures, Table, fallen};
use testkit::judgements::{Judgement, handwritten, made};

const HITS: usize = 10;

/// A judged query with what the search did with it.
struct Asked {
    judged: Judgement,
    rank: Option<usize>,
    /// The first hit, as a line.
    first: String,
}

#[test]
fn no_kind_of_query_is_answered_worse_than_recorded() {
    let application = Application::with_seed_and_distractors();
    let ask = |judged: Judgement| asked(&application, judged);
    let made: Vec<Asked> = made().into_iter().map(ask).collect();
    let handwritten: Vec<Asked> = handwritten().into_iter().map(ask).collect();
    let (now, baseline) = (table(&made, &handwritten), report::baseline());
    let layout = if is_set("MARKDOWN") {
        report::markdown
    } else {
        report::columns
    };
    println!("{}", layout(&now, &baseline));
    if is_set("MISSES") {
        let missed = made
            .iter()
            .chain(&handwritten)
            .filter(|asked| asked.rank != Some(1));
        missed.for_each(show_miss);
    }
    if is_set("RECORD") {
        return report::record(&now);
    }
    let fallen = fallen(&now, &baseline);
    assert!(
        fallen.is_empty(),
        "the search answers worse than recorded:\n{}\n(hint: `make relevance MISSES=1` lists the queries)",
        fallen.join("\n")
    );
}

fn asked(application: &Application, judged: Judgement) -> Asked {
    let request = SearchRequest {
        limit: HITS,
        ..SearchRequest::new(&judged.query)
    };
    let answer = application
        .app
        .look_up()
        .search(&application.read_permit(), &request)
        .unwrap();
    let line = |hit: &app::Hit| format!("{} `{}`", hit.matched.kind.as_str(), hit.matched.term);
    Asked {
        rank: judged.rank(&answer.hits),
        first: answer.hits.first().map_or_else(|| "nothing".to_owned(), line),
        judged,
    }
}

/// Returns the figures of each kind, then of all that was written by hand, then of everything.
fn table(made: &[Asked], handwritten: &[Asked]) -> Table {
    let by_kind = made.chunk_by(|one, next| one.judged.kind == next.judged.kind);
    let mut table: Table = by_kind
        .map(|kind| (kind[0].judged.kind.clone(), figures_of(kind)))
        .collect();
    table.push(("handwritten".to_owned(), figures_of(handwritten)));
    table.push(("all".to_owned(), figures_of(made.iter().chain(handwritten))));
    table
}

fn figures_of<'a>(asked: impl IntoIterator<Item = &'a Asked>) -> Figures {
    Figures::of(&asked.into_iter().map(|a| a.rank).collect::<Vec<_>>())
}

fn show_miss(asked: &Asked) {
    let Asked { judged, rank, first } = asked;
    let place = rank.map_or_else(|| "no hit is right".to_owned(), |rank| format!("right at {rank}"));
    println!(
        "{}\t`{}`\twants {}\t{place}\tfirst: {first}",
        judged.kind,
        judged.query,
        judged.right.join(" or ")
    );
}

/// Tells whether `make relevance` was given `name`.
fn is_set(name: &str) -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "what is shown and recorded is chosen where it is started"
    )]
    let value = std::env::var_os(format!("SHANJAR_RELEVANCE_{name}"));
    value.is_some_and(|value| !value.is_empty())
}
