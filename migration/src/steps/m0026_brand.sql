-- Who is looked up by the brand over the door is found first.
CREATE INDEX institution_by_brand ON institution (brand, seq);
