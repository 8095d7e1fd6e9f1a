//! The one integration-test binary: linking the whole product once is what makes these tests quick.
//!
//! A test belongs here only when no single crate can show the behaviour.
//! The modules carry `#[cfg(test)]` although all of this is tests, because clippy's exceptions for tests
//! (`clippy.toml`) reach no further than that attribute.

#[cfg(test)]
mod application;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod cluster;
#[cfg(test)]
mod durability;
#[cfg(test)]
mod relevance;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod security;
#[cfg(test)]
mod seed;
