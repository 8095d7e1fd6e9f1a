//! The entry that a tree of named fields and lists tells of: the way back from [`tree`](super::tree).

use std::str::FromStr;

use super::tree::Item;
use crate::{
    AdministrativeStatus, CollectionName, Concept, Context, Definition, Lang, LegalBasis, Membership, Note,
    Region, Register, Relation, Reliability, Source, Term,
};

/// A value that is none of its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is no value of `{field}`")]
pub struct Untold {
    /// The name of the field.
    pub field: &'static str,
    /// The value.
    pub value: String,
}

/// Returns the entry that `item` tells of. Terms and definitions stand by language.
///
/// # Errors
/// If a value is none of its field.
pub(super) fn concept(item: &Item) -> Result<Concept, Untold> {
    let mut concept = Concept {
        workflow: item.wanted("workflow")?,
        subject_fields: item.list("subject_fields", |field| field.wanted("name"))?,
        memberships: item.list("memberships", membership)?,
        definitions: Vec::new(),
        terms: Vec::new(),
        legal_basis: item.list("legal_basis", basis)?,
        relations: item.list("relations", relation)?,
        notes: item.list("notes", note)?,
    };
    for lang in Lang::ALL {
        let definitions = item.list(&format!("definitions[{lang}]"), |one| definition(*lang, one))?;
        concept.definitions.extend(definitions);
        let terms = item.list(&format!("terms[{lang}]"), |one| term(*lang, one))?;
        concept.terms.extend(terms);
    }
    Ok(concept)
}

impl Item {
    fn text(&self, name: &str) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some(field.value.clone())
    }

    /// Reads a field that may be left out.
    fn read<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, Untold> {
        let read = |value: String| {
            value.parse().map_err(|_| Untold {
                field: name,
                value: value.clone(),
            })
        };
        self.text(name).map(read).transpose()
    }

    /// Reads a field that is always there.
    fn wanted<T: FromStr>(&self, name: &'static str) -> Result<T, Untold> {
        let missing = Untold {
            field: name,
            value: String::new(),
        };
        self.read(name)?.ok_or(missing)
    }

    fn list<T>(&self, name: &str, read: impl Fn(&Self) -> Result<T, Untold>) -> Result<Vec<T>, Untold> {
        let lists = self.lists.iter().filter(|list| list.name == name);
        lists.flat_map(|list| &list.items).map(read).collect()
    }
}

fn membership(item: &Item) -> Result<Membership, Untold> {
    Ok(Membership {
        collection: item.wanted("collection")?,
        number: item.text("number"),
    })
}

fn definition(lang: Lang, item: &Item) -> Result<Definition, Untold> {
    Ok(Definition {
        lang,
        text: item.wanted("text")?,
        source: item.text("source"),
    })
}

fn term(lang: Lang, item: &Item) -> Result<Term, Untold> {
    let untold = |field| move |value: String| Untold { field, value };
    let region = item.text("region");
    let region = region.map(|raw| Region::try_from(raw.clone()).map_err(|_| untold("region")(raw)));
    let reliability: Option<u8> = item.read("reliability")?;
    let reliability = reliability
        .map(|level| Reliability::try_from(level).map_err(|_| untold("reliability")(level.to_string())));
    Ok(Term {
        lang,
        text: item.wanted("text")?,
        administrative_status: item
            .read::<AdministrativeStatus>("administrative_status")?
            .unwrap_or(AdministrativeStatus::Preferred),
        replaced_by: item.text("replaced_by"),
        term_type: item.read("term_type")?,
        part_of_speech: item.read("part_of_speech")?,
        region: region.transpose()?,
        register: item.read::<Register>("register")?.unwrap_or(Register::Norm),
        reliability: reliability.transpose()?,
        sources: item.list("sources", source)?,
        contexts: item.list("contexts", context)?,
        note: item.text("note"),
    })
}

fn source(item: &Item) -> Result<Source, Untold> {
    Ok(Source {
        title: item.wanted("title")?,
        url: item.text("url"),
        locator: item.text("locator"),
        collection: item.read::<CollectionName>("collection")?,
    })
}

fn context(item: &Item) -> Result<Context, Untold> {
    Ok(Context {
        text: item.wanted("text")?,
        source: item.text("source"),
    })
}

fn basis(item: &Item) -> Result<LegalBasis, Untold> {
    Ok(LegalBasis {
        law: item.wanted("law")?,
        article: item.text("article"),
        chapter: item.text("chapter"),
        edition: item.text("edition"),
        in_force_from: item.text("in_force_from"),
        in_force_to: item.text("in_force_to"),
    })
}

fn relation(item: &Item) -> Result<Relation, Untold> {
    Ok(Relation {
        kind: item.wanted("kind")?,
        id: item.wanted("id")?,
    })
}

fn note(item: &Item) -> Result<Note, Untold> {
    Ok(Note {
        visibility: item.wanted("visibility")?,
        text: item.wanted("text")?,
    })
}
