//! Writing of a dictionary for `StarDict`, `GoldenDict` and `sdcv`, by the form of `StarDict` 2.4.2.
//!
//! The best form of each language is a headword. Other written forms, pinyin, Wylie and Tibetan with its outer tsheg lead to
//! it. Spoken explanations stand in the article, marked, and lead to nothing, so that nobody finds one in place of a term.
//! Each article says how far its entry has come.

mod article;
mod headwords;
mod index;
mod tar;

use std::collections::HashMap;
use std::io;

pub use tar::Tar;

use self::index::{BETWEEN, Index, Indexed};
use crate::{ConceptsAnew, ExportError, ExportHeader, ExportReport, Exported, FileSink, Reason};

/// The name of the files, before their extensions.
const NAME: &str = "shanjar";

/// Writes the four files `shanjar.ifo`, `.idx`, `.syn` and `.dict` to `files`.
///
/// `concepts` is walked through twice and has to give the same both times: once for the words, of which the index is held
/// because it is sorted, and once for the articles, of which those are held that share a word with another.
///
/// # Errors
/// As soon as `files` takes nothing more, a concept cannot be had, or the articles outgrow 4 GiB.
pub fn write<'a, E: 'a>(
    files: &mut dyn FileSink,
    header: &ExportHeader,
    concepts: &mut ConceptsAnew<'a, E>,
) -> Result<ExportReport, ExportError<E>> {
    let (indexed, report) = index(&mut concepts())?;
    let ifo = ifo(header, &indexed);
    for (extension, bytes) in [("ifo", &ifo), ("idx", &indexed.idx), ("syn", &indexed.syn)] {
        files.begin_file(&format!("{NAME}.{extension}"), bytes.len() as u64)?;
        files.write_all(bytes)?;
    }
    files.begin_file(&format!("{NAME}.dict"), indexed.dict_bytes)?;
    write_articles(files, &indexed.together, &mut concepts())?;
    files.flush()?;
    Ok(report)
}

const WITHOUT_HEADWORD: Reason = Reason {
    en: "a dictionary needs a written form in Chinese or Tibetan",
    zh: "词典条目须有汉文或藏文的书写形式",
};
const TOO_MANY_OF_A_WORD: Reason = Reason {
    en: "a word shows at most 50 entries",
    zh: "一个词目下最多列 50 个词条",
};

/// Walks through the concepts for their words, and for how long their articles are.
fn index<E>(
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<(Indexed, ExportReport), ExportError<E>> {
    let mut report = ExportReport::default();
    let mut index = Index::default();
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        let found_by = headwords::of(&exported.concept, &mut report);
        if found_by.is_empty() {
            report.leave_out("concepts", WITHOUT_HEADWORD);
            continue;
        }
        let article = article::write(&exported, &mut report);
        index.add(found_by, u32::try_from(article.len()).unwrap_or(u32::MAX));
        report.concepts += 1;
    }
    let indexed = index.finish();
    for _ in 0..indexed.left_out {
        report.leave_out("terms", TOO_MANY_OF_A_WORD);
    }
    if u32::try_from(indexed.dict_bytes).is_err() {
        let cause = "the articles have more than 4 GiB, which StarDict cannot address";
        return Err(io::Error::other(cause).into());
    }
    Ok((indexed, report))
}

/// Writes every article, and behind them those that stand together.
fn write_articles<E>(
    dict: &mut dyn FileSink,
    together: &[Vec<u32>],
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<(), ExportError<E>> {
    let mut held: HashMap<u32, String> = together.iter().flatten().map(|n| (*n, String::new())).collect();
    // What is not carried was told by the first walk.
    let mut told = ExportReport::default();
    let mut number = 0;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        if !headwords::has_any(&exported.concept) {
            continue;
        }
        let article = article::write(&exported, &mut told);
        dict.write_all(article.as_bytes())?;
        if let Some(place) = held.get_mut(&number) {
            *place = article;
        }
        number += 1;
    }
    for articles in together {
        for (n, article) in articles.iter().enumerate() {
            let separator = if n == 0 { "" } else { BETWEEN };
            dict.write_all(separator.as_bytes())?;
            dict.write_all(held.get(article).map_or("", String::as_str).as_bytes())?;
        }
    }
    Ok(())
}

fn ifo(header: &ExportHeader, indexed: &Indexed) -> Vec<u8> {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
        batches: _,
    } = header;
    let Indexed {
        headwords, synonyms, ..
    } = indexed;
    let idx_bytes = indexed.idx.len();
    let edition = edition.map(|number| format!(" 第{number}版")).unwrap_or_default();
    // A line break would begin another field.
    let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let about = line(format!("seq={seq} made_at={made_at} filter={filter}"));
    let book = line(format!("Shanjar 汉藏法律术语{edition}"));
    format!(
        "StarDict's dict ifo file\nversion=2.4.2\nwordcount={headwords}\nsynwordcount={synonyms}\nidxfilesize={idx_bytes}\n\
         bookname={book}\ndescription={about}\nsametypesequence=m\n"
    )
    .into_bytes()
}
