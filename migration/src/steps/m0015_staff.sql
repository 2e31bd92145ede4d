-- Staff of institutions. The number of the identity card is sealed, and met by its blind index; the name is published for
-- those who teach. Somebody who left keeps the row with the last day.
CREATE TABLE staff_member (
    id {text} PRIMARY KEY NOT NULL,
    institution_id {text} NOT NULL REFERENCES institution (id),
    name {text} NOT NULL,
    identity_sealed {bytes} NOT NULL,
    identity_index {text} NOT NULL,
    post {text} NOT NULL,
    engagement {text} NOT NULL,
    subject {text} NOT NULL,
    certificate {text},
    certificate_number {text} NOT NULL,
    entry_check {text} NOT NULL,
    checked_on {text},
    photo_shown BOOLEAN NOT NULL,
    photo_consent_on {text},
    employed_on {text} NOT NULL,
    left_on {text},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- One person works once at an institution at a time.
CREATE UNIQUE INDEX staff_member_identity_index_key ON staff_member (institution_id, identity_index) WHERE left_on IS NULL;
CREATE INDEX staff_member_by_institution ON staff_member (institution_id, id);
CREATE INDEX staff_member_by_identity ON staff_member (identity_index);

-- What was said of a person before each change; what is said today stands in `staff_member`.
CREATE TABLE staff_past (
    staff_id {text} NOT NULL REFERENCES staff_member (id),
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    record {text} NOT NULL,
    PRIMARY KEY (staff_id, version)
);

-- How many pupils an institution says it has, by which its teachers are counted.
CREATE TABLE staff_pupils (
    institution_id {text} PRIMARY KEY NOT NULL REFERENCES institution (id),
    pupils BIGINT NOT NULL,
    preschool_pupils BIGINT NOT NULL,
    stated_on {text} NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Persons who may not be employed, each with the source and the last day; one that was lifted counts no longer.
CREATE TABLE barred_person (
    id {text} PRIMARY KEY NOT NULL,
    name_sealed {bytes} NOT NULL,
    identity_sealed {bytes} NOT NULL,
    identity_index {text} NOT NULL,
    source {text} NOT NULL,
    from_on {text} NOT NULL,
    last_on {text} NOT NULL,
    barred_by {text} NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    lifted_on {text},
    lifted_by {text} REFERENCES account (id),
    lift_reason {text},
    version BIGINT NOT NULL
);
CREATE INDEX barred_person_by_identity ON barred_person (identity_index);

-- In-service teachers of the lists of schools and their authorities. Of the number the blind index alone is kept: it is only
-- compared. Who is no longer on the newest list of a source has a last day.
CREATE TABLE in_service_teacher (
    id {text} PRIMARY KEY NOT NULL,
    list_source {text} NOT NULL,
    school {text} NOT NULL,
    name_sealed {bytes} NOT NULL,
    identity_index {text} NOT NULL,
    listed_on {text} NOT NULL,
    ended_on {text},
    created_at BIGINT NOT NULL
);
CREATE INDEX in_service_teacher_by_identity ON in_service_teacher (identity_index);
CREATE INDEX in_service_teacher_by_source ON in_service_teacher (list_source, id);

-- A person of an institution who has the number of an entry of a list, or of another institution: one lead for a person and
-- an entry, whose id tells its kind.
CREATE TABLE staff_lead (
    id {text} PRIMARY KEY NOT NULL,
    ground {text} NOT NULL,
    staff_id {text} NOT NULL REFERENCES staff_member (id),
    entry_id {text} NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id),
    state {text} NOT NULL,
    facts {text} NOT NULL,
    open BOOLEAN NOT NULL,
    due_on {text} NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (staff_id, entry_id)
);
CREATE INDEX staff_lead_queue ON staff_lead (authority_id, open, due_on, id);
CREATE INDEX staff_lead_by_entry ON staff_lead (entry_id);
