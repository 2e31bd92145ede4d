-- Schools of compulsory education, as far as after-school service needs them.
CREATE TABLE school (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    district {text} NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id),
    stages BIGINT NOT NULL,
    items BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX school_name_key ON school (authority_id, name);
CREATE INDEX school_by_authority ON school (authority_id, number);

-- Providers of after-school service: what each applies with for a school year, and where it stands. `queue_day` is the day by
-- which the desk sorts, as of courses: of one that waits for a person it is a thousand years earlier, so that it comes first.
CREATE TABLE after_school (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    institution_id {text} NOT NULL REFERENCES institution (id),
    authority_id {text} NOT NULL REFERENCES authority (id),
    school_year BIGINT NOT NULL,
    state {text} NOT NULL,
    facts {text} NOT NULL,
    form {text} NOT NULL,
    filed_on {text},
    queue_day {text},
    last_day {text} NOT NULL,
    publicised_until {text},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- An institution has one that runs for a school year; after one that was refused or taken back it may begin another.
CREATE UNIQUE INDEX after_school_running_key ON after_school (institution_id, school_year)
    WHERE state NOT IN ('refused', 'withdrawn', 'exited', 'ended');
CREATE INDEX after_school_by_institution ON after_school (institution_id, id);
CREATE INDEX after_school_queue ON after_school (authority_id, queue_day, number);
CREATE INDEX after_school_by_state ON after_school (state, number);
CREATE INDEX after_school_by_end ON after_school (state, last_day, id);

-- What a provider agreed with each school; `services` counts them, for the share of the school's items.
CREATE TABLE after_school_agreement (
    after_school_id {text} NOT NULL REFERENCES after_school (id),
    school_id {text} NOT NULL REFERENCES school (id),
    agreed {text} NOT NULL,
    services BIGINT NOT NULL,
    first_day {text} NOT NULL,
    last_day {text} NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (after_school_id, school_id)
);
CREATE INDEX after_school_agreement_by_school ON after_school_agreement (school_id);

-- What a school and its parents say of a provider's term.
CREATE TABLE after_school_score (
    after_school_id {text} NOT NULL REFERENCES after_school (id),
    school_id {text} NOT NULL REFERENCES school (id),
    term {text} NOT NULL,
    school_score BIGINT,
    answers BIGINT NOT NULL,
    points BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (after_school_id, school_id, term)
);
