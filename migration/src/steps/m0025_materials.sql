-- Training materials that the authority has filed, once for all courses of an institution.
CREATE TABLE material_filing (
    institution_id {text} NOT NULL REFERENCES institution (id),
    title {text} NOT NULL,
    publisher {text} NOT NULL,
    number {text} NOT NULL UNIQUE,
    filed_on {text} NOT NULL,
    course_id {text} NOT NULL REFERENCES course (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (institution_id, title, publisher)
);
