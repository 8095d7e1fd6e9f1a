//! Writing of a dictionary for `StarDict`, `GoldenDict` and `sdcv`, by the form of `StarDict` 2.4.2.
//!
//! The best form of each language is a headword. Other written forms, pinyin, Wylie and Tibetan with its outer tsheg lead to
//! it. Spoken explanations stand in the article, marked, and lead to nothing, so that nobody finds one in place of a term.
//! Each article says how far its entry has come.

mod article;
mod headwords;
mod index;
mod tar;

use std::io;

pub use tar::Tar;

use self::index::Index;
use crate::{ExportError, ExportHeader, ExportReport, Exported, FileSink, Reason};

/// The name of the files, before their extensions.
const NAME: &str = "shanjar";

/// What stands beside the articles: everything but the file `.dict`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companions {
    /// The file `.ifo`: what the dictionary says of itself.
    pub ifo: Vec<u8>,
    /// The file `.idx`: headwords in the order of `StarDict`, each with the place of its article.
    pub idx: Vec<u8>,
    /// The file `.syn`: what leads to a headword, in the same order.
    pub syn: Vec<u8>,
    /// How many bytes of articles were written.
    pub dict_bytes: u64,
}

/// Writes the articles of `concepts` to `dict`, in their order, and returns the other files.
///
/// The index of all headwords is held in memory, because it is sorted, and one article at a time.
///
/// # Errors
/// As soon as `dict` takes nothing more, a concept cannot be had, or the articles outgrow 4 GiB.
pub fn write<E>(
    dict: &mut dyn io::Write,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<(Companions, ExportReport), ExportError<E>> {
    let mut report = ExportReport::default();
    let mut index = Index::default();
    let mut offset: u64 = 0;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        let found_by = headwords::of(&exported.concept, &mut report);
        if found_by.is_empty() {
            report.leave_out("concepts", WITHOUT_HEADWORD);
            continue;
        }
        let article = article::write(&exported, &mut report);
        dict.write_all(article.as_bytes())?;
        let place = (as_u32(offset)?, as_u32(article.len() as u64)?);
        offset += article.len() as u64;
        found_by.into_iter().for_each(|group| index.add(group, place));
        report.concepts += 1;
    }
    dict.flush()?;
    let (idx, syn, counts) = index.into_files();
    let ifo = ifo(header, &counts, idx.len());
    Ok((
        Companions {
            ifo,
            idx,
            syn,
            dict_bytes: offset,
        },
        report,
    ))
}

/// Writes the four files to `files`: the articles once for their places and once to be kept, so that neither they nor the
/// concepts have to be held. `concepts` is asked twice and has to give the same both times.
///
/// # Errors
/// As those of [`write`].
pub fn write_files<'a, E: 'a>(
    files: &mut dyn FileSink,
    header: &ExportHeader,
    concepts: &mut dyn FnMut() -> Box<dyn Iterator<Item = Result<Exported, E>> + 'a>,
) -> Result<ExportReport, ExportError<E>> {
    let (companions, report) = write(&mut io::sink(), header, &mut concepts())?;
    for (extension, bytes) in [
        ("ifo", &companions.ifo),
        ("idx", &companions.idx),
        ("syn", &companions.syn),
    ] {
        files.begin_file(&format!("{NAME}.{extension}"), bytes.len() as u64)?;
        files.write_all(bytes)?;
    }
    files.begin_file(&format!("{NAME}.dict"), companions.dict_bytes)?;
    drop(companions);
    write(&mut *files as &mut dyn io::Write, header, &mut concepts())?;
    Ok(report)
}

const WITHOUT_HEADWORD: Reason = Reason {
    en: "a dictionary needs a written form in Chinese or Tibetan",
    zh: "词典条目须有汉文或藏文的书写形式",
};

fn as_u32(bytes: u64) -> io::Result<u32> {
    u32::try_from(bytes)
        .map_err(|_| io::Error::other("the articles have more than 4 GiB, which StarDict cannot address"))
}

fn ifo(header: &ExportHeader, (words, synonyms): &(usize, usize), idx_bytes: usize) -> Vec<u8> {
    let ExportHeader {
        seq,
        edition,
        made_at,
        filter,
    } = header;
    let edition = edition.map(|number| format!(" 第{number}版")).unwrap_or_default();
    // A line break would begin another field.
    let line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let about = line(format!("seq={seq} made_at={made_at} filter={filter}"));
    let book = line(format!("Shanjar 汉藏法律术语{edition}"));
    format!(
        "StarDict's dict ifo file\nversion=2.4.2\nwordcount={words}\nsynwordcount={synonyms}\nidxfilesize={idx_bytes}\n\
         bookname={book}\ndescription={about}\nsametypesequence=m\n"
    )
    .into_bytes()
}
