-- The search index of names: terms are the application's own pairs of characters.
CREATE TABLE institution_search (
    seq BIGINT PRIMARY KEY NOT NULL,
    terms TEXT[] COLLATE "C" NOT NULL
);
CREATE INDEX institution_search_terms ON institution_search USING gin (terms) WITH (fastupdate = off);

-- The same terms once more, in the order of the register: a page of what one term finds is a walk along this key that
-- ends when the page is full, however common the term is. The index above gathers all it finds before it gives the first.
CREATE TABLE institution_term (
    term TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (term, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only';
END
$$;
CREATE TRIGGER act_is_never_changed BEFORE UPDATE OR DELETE ON act FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_is_never_changed BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
