//! What every backend must do. A case gets an empty store; a case that is not listed here is a compiler warning.

pub mod changes;
pub mod collections;
pub mod concurrency;
pub mod finding;
pub mod idempotency;
pub mod jobs;
pub mod revisions;
pub mod staging;
pub mod transactions;
pub mod verifying;

/// Makes a test of every case, each on a store of its own from `$fresh`.
macro_rules! conformance_tests {
    ($fresh:path) => {
        conformance_tests! { @ $fresh;
            changes {
                the_log_numbers_every_change_in_order
                a_page_of_the_log_starts_after_the_number_given
                a_change_tells_whose_it_is
            }
            collections {
                a_description_takes_the_place_of_the_one_before
                an_unknown_collection_is_none
                a_collection_is_in_use_whether_it_is_described_or_not
                a_description_with_nul_is_refused
            }
            concurrency {
                concurrent_writers_leave_no_gap_for_a_poller
                a_reader_keeps_its_snapshot_while_others_write
                of_fifty_updates_of_one_revision_one_wins
                readers_inside_readers_do_not_wait
            }
            finding {
                a_concept_is_found_by_each_of_its_keys
                a_preferred_term_is_found_as_such
                the_same_number_in_another_list_is_another_place
                the_longest_term_is_found_by_its_key
                many_are_found_in_the_order_asked_for
                pages_walk_through_all_concepts
                collections_and_sources_are_counted
            }
            idempotency {
                a_key_gives_the_answer_it_was_kept_with
                a_key_is_kept_with_the_work_or_not_at_all
                a_key_for_another_request_is_refused
                of_many_writers_with_one_key_one_writes
                old_keys_are_forgotten
            }
            jobs {
                a_job_goes_from_waiting_to_done
                a_job_that_ended_stays_ended
                an_id_is_given_once
                jobs_are_listed_newest_first
                one_holder_at_a_time_has_a_job
                a_holder_that_was_late_cannot_write_its_result
                jobs_that_nobody_works_on_are_found
                of_many_takers_one_gets_the_job
            }
            revisions {
                a_concept_starts_at_one_and_goes_up
                an_update_of_an_old_revision_changes_nothing
                what_is_deleted_leaves_its_history
                an_id_is_never_given_again
                a_merged_concept_names_its_target
                what_is_not_there_cannot_be_changed
                keys_follow_the_present_body
                a_text_with_nul_is_refused_whole
                any_sequence_of_writes_leaves_a_sound_store
            }
            staging {
                staged_rows_become_concepts_in_one_transaction
                staged_updates_replace_what_was_derived
                rows_staged_before_another_write_are_refused
                rows_that_do_not_fit_together_are_refused
                discarded_rows_are_gone
                chunks_need_a_job
                staging_writes_what_single_writes_would
            }
            transactions {
                a_write_that_fails_leaves_nothing
                a_write_that_panics_leaves_nothing_and_others_go_on
                a_failed_statement_cannot_be_swallowed
                a_write_inside_a_write_is_refused
                a_reader_cannot_write
                work_sees_its_own_writes
                an_error_of_the_caller_comes_through
                text_reads_back_in_every_script
            }
            verifying {
                a_store_in_use_is_sound
                each_tampered_row_is_found
                a_report_is_bounded
            }
        }
    };
    (@ $fresh:path; $($module:ident { $($case:ident)+ })+) => {
        $(mod $module {
            $(#[test]
            fn $case() {
                crate::conformance::$module::$case(&$fresh().store);
            })+
        })+
    };
}
