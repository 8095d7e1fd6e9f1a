//! Answers a search from the two rooms of the index.

mod abbreviated;
mod candidate;
mod desk;
mod edits;
mod explained;
mod facets;
mod filter;
mod gather;
mod hits;
mod literal;
mod partly;
mod ranges;
mod romanised;
mod score;
mod several;
mod similar;
mod similar_bo;
mod similar_zh;
mod stands;
mod variants;
mod words;

pub(crate) use self::desk::Desk;
pub(crate) use self::filter::Filter;
pub(crate) use self::gather::Gathering;
pub(crate) use self::stands::Naming;
