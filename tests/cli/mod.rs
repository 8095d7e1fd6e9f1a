//! The program `shanjar` as people start it: what it prints, where, and how it ends.

mod audit;
mod backup;
mod bad_files;
mod collections;
mod courts;
mod data_directory;
mod database;
mod demo;
mod export;
mod import;
mod keys;
mod links;
mod migrate;
pub mod program;
mod published;
mod retention;
mod schema_version;
mod search;
mod serve;
mod settings;
mod sheet_imports;
mod sheets;
mod subject_fields;
mod text_lines;
mod usage;
