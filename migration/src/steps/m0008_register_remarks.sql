-- What a person wrote with a step on a licence or an application: acts hold only its digest. The version is the one that
-- the step made.
CREATE TABLE register_remark (
    subject_kind {text} NOT NULL,
    subject_id {text} NOT NULL,
    subject_version BIGINT NOT NULL,
    event {text} NOT NULL,
    words {text} NOT NULL,
    written_by {text} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, subject_version)
);

-- The state from which the calendar ended a licence: a clock that ran ahead and was set back puts it right.
ALTER TABLE licence ADD COLUMN ended_from {text};

-- The desk counts the changes that wait with every page, and lists licences of all states by their last day.
CREATE INDEX licence_proposed ON licence (institution_id) WHERE proposal IS NOT NULL;
CREATE INDEX licence_by_last_day ON licence (valid_until, id);
