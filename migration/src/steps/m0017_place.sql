-- Unlicensed places: what was seen of each, where it stands, and since which day it stands there. `institution_id` is that of the
-- institution it is joined to; nothing else of a place refers to the register, and nothing public reads it.
CREATE TABLE place (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    authority_id {text} NOT NULL REFERENCES authority (id),
    district {text} NOT NULL,
    name {text} NOT NULL,
    address {text} NOT NULL,
    source {text} NOT NULL,
    class {text},
    seen {text} NOT NULL,
    state {text} NOT NULL,
    facts {text} NOT NULL,
    seen_on {text} NOT NULL,
    since_on {text} NOT NULL,
    shut_on {text},
    institution_id {text} REFERENCES institution (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX place_queue ON place (authority_id, state, since_on, number);
CREATE INDEX place_by_district ON place (district, number);
CREATE INDEX place_by_institution ON place (institution_id, number);

-- Which complaints tell of a place: each of one place at most.
CREATE TABLE place_complaint (
    complaint_id {text} PRIMARY KEY NOT NULL REFERENCES complaint (id),
    place_id {text} NOT NULL REFERENCES place (id),
    linked_at BIGINT NOT NULL
);
CREATE INDEX place_complaint_by_place ON place_complaint (place_id, linked_at, complaint_id);

-- The cases that were filed from a place.
CREATE TABLE place_case (
    case_id {text} PRIMARY KEY NOT NULL REFERENCES violation_case (id),
    place_id {text} NOT NULL REFERENCES place (id)
);
CREATE INDEX place_case_by_place ON place_case (place_id, case_id);
