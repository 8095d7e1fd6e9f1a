//! The tables that are copied, in an order in which what a row refers to comes before it.
//!
//! Long because the columns of every table stand here, and a test holds them against both schemas.

/// A table that is copied.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// All of its columns, those of the primary key first: rows are read in their order, the same on every backend.
    pub(super) columns: &'static [&'static str],
    /// How many columns the primary key has.
    pub(super) key: usize,
}

impl Table {
    /// Returns the statement that reads all rows.
    pub(super) fn select(&self) -> String {
        let (columns, key) = (self.columns.join(", "), self.key_columns().join(", "));
        format!("SELECT {columns} FROM {} ORDER BY {key}", self.name)
    }

    /// Returns the statement that writes `rows` rows.
    pub(super) fn insert(&self, rows: usize) -> String {
        let width = self.columns.len();
        let marks = |row: usize| {
            let marks: Vec<String> = (1..=width)
                .map(|column| format!("?{}", row * width + column))
                .collect();
            format!("({})", marks.join(", "))
        };
        let rows: Vec<String> = (0..rows).map(marks).collect();
        let columns = self.columns.join(", ");
        format!("INSERT INTO {} ({columns}) VALUES {}", self.name, rows.join(", "))
    }

    /// Returns the columns of the primary key.
    pub(super) fn key_columns(&self) -> &'static [&'static str] {
        self.columns.get(..self.key).unwrap_or_default()
    }
}

/// All of them. The counter comes last: without it nothing is numbered, so that a node which had the empty target open
/// writes nothing in between.
pub(super) const TABLES: [Table; 55] = [
    Table {
        name: "change",
        columns: &["seq", "kind", "id", "revision", "op", "target", "at_ms"],
        key: 1,
    },
    Table {
        name: "concept",
        columns: &[
            "id",
            "revision",
            "workflow",
            "body",
            "updated_at_ms",
            "seq",
            "standing",
        ],
        key: 1,
    },
    Table {
        name: "concept_revision",
        columns: &[
            "concept", "revision", "workflow", "body", "digest", "author", "at_ms", "seq", "act", "reason",
            "batch",
        ],
        key: 2,
    },
    Table {
        name: "concept_term",
        columns: &[
            "concept", "position", "lang", "rank", "key", "text", "status", "register", "region",
        ],
        key: 2,
    },
    Table {
        name: "concept_membership",
        columns: &["concept", "position", "collection", "number"],
        key: 2,
    },
    Table {
        name: "concept_source",
        columns: &["concept", "position", "collection", "title"],
        key: 2,
    },
    Table {
        name: "collection",
        columns: &[
            "name",
            "title_zh",
            "title_en",
            "licence",
            "source",
            "note",
            "register",
            "title_bo",
            "bo_source",
            "kind",
        ],
        key: 1,
    },
    Table {
        name: "job",
        columns: &[
            "id",
            "kind",
            "state",
            "created_at_ms",
            "started_at_ms",
            "finished_at_ms",
            "done",
            "total",
            "created",
            "updated",
            "unchanged",
            "rejected",
            "detail",
            "holder",
            "leased_until_ms",
            "token",
        ],
        key: 1,
    },
    Table {
        name: "import_row",
        columns: &[
            "job",
            "row_number",
            "concept",
            "id",
            "expected_revision",
            "workflow",
            "body",
            "digest",
        ],
        key: 2,
    },
    Table {
        name: "import_term",
        columns: &[
            "job", "concept", "position", "lang", "rank", "key", "text", "status", "register", "region",
        ],
        key: 3,
    },
    Table {
        name: "import_membership",
        columns: &["job", "concept", "position", "collection", "number"],
        key: 3,
    },
    Table {
        name: "import_source",
        columns: &["job", "concept", "position", "collection", "title"],
        key: 3,
    },
    Table {
        name: "import_file",
        columns: &["job", "wish", "bytes", "cancelled_by", "report", "rejected"],
        key: 1,
    },
    Table {
        name: "idempotency_key",
        columns: &["author", "key", "digest", "answer", "at_ms"],
        key: 2,
    },
    Table {
        name: "court",
        columns: &["code", "name_zh", "parent"],
        key: 1,
    },
    Table {
        name: "account",
        columns: &[
            "id",
            "login_name",
            "login_key",
            "display_name",
            "court",
            "person",
            "is_disabled",
            "password",
            "password_at_ms",
            "totp_secret",
            "totp_step",
            "revision",
            "created_at_ms",
            "updated_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "account_role",
        columns: &["account", "role"],
        key: 2,
    },
    Table {
        name: "role_change",
        columns: &[
            "id",
            "account",
            "role",
            "op",
            "reason",
            "asked_by",
            "asked_at_ms",
            "state",
            "decided_by",
            "decided_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "one_time_code",
        columns: &[
            "digest",
            "account",
            "purpose",
            "created_at_ms",
            "expires_at_ms",
            "used_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "token",
        columns: &[
            "id",
            "name",
            "digest",
            "scopes",
            "court",
            "addresses",
            "created_by",
            "created_at_ms",
            "expires_at_ms",
            "revoked_at_ms",
            "last_used_at_ms",
            "last_used_from",
        ],
        key: 1,
    },
    Table {
        name: "key_check",
        columns: &["key_id", "suite", "digest", "created_at_ms"],
        key: 1,
    },
    Table {
        name: "audit_entry",
        columns: &[
            "id",
            "at_ms",
            "actor_kind",
            "actor_id",
            "actor_name",
            "address",
            "action",
            "outcome",
            "object_kind",
            "object_id",
            "fields",
            "reason",
            "request_id",
            "detail",
        ],
        key: 1,
    },
    Table {
        name: "audit_unsealed",
        columns: &["entry"],
        key: 1,
    },
    Table {
        name: "audit_link",
        columns: &["number", "entry", "digest"],
        key: 1,
    },
    Table {
        name: "audit_anchor",
        columns: &["number", "digest", "at_ms", "mac"],
        key: 1,
    },
    Table {
        name: "batch",
        columns: &[
            "id",
            "kind",
            "number",
            "committee",
            "decided_on",
            "decision",
            "title",
            "publisher",
            "note",
            "state",
            "revision",
            "created_by",
            "created_at_ms",
            "authorised_by",
            "authorised_at_ms",
            "seq",
        ],
        key: 1,
    },
    Table {
        name: "batch_item",
        columns: &["batch", "concept", "revision", "class"],
        key: 2,
    },
    Table {
        name: "spelling_change",
        columns: &["concept", "revision", "at_ms"],
        key: 2,
    },
    Table {
        name: "batch_scan",
        columns: &["batch", "name", "media_type", "bytes", "digest"],
        key: 1,
    },
    Table {
        name: "edition",
        columns: &[
            "number",
            "title",
            "note",
            "frozen_by",
            "frozen_at_ms",
            "seq",
            "concepts",
            "digest",
        ],
        key: 1,
    },
    Table {
        name: "edition_concept",
        columns: &["edition", "concept", "revision"],
        key: 2,
    },
    Table {
        name: "subject_field",
        columns: &[
            "code", "parent", "name_zh", "name_bo", "name_en", "source", "position",
        ],
        key: 1,
    },
    Table {
        name: "proposal",
        columns: &[
            "id",
            "concept",
            "based_on",
            "manner",
            "body",
            "reason",
            "proposer",
            "proposed_by",
            "proposed_at_ms",
            "state",
            "decided_by",
            "decided_at_ms",
            "answer",
            "made_concept",
            "made_revision",
        ],
        key: 1,
    },
    Table {
        name: "unanswered_lookup",
        columns: &[
            "key",
            "lang",
            "text",
            "lookups",
            "days",
            "first_day",
            "last_day",
            "proposal",
            "is_put_aside",
        ],
        key: 1,
    },
    Table {
        name: "tibetan_request",
        columns: &["concept", "requests", "first_day", "last_day"],
        key: 1,
    },
    Table {
        name: "change_set",
        columns: &[
            "id",
            "sought",
            "replaced_by",
            "reason",
            "made_by",
            "made_at_ms",
            "undone_by",
            "undone_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "change_set_item",
        columns: &["change_set", "concept", "revision_before", "revision_after"],
        key: 2,
    },
    Table {
        name: "list_succession",
        columns: &["collection", "predecessor", "at_ms"],
        key: 1,
    },
    Table {
        name: "list_change",
        columns: &[
            "collection",
            "position",
            "kind",
            "old_concept",
            "old_number",
            "old_name",
            "old_article",
            "new_concept",
            "new_number",
            "new_name",
            "new_article",
        ],
        key: 2,
    },
    Table {
        name: "saved_filter",
        columns: &[
            "id",
            "owner",
            "saved_by",
            "name",
            "filter",
            "is_shared",
            "saved_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "record",
        columns: &["kind", "id", "revision", "body", "updated_at_ms", "seq"],
        key: 2,
    },
    Table {
        name: "record_revision",
        columns: &[
            "kind", "id", "revision", "body", "digest", "author", "at_ms", "seq", "act", "reason", "job",
        ],
        key: 3,
    },
    Table {
        name: "person_name",
        columns: &["person", "kind", "key"],
        key: 3,
    },
    Table {
        name: "name_key_scheme",
        columns: &["one", "scheme"],
        key: 1,
    },
    Table {
        name: "person_post",
        columns: &[
            "person",
            "position",
            "court",
            "from_day",
            "to_day",
            "is_secondment",
        ],
        key: 2,
    },
    Table {
        name: "person_secret",
        columns: &["id", "person", "kind", "sealed", "digest"],
        key: 1,
    },
    Table {
        name: "training_listed",
        columns: &["training", "programme", "year", "from_day", "to_day", "state"],
        key: 1,
    },
    Table {
        name: "enrolment_listed",
        columns: &["enrolment", "training", "person", "court", "state"],
        key: 1,
    },
    Table {
        name: "correction",
        columns: &[
            "id",
            "person",
            "field",
            "asked",
            "revision",
            "asker",
            "asked_by",
            "asked_at_ms",
            "state",
            "decided_by",
            "decided_at_ms",
            "answer",
            "written_as",
        ],
        key: 1,
    },
    Table {
        name: "certificate",
        columns: &[
            "code",
            "training",
            "enrolment",
            "serial",
            "revision",
            "issued_at_ms",
        ],
        key: 1,
    },
    Table {
        name: "roster_import",
        columns: &[
            "id",
            "kind",
            "format",
            "court",
            "account",
            "state",
            "created_at_ms",
            "ended_at_ms",
            "counts",
        ],
        key: 1,
    },
    Table {
        name: "roster_piece",
        columns: &["id", "import", "part", "sealed"],
        key: 1,
    },
    Table {
        name: "roster_choice",
        columns: &["court", "kind", "choices"],
        key: 2,
    },
    Table {
        name: "roster_answer",
        columns: &["import", "key", "verdict", "person"],
        key: 2,
    },
    Table {
        name: COUNTER,
        columns: &["one", "last_seq", "last_concept"],
        key: 1,
    },
];

/// The table whose one row a new store has already.
pub(super) const COUNTER: &str = "change_counter";

#[cfg(test)]
mod tests;
