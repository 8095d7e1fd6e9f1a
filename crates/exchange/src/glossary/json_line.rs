//! From one JSON object in the contract's shape, or the short one, to what it says about a concept.

use ::glossary::{AdministrativeStatus, CollectionName, Concept, Lang, Membership, Register, Term, Workflow};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Contribution, cell_check, term_text, value};
use crate::issue::Fault;
use crate::{Extent, Issue, Place, codes};

/// Members that are passed over: the revision is the store's to give, the reason is what rejected lines come back with.
const PASSED_OVER: [&str; 2] = ["revision", "reason"];

/// The member of a term that says how far it is recommended.
const STATUS: &str = "administrative_status";

/// The members, as people are told of them.
const KNOWN: &str = "id, zh, bo, terms, subject_fields, collections, list_entries, definitions, legal_basis, \
                     relations, replaces, notes";

/// Returns what the object `members` says, or everything that is wrong with it.
///
/// In place of `terms`, or beside it, `zh` and `bo` give a term or a list of terms each: the first is preferred and the
/// others are admitted, as in the columns of a sheet.
///
/// Beside the contract's members `list_entries`, of objects with `collection` and `number`, gives numbers in lists.
pub(super) fn read(
    members: Map<String, Value>,
    place: &Place,
    collection: Option<&CollectionName>,
) -> Result<Contribution, Vec<Issue>> {
    let mut object = ObjectReader {
        members,
        place,
        issues: Vec::new(),
    };
    let id = object.member("id");
    let mut concept = Concept::draft();
    object.check_workflow();
    concept.subject_fields = object.list("subject_fields");
    concept.memberships = object.list("list_entries");
    let named: Vec<CollectionName> = object.list("collections");
    let default = collection
        .filter(|_| named.is_empty() && concept.memberships.is_empty())
        .cloned();
    for collection in named.into_iter().chain(default) {
        if !concept
            .memberships
            .iter()
            .any(|membership| membership.collection == collection)
        {
            concept.memberships.push(Membership {
                collection,
                number: None,
            });
        }
    }
    concept.terms = object.terms();
    concept.definitions = object.list("definitions");
    concept.legal_basis = object.list("legal_basis");
    concept.relations = object.list("relations");
    concept.notes = object.list("notes");
    let replaces = object.list("replaces");
    object.check_texts(&concept);
    object.refuse_the_rest();
    if object.issues.is_empty() {
        Ok(Contribution {
            id,
            concept: concept.into(),
            broader: None,
            replaces,
        })
    } else {
        Err(object.issues)
    }
}

struct ObjectReader<'a> {
    /// What has not been read yet.
    members: Map<String, Value>,
    place: &'a Place,
    issues: Vec<Issue>,
}

impl ObjectReader<'_> {
    fn member<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let value = self.members.remove(name).filter(|value| !value.is_null())?;
        self.parse(&format!("/{name}"), value)
    }

    /// Reads a list whole or, if an element does not fit, not at all: its places must stay those of the file.
    fn list<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let values: Vec<Value> = self.member(name).unwrap_or_default();
        let parse = |(n, value)| self.parse(&format!("/{name}/{n}"), value);
        let elements: Vec<Option<T>> = values.into_iter().enumerate().map(parse).collect();
        elements
            .into_iter()
            .collect::<Option<Vec<T>>>()
            .unwrap_or_default()
    }

    fn parse<T: DeserializeOwned>(&mut self, pointer: &str, value: Value) -> Option<T> {
        match T::deserialize(&value) {
            Ok(read) => Some(read),
            Err(error) => {
                let fault = misfit(&error.to_string());
                self.fault(pointer, &shown(&value), fault);
                None
            }
        }
    }

    /// An import cannot know that a committee has met.
    fn check_workflow(&mut self) {
        let workflow: Option<Workflow> = self.member("workflow");
        if let Some(claimed) = workflow.filter(|workflow| *workflow != Workflow::Draft) {
            let wrong = ("cannot be given by an import", "不能由导入给出");
            let hint = (
                "leave `workflow` out, or import what a body has published with --as-published",
                "请删去 `workflow`；审定机构已公布的，请用 `--as-published` 导入",
            );
            let fault = Fault::new(codes::WORKFLOW_NEEDS_AUTHORITY, wrong, hint);
            self.fault("/workflow", claimed.as_str(), fault);
        }
    }

    fn terms(&mut self) -> Vec<Term> {
        let stated = ["terms", "zh", "bo"]
            .iter()
            .any(|name| self.members.contains_key(*name));
        self.admit_what_is_spoken();
        let mut terms: Vec<Term> = self.list("terms");
        for (n, term) in terms.iter_mut().enumerate() {
            let lang = term.lang;
            for (name, text) in [
                ("text", Some(&mut term.text)),
                ("replaced_by", term.replaced_by.as_mut()),
            ] {
                let Some(text) = text else { continue };
                match term_text::read(lang, text) {
                    Ok(canonical) => *text = canonical.text,
                    Err(fault) => self.fault(&format!("/terms/{n}/{name}"), text, fault),
                }
            }
            for (m, url) in term
                .sources
                .iter()
                .enumerate()
                .filter_map(|(m, source)| Some((m, source.url.as_ref()?)))
            {
                if let Err(fault) = value::web_address(url) {
                    self.fault(&format!("/terms/{n}/sources/{m}/url"), url, fault);
                }
            }
        }
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::Bo, "bo")] {
            terms.extend(self.short_terms(lang, name));
        }
        if terms.is_empty() && (self.issues.is_empty() || !stated) {
            let fault = Fault::new(
                codes::EMPTY_TERM,
                ("the line has no term", "该行没有词"),
                (
                    "fill in `zh`, `bo` or `terms`, or remove the line",
                    "请填写 `zh`、`bo` 或 `terms`，或删去该行",
                ),
            );
            self.fault("/terms", "", fault);
        }
        terms
    }

    /// Gives spoken explanations without a status the one they can have, in place of the one that written forms have.
    fn admit_what_is_spoken(&mut self) {
        let terms = self.members.get_mut("terms").and_then(Value::as_array_mut);
        for term in terms.into_iter().flatten().filter_map(Value::as_object_mut) {
            let register = term.get("register").and_then(Value::as_str);
            if register == Some(Register::CourtroomOral.as_str()) && !term.contains_key(STATUS) {
                let admitted = AdministrativeStatus::Admitted.as_str();
                term.insert(STATUS.to_owned(), admitted.into());
            }
        }
    }

    /// Reads the terms of a language that stand there as mere texts; an empty one is as good as none.
    fn short_terms(&mut self, lang: Lang, name: &str) -> Vec<Term> {
        let texts = match self.members.remove(name) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(texts)) => {
                let place = |(n, text)| (format!("/{name}/{n}"), text);
                texts.into_iter().enumerate().map(place).collect()
            }
            Some(text) => vec![(format!("/{name}"), text)],
        };
        let mut terms: Vec<Term> = Vec::new();
        for (pointer, text) in texts {
            let read = match &text {
                Value::String(text) if text.trim().is_empty() => continue,
                Value::String(text) => term_text::read(lang, text),
                _ => Err(no_text()),
            };
            match read {
                Ok(term) if terms.is_empty() => terms.push(term),
                Ok(term) => terms.push(Term {
                    administrative_status: AdministrativeStatus::Admitted,
                    ..term
                }),
                Err(fault) => self.fault(&pointer, &shown(&text), fault),
            }
        }
        terms
    }

    fn check_texts(&mut self, concept: &Concept) {
        for (n, definition) in concept.definitions.iter().enumerate() {
            let fault = cell_check::check_running_text(definition.lang, &definition.text);
            self.fault_if(&format!("/definitions/{n}/text"), &definition.text, fault);
        }
        for (n, basis) in concept.legal_basis.iter().enumerate() {
            self.fault_if(
                &format!("/legal_basis/{n}/law"),
                &basis.law,
                cell_check::check_plain(&basis.law),
            );
            for (name, day) in [
                ("in_force_from", &basis.in_force_from),
                ("in_force_to", &basis.in_force_to),
            ] {
                if let Some(day) = day {
                    self.fault_if(
                        &format!("/legal_basis/{n}/{name}"),
                        day,
                        value::civil_date(day).err(),
                    );
                }
            }
        }
        for (n, note) in concept.notes.iter().enumerate() {
            self.fault_if(
                &format!("/notes/{n}/text"),
                &note.text,
                cell_check::check_plain(&note.text),
            );
        }
    }

    fn refuse_the_rest(&mut self) {
        let names: Vec<String> = self
            .members
            .keys()
            .filter(|name| !PASSED_OVER.contains(&name.as_str()))
            .cloned()
            .collect();
        for name in names {
            let fault = Fault::new(
                codes::UNKNOWN_MEMBER,
                ("is not a member of a concept", "不是词条的成员"),
                (
                    format!("correct the name, or remove it; members are {KNOWN}"),
                    format!("请改正名称，或删去；可用的成员有 {KNOWN}"),
                ),
            );
            self.fault(&format!("/{name}"), &name, fault);
        }
    }

    fn fault_if(&mut self, pointer: &str, value: &str, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.fault(pointer, value, fault);
        }
    }

    fn fault(&mut self, pointer: &str, value: &str, fault: Fault) {
        self.issues.push(Issue::new(
            self.place.clone(),
            Some(pointer),
            value,
            fault,
            Extent::Row,
        ));
    }
}

fn no_text() -> Fault {
    let hint = (
        "write a text, or a list of texts",
        "请写一段文字，或由几段文字组成的列表",
    );
    Fault::new(codes::BAD_VALUE, ("is not a text", "不是文字"), hint)
}

/// Says why a value does not fit, in the words of whoever refused it, with their hint where they have one.
fn misfit(sentence: &str) -> Fault {
    let code = if sentence.starts_with("unknown field") {
        codes::UNKNOWN_MEMBER
    } else {
        codes::BAD_VALUE
    };
    let (cause, hint) = sentence
        .split_once(" (hint: ")
        .unwrap_or((sentence, "write it as the API answers it)"));
    Fault::new(
        code,
        (format!("does not fit: {cause}"), format!("不合要求：{cause}")),
        (hint.strip_suffix(')').unwrap_or(hint), "请写成接口给出的形式"),
    )
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
