//! What becomes of rows, one glossary after the other.

use exchange::glossary::{Reading, read};
use exchange::{Format, ReadOptions};
use glossary::{CollectionName, Lang, term_key};

use super::super::known::KnownConcept;
use super::*;

pub(super) const DRAFTS: Aim<'static> = Aim {
    purpose: Purpose::Draft,
    ids: FileIds::Ours,
};

/// Returns the rows as an import holds them.
pub(super) fn rows_of(reading: Reading) -> Vec<FileRow> {
    reading.rows.into_iter().map(FileRow::from).collect()
}

/// A glossary in memory: concept `n` of the list has the id `n + 1`.
#[derive(Default)]
pub(super) struct InMemory(pub(super) Vec<Concept>, pub(super) Vec<ListChanges>);

impl InMemory {
    fn ids(&self, fits: impl Fn(&Concept) -> bool) -> Result<Vec<ConceptId>, Error> {
        let numbered = (1..).zip(&self.0);
        Ok(numbered
            .filter(|(_, c)| fits(c))
            .map(|(n, _)| ConceptId::new(n))
            .collect())
    }

    pub(super) fn import(&mut self, csv: &str) -> Plan {
        self.import_as("t.csv", Format::Csv, csv)
    }

    fn import_as(&mut self, name: &str, format: Format, file: &str) -> Plan {
        let reading = read(name, file.as_bytes(), format, &ReadOptions::default()).unwrap();
        assert_eq!(reading.issues, [], "the file itself is right");
        let plan = plan(&rows_of(reading), self, DRAFTS).unwrap();
        self.keep(&plan);
        plan
    }

    /// Has what was planned from now on.
    pub(super) fn keep(&mut self, plan: &Plan) {
        for (id, planned) in &plan.concepts {
            let position = usize::try_from(id.number()).unwrap() - 1;
            self.0.resize(self.0.len().max(position + 1), Concept::draft());
            self.0[position] = planned.concept.unpack();
        }
        if let Some(list) = &plan.list_changes {
            self.1.retain(|known| known.collection != list.collection);
            self.1.push(list.clone());
        }
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

    fn standing(&mut self, _: ConceptId) -> Result<Option<Concept>, Error> {
        Ok(None)
    }

    fn by_list_entry(&mut self, list: &CollectionName, number: &str) -> Result<Vec<ConceptId>, Error> {
        let is_there =
            |m: &glossary::Membership| m.collection == *list && m.number.as_deref() == Some(number);
        self.ids(|c| c.memberships.iter().any(is_there))
    }

    fn in_collection(&mut self, list: &CollectionName) -> Result<Vec<ConceptId>, Error> {
        self.ids(|c| c.memberships.iter().any(|m| m.collection == *list))
    }

    fn list_changes(&mut self, list: &CollectionName) -> Result<Option<ListChanges>, Error> {
        Ok(self.1.iter().find(|known| known.collection == *list).cloned())
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
pub(super) fn outcomes(files: &[&str]) -> Vec<Vec<String>> {
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
    let read = read("t.jsonl", line.as_bytes(), Format::Jsonl, &ReadOptions::default()).unwrap();
    let rows = rows_of(read);
    let first = plan(&rows, &mut known, DRAFTS).unwrap();
    let concepts = first.concepts.values();
    known.0.extend(concepts.map(|planned| planned.concept.unpack()));
    assert_eq!(
        plan(&rows, &mut known, DRAFTS).unwrap().outcomes,
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
fn a_confusable_pair_is_marked_on_both_sides() {
    let mut known = InMemory::default();
    known.import("zh\n共同财产\n共有财产\n");
    let line = r#"{"zh":"共同财产","relations":[{"kind":"confusable","id":"c-000002"},{"kind":"confusable","id":"c-000009"}]}"#;
    let plan = known.import_as("t.jsonl", Format::Jsonl, line);
    assert_eq!((plan.counts().updated, plan.refused.len()), (2, 0));
    let pair = [(1, &known.0[0]), (2, &known.0[1])].map(|(n, concept)| (ConceptId::new(n), concept));
    assert_eq!(glossary::rules::check_pair(pair[0], pair[1]), []);
    let again = known.import_as("t.jsonl", Format::Jsonl, line);
    assert_eq!(again.counts().updated, 0);
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
fn the_first_file_of_a_glossary_keeps_its_ids() {
    let file = "id,zh,bo\nc-000007,法院,ཁྲིམས་ཁང\nc-000003,法官,ཁྲིམས་དཔོན\n,书记员,དྲུང་ཡིག\nc-000007,法院,ཁྲིམས་ར\n";
    let mut known = InMemory::default();
    let made = known.import(file);
    let ids: Vec<_> = made.concepts.keys().map(|id| id.number()).collect();
    assert_eq!(ids, [3, 7, 8]);
    assert_eq!(
        made.outcomes,
        [
            Outcome::Created,
            Outcome::Created,
            Outcome::Created,
            Outcome::Updated
        ]
        .map(Some)
    );
    // A number at the end of all numbers would leave none for others.
    let reading = read(
        "t.csv",
        "id,zh\nc-1000000000,法院\n".as_bytes(),
        Format::Csv,
        &ReadOptions::default(),
    );
    let far = plan(&rows_of(reading.unwrap()), &mut InMemory::default(), DRAFTS).unwrap();
    assert_eq!(far.refused[0].1.code, "unknown_id");
    // Where an id was given once, an unknown one is a slip.
    let list = "zh,bo\n证据,དཔང་རྟགས\n";
    assert_eq!(
        outcomes(&[list, file])[1][..3],
        ["unknown_id", "unknown_id", "created"]
    );
}

#[test]
fn a_sheet_says_what_took_the_place_of_a_form_that_is_not_to_be_used() {
    let file = "id,zh,zh_status,zh_replaced_by,bo,bo_status,bo_replaced_by\n\
                c-000001,法院,preferred,,ཁྲིམས་ཁང,preferred,\n\
                c-000001,法院,preferred,,ཁྲིམས་ར,deprecated,ཁྲིམས་ཁང\n\
                c-000001,法庭,superseded,法院,,,\n";
    let mut known = InMemory::default();
    known.import(file);
    let replaced = known.0[0]
        .terms
        .iter()
        .filter_map(|term| Some((term.text.as_str(), term.replaced_by.as_deref()?)));
    assert_eq!(
        replaced.collect::<Vec<_>>(),
        [("ཁྲིམས་ར", "ཁྲིམས་ཁང"), ("法庭", "法院")]
    );
    assert_eq!(outcomes(&[file, file])[1], ["unchanged"; 3]);
    let unknown = "id,zh,zh_status,zh_replaced_by\n,法庭,superseded,审判庭\n";
    assert_eq!(outcomes(&[unknown])[0], ["replacement_unknown"]);
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
    let list = "zh,collection,number,broader\n甲,causes,1,\n乙,causes,2,9\n丙,causes,3,2\n丁,causes,4,4\n";
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
