//! `/api/v1`: one resource a file, each with the types it speaks in.

pub mod batch;
pub mod browse;
pub mod changes;
pub mod concept_body;
pub mod concepts;
pub mod hit;
pub mod openapi;
pub mod position;
pub mod schemas;
pub mod search;
pub mod search_body;
pub mod suggest;
pub mod timestamp;
