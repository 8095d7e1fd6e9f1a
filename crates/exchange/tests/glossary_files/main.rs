//! Glossary files as people send them, read from their bytes.

// `cfg(test)` marks the helpers beside the tests as test code for the lints, too.
#[cfg(test)]
mod dictionary_export;
#[cfg(test)]
mod encodings;
#[cfg(test)]
mod export_fixture;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod issues;
#[cfg(test)]
mod json_lines;
#[cfg(test)]
mod json_lines_export;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod meaning;
#[cfg(test)]
mod omegat_export;
#[cfg(test)]
mod page_export;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rejected;
#[cfg(test)]
mod sheet_export;
#[cfg(test)]
mod tbx_dialects;
#[cfg(test)]
mod tbx_entries;
#[cfg(test)]
mod tbx_fuzzed;
#[cfg(test)]
mod tbx_hostile;
#[cfg(test)]
mod tbx_losses;
#[cfg(test)]
mod tbx_meaning;
#[cfg(test)]
mod tbx_round_trip;
#[cfg(test)]
mod workbooks;
