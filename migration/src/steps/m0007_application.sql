-- Applications for a licence: what is asked for, what is filled in, where it stands. `open` holds until it has ended;
-- an institution has one open application at a time, since each is judged by what the register says now.
CREATE TABLE application (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    institution_id {text} NOT NULL REFERENCES institution (id),
    authority_id {text} NOT NULL REFERENCES authority (id),
    state {text} NOT NULL,
    facts {text} NOT NULL,
    form {text} NOT NULL,
    open BOOLEAN NOT NULL,
    submitted_on {text},
    due_on {text},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_institution_id_key ON application (institution_id) WHERE open;
CREATE INDEX application_by_institution ON application (institution_id, id);
CREATE INDEX application_by_due ON application (open, due_on, id);

-- Which file is which paper of an application. One file may be two papers.
CREATE TABLE application_paper (
    application_id {text} NOT NULL REFERENCES application (id),
    paper {text} NOT NULL,
    file_id {text} NOT NULL REFERENCES evidence_file (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, paper, file_id)
);
CREATE INDEX application_paper_by_file ON application_paper (file_id);
