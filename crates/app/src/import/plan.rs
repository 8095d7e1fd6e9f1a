//! Working out what an import would do, row by row, without doing it.
//!
//! A row finds its concept by id, else by its place in an official list, else by its Chinese name, else (a row
//! without Chinese) by its Tibetan form. What it says is merged into that concept, or makes a new one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use exchange::Issue;
use exchange::glossary::Row;
use glossary::{Concept, ConceptId};

use super::known::Known;
use super::placing::Placing;
use super::refusal::Refusal;
use crate::Error;

/// What an import would do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Every concept that the rows speak of, by id; those that are new have the highest ids.
    pub concepts: BTreeMap<ConceptId, Planned>,
    /// What becomes of each row, in the order of the file; `None` for a row that is refused.
    pub outcomes: Vec<Option<Outcome>>,
    /// The concepts that rows were taken for; the others were only looked at.
    pub taken_for: BTreeSet<ConceptId>,
    /// Why rows are refused, with the position of the row.
    pub refused: Vec<(usize, Issue)>,
}

/// A concept as it would be after the import.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    /// The revision it has now; `None` if it is new.
    pub known_revision: Option<u64>,
    /// As the glossary has it now.
    pub known: Concept,
    /// As it would become.
    pub concept: Concept,
}

/// What becomes of a row that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Created,
    Updated,
    Unchanged,
}

/// How many concepts an import would create, change, and find as the file says. A concept counts once, however many
/// rows speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Plan {
    /// Counts the concepts that the rows speak of.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for planned in self.taken_for.iter().filter_map(|id| self.concepts.get(id)) {
            match planned.known_revision {
                None => counts.created += 1,
                Some(_) if planned.is_changed() => counts.updated += 1,
                Some(_) => counts.unchanged += 1,
            }
        }
        counts
    }
}

impl Planned {
    /// Tells whether anything would be written.
    pub fn is_changed(&self) -> bool {
        self.known_revision.is_none() || self.known != self.concept
    }
}

/// Plans the import of `rows` into the glossary `known`.
///
/// A refused row has no effect on any other: the plan is made again without it until no further row falls. Each
/// round but the last refuses a row, and only a broader entry that fell in the round before can make one fall, so
/// there are as many rounds as a list has levels, and two at the least if a row is refused.
pub(crate) fn plan(rows: &[Row], known: &mut dyn Known) -> Result<Plan, Error> {
    let mut refused: Vec<(usize, Issue)> = Vec::new();
    loop {
        let passed_over: HashSet<usize> = refused.iter().map(|(position, _)| *position).collect();
        let mut placing = Placing::new(known)?;
        let Placed {
            outcomes,
            taken_for,
            fallen,
        } = place_all(rows, &passed_over, &mut placing)?;
        if fallen.is_empty() {
            refused.sort_by_key(|(position, _)| *position);
            return Ok(Plan {
                concepts: placing.into_concepts(),
                outcomes,
                taken_for,
                refused,
            });
        }
        refused.extend(
            fallen
                .into_iter()
                .map(|(position, refusal)| (position, refusal.issue(&rows[position]))),
        );
    }
}

/// What one round of placing came to.
struct Placed {
    outcomes: Vec<Option<Outcome>>,
    taken_for: BTreeSet<ConceptId>,
    fallen: Vec<(usize, Refusal)>,
}

fn place_all(rows: &[Row], passed_over: &HashSet<usize>, placing: &mut Placing<'_>) -> Result<Placed, Error> {
    let mut outcomes = vec![None; rows.len()];
    let mut fallen = Vec::new();
    let mut placed = Vec::new();
    for (position, row) in rows
        .iter()
        .enumerate()
        .filter(|(position, _)| !passed_over.contains(position))
    {
        match placing.place(&row.contribution)? {
            Ok((id, outcome)) => {
                outcomes[position] = Some(outcome);
                placed.push((position, id));
            }
            Err(refusal) => fallen.push((position, refusal)),
        }
    }
    let taken_for = placed.iter().map(|(_, id)| *id).collect();
    // A parent may stand below its children, so relations are made when every row has its place.
    for (position, id) in placed {
        let Some(parent) = &rows[position].contribution.broader else {
            continue;
        };
        match placing.relate(id, &parent.collection, &parent.number)? {
            Ok(true) if outcomes[position] == Some(Outcome::Unchanged) => {
                outcomes[position] = Some(Outcome::Updated);
            }
            Ok(_) => {}
            Err(refusal) => fallen.push((position, refusal)),
        }
    }
    Ok(Placed {
        outcomes,
        taken_for,
        fallen,
    })
}

#[cfg(test)]
mod tests {
    use exchange::{Format, ReadOptions, glossary::read};
    use glossary::{CollectionName, Lang, term_key};

    use super::super::known::KnownConcept;
    use super::*;

    /// A glossary in memory: concept `n` of the list has the id `n + 1`.
    #[derive(Default)]
    struct InMemory(Vec<Concept>);

    impl InMemory {
        fn ids(&self, fits: impl Fn(&Concept) -> bool) -> Result<Vec<ConceptId>, Error> {
            let numbered = (1..).zip(&self.0);
            Ok(numbered
                .filter(|(_, c)| fits(c))
                .map(|(n, _)| ConceptId::new(n))
                .collect())
        }

        fn import(&mut self, csv: &str) -> Plan {
            self.import_as("t.csv", Format::Csv, csv)
        }

        fn import_as(&mut self, name: &str, format: Format, file: &str) -> Plan {
            let reading = read(name, file.as_bytes(), format, &ReadOptions::default()).unwrap();
            assert_eq!(reading.issues, [], "the file itself is right");
            let plan = plan(&reading.rows, self).unwrap();
            for (id, planned) in &plan.concepts {
                let position = usize::try_from(id.number()).unwrap() - 1;
                self.0.resize(self.0.len().max(position + 1), Concept::draft());
                self.0[position] = planned.concept.clone();
            }
            plan
        }
    }

    impl Known for InMemory {
        fn next_concept(&mut self) -> Result<u64, Error> {
            Ok(self.0.len() as u64 + 1)
        }

        fn concept(&mut self, id: ConceptId) -> Result<Option<KnownConcept>, Error> {
            let found = usize::try_from(id.number())
                .ok()
                .and_then(|n| self.0.get(n - 1))
                .cloned();
            Ok(found.map(|concept| KnownConcept { revision: 1, concept }))
        }

        fn by_list_entry(&mut self, list: &CollectionName, number: &str) -> Result<Vec<ConceptId>, Error> {
            let is_there =
                |m: &glossary::Membership| m.collection == *list && m.number.as_deref() == Some(number);
            self.ids(|c| c.memberships.iter().any(is_there))
        }

        fn by_name_zh(&mut self, key: &str) -> Result<Vec<ConceptId>, Error> {
            self.ids(|c| {
                c.preferred(Lang::Zh)
                    .is_some_and(|name| term_key(Lang::Zh, name) == key)
            })
        }

        fn by_term(&mut self, lang: Lang, key: &str) -> Result<Vec<ConceptId>, Error> {
            self.ids(|c| c.terms_in(lang).iter().any(|t| t.key() == key))
        }
    }

    /// Imports the files one after the other; a line a row: what became of it, or why it was refused.
    fn outcomes(files: &[&str]) -> Vec<Vec<String>> {
        let mut known = InMemory::default();
        let lines = |csv: &&str| {
            let plan = known.import(csv);
            let refused = plan
                .refused
                .iter()
                .map(|(position, issue)| (*position, issue.code.to_owned()));
            let taken = (0..)
                .zip(&plan.outcomes)
                .filter_map(|(n, o)| Some((n, format!("{:?}", (*o)?))));
            let mut all: Vec<(usize, String)> = refused.chain(taken).collect();
            all.sort();
            all.into_iter().map(|(_, line)| line.to_lowercase()).collect()
        };
        files.iter().map(lines).collect()
    }

    #[test]
    fn the_same_file_twice_changes_nothing() {
        let file = "zh,bo,source\n法院,ཁྲིམས་ཁང,甲\n法院,ཁྲིམས་ར,甲\n离婚,,甲\n,གྱོད་གཞི,甲\n";
        let first = ["created", "updated", "created", "created"];
        assert_eq!(
            outcomes(&[file, file]),
            [first.map(str::to_owned), ["unchanged"; 4].map(str::to_owned)]
        );
    }

    #[test]
    fn english_alone_is_found_by_its_english() {
        let mut known = InMemory::default();
        let line = r#"{"terms":[{"lang":"en","text":"court"}]}"#;
        let read = || read("t.jsonl", line.as_bytes(), Format::Jsonl, &ReadOptions::default()).unwrap();
        let first = plan(&read().rows, &mut known).unwrap();
        known
            .0
            .extend(first.concepts.values().map(|planned| planned.concept.clone()));
        assert_eq!(
            plan(&read().rows, &mut known).unwrap().outcomes,
            [Some(Outcome::Unchanged)]
        );
    }

    #[test]
    fn a_form_that_is_not_to_be_used_comes_with_the_one_that_is_or_not_at_all() {
        let header = "zh,bo,bo_variants,bo_status,register";
        let explained = format!("{header}\n法院,ཁྲིམས་ར,ཁྲིམས་ཁང,deprecated,\n");
        assert_eq!(outcomes(&[&explained, &explained]), [["created"], ["unchanged"]]);
        let bare = format!("{header}\n法院,ཁྲིམས་ར,,superseded,\n离婚,གྱེས་པ,,preferred,courtroom_oral\n");
        assert_eq!(
            outcomes(&[&bare]),
            [["replacement_missing", "spoken_with_status"]]
        );
    }

    #[test]
    fn an_entry_is_not_related_to_itself() {
        let mut known = InMemory::default();
        known.import("zh\n法院\n法庭\n");
        let mut refused = |other: u64| {
            let relation = format!(r#"{{"kind":"confusable","id":"c-{other:06}"}}"#);
            let line = format!(r#"{{"id":"c-000001","zh":"法院","relations":[{relation}]}}"#);
            let plan = known.import_as("t.jsonl", Format::Jsonl, &line);
            plan.refused
                .iter()
                .map(|(_, issue)| issue.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(refused(2), Vec::<&str>::new());
        assert_eq!(refused(1), ["relation_to_itself"]);
    }

    #[test]
    fn a_concept_of_several_rows_is_counted_once() {
        let mut known = InMemory::default();
        let file = "zh,bo,source\n法院,ཁྲིམས་ཁང,甲\n法院,ཁྲིམས་ར,甲\n法院,ཁྲིམས་ཁང,乙\n离婚,,甲\n";
        let counts = |created, updated, unchanged| Counts {
            created,
            updated,
            unchanged,
        };
        assert_eq!(known.import(file).counts(), counts(2, 0, 0));
        assert_eq!(known.import(file).counts(), counts(0, 0, 2));
        let more = "zh,bo,source\n法院,གྱོད་ཁང,甲\n法院,གྱོད་ཁང,乙\n离婚,,甲\n";
        assert_eq!(known.import(more).counts(), counts(0, 1, 1));
    }

    #[test]
    fn a_concept_that_was_only_looked_at_is_not_counted() {
        let mut known = InMemory::default();
        known.import("zh,collection,number\n婚姻家庭纠纷,causes,二\n");
        let child = "zh,collection,number,broader\n离婚纠纷,causes,14,二\n";
        let plan = known.import(child);
        assert_eq!((plan.concepts.len(), plan.counts().created), (2, 1));
        assert_eq!(plan.counts().unchanged, 0);
    }

    #[test]
    fn a_pair_from_a_second_source_adds_the_source() {
        let [a, b] = [
            "zh,bo,source\n法院,ཁྲིམས་ཁང,甲\n",
            "zh,bo,source\n法院,ཁྲིམས་ཁང་,乙\n",
        ];
        assert_eq!(
            outcomes(&[a, b, a, b]),
            [["created"], ["updated"], ["unchanged"], ["unchanged"]]
        );
    }

    #[test]
    fn the_same_name_twice_in_an_official_list_is_two_entries() {
        let list = "zh,collection,number\n不当得利纠纷,causes,十一\n不当得利纠纷,causes,148\n";
        assert_eq!(outcomes(&[list, list]), [["created"; 2], ["unchanged"; 2]]);
    }

    #[test]
    fn the_same_name_in_two_lists_is_one_concept() {
        let causes = "zh,collection,number\n环境公益诉讼,causes,7\n";
        let laws = "zh,collection,number\n环境公益诉讼,terms,1\n";
        assert_eq!(outcomes(&[causes, laws]), [["created"], ["updated"]]);
    }

    #[test]
    fn a_name_of_two_entries_needs_a_number_or_an_id() {
        let list = "zh,collection,number\n不当得利纠纷,causes,十一\n不当得利纠纷,causes,148\n";
        let pairs = "zh,bo\n不当得利纠纷,ཀ\n";
        let by_number = "zh,bo,collection,number\n不当得利纠纷,ཀ,causes,148\n";
        let by_id = "id,zh,bo\nc-000001,不当得利纠纷,ཀ\nc-000009,法院,ཁ\n";
        assert_eq!(outcomes(&[list, pairs])[1], ["ambiguous_term"]);
        assert_eq!(outcomes(&[list, by_number])[1], ["updated"]);
        assert_eq!(outcomes(&[list, by_id])[1], ["updated", "unknown_id"]);
    }

    #[test]
    fn a_number_that_belongs_to_another_name_is_refused() {
        let list = "zh,collection,number\n盗窃罪,charges,264\n";
        let shifted = "zh,collection,number\n抢劫罪,charges,264\n";
        assert_eq!(outcomes(&[list, shifted])[1], ["number_taken"]);
    }

    #[test]
    fn a_parent_may_stand_below_its_child() {
        let mut known = InMemory::default();
        let list = "zh,collection,number,broader\n离婚纠纷,causes,14,二\n婚姻家庭纠纷,causes,二,\n";
        assert_eq!(known.import(list).outcomes, [Some(Outcome::Created); 2]);
        assert_eq!(known.0[0].relations[0].id, ConceptId::new(2));
        assert_eq!(known.import(list).outcomes, [Some(Outcome::Unchanged); 2]);
    }

    #[test]
    fn a_row_falls_with_its_refused_parent_and_leaves_no_trace() {
        let list =
            "zh,collection,number,broader\n甲,causes,1,\n乙,causes,2,9\n丙,causes,3,2\n丁,causes,4,4\n";
        let mut known = InMemory::default();
        let plan = known.import(list);
        let codes: Vec<_> = plan
            .refused
            .iter()
            .map(|(position, issue)| (*position, issue.code))
            .collect();
        assert_eq!(
            codes,
            [
                (1, "unknown_broader"),
                (2, "unknown_broader"),
                (3, "unknown_broader")
            ]
        );
        assert_eq!(plan.concepts.len(), 1, "only the first row is kept");
    }

    #[test]
    fn a_refusal_names_place_column_value_and_way_out() {
        let list = "zh,collection,number\n盗窃罪,charges,264\n";
        let mut known = InMemory::default();
        known.import(list);
        let plan = known.import("汉文,collection,编号\n抢劫罪,charges,264\n");
        insta::assert_snapshot!(plan.refused[0].1.message, @"t.csv:2, column `number`: number `264` of `charges` is `盗窃罪` (c-000001), not `抢劫罪` (hint: a new edition of a list is a collection of its own)");
    }
}
