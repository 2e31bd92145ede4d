-- The search index of names: terms are the application's own pairs of characters.
CREATE TABLE institution_search (
    seq BIGINT PRIMARY KEY NOT NULL,
    terms TEXT[] COLLATE "C" NOT NULL
);
CREATE INDEX institution_search_terms ON institution_search USING gin (terms) WITH (fastupdate = off);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only';
END
$$;
CREATE TRIGGER act_is_never_changed BEFORE UPDATE OR DELETE ON act FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_is_never_changed BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
