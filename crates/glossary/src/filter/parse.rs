//! Reading of a filter, token by token.

use std::str::FromStr;

use super::{
    Condition, Filter, FilterFault, FilterFaultKind, MAX_FILTER_CHARS, MAX_FILTER_TOKENS, Part, Token,
};
use crate::{Region, is_civil_date};

impl FromStr for Filter {
    type Err = FilterFault;

    /// Reads a filter. The first fault is told; a text without any token is the filter that everything passes.
    fn from_str(raw: &str) -> Result<Self, FilterFault> {
        let chars: Vec<char> = raw.chars().take(MAX_FILTER_CHARS + 1).collect();
        if chars.len() > MAX_FILTER_CHARS {
            return Err(FilterFault {
                token: chars.iter().take(20).chain(['…'].iter()).collect(),
                position: MAX_FILTER_CHARS,
                kind: FilterFaultKind::TooLong,
            });
        }
        let mut reader = Reader { chars: &chars, at: 0 };
        let mut tokens = Vec::new();
        while let Some(token) = reader.token() {
            let token = token?;
            if tokens.len() == MAX_FILTER_TOKENS {
                return Err(token.fault(FilterFaultKind::TooManyTokens));
            }
            tokens.push(token.read()?);
        }
        Ok(Self { tokens })
    }
}

/// A walk over the characters.
struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

/// A token as it is written.
struct RawToken {
    /// All of it.
    whole: String,
    /// The characters before it.
    position: usize,
    is_negated: bool,
    key: String,
    /// What follows the colon, without its quotes; `None` if there is no colon.
    value: Option<String>,
}

impl Reader<'_> {
    fn next_if(&mut self, fits: impl Fn(char) -> bool) -> Option<char> {
        let next = self.chars.get(self.at).copied().filter(|c| fits(*c))?;
        self.at += 1;
        Some(next)
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool + Copy) -> String {
        std::iter::from_fn(|| self.next_if(fits)).collect()
    }

    fn token(&mut self) -> Option<Result<RawToken, FilterFault>> {
        self.take_while(char::is_whitespace);
        let start = self.at;
        self.chars.get(start)?;
        let is_negated = self.next_if(|c| c == '-').is_some();
        let key = self.take_while(|c| !is_colon(c) && !c.is_whitespace());
        let value = self.next_if(is_colon).map(|_| self.value());
        let whole = self
            .chars
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        let token = RawToken {
            whole,
            position: start,
            is_negated,
            key,
            value: value.clone().flatten(),
        };
        Some(match value {
            Some(None) => Err(token.fault(FilterFaultKind::Quotes)),
            _ => Ok(token),
        })
    }

    /// Reads a value with its quotes, if it has any; `None` if they are not closed, or something stands right behind them.
    fn value(&mut self) -> Option<String> {
        if self.next_if(|c| c == '"').is_none() {
            return Some(self.take_while(|c| !c.is_whitespace()));
        }
        let mut value = String::new();
        loop {
            value += &self.take_while(|c| c != '"');
            self.next_if(|c| c == '"')?;
            match self.next_if(|c| c == '"') {
                Some(quote) => value.push(quote),
                None => break,
            }
        }
        let rest = self.take_while(|c| !c.is_whitespace());
        rest.is_empty().then_some(value)
    }
}

fn is_colon(c: char) -> bool {
    c == ':' || c == '：'
}

impl RawToken {
    fn fault(&self, kind: FilterFaultKind) -> FilterFault {
        FilterFault {
            token: self.whole.clone(),
            position: self.position,
            kind,
        }
    }

    fn read(&self) -> Result<Token, FilterFault> {
        let Some(value) = &self.value else {
            return Err(self.fault(FilterFaultKind::NoColon));
        };
        let condition = match self.key.as_str() {
            "collection" => value.parse().ok().map(Condition::Collection),
            "subject_field" => value.parse().ok().map(Condition::SubjectField),
            "workflow" => value.parse().ok().map(Condition::Workflow),
            "author" => not_empty(value).map(Condition::Author),
            "changed_since" => is_civil_date(value).then(|| Condition::ChangedSince(value.clone())),
            "batch" => not_empty(value).map(Condition::Batch),
            "has" => part(value).map(Condition::Has),
            "without" => part(value).map(Condition::Without),
            _ => return Err(self.fault(FilterFaultKind::UnknownKey)),
        };
        let is_negated = self.is_negated;
        condition
            .map(|condition| Token {
                is_negated,
                condition,
            })
            .ok_or_else(|| self.fault(FilterFaultKind::of_value(&self.key)))
    }
}

fn not_empty(value: &str) -> Option<String> {
    (!value.trim().is_empty()).then(|| value.to_owned())
}

fn part(value: &str) -> Option<Part> {
    match value {
        "definition" => Some(Part::Definition),
        "bo" => Some(Part::Tibetan),
        "legal_basis" => Some(Part::LegalBasis),
        _ => {
            let region = value.strip_prefix("region-")?;
            Region::try_from(region.to_owned()).ok().map(Part::Region)
        }
    }
}
