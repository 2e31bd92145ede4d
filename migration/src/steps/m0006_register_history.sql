-- What a record of the register said before each change. The record of today stands in `institution`; a row here is what
-- it said from `since` up to, and not including, `until`, and names the act that ended it.
CREATE TABLE institution_past (
    institution_id {text} NOT NULL REFERENCES institution (id),
    version BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    record {text} NOT NULL,
    act_id {text} NOT NULL,
    PRIMARY KEY (institution_id, version)
);

-- The change of a licence that waits for a second person.
ALTER TABLE licence ADD COLUMN proposal {text};
CREATE INDEX licence_by_end ON licence (state, valid_until, id);
CREATE INDEX institution_by_licence ON institution (licence_id);
