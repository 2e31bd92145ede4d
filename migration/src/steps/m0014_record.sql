-- What the register says of an institution beside its name, place and licence; no row where nothing was ever said. Each
-- field is its canonical text, empty where it says nothing: it is read and written as a whole, and compared field by field.
CREATE TABLE institution_identity (
    institution_id {text} PRIMARY KEY NOT NULL REFERENCES institution (id),
    former_names {text} NOT NULL DEFAULT '',
    profit {text} NOT NULL DEFAULT '',
    founder {text} NOT NULL DEFAULT '',
    legal_representative {text} NOT NULL DEFAULT '',
    principal {text} NOT NULL DEFAULT '',
    mode {text} NOT NULL DEFAULT '',
    position {text} NOT NULL DEFAULT '',
    premises {text} NOT NULL DEFAULT '',
    party {text} NOT NULL DEFAULT '',
    party_branch {text} NOT NULL DEFAULT '',
    contact_name_sealed {bytes},
    contact_telephone_sealed {bytes},
    confirmed_at BIGINT,
    confirmed_by {text} REFERENCES account (id)
);

-- A change of a record that its owner has to agree to.
CREATE TABLE change_request (
    id {text} PRIMARY KEY NOT NULL,
    institution_id {text} NOT NULL REFERENCES institution (id),
    side {text} NOT NULL,
    decider {text} NOT NULL,
    alterations {text} NOT NULL,
    reason {text} NOT NULL,
    state {text} NOT NULL,
    open BOOLEAN NOT NULL,
    due_on {text} NOT NULL,
    asked_by {text} NOT NULL REFERENCES account (id),
    asked_at BIGINT NOT NULL,
    decided_by {text} REFERENCES account (id),
    decided_at BIGINT,
    answer {text} NOT NULL DEFAULT '',
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX change_request_institution_id_key ON change_request (institution_id, side, decider) WHERE open;
CREATE INDEX change_request_of ON change_request (institution_id, id);
CREATE INDEX change_request_due ON change_request (due_on, id);
