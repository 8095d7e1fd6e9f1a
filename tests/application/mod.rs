//! The use-cases, called as handlers and commands call them.

mod accounts;
mod auditing;
mod authority;
mod changes;
mod hidden;
mod import_jobs;
mod imports;
mod index_life;
mod looking_up;
mod new_editions;
mod nodes;
mod registry;
mod restoring;
mod tidying;
