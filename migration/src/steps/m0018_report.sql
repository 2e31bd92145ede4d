-- What the public says of an entry of the register: which, of what kind, what would be right. The address for the answer is
-- sealed. `open` is true while an officer owes an answer.
CREATE TABLE entry_report (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    institution_id {text} NOT NULL REFERENCES institution (id),
    kind {text} NOT NULL,
    items {text} NOT NULL,
    since_on {text},
    other {text} NOT NULL,
    body {text} NOT NULL,
    language {text} NOT NULL,
    contact_email_sealed {bytes},
    state {text} NOT NULL,
    facts {text} NOT NULL,
    answer {text},
    open BOOLEAN NOT NULL,
    received_at BIGINT NOT NULL,
    due_on {text} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX entry_report_queue ON entry_report (open, due_on, number);
CREATE INDEX entry_report_by_institution ON entry_report (institution_id, kind, open);

-- Two entries of one institution: the one that is hidden, and the one that is kept. `live` is true while the merge is proposed
-- or stands, so that one entry is merged once at a time; `asked_by` proposed the step that waits.
CREATE TABLE institution_merge (
    id {text} PRIMARY KEY NOT NULL,
    institution_id {text} NOT NULL REFERENCES institution (id),
    kept_id {text} NOT NULL REFERENCES institution (id),
    state {text} NOT NULL,
    live BOOLEAN NOT NULL,
    waits BOOLEAN NOT NULL,
    asked_by {text} NOT NULL REFERENCES account (id),
    asked_at BIGINT NOT NULL,
    merged_at BIGINT,
    parted_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX institution_merge_institution_id_key ON institution_merge (institution_id) WHERE live;
CREATE INDEX institution_merge_by_institution ON institution_merge (institution_id, id);
CREATE INDEX institution_merge_by_kept ON institution_merge (kept_id, id);

-- The entry that is kept in place of this one. Nothing is moved: what belongs to an entry stays with it, so that a merge can be
-- taken back.
ALTER TABLE institution ADD COLUMN merged_into {text};
CREATE INDEX institution_merged_into ON institution (merged_into);

-- Which institution came out of which, from which day, by which document. One that was undone keeps its row.
CREATE TABLE institution_link (
    id {text} PRIMARY KEY NOT NULL,
    predecessor_id {text} NOT NULL REFERENCES institution (id),
    successor_id {text} NOT NULL REFERENCES institution (id),
    kind {text} NOT NULL,
    since_on {text} NOT NULL,
    basis {text} NOT NULL,
    entered_by {text} NOT NULL REFERENCES account (id),
    entered_at BIGINT NOT NULL,
    undone_by {text} REFERENCES account (id),
    undone_at BIGINT,
    undo_reason {text},
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX institution_link_predecessor_id_key ON institution_link (predecessor_id, successor_id) WHERE undone_at IS NULL;
CREATE INDEX institution_link_by_successor ON institution_link (successor_id, id);
