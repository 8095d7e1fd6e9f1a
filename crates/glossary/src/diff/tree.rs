//! An entry as a tree of named fields and lists, so that all of it is compared in one way and nothing is forgotten.

use crate::{
    Concept, Context, Definition, Lang, LegalBasis, Membership, Note, Register, Relation, Source, Term,
};

/// Something with fields: the entry itself, a term, a source.
#[derive(Default, Clone)]
pub(super) struct Item {
    /// By what it is known again in another state, the surest first. Items of one list have as many each.
    pub marks: Vec<String>,
    /// What a reader knows it by, where its order is told.
    pub title: String,
    /// What it is called when it is added; a number if it has no name.
    pub name: Option<String>,
    /// The fields that are filled in.
    pub fields: Vec<Field>,
    /// Its lists, the same ones for all items of a kind.
    pub lists: Vec<List>,
}

/// A field that is filled in.
#[derive(Clone)]
pub(super) struct Field {
    pub name: &'static str,
    pub value: String,
    /// Whether the value is text whose pieces are worth showing.
    pub is_text: bool,
}

/// A list of items.
#[derive(Clone)]
pub(super) struct List {
    pub name: String,
    pub items: Vec<Item>,
}

impl Item {
    /// Returns an item of this kind that says nothing.
    pub fn emptied(&self) -> Self {
        let lists = self.lists.iter().map(|list| list_of(&list.name, [])).collect();
        Self {
            lists,
            ..Self::default()
        }
    }
}

/// Tells whether two items of a kind say the same, in the same order.
pub(super) fn says_the_same(one: &Item, other: &Item) -> bool {
    let fields = |item: &Item| -> Vec<(&'static str, String)> {
        let fields = item.fields.iter();
        fields.map(|field| (field.name, field.value.clone())).collect()
    };
    let same_items = |(one, other): (&List, &List)| {
        one.items.len() == other.items.len()
            && one
                .items
                .iter()
                .zip(&other.items)
                .all(|(a, b)| says_the_same(a, b))
    };
    fields(one) == fields(other) && one.lists.iter().zip(&other.lists).all(same_items)
}

/// Returns the tree of `concept`.
pub(super) fn of(concept: &Concept) -> Item {
    // Taken apart by name: a member that is added has to be given a place here.
    let Concept {
        workflow,
        subject_fields,
        memberships,
        definitions,
        terms,
        legal_basis,
        relations,
        notes,
    } = concept;
    let mut lists = vec![
        list_of(
            "subject_fields",
            subject_fields.iter().map(|f| atom(&f.to_string())),
        ),
        list_of("memberships", memberships.iter().map(membership)),
    ];
    for lang in Lang::ALL {
        let of_lang = definitions.iter().filter(|d| d.lang == *lang);
        lists.push(list_of(&format!("definitions[{lang}]"), of_lang.map(definition)));
    }
    for lang in Lang::ALL {
        let of_lang = terms.iter().filter(|t| t.lang == *lang);
        lists.push(list_of(&format!("terms[{lang}]"), of_lang.map(term)));
    }
    lists.push(list_of("legal_basis", legal_basis.iter().map(basis)));
    lists.push(list_of("relations", relations.iter().map(relation)));
    lists.push(list_of("notes", notes.iter().map(note)));
    Item {
        fields: vec![value("workflow", workflow)],
        lists,
        ..Item::default()
    }
}

fn list_of(name: &str, items: impl IntoIterator<Item = Item>) -> List {
    List {
        name: name.to_owned(),
        items: items.into_iter().collect(),
    }
}

/// An item that is one word.
fn atom(word: &str) -> Item {
    Item {
        marks: vec![word.to_owned()],
        title: word.to_owned(),
        name: Some(word.to_owned()),
        fields: vec![value("name", word)],
        lists: Vec::new(),
    }
}

fn membership(membership: &Membership) -> Item {
    let Membership { collection, number } = membership;
    let title = joined([Some(collection.as_str()), number.as_deref()]);
    let mut fields = vec![value("collection", collection)];
    fields.extend(number.as_ref().map(|number| value("number", number)));
    Item {
        marks: vec![title.clone(), collection.to_string()],
        name: Some(title.clone()),
        title,
        fields,
        lists: Vec::new(),
    }
}

fn definition(definition: &Definition) -> Item {
    let Definition {
        lang: _,
        text,
        source,
    } = definition;
    Item {
        marks: vec![text.clone(), String::new()],
        title: text.clone(),
        name: None,
        fields: texts([("text", Some(text)), ("source", source.as_ref())]),
        lists: Vec::new(),
    }
}

fn term(term: &Term) -> Item {
    let Term {
        lang: _,
        text,
        administrative_status,
        replaced_by,
        term_type,
        part_of_speech,
        region,
        register,
        reliability,
        sources,
        contexts,
        note,
    } = term;
    let shown_register = (*register != Register::Norm).then_some(register.as_str());
    let region = region.as_ref().map(crate::Region::as_str);
    let name = joined([Some(term.key().as_str()), region, shown_register]);
    let place = joined([region, shown_register]);
    let mut fields = texts([("text", Some(text))]);
    fields.push(value("administrative_status", administrative_status));
    fields.extend(texts([("replaced_by", replaced_by.as_ref())]));
    fields.extend(term_type.map(|kind| value("term_type", kind)));
    fields.extend(part_of_speech.map(|part| value("part_of_speech", part)));
    fields.extend(region.map(|region| value("region", region)));
    fields.push(value("register", register));
    fields.extend(reliability.map(|level| value("reliability", level.level())));
    fields.extend(texts([("note", note.as_ref())]));
    Item {
        // The same form, then the same form elsewhere, then another form in the same place.
        marks: vec![name.clone(), term.key(), place],
        title: name.clone(),
        name: Some(name),
        fields,
        lists: vec![
            list_of("sources", sources.iter().map(source)),
            list_of("contexts", contexts.iter().map(context)),
        ],
    }
}

fn source(source: &Source) -> Item {
    let Source {
        title,
        url,
        locator,
        collection,
    } = source;
    let mut fields = texts([("title", Some(title))]);
    fields.extend(url.as_ref().map(|url| value("url", url)));
    fields.extend(texts([("locator", locator.as_ref())]));
    fields.extend(collection.as_ref().map(|name| value("collection", name)));
    let all = joined([
        Some(title.as_str()),
        url.as_deref(),
        locator.as_deref(),
        collection.as_ref().map(crate::CollectionName::as_str),
    ]);
    Item {
        marks: vec![
            all.clone(),
            joined([Some(title.as_str()), locator.as_deref()]),
            title.clone(),
        ],
        title: all,
        name: None,
        fields,
        lists: Vec::new(),
    }
}

fn context(context: &Context) -> Item {
    let Context { text, source } = context;
    Item {
        marks: vec![text.clone(), String::new()],
        title: text.clone(),
        name: None,
        fields: texts([("text", Some(text)), ("source", source.as_ref())]),
        lists: Vec::new(),
    }
}

fn basis(basis: &LegalBasis) -> Item {
    let LegalBasis {
        law,
        article,
        chapter,
        edition,
        in_force_from,
        in_force_to,
    } = basis;
    let parts = [
        Some(law.as_str()),
        article.as_deref(),
        chapter.as_deref(),
        edition.as_deref(),
        in_force_from.as_deref(),
        in_force_to.as_deref(),
    ];
    let mut fields = texts([
        ("law", Some(law)),
        ("article", article.as_ref()),
        ("chapter", chapter.as_ref()),
        ("edition", edition.as_ref()),
    ]);
    fields.extend(in_force_from.as_ref().map(|day| value("in_force_from", day)));
    fields.extend(in_force_to.as_ref().map(|day| value("in_force_to", day)));
    Item {
        marks: vec![
            joined(parts),
            joined([Some(law.as_str()), article.as_deref()]),
            law.clone(),
        ],
        title: joined(parts),
        name: None,
        fields,
        lists: Vec::new(),
    }
}

fn relation(relation: &Relation) -> Item {
    let Relation { kind, id } = relation;
    let both = format!("{kind} {id}");
    Item {
        marks: vec![both.clone(), id.to_string()],
        title: both.clone(),
        name: Some(both),
        fields: vec![value("kind", kind), value("id", id)],
        lists: Vec::new(),
    }
}

fn note(note: &Note) -> Item {
    let Note { visibility, text } = note;
    let mut fields = vec![value("visibility", visibility)];
    fields.extend(texts([("text", Some(text))]));
    Item {
        marks: vec![
            format!("{visibility} {text}"),
            text.clone(),
            visibility.to_string(),
        ],
        title: format!("{visibility} {text}"),
        name: None,
        fields,
        lists: Vec::new(),
    }
}

fn value(name: &'static str, value: impl ToString) -> Field {
    Field {
        name,
        value: value.to_string(),
        is_text: false,
    }
}

/// Returns the fields that are filled in, as text.
fn texts<const N: usize>(fields: [(&'static str, Option<&String>); N]) -> Vec<Field> {
    let text = |(name, text): (&'static str, Option<&String>)| {
        let value = text?.clone();
        Some(Field {
            name,
            value,
            is_text: true,
        })
    };
    fields.into_iter().filter_map(text).collect()
}

/// Joins what is there. U+0020 stands in texts too, so this is for knowing again and for reading, not for taking apart.
fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" ")
}
