-- Where the institutions are that say so, in WGS-84 and in cells of a hundredth of a degree, so that those near a place lie
-- side by side. It belongs to the search index: keyed by the place in the register, and made anew from the record.
CREATE TABLE institution_near (
    seq BIGINT PRIMARY KEY NOT NULL,
    cell BIGINT NOT NULL,
    latitude_e6 BIGINT NOT NULL,
    longitude_e6 BIGINT NOT NULL
);
CREATE INDEX institution_near_cell ON institution_near (cell);
