//! Which provision of a law is meant, however it is written: what a legal review compares.
//!
//! Lists cite 第264条, judgments 第二百六十四条, databases 刑法第264条; the law is called by its full name or without
//! 中华人民共和国. The way of citing is that of 立法技术规范（试行）（一）, 2009: 条, 款, 项, 目, each with its number, 之一 for an
//! inserted article.

use crate::LegalBasis;

/// A law with one of its provisions, as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    law: String,
    article: Option<Cited>,
}

/// The provisions that a text cites.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cited {
    /// Each a single place or the first and last of several.
    Places(Vec<(Place, Option<Place>)>),
    /// What is no citation is compared as it is written, without white space.
    Unread(String),
}

/// A place in a law: the article with the numbers after 之, the paragraph, the item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    unit: char,
    numbers: Vec<u32>,
}

const UNITS: [char; 4] = ['条', '款', '项', '目'];
/// What stands between two places.
const SEPARATORS: [char; 8] = ['、', '，', ',', '和', '及', '与', ';', '；'];

impl Provision {
    /// Makes what is asked for: a law, or an article of it. White space and 《》 around the name do not matter.
    #[must_use]
    pub fn new(law: &str, article: Option<&str>) -> Self {
        let article = article.map(str::trim).filter(|article| !article.is_empty());
        Self {
            law: law_key(law),
            article: article.map(cited),
        }
    }

    /// Tells whether a legal basis rests on this provision: it is of the same law, and cites this place, one within it, or
    /// one that it lies in. A basis without an article rests on the whole law.
    ///
    /// ```
    /// use glossary::{LegalBasis, provision::Provision};
    ///
    /// let asked = Provision::new("刑法", Some("第二百六十四条"));
    /// let mut basis = LegalBasis::of("中华人民共和国刑法");
    /// basis.article = Some("第264条".to_owned());
    /// assert!(asked.is_under(&basis));
    /// ```
    #[must_use]
    pub fn is_under(&self, basis: &LegalBasis) -> bool {
        if law_key(&basis.law) != self.law {
            return false;
        }
        match (&self.article, basis.article.as_deref().map(cited)) {
            (Some(asked), Some(given)) => asked.touches(&given),
            _ => true,
        }
    }
}

impl Cited {
    fn touches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Places(some), Self::Places(others)) => some
                .iter()
                .any(|one| others.iter().any(|other| is_touching(one, other))),
            (Self::Unread(one), Self::Unread(other)) => one == other,
            _ => false,
        }
    }
}

/// Returns the name by which a law is compared: without brackets, white space and the name of the state.
#[must_use]
pub fn law_key(name: &str) -> String {
    let bare: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !"《》〈〉".contains(*c))
        .collect();
    bare.strip_prefix("中华人民共和国")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&bare)
        .to_owned()
}

/// Tells whether two places, or stretches of places, have one in common.
fn is_touching(one: &(Place, Option<Place>), other: &(Place, Option<Place>)) -> bool {
    match (one, other) {
        ((a, None), (b, None)) => a.is_within(b) || b.is_within(a),
        ((from, to), (other_from, other_to)) => {
            let last = |first: &Place, last: &Option<Place>| last.clone().unwrap_or_else(|| first.clone());
            let (to, other_to) = (last(from, to), last(other_from, other_to));
            // The end of a stretch holds all that lies within it.
            (*from <= other_to || from.is_within(&other_to))
                && (*other_from <= to || other_from.is_within(&to))
        }
    }
}

impl Place {
    fn is_within(&self, wider: &Self) -> bool {
        self.0.starts_with(&wider.0)
    }
}

fn cited(text: &str) -> Cited {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut places: Vec<(Place, Option<Place>)> = Vec::new();
    for part in bare.split(SEPARATORS).filter(|part| !part.is_empty()) {
        let (from, to) = match part.split_once(['至', '到', '—', '～', '~']) {
            Some((from, to)) => (from, Some(to)),
            None => (part, None),
        };
        // 第115条第1款、第2款: what lacks its article is of the one before.
        let before = places
            .last()
            .map(|(from, to)| to.as_ref().unwrap_or(from).clone());
        let Some(from) = place(from, before.as_ref()) else {
            return Cited::Unread(bare);
        };
        let to = to.map(|to| place(to, Some(&from)));
        match to {
            Some(None) => return Cited::Unread(bare),
            Some(to) => places.push((from, to)),
            None => places.push((from, None)),
        }
    }
    if places.is_empty() {
        Cited::Unread(bare)
    } else {
        Cited::Places(places)
    }
}

/// Reads 第二百三十四条之一第2款第（三）项, or a bare number as an article.
fn place(text: &str, before: Option<&Place>) -> Option<Place> {
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('之') {
            let (number, after) = number(after)?;
            steps.last_mut()?.numbers.push(number);
            rest = after;
            continue;
        }
        rest = rest.strip_prefix('第').unwrap_or(rest);
        let (first, after) = number(rest)?;
        let unit = after.chars().next();
        let (unit, after) = match unit {
            Some(unit) if UNITS.contains(&unit) => (unit, after.get(unit.len_utf8()..)?),
            None if steps.is_empty() => ('条', after),
            _ => return None,
        };
        steps.push(Step {
            unit,
            numbers: vec![first],
        });
        rest = after;
    }
    let unit = steps.first()?.unit;
    if unit == '条' {
        return Some(Place(steps));
    }
    let kept = before?.0.iter().take_while(|step| step.unit != unit).cloned();
    let whole: Vec<Step> = kept.chain(steps).collect();
    (whole.first()?.unit == '条').then_some(Place(whole))
}

/// Reads a number in Arabic or Chinese figures, in brackets or not, from the start of `text`; up to 9,999.
fn number(text: &str) -> Option<(u32, &str)> {
    let inner = text.strip_prefix(['（', '(']).unwrap_or(text);
    let is_figure = |c: char| {
        c.is_ascii_digit() || wide_digit(c).is_some() || "〇零一二两三四五六七八九十百千".contains(c)
    };
    let end = inner.find(|c| !is_figure(c)).unwrap_or(inner.len());
    let (figures, after) = inner.split_at(end);
    let value = arabic(figures).or_else(|| chinese(figures))?;
    let after = if inner.len() == text.len() {
        after
    } else {
        after.strip_prefix(['）', ')'])?
    };
    Some((value, after))
}

fn wide_digit(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| u32::from(c) - u32::from('０'))
}

fn arabic(figures: &str) -> Option<u32> {
    if figures.is_empty() || figures.chars().count() > 4 {
        return None;
    }
    figures.chars().try_fold(0, |value, c| {
        let digit = c.to_digit(10).or_else(|| wide_digit(c))?;
        Some(value * 10 + digit)
    })
}

fn chinese(figures: &str) -> Option<u32> {
    if figures.is_empty() || figures.chars().count() > 8 {
        return None;
    }
    let (mut value, mut digit) = (0, None);
    for c in figures.chars() {
        let weight = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let next = "零一二三四五六七八九".chars().position(|figure| figure == c);
                let next = match c {
                    '〇' => Some(0),
                    '两' => Some(2),
                    _ => next.and_then(|next| u32::try_from(next).ok()),
                };
                digit = Some(next?);
                continue;
            }
        };
        value += digit.take().unwrap_or(1) * weight;
    }
    Some(value + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn basis(law: &str, article: &str) -> LegalBasis {
        LegalBasis {
            article: Some(article.to_owned()).filter(|article| !article.is_empty()),
            ..LegalBasis::of(law)
        }
    }

    #[test]
    fn a_provision_is_found_however_it_is_cited() {
        for (asked, given, is_found) in [
            ("第264条", "第264条", true),
            ("第二百六十四条", "第264条", true),
            ("264", "第２６４条", true),
            ("第一百零三条", "第103条", true),
            ("第十条", "第10条", true),
            ("第二十条", "第20条", true),
            ("第264条", "第265条", false),
            ("第26条", "第264条", false),
            // What lies within, and what it lies in.
            ("第115条", "第115条第2款", true),
            ("第115条第2款", "第115条", true),
            ("第115条第1款", "第115条第2款", false),
            ("第115条第2款第（三）项", "第一百一十五条第二款", true),
            // An inserted article is one of its own.
            ("第234条", "第234条之一", false),
            ("第二百三十四条之一", "第234条之一第2款", true),
            // Several.
            ("第115条", "第114条、第115条第1款", true),
            ("第115条第2款", "第115条第1款、第2款", true),
            ("第116条第2款", "第115条第1款、第2款", false),
            ("第105条", "第102条至第112条", true),
            ("第112条第3款", "第102条至第112条", true),
            ("第113条", "第102条至第112条", false),
            ("第102条至第104条", "第104条之一", false),
            // No citation.
            ("总则", "总则", true),
            ("总则", "附则", false),
            ("第2章", "第2条", false),
        ] {
            let found = Provision::new("刑法", Some(asked)).is_under(&basis("中华人民共和国刑法", given));
            assert_eq!(found, is_found, "{asked} in {given}");
        }
    }

    #[test]
    fn the_law_is_the_same_by_its_full_name_and_in_brackets() {
        let asked = Provision::new(" 《中华人民共和国民法典》 ", None);
        for (law, article, is_found) in [
            ("民法典", "第1条", true),
            ("《民法典》", "", true),
            ("刑法", "第1条", false),
            ("民法", "", false),
            ("中华人民共和国", "", false),
        ] {
            assert_eq!(asked.is_under(&basis(law, article)), is_found, "{law}");
        }
        assert!(Provision::new("中华人民共和国", None).is_under(&basis("中华人民共和国", "")));
        // A basis that names no article rests on all of them.
        assert!(Provision::new("民法典", Some("第9条")).is_under(&basis("民法典", "")));
    }

    #[test]
    fn every_number_to_9999_is_read_in_chinese_figures() {
        const FIGURES: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let written = |n: u32| {
            let (mut text, mut gap) = (String::new(), false);
            for (weight, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = n / weight % 10;
                if digit == 0 {
                    gap = !text.is_empty();
                    continue;
                }
                if std::mem::take(&mut gap) {
                    text += "零";
                }
                text = text + FIGURES[digit as usize] + name;
            }
            text
        };
        for n in 1..=9_999 {
            assert_eq!(number(&written(n)), Some((n, "")), "{}", written(n));
        }
        assert_eq!(number("十二条"), Some((12, "条")));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_touches_itself(text in "[第条款项之至、一二十百0-9（）() 法ཀ]{1,40}") {
            let asked = Provision::new("法", Some(&text));
            prop_assert!(asked.is_under(&basis("法", &text)) || is_backwards(&text));
        }
    }

    /// 第3条至第1条 cites nothing.
    fn is_backwards(text: &str) -> bool {
        matches!(cited(text), Cited::Places(places) if places.iter().all(|(from, to)| to.as_ref().is_some_and(|to| to < from)))
    }
}
