//! The archive that a workbook is: parts read out of it, and a copy in which some are new and all others are as they were.

use std::collections::HashMap;
use std::io::{Cursor, Read as _, Write as _};

use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::TemplateError;
use crate::issue::Words;
use crate::table::MAX_FILE_BYTES;
use crate::zip_directory;

/// An opened template.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, TemplateError> {
        if bytes.len() > MAX_FILE_BYTES {
            let bytes = bytes.len();
            return Err(TemplateError::Unreadable(Box::new(Words {
                en: format!("it has {bytes} bytes"),
                zh: format!("它有 {bytes} 字节，过大"),
            })));
        }
        zip_directory::check(bytes).map_err(|_| {
            TemplateError::Unreadable(("it unpacks to more than is read", "解压以后过大").into())
        })?;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
        let mut names = Vec::new();
        for index in 0..zip.len() {
            let member = zip.by_index_raw(index).map_err(unreadable)?;
            names.push(member.name().map_err(unreadable)?.into_owned());
        }
        Ok(Self { zip, names })
    }

    /// Returns the names of the parts that are sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        let is_sheet = |name: &&String| {
            let file = name.strip_prefix("xl/worksheets/");
            file.is_some_and(|file| file.ends_with(".xml") && !file.contains('/'))
        };
        self.names.iter().filter(is_sheet).cloned().collect()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Returns the text of a part.
    pub(super) fn text(&mut self, name: &str) -> Result<String, TemplateError> {
        let mut text = String::new();
        let mut member = self.zip.by_name(name).map_err(unreadable)?;
        member
            .read_to_string(&mut text)
            .map_err(|error| damaged(format!("{name}: {error}")))?;
        Ok(text)
    }

    /// Returns the text of a part that may be missing.
    pub(super) fn text_if_there(&mut self, name: &str) -> Result<Option<String>, TemplateError> {
        if self.has(name) {
            self.text(name).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Returns the shared texts in their order, each without its formats and without what is written beside it in small.
    pub(super) fn shared_texts(&mut self) -> Result<Vec<String>, TemplateError> {
        let Some(xml) = self.text_if_there("xl/sharedStrings.xml")? else {
            return Ok(Vec::new());
        };
        let mut texts = Vec::new();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let (mut is_text, mut beside) = (false, 0_usize);
        loop {
            match reader.read_event().map_err(unreadable)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "si" => texts.push(String::new()),
                    "rPh" => beside += 1,
                    "t" => is_text = beside == 0,
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push(String::new()),
                Event::End(tag) => match tag.local_name().as_ref() {
                    "rPh" => beside = beside.saturating_sub(1),
                    "t" => is_text = false,
                    _ => {}
                },
                Event::Text(part) if is_text => {
                    if let Some(text) = texts.last_mut() {
                        text.push_str(&part);
                    }
                }
                Event::GeneralRef(reference) if is_text => {
                    if let Some(text) = texts.last_mut() {
                        super::cell::push_reference(text, &reference);
                    }
                }
                Event::Eof => return Ok(texts),
                _ => {}
            }
        }
    }

    /// Returns the relationships of a part: the targets by id, as paths in the archive.
    pub(super) fn related(&mut self, part: &str) -> Result<HashMap<String, String>, TemplateError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(xml) = self.text_if_there(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(HashMap::new());
        };
        let mut related = HashMap::new();
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event().map_err(unreadable)? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                    let tag = tag.to_string();
                    if let (Some(id), Some(target)) = (
                        super::cell::attribute(&tag, "Id"),
                        super::cell::attribute(&tag, "Target"),
                    ) {
                        related.insert(id.to_owned(), absolute(folder, target));
                    }
                }
                Event::Eof => return Ok(related),
                _ => {}
            }
        }
    }

    /// Returns the archive with the parts of `patched` in the place of those of the same names. All other members are copied
    /// as they lie there, without being unpacked.
    pub(super) fn with(mut self, patched: &[(String, String)]) -> Result<Vec<u8>, TemplateError> {
        let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
        copy.set_raw_comment(self.zip.comment().into())
            .map_err(unreadable)?;
        for index in 0..self.zip.len() {
            let name = self.names.get(index).map(String::as_str).unwrap_or_default();
            let member = self.zip.by_index_raw(index).map_err(unreadable)?;
            let Some((_, xml)) = patched.iter().find(|(part, _)| part == name) else {
                copy.raw_copy_file(member).map_err(unreadable)?;
                continue;
            };
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(member.last_modified().unwrap_or_default());
            drop(member);
            copy.start_file(name, options).map_err(unreadable)?;
            copy.write_all(xml.as_bytes()).map_err(unreadable)?;
        }
        Ok(copy.finish().map_err(unreadable)?.into_inner())
    }
}

/// Returns the path in the archive that a target relative to `folder` means.
fn absolute(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in target.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub(super) fn unreadable(error: impl std::fmt::Display) -> TemplateError {
    damaged(error.to_string())
}

/// What the reader of archives says is of use to whoever looks into the file; the way out is the same for all of it.
fn damaged(technical: String) -> TemplateError {
    TemplateError::Unreadable(Box::new(Words {
        zh: format!("不是完好的 .xlsx 工作簿（{technical}）"),
        en: technical,
    }))
}
