//! The encodings this product knows by name (`data/bo_legacy_encodings.tsv`).

use std::sync::LazyLock;

use crate::script::Script;
use crate::table::rows;

/// An encoding of Tibetan from before Unicode Tibetan could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// GB/T 20542-2006, extension set A: 1,536 stacks, U+F300 to U+F8FF.
    Gbt20542A,
    /// GB/T 22238-2008, extension set B: stacks from U+F0000, to U+F1645 as far as known.
    Gbt22238B,
    /// 同元, on codes of GBK that are mostly rare characters.
    Tongyuan,
    /// 班智达, on codes of GB 2312, everyday characters among them.
    Banzhida,
    /// The typesetting fonts of 方正; its newer fonts are of extension set A or of Unicode.
    Founder,
    /// 华光.
    Huaguang,
    /// TibetBT, on code points of Chinese characters in order.
    TibetBt,
    /// One of the five before, when the text does not tell which.
    GbkFont,
    /// Sambhota 1: Sama, Esama.
    Sambhota1,
    /// Sambhota 2: Dedris, Ededris and the typefaces cut like them.
    Sambhota2,
    /// TibetanMachine.
    TibetanMachine,
    /// TibetanMachineWeb.
    TibetanMachineWeb,
    /// LTibetan, LMantra.
    LTibetan,
    /// TCRC Bod-Yig, TCRC Youtso.
    Tcrc,
    /// Jamyang: DBu-can.
    Jamyang,
    /// The fonts of the Padma Karpo Translation Committee.
    Pktc,
    /// TB-Youtso.
    Ltwa,
    /// Monlam up to version 2.
    Monlam,
}

/// What a reader of such text can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WayOut {
    /// The encoding is known: convert with a mapping table for it, or in the program the text was made with.
    MappingTable,
    /// Several encodings look like this: read the name of the font in the document, then convert.
    FontName,
    /// The same codes mean other letters in each font file: convert in the document, one font after the other.
    FontByFont,
}

impl WayOut {
    /// Returns the stable name that message catalogues use.
    ///
    /// ```
    /// use text::bo::legacy::Encoding;
    ///
    /// assert!(Encoding::ALL.iter().all(|encoding| Encoding::of_id(encoding.id()) == Some(*encoding)));
    /// ```
    pub fn id(self) -> &'static str {
        match self {
            Self::MappingTable => "mapping-table",
            Self::FontName => "font-name",
            Self::FontByFont => "font-by-font",
        }
    }
}

/// What text of an encoding looks like where Unicode is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Private,
    Chinese,
    Latin,
}

struct Row {
    id: &'static str,
    name_zh: &'static str,
    name_en: &'static str,
    looks: Looks,
}

impl Encoding {
    /// All encodings, in the order of the table.
    pub const ALL: [Self; 18] = [
        Self::Gbt20542A,
        Self::Gbt22238B,
        Self::Tongyuan,
        Self::Banzhida,
        Self::Founder,
        Self::Huaguang,
        Self::TibetBt,
        Self::GbkFont,
        Self::Sambhota1,
        Self::Sambhota2,
        Self::TibetanMachine,
        Self::TibetanMachineWeb,
        Self::LTibetan,
        Self::Tcrc,
        Self::Jamyang,
        Self::Pktc,
        Self::Ltwa,
        Self::Monlam,
    ];

    /// Returns the stable name in lower case, as the header of a mapping table and messages give it.
    ///
    /// ```
    /// use text::bo::legacy::Encoding;
    /// assert_eq!(Encoding::Gbt20542A.id(), "gbt20542-a");
    /// assert_eq!(Encoding::of_id("gbt20542-a"), Some(Encoding::Gbt20542A));
    /// ```
    pub fn id(self) -> &'static str {
        self.row().map_or("", |row| row.id)
    }

    /// Returns the encoding that [`Self::id`] names `id`, `None` for any other text.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.id() == id)
    }

    /// Returns the name shown to readers of Chinese.
    pub fn name_zh(self) -> &'static str {
        self.row().map_or("", |row| row.name_zh)
    }

    /// Returns the name shown to readers of English.
    pub fn name_en(self) -> &'static str {
        self.row().map_or("", |row| row.name_en)
    }

    /// Returns what a reader of such text can do.
    pub fn way_out(self) -> WayOut {
        match (self, self.looks()) {
            (Self::GbkFont, _) => WayOut::FontName,
            (_, Looks::Latin) => WayOut::FontByFont,
            _ => WayOut::MappingTable,
        }
    }

    /// Tells whether text of this encoding is written in characters like `c`, whether or not a table has it.
    pub(super) fn is_written_in(self, c: char) -> bool {
        if c.is_whitespace() || c.is_control() || Script::of(c) == Script::Tibetan {
            return false;
        }
        match self.looks() {
            Looks::Private => is_private_use(c),
            Looks::Chinese => {
                Script::of(c) == Script::Han || is_private_use(c) || matches!(c, '\u{fe30}'..='\u{fe4f}')
            }
            // Latin letters and the signs of Windows-1252, which reach to U+2122.
            Looks::Latin => c <= '\u{2122}' && !('\u{f00}'..='\u{fff}').contains(&c),
        }
    }

    fn looks(self) -> Looks {
        self.row().map_or(Looks::Private, |row| row.looks)
    }

    /// The rows stand in the order of the variants, which a test holds them to.
    fn row(self) -> Option<&'static Row> {
        static ROWS: LazyLock<Vec<Row>> =
            LazyLock::new(|| parse(include_str!("../../../data/bo_legacy_encodings.tsv")));
        ROWS.get(self as usize)
    }
}

fn parse(tsv: &'static str) -> Vec<Row> {
    rows(tsv)
        .filter_map(|row| match row.as_slice() {
            &[id, name_zh, name_en, looks, _source] => Some(Row {
                id,
                name_zh,
                name_en,
                looks: match looks {
                    "private" => Looks::Private,
                    "chinese" => Looks::Chinese,
                    "latin" => Looks::Latin,
                    _ => return None,
                },
            }),
            _ => None,
        })
        .collect()
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_has_its_row() {
        let ids: Vec<_> = Encoding::ALL.into_iter().map(Encoding::id).collect();
        assert_eq!(
            ids.join(" "),
            "gbt20542-a gbt22238-b tongyuan banzhida founder huaguang tibetbt gbk-font sambhota-1 sambhota-2 \
             tibetan-machine tibetan-machine-web ltibetan tcrc jamyang pktc ltwa monlam"
        );
        let rows = rows(include_str!("../../../data/bo_legacy_encodings.tsv"));
        assert!(rows.eq(rows_read_back()));
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::of_id(encoding.id()), Some(encoding));
        }
        assert_eq!(Encoding::of_id(""), None);
        assert_eq!(Encoding::of_id("GBT20542-A"), None);
    }

    /// The rows of the file that carry an id of the enumeration, name by name.
    fn rows_read_back() -> impl Iterator<Item = Vec<&'static str>> {
        rows(include_str!("../../../data/bo_legacy_encodings.tsv")).filter(|row| {
            row.len() == 5
                && row.iter().all(|cell| !cell.is_empty())
                && Encoding::of_id(row[0])
                    .is_some_and(|encoding| (encoding.name_zh(), encoding.name_en()) == (row[1], row[2]))
        })
    }

    #[test]
    fn the_way_out_depends_on_what_the_text_tells() {
        assert_eq!(Encoding::Gbt20542A.way_out(), WayOut::MappingTable);
        assert_eq!(Encoding::Banzhida.way_out(), WayOut::MappingTable);
        assert_eq!(Encoding::GbkFont.way_out(), WayOut::FontName);
        assert_eq!(Encoding::Sambhota2.way_out(), WayOut::FontByFont);
        assert_eq!(WayOut::FontByFont.id(), "font-by-font");
    }

    #[test]
    fn unicode_tibetan_and_white_space_belong_to_no_legacy_text() {
        for encoding in Encoding::ALL {
            for c in "ཀྱ་། \n\0".chars() {
                assert!(!encoding.is_written_in(c), "{encoding:?} {c:?}");
            }
        }
        assert!(Encoding::Gbt22238B.is_written_in('\u{f1645}'));
        assert!(Encoding::Banzhida.is_written_in('坝') && Encoding::Banzhida.is_written_in('︽'));
        assert!(Encoding::LTibetan.is_written_in('!') && !Encoding::LTibetan.is_written_in('法'));
    }
}
