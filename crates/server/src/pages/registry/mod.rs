//! The pages of the registry: people with what is known of them, trainings with their rosters, and sheets for the printer.

pub mod adding;
pub mod attendance;
pub mod courts;
pub mod exporting;
pub mod guests;
pub mod importing;
pub mod joining;
pub mod nominating;
pub mod part_changes;
pub mod people;
pub mod person;
pub mod person_new;
pub mod person_parts;
pub mod person_view;
pub mod planning;
pub mod programmes;
pub mod results;
pub mod roster;
pub mod secret;
pub mod sheets;
pub mod stepping;
pub mod told;
pub mod training;
pub mod training_new;
pub mod trainings;
pub mod typed;
