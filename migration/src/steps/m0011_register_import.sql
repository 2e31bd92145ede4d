-- The name as names are compared (letters and digits in one form), by which a list finds whom the register knows. What an
-- older program entered has none until it is indexed again.
ALTER TABLE institution ADD COLUMN name_plain {text};
CREATE INDEX institution_by_name_plain ON institution (name_plain);

-- Lists of institutions that were entered. Each has a run of places in the register of its own, and while it is hidden
-- nobody sees the institutions at those places: all of a list become visible, or are gone, with one row.
CREATE TABLE register_import (
    id {text} PRIMARY KEY NOT NULL,
    file_id {text} NOT NULL REFERENCES evidence_file (id),
    sha256 {text} NOT NULL,
    reading {text} NOT NULL,
    file_rows {text} NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    state {text} NOT NULL,
    hidden BOOLEAN NOT NULL,
    begun_by {text} NOT NULL,
    begun_at BIGINT NOT NULL,
    shown_at BIGINT,
    withdrawn_at BIGINT,
    version BIGINT NOT NULL
);
-- One list at a time is hidden, so that what is hidden is one run of places.
CREATE UNIQUE INDEX register_import_hidden_key ON register_import (hidden) WHERE hidden;
CREATE INDEX register_import_by_file ON register_import (sha256, begun_at);
