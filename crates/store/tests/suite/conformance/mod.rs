//! What every backend must do. A case gets an empty store; a case that is not listed here is a compiler warning.

pub mod accounts;
pub mod audit;
pub mod authority;
pub mod batches;
pub mod certificates;
pub mod change_sets;
pub mod changes;
pub mod collections;
pub mod concurrency;
pub mod corrections;
pub mod courts;
pub mod finding;
pub mod idempotency;
pub mod import_files;
pub mod jobs;
pub mod key_checks;
pub mod lists;
pub mod login_counters;
pub mod login_sessions;
pub mod lookups;
pub mod one_time_codes;
pub mod proposals;
pub mod records;
pub mod records_bulk;
pub mod registry_found;
pub mod revisions;
pub mod role_changes;
pub mod roster_imports;
pub mod saved_filters;
pub mod sealed_columns;
pub mod staging;
pub mod staging_reserved;
pub mod time_steps;
pub mod tokens;
pub mod transactions;
pub mod verifying;
pub mod waiting;

/// Makes a test of every case, each on a store of its own from `$fresh`.
macro_rules! conformance_tests {
    ($fresh:path) => {
        conformance_tests! { @ $fresh;
            accounts {
                an_account_reads_back_as_it_was_written
                any_account_reads_back
                an_id_and_a_login_key_are_given_once
                an_account_belongs_to_a_court_that_is_there
                an_update_takes_the_place_of_account_and_roles
                an_update_that_cannot_be_changes_nothing
                of_fifty_updates_of_one_account_one_wins
                accounts_are_listed_by_login_key
                a_role_is_counted_without_disabled_accounts
                accounts_follow_the_person_they_are_linked_with
            }
            audit {
                an_entry_waits_until_it_has_a_link
                an_entry_is_kept_with_the_work_or_not_at_all
                an_entry_id_is_given_once
                a_number_is_given_once
                links_are_walked_with_their_entries
                what_does_not_belong_is_found
                entries_are_listed_newest_first
                links_whose_time_is_over_go_with_their_entries
            }
            authority {
                what_stands_is_read_while_its_successor_is_drafted
                what_is_withdrawn_stands_no_more
                an_edition_stays_as_it_was_frozen
                each_tampered_row_of_authority_is_found
            }
            batches {
                a_batch_reads_back_as_it_was_written
                an_open_batch_is_changed_and_closed_once
                of_fifty_closings_of_a_batch_one_counts
                a_batch_has_a_concept_once
                a_scan_takes_the_place_of_the_one_before
                spellings_wait_for_the_next_batch
            }
            certificates {
                a_certificate_reads_back_and_keeps_its_code_and_place
            }
            change_sets {
                a_change_set_reads_back_with_its_concepts
                change_sets_are_listed_newest_first_and_undone_once
            }
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
            corrections {
                a_wish_reads_back_and_is_decided_once
                wishes_are_listed_oldest_first_and_those_of_a_person_newest_first
                wishes_follow_a_person_and_go_with_one
            }
            courts {
                a_court_takes_the_place_of_the_one_before
                a_court_stands_under_one_that_is_there
                a_line_leads_from_a_court_to_the_highest
                a_line_has_an_end_whatever_was_written
                courts_that_are_no_tree_are_found
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
            import_files {
                a_file_waits_until_its_job_ends
                what_is_known_of_imports_is_listed_newest_first
                a_wish_to_cancel_is_kept_or_comes_too_late
                of_a_result_and_a_wish_to_cancel_one_counts
                imports_that_ended_long_ago_are_forgotten
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
                a_lease_that_is_given_back_can_be_taken_at_once
            }
            key_checks {
                the_first_check_of_a_key_stays
                of_fifty_nodes_with_keys_of_their_own_one_is_kept
                a_key_that_is_forgotten_is_known_no_more
            }
            lists {
                what_became_of_names_takes_the_place_of_what_was_known
                what_became_of_a_name_is_found_from_both_sides
                the_concepts_of_a_list_are_found
            }
            login_counters {
                tries_are_counted_within_a_window
                counts_are_apart_by_kind_and_key
                old_counts_are_forgotten
                a_try_is_taken_back_once_and_from_its_own_window
                fifty_tries_that_come_and_go_leave_nothing
                fifty_tries_at_once_are_fifty
                a_try_counts_with_the_work_or_not_at_all
            }
            login_sessions {
                a_session_is_found_until_it_ends
                a_session_is_seen_and_proved
                the_other_sessions_of_an_account_end
                idle_and_old_sessions_are_forgotten
                a_session_has_a_digest_of_its_own_and_an_account
            }
            lookups {
                a_text_is_kept_only_when_it_came_often_enough
                lookups_are_listed_by_how_often_and_leave_the_list_once_dealt_with
                lookups_are_forgotten_after_their_last_day
                the_tibetan_that_is_missing_is_asked_for_until_it_is_there
                a_collection_is_covered_by_what_stands
            }
            one_time_codes {
                a_code_is_used_once
                a_code_is_not_used_when_its_time_is_over
                of_fifty_uses_of_one_code_one_counts
                codes_are_counted_and_forgotten_by_account_and_purpose
                codes_whose_time_is_over_are_forgotten
                codes_are_counted_and_forgotten_by_the_front_of_their_digests
                a_code_has_a_digest_of_its_own_and_an_account
            }
            proposals {
                a_proposal_reads_back_as_it_was_written
                proposals_are_listed_newest_first_by_what_is_wanted
                a_proposal_is_decided_once
                of_fifty_decisions_about_a_proposal_one_counts
                a_field_of_law_takes_the_place_of_the_one_before
            }
            records {
                a_record_reads_back_with_its_revisions
                a_record_is_written_for_the_state_in_which_it_was_read
                a_record_that_was_taken_away_keeps_its_revisions_and_its_id
                what_an_import_wrote_is_listed_with_what_became_of_it
                each_tampered_record_is_found
            }
            records_bulk {
                many_records_are_written_as_single_ones_are
                many_records_are_read_at_once
            }
            registry_found {
                people_are_found_by_court_by_day_and_by_name
                people_belong_to_the_courts_of_their_posts_or_of_the_nearest_one
                people_are_found_by_the_beginning_of_a_name
                by_what_keys_of_names_are_made_is_said_once
                two_people_are_joined_and_one_is_forgotten
                a_sealed_value_is_found_by_its_digest_and_can_be_erased
                trainings_and_enrolments_are_found_by_day_training_and_person
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
            role_changes {
                a_change_waits_until_it_is_decided
                what_waits_is_listed_oldest_first
                a_change_is_asked_for_once_and_of_an_account
                of_fifty_decisions_one_counts
            }
            roster_imports {
                an_import_of_a_sheet_leaves_each_state_once
                pieces_stand_in_their_order_until_they_are_forgotten
                what_was_said_of_columns_and_people_takes_the_place_of_what_was_said_before
            }
            saved_filters {
                a_filter_takes_the_place_of_the_one_of_its_name
                ones_own_filters_come_before_what_others_share_and_nobody_sees_more
            }
            sealed_columns {
                sealed_values_are_counted_and_listed_by_their_front
                a_value_is_exchanged_only_where_it_still_stands
            }
            staging {
                staged_rows_become_concepts_in_one_transaction
                staged_updates_replace_what_was_derived
                rows_staged_before_another_write_are_refused
                the_first_concepts_of_a_store_may_have_any_numbers
                rows_that_do_not_fit_together_are_refused
                discarded_rows_are_gone
                chunks_need_a_job
                staging_writes_what_single_writes_would
                rows_staged_as_authorised_stand_under_their_batch
            }
            staging_reserved {
                reserved_numbers_are_given_to_nobody_else
            }
            time_steps {
                a_time_step_is_used_once
                of_fifty_uses_of_one_time_step_one_counts
                an_update_does_not_bring_a_used_time_step_back
            }
            tokens {
                a_token_is_found_by_id_and_by_digest
                an_id_and_a_digest_of_a_token_are_given_once
                tokens_are_listed_by_name_and_age
                a_token_is_revoked_once
                tokens_that_end_soon_are_counted
                the_last_use_of_a_token_is_noted
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
            waiting {
                a_draft_waits_for_a_reviewer_and_comes_back_to_its_author
                what_is_reviewed_waits_until_an_open_batch_has_it
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
