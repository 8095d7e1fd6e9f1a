//! The bare serialisations: the same values given to the library that writes the format.

use std::borrow::Cow;

use exchange::Exported;
use glossary::{ConceptId, Lang};
use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use rust_xlsxwriter::Workbook;

pub fn records(file: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .has_headers(false)
        .from_reader(file);
    reader.records().collect::<Result<_, _>>().unwrap()
}

/// The cells of a row as the concepts of this file have them.
fn cells(exported: &Exported) -> [Cow<'_, str>; 27] {
    let concept = &exported.concept;
    let [zh, zh_variant, bo, bo_variant] = &concept.terms[..] else {
        panic!("four terms")
    };
    let (source, law) = (&zh.sources[0], &concept.legal_basis[0]);
    let optional = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    [
        exported.id.to_string().into(),
        (&zh.text).into(),
        (&zh_variant.text).into(),
        zh.administrative_status.as_str().into(),
        (&bo.text).into(),
        (&bo_variant.text).into(),
        bo.administrative_status.as_str().into(),
        "".into(),
        bo.register.as_str().into(),
        concept.subject_fields[0].as_str().into(),
        (&concept.definitions[0].text).into(),
        "".into(),
        (&law.law).into(),
        optional(&law.article).into(),
        "".into(),
        optional(&law.edition).into(),
        optional(&law.in_force_from).into(),
        "".into(),
        "".into(),
        (&source.title).into(),
        optional(&source.url).into(),
        optional(&source.locator).into(),
        concept.memberships[0].collection.as_str().into(),
        optional(&concept.memberships[0].number).into(),
        "".into(),
        concept.workflow.as_str().into(),
        exported.revision.to_string().into(),
    ]
}

pub fn csv(concepts: &[Exported]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for exported in concepts {
        writer
            .write_record(cells(exported).iter().map(|cell| cell.as_bytes()))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

pub fn workbook(concepts: &[Exported]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (exported, line) in concepts.iter().zip(0..) {
        for (cell, column) in cells(exported)
            .iter()
            .zip(0..)
            .filter(|(cell, _)| !cell.is_empty())
        {
            page.write_string(line, column, cell.as_ref()).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

pub fn pairs(pairs: &[csv::StringRecord]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    for pair in pairs {
        writer.write_record(pair).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Returns what a concept is found by.
pub fn words(exported: &Exported) -> Vec<String> {
    let mut words = Vec::new();
    for term in &exported.concept.terms {
        words.push(term.text.clone());
        if term.lang == Lang::Zh {
            let letters = text::zh::pinyin::best_key(&term.text);
            words.extend([
                text::zh::pinyin::reading(&term.text),
                letters.spaced,
                letters.full,
            ]);
        } else {
            words.extend([
                text::bo::to_ewts(&term.text).text,
                format!("{}\u{f0b}", term.text),
            ]);
        }
    }
    words
}

pub fn dictionary(concepts: &[Exported], words: impl Fn(usize, &Exported) -> Vec<String>) -> Vec<u8> {
    let (mut articles, mut index) = (Vec::new(), Vec::new());
    for (n, exported) in concepts.iter().enumerate() {
        let start = articles.len();
        for cell in cells(exported).iter().filter(|cell| !cell.is_empty()) {
            articles.extend_from_slice(cell.as_bytes());
            articles.push(b'\n');
        }
        let place = [start, articles.len() - start].map(|number| u32::try_from(number).unwrap());
        index.extend(words(n, exported).into_iter().map(|word| (word, place)));
    }
    let lower = |byte: u8| byte.to_ascii_lowercase();
    index.sort_by(|(a, _), (b, _)| {
        let by_letter = a.bytes().map(lower).cmp(b.bytes().map(lower));
        by_letter.then_with(|| a.cmp(b))
    });
    let mut file = Vec::new();
    for (word, place) in index {
        file.extend_from_slice(word.as_bytes());
        file.push(0);
        place
            .iter()
            .for_each(|number| file.extend_from_slice(&number.to_be_bytes()));
    }
    file.extend(articles);
    file
}

pub fn json(concepts: &[Exported]) -> Vec<u8> {
    let mut file = Vec::new();
    for exported in concepts {
        serde_json::to_writer(&mut file, &exported.concept).unwrap();
        file.push(b'\n');
    }
    file
}

pub fn events(file: &str) -> Vec<Event<'static>> {
    let mut reader = Reader::from_str(file);
    let mut events = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return events,
            event => events.push(event.into_owned()),
        }
    }
}

pub fn xml(events: &[Event<'_>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.write_event(event.borrow()).unwrap();
    }
    writer.into_inner()
}

/// Returns the entries of a page, in the order of their ids.
pub fn articles(page: &[u8]) -> Vec<Vec<Event<'static>>> {
    let page = std::str::from_utf8(page).unwrap();
    let entry = |part: &str| {
        let (id, _) = part.strip_prefix(" id=\"").unwrap().split_once('"').unwrap();
        let (entry, _) = part.split_once("</article>").unwrap();
        let entry = events(&format!("<article{entry}</article>\n"));
        (id.parse::<ConceptId>().unwrap(), entry)
    };
    let mut entries: Vec<_> = page.split("<article").skip(1).map(entry).collect();
    entries.sort_by_key(|(id, _)| *id);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

pub fn page(articles: &[Vec<Event<'_>>], concepts: &[Exported]) -> Vec<u8> {
    let sound = |exported: &Exported| {
        let name = exported.concept.preferred(Lang::Zh).unwrap();
        text::zh::pinyin::best_key(name).spaced
    };
    let mut order: Vec<_> = concepts.iter().map(sound).zip(articles).collect();
    order.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut writer = Writer::new(Vec::new());
    for event in order.iter().flat_map(|(_, article)| *article) {
        writer.write_event(event.borrow()).unwrap();
    }
    writer.into_inner()
}
