-- Courses: where each stands, which of its editions is written or looked at, and which is published. `queue_day` is the day by
-- which the desk sorts: of one that waits for an officer it is a thousand years earlier, so that it comes first.
CREATE TABLE course (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    institution_id {text} NOT NULL REFERENCES institution (id),
    authority_id {text} NOT NULL REFERENCES authority (id),
    name {text} NOT NULL,
    state {text} NOT NULL,
    facts {text} NOT NULL,
    newest BIGINT NOT NULL,
    live BIGINT,
    filed_on {text},
    queue_day {text},
    last_day {text},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX course_by_institution ON course (institution_id, id);
CREATE INDEX course_queue ON course (authority_id, queue_day, number);
CREATE INDEX course_by_end ON course (state, last_day, id);

-- The editions of a course: what each says, what its screening found, and from when until when it was published. With the price
-- of each that is the history of its fee.
CREATE TABLE course_edition (
    course_id {text} NOT NULL REFERENCES course (id),
    edition BIGINT NOT NULL,
    form {text} NOT NULL,
    price_fen BIGINT,
    filed_at BIGINT,
    rules {text},
    model {text},
    labels {text},
    screened_at BIGINT,
    published_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (course_id, edition)
);
