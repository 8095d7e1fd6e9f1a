//! An index in memory of some three hundred concepts of the seed lists, in two rooms: what was built, and what changed since.

use std::sync::LazyLock;

use glossary::{
    Concept, ConceptId, Definition as Meaning, Lang, Membership, Register, Reliability, Term, Workflow,
};
use search::{Definition, Encoder, Indexed, Origin, SearchIndex, Setup, Words};

/// Lists of every kind: with and without Tibetan, long names and single words, older forms.
const LISTS: [&str; 8] = [
    include_str!("../../../../data/seed/charges-2024.tsv"),
    include_str!("../../../../data/seed/civil-causes-2026.tsv"),
    include_str!("../../../../data/seed/laws.tsv"),
    include_str!("../../../../data/seed/prc-official-texts.tsv"),
    include_str!("../../../../data/seed/udhr.tsv"),
    include_str!("../../../../data/seed/general-dictionaries.tsv"),
    include_str!("../../../../data/seed/place-names.tsv"),
    include_str!("../../../../data/seed/older-tibetan-chinese-dictionary.tsv"),
];
/// Rows that are taken of each list, spread over all of it.
const ROWS: usize = 44;

/// An index with what the checks must know of it.
pub struct Seeded {
    pub index: SearchIndex,
    /// How many terms the two rooms hold, those included that no longer count.
    pub headwords: usize,
}

/// The index, built once.
pub static SEEDED: LazyLock<Seeded> = LazyLock::new(|| seeded().unwrap());

fn seeded() -> Result<Seeded, search::Error> {
    let words = Words::on_demand();
    words.wait();
    let index = SearchIndex::in_memory(Setup {
        definition: Definition::load()?,
        encoder: Encoder::new("fuzz", |indexed| indexed.id.to_string().into_bytes()),
        origin: Origin {
            id: "fuzz".to_owned(),
            last_seq: u64::MAX,
        },
        words,
        hidden: Vec::new(),
    })?;
    let concepts = concepts();
    let mut headwords = 0;
    let mut indexed = |number: usize, revision| {
        headwords += concepts[number].terms.len();
        let id = ConceptId::new(number as u64 + 1);
        Indexed {
            id,
            revision,
            concept: &concepts[number],
        }
    };
    let mut writer = index.writer()?;
    let mut rebuild = writer.rebuild()?;
    (0..concepts.len()).try_for_each(|number| rebuild.add(&indexed(number, 1)))?;
    rebuild.finish(1)?;
    // The second room: some changed, some gone.
    (0..concepts.len())
        .step_by(7)
        .try_for_each(|number| writer.upsert(&indexed(number, 2)))?;
    (0..concepts.len())
        .step_by(61)
        .try_for_each(|number| writer.delete(ConceptId::new(number as u64 + 1)))?;
    writer.commit(2)?;
    drop(writer);
    Ok(Seeded { index, headwords })
}

/// Returns the concepts.
pub fn concepts() -> Vec<Concept> {
    LISTS.iter().flat_map(|list| rows(list)).collect()
}

/// Reads rows of a seed list: a line of comments begins with `#`, the first other one names the columns.
fn rows(list: &str) -> impl Iterator<Item = Concept> {
    let mut lines = list.lines().filter(|line| !line.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let rows: Vec<&str> = lines.collect();
    let step = (rows.len() / ROWS).max(1);
    rows.into_iter()
        .step_by(step)
        .take(ROWS)
        .enumerate()
        .map(move |(number, row)| {
            let cells: Vec<&str> = row.split('\t').collect();
            let cell = |name: &str| {
                let at = columns.iter().position(|column| *column == name);
                at.and_then(|at| cells.get(at).copied()).unwrap_or_default()
            };
            concept(number, cell)
        })
}

fn concept<'a>(number: usize, cell: impl Fn(&str) -> &'a str) -> Concept {
    let mut concept = Concept::draft();
    concept.workflow = Workflow::ALL[number % Workflow::ALL.len()];
    for (lang, column) in [(Lang::Zh, "zh"), (Lang::Zh, "zh_variants"), (Lang::Bo, "bo")] {
        for text in cell(column).split('|').filter(|text| !text.is_empty()) {
            let mut term = Term::new(lang, text).unwrap();
            if lang == Lang::Bo {
                term.register = if cell("register") == "older" {
                    Register::Older
                } else {
                    Register::Norm
                };
                term.reliability = cell("reliability")
                    .parse()
                    .ok()
                    .and_then(|level: u8| Reliability::try_from(level).ok());
            }
            concept.terms.push(term);
        }
    }
    concept.subject_fields.extend(cell("subject_field").parse().ok());
    concept
        .memberships
        .extend(cell("collection").parse().ok().map(|collection| Membership {
            collection,
            number: None,
        }));
    // Something to find in explanations: where the row is from.
    let text = [cell("source"), cell("locator")].join("，");
    concept.definitions.push(Meaning {
        lang: Lang::Zh,
        text,
        source: None,
    });
    concept
}
