//! `/api/v1`: one resource a file, each with the types it speaks in.

pub mod account_body;
pub mod accounts;
pub mod audit;
pub mod batch;
pub mod batches;
pub mod browse;
pub mod changes;
pub mod concept_body;
pub mod concept_input;
pub mod concepts;
pub mod editing;
pub mod editions;
pub mod hit;
pub mod me;
pub mod openapi;
pub mod position;
pub mod role_changes;
pub mod schemas;
pub mod search;
pub mod search_body;
pub mod security;
pub mod suggest;
pub mod term_batch_body;
pub mod timestamp;
pub mod token_body;
pub mod tokens;
