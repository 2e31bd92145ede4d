-- The terms of the search as bits: one row for each term and each 512 places of the register that hold it. A walk along a
-- term reads its rows by block and ends when the page is full; terms are met by their bits; and a register of a million
-- takes a tenth of what one row for each term and institution took, and what the index over arrays took besides.
CREATE TABLE institution_posting (
    term TEXT COLLATE "C" NOT NULL,
    block BIGINT NOT NULL,
    places BIT(512) NOT NULL,
    PRIMARY KEY (term, block)
) WITH (fillfactor = 80);
INSERT INTO institution_posting (term, block, places)
    SELECT one.term, seq / 512, bit_or(set_bit(0::bit(512), (seq % 512)::integer, 1))
    FROM institution_search, unnest(terms) AS one (term) GROUP BY 1, 2 ORDER BY 1, 2;
DROP INDEX institution_search_terms;
DROP TABLE institution_term;
