//! Tells the encoding of text from the name of its font (`data/bo_legacy_fonts.tsv`).

use std::sync::LazyLock;

use super::Encoding;
use crate::table::rows;

/// The longest name, in characters, that is looked at; the names of fonts are shorter.
const MAX_NAME_CHARS: usize = 100;

/// Returns the encoding of text that is set in the font `name`, `None` for Unicode fonts and unknown ones.
///
/// Case, spaces, hyphens, underscores and the tag of a font embedded in a PDF (`ABCDEF+`) do not matter. A name that
/// only begins like a known one is another font, except in families whose files differ by their ending. Names are
/// facts of font catalogues; the source stands in each row of the table.
///
/// ```
/// use text::bo::legacy::{Encoding, font};
/// assert_eq!(font("Ededris-a1"), Some(Encoding::Sambhota2));
/// assert_eq!(font("ABCDEF+TibetanMachineWeb3"), Some(Encoding::TibetanMachineWeb));
/// assert_eq!(font("Tibetan Machine Uni"), None);
/// ```
pub fn font(name: &str) -> Option<Encoding> {
    static PATTERNS: LazyLock<Vec<Pattern>> =
        LazyLock::new(|| parse(include_str!("../../../data/bo_legacy_fonts.tsv")));
    let name = plain(name)?;
    PATTERNS
        .iter()
        .filter(|pattern| pattern.fits(&name))
        .max_by_key(|pattern| pattern.start.len())
        .and_then(|pattern| pattern.encoding)
}

struct Pattern {
    /// What the name is, or what it begins with.
    start: &'static str,
    is_open: bool,
    /// `None` for a Unicode font.
    encoding: Option<Encoding>,
}

impl Pattern {
    fn fits(&self, name: &str) -> bool {
        if self.is_open {
            name.starts_with(self.start)
        } else {
            name == self.start
        }
    }
}

fn parse(tsv: &'static str) -> Vec<Pattern> {
    rows(tsv)
        .filter_map(|row| {
            let &pattern = row.first()?;
            Some(Pattern {
                start: pattern.strip_suffix('*').unwrap_or(pattern),
                is_open: pattern.ends_with('*'),
                encoding: Encoding::of_id(row.get(1)?),
            })
        })
        .collect()
}

/// Returns `name` in the spelling of the patterns, `None` when it is too long for a name.
fn plain(name: &str) -> Option<String> {
    if name.chars().nth(MAX_NAME_CHARS).is_some() {
        return None;
    }
    let name = match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    };
    let kept = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    Some(kept.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<Encoding>) {
        assert_eq!(font(name), expect, "{name}");
    }

    #[test]
    fn fonts_of_the_catalogues_are_known() {
        for (name, expect) in [
            ("BZDBT", Encoding::Banzhida),
            ("TIBETBT", Encoding::TibetBt),
            ("方正藏文新白体", Encoding::Gbt20542A),
            ("Sama", Encoding::Sambhota1),
            ("Esamc", Encoding::Sambhota1),
            ("Dedris-vowa", Encoding::Sambhota2),
            ("Drutsa-g2", Encoding::Sambhota2),
            ("TibetanMachineSkt4", Encoding::TibetanMachine),
            ("TibetanMachineWeb9", Encoding::TibetanMachineWeb),
            ("LTibetanExtension", Encoding::LTibetan),
            ("TCRC Bod-Yig", Encoding::Tcrc),
            ("TCRC-Youtsoweb", Encoding::Tcrc),
            ("Tibetisch dBu-can Overstrike", Encoding::Jamyang),
            ("TibetanClassicSkt1", Encoding::Pktc),
            ("TB2-TTYoutso-Normal", Encoding::Ltwa),
            ("Monlam ouchan 2", Encoding::Monlam),
        ] {
            check(name, Some(expect));
            check(&name.to_uppercase(), Some(expect));
            check(&format!("ABCDEF+{name}"), Some(expect));
        }
    }

    #[test]
    fn unicode_fonts_and_fonts_for_other_text_are_not() {
        for name in [
            "",
            "Tibetan Machine Uni",
            "Microsoft Himalaya",
            "Monlam Uni OuChan2",
            "Jomolhari",
            "Noto Serif Tibetan",
            "Qomolangma-Drutsa",
            "GangJie-Drutsa",
            "方正藏文新白体OT_Unicode",
            "FZZWXBTOT_Unicode",
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S",
            "华光小标宋_CNKI",
            "仿宋_GB2312",
            "SimSun",
            "Samarkand",
            "+",
            "\0",
        ] {
            check(name, None);
        }
        check(&"Dedris".repeat(100), None);
    }

    #[test]
    fn every_row_is_in_the_spelling_names_are_brought_to() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(include_str!("../../../data/bo_legacy_fonts.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(row[1] == "-" || Encoding::of_id(row[1]).is_some(), "{row:?}");
            assert_eq!(plain(row[0]).as_deref(), Some(row[0]));
            assert!(
                !row[0].trim_end_matches('*').contains('*') && seen.insert(row[0]),
                "{row:?}"
            );
        }
    }
}
