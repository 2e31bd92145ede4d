-- What an officer wrote with a step that has no row of its own: acts hold only its digest.
CREATE TABLE case_remark (
    case_id {text} NOT NULL REFERENCES violation_case (id),
    case_version BIGINT NOT NULL,
    event {text} NOT NULL,
    words {text} NOT NULL,
    written_by {text} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, case_version)
);
