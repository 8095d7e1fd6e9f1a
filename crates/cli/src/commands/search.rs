//! `search`: looks a term up in the data directory and prints what was found.

use std::io::{self, Write};
use std::time::Instant;

use app::view::{ConceptSummary, TermSummary};
use app::{Actor, Hit, ReadGlossary, SearchAnswer, SearchRequest};

use super::Outcome;
use super::open::open_to_search;
use crate::arguments::Search;
use crate::config::Config;
use crate::language::Language;
use crate::messages;

/// Prints the hits for a query.
pub fn run(what: &Search, config: &Config) -> anyhow::Result<Outcome> {
    let opened = open_to_search(config)?;
    let permit = opened.policy().permit::<ReadGlossary>(&Actor::Operator)?;
    let request = SearchRequest {
        limit: usize::from(what.limit),
        ..SearchRequest::new(&what.query)
    };
    let refused = |err| messages::refusal(config.language, err);
    let mut out = io::stdout().lock();
    if what.json {
        let started = Instant::now();
        let answer = opened
            .look_up()
            .search_ready(&permit, &request)
            .map_err(refused)?;
        let took = started.elapsed();
        opened.close();
        writeln!(out, "{:#}", server::search_document(answer, took)?)?;
        return Ok(Outcome::Done);
    }
    let answer = opened.look_up().search(&permit, &request).map_err(refused)?;
    let remark = messages::index_state(config.language, opened.index());
    opened.close();
    print(&mut out, &answer, config.language)?;
    out.flush()?;
    let mut err = io::stderr().lock();
    print_remarks(&mut err, &answer, config.language)?;
    if let Some(remark) = remark {
        writeln!(err, "{remark}")?;
    }
    Ok(Outcome::Done)
}

/// Prints one line a hit: Chinese, Tibetan, status and why it was found, with tabs between; parts are indented.
fn print(out: &mut impl Write, answer: &SearchAnswer, language: Language) -> io::Result<()> {
    for hit in &answer.hits {
        let Hit {
            summary,
            matched,
            parts,
            ..
        } = hit;
        let (zh, bo) = names(summary, language);
        writeln!(out, "{zh}\t{bo}\t{}\t{}", summary.workflow, matched.kind.as_str())?;
        if !parts.is_empty() {
            writeln!(out, "  {}", messages::part(language))?;
        }
        for part in parts {
            let (_, bo) = names(&part.summary, language);
            writeln!(out, "  {}\t{bo}\t{}", part.zh, part.summary.workflow)?;
        }
    }
    Ok(())
}

/// Prints what is not a hit: remarks on the query and that there are more.
fn print_remarks(out: &mut impl Write, answer: &SearchAnswer, language: Language) -> io::Result<()> {
    for notice in &answer.notices {
        writeln!(out, "{}", messages::notice(language, *notice))?;
    }
    if answer.hits.is_empty() {
        writeln!(out, "{}", messages::nothing_found(language))?;
    } else if answer.total > answer.hits.len() {
        writeln!(
            out,
            "{}",
            messages::shown_of(language, answer.hits.len(), answer.total)
        )?;
    }
    Ok(())
}

/// Returns the best name in each language.
fn names(summary: &ConceptSummary, language: Language) -> (&str, &str) {
    (
        best(&summary.zh).unwrap_or_default(),
        best(&summary.bo).unwrap_or(messages::no_tibetan(language)),
    )
}

fn best(terms: &[TermSummary]) -> Option<&str> {
    terms.first().map(|term| term.text.as_str())
}
