-- Copies of a licence: which one counts, and since when where it is not the first. A licence that was never replaced has its
-- first copy and no row below. The day on which a copy is issued is the day on which the one before it counts no more.
ALTER TABLE licence ADD COLUMN copy BIGINT NOT NULL DEFAULT 1;
ALTER TABLE licence ADD COLUMN reissued_on {text};
CREATE TABLE licence_copy (
    licence_id {text} NOT NULL REFERENCES licence (id),
    copy BIGINT NOT NULL,
    issued_on {text} NOT NULL,
    application_id {text} NOT NULL REFERENCES application (id),
    loss {text} NOT NULL,
    noticed_on {text},
    created_at BIGINT NOT NULL,
    PRIMARY KEY (licence_id, copy)
);
CREATE UNIQUE INDEX licence_copy_application_id_key ON licence_copy (application_id);

-- Where and how reminders of what is due go to an officer; no row where nobody said so.
CREATE TABLE account_reminder (
    account_id {text} PRIMARY KEY NOT NULL REFERENCES account (id),
    email_sealed {bytes} NOT NULL,
    language {text} NOT NULL,
    wanted BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);

-- The lists of applications of whoever sees every authority: the indexes of before begin with one.
CREATE INDEX application_every_day ON application (COALESCE(due_on, submitted_on), id) WHERE submitted_on IS NOT NULL;
CREATE INDEX application_every_open ON application (due_on, id) WHERE open AND due_on IS NOT NULL;
