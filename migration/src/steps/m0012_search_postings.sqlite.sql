-- The index keeps which institutions hold a term, and no more: where in an institution a term stands was never asked, and
-- was half of what a list that is entered wrote. Spaces alone part two terms: a vowel sign of Hindi is part of one. The terms are taken over as the old index has them.
CREATE VIRTUAL TABLE institution_search_terms USING fts5vocab (institution_search, instance);
CREATE VIRTUAL TABLE institution_search_next USING fts5 (terms, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'");
INSERT INTO institution_search_next (rowid, terms) SELECT doc, group_concat(term, ' ') FROM institution_search_terms GROUP BY doc;
DROP TABLE institution_search_terms;
DROP TABLE institution_search;
ALTER TABLE institution_search_next RENAME TO institution_search;
