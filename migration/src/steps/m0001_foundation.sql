-- Tables of the foundation. {text} and {bytes} take each database's own type;
-- instants are milliseconds since 1970 in UTC, days are YYYY-MM-DD in Asia/Shanghai.

CREATE TABLE schema_step (
    name {text} PRIMARY KEY NOT NULL,
    oldest_program BIGINT NOT NULL
);

CREATE TABLE counter (
    name {text} PRIMARY KEY NOT NULL,
    value BIGINT NOT NULL
);

CREATE TABLE authority (
    id {text} PRIMARY KEY NOT NULL,
    name {text} NOT NULL UNIQUE,
    department {text} NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE authority_area (
    district {text} PRIMARY KEY NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id)
);

CREATE TABLE account (
    id {text} PRIMARY KEY NOT NULL,
    login {text} NOT NULL UNIQUE,
    role {text} NOT NULL,
    person_name {text} NOT NULL,
    password_hash {text} NOT NULL,
    authorities {text} NOT NULL,
    institution_id {text},
    certificate_number {text},
    certificate_valid_until {text},
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE session (
    id {text} PRIMARY KEY NOT NULL,
    token_hash {text} NOT NULL UNIQUE,
    account_id {text} NOT NULL REFERENCES account (id),
    csrf {text} NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX session_by_account ON session (account_id, created_at);

CREATE TABLE licence (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    institution_id {text} NOT NULL,
    class {text} NOT NULL,
    stages BIGINT NOT NULL,
    scope {text} NOT NULL,
    state {text} NOT NULL,
    issued_by {text} NOT NULL,
    issued_on {text} NOT NULL,
    valid_until {text} NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX licence_by_institution ON licence (institution_id);

CREATE TABLE institution (
    id {text} PRIMARY KEY NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    number {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    brand {text} NOT NULL,
    uscc {text} UNIQUE,
    legal_form {text} NOT NULL,
    class {text} NOT NULL,
    stages BIGINT NOT NULL,
    district {text} NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id),
    address {text} NOT NULL,
    telephone {text} NOT NULL,
    email_sealed {bytes},
    status {text} NOT NULL,
    licence_id {text} REFERENCES licence (id),
    founded_on {text},
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX institution_by_name ON institution (name, seq);
CREATE INDEX institution_by_district ON institution (district, seq);
CREATE INDEX institution_by_class ON institution (class, seq);
CREATE INDEX institution_by_status ON institution (status, seq);

CREATE TABLE electronic_consent (
    id {text} PRIMARY KEY NOT NULL,
    institution_id {text} NOT NULL REFERENCES institution (id),
    signed_on {text} NOT NULL,
    document {text} NOT NULL,
    revoked_on {text},
    created_at BIGINT NOT NULL
);
CREATE INDEX electronic_consent_by_institution ON electronic_consent (institution_id);

CREATE TABLE complaint (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    channel {text} NOT NULL,
    source_number {text},
    authority_id {text} NOT NULL REFERENCES authority (id),
    institution_id {text} REFERENCES institution (id),
    institution_name {text} NOT NULL,
    place {text} NOT NULL,
    district {text},
    subject {text} NOT NULL,
    body {text} NOT NULL,
    happened_on {text},
    amount_fen BIGINT,
    anonymous BOOLEAN NOT NULL,
    language {text} NOT NULL,
    contact_name_sealed {bytes},
    contact_telephone_sealed {bytes},
    contact_telephone_index {text},
    contact_email_sealed {bytes},
    state {text} NOT NULL,
    facts {text} NOT NULL,
    answer {text},
    open BOOLEAN NOT NULL,
    received_at BIGINT NOT NULL,
    due_on {text} NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX complaint_by_source ON complaint (channel, source_number);
CREATE INDEX complaint_queue ON complaint (authority_id, open, due_on, number);
CREATE INDEX complaint_by_state ON complaint (state, due_on, number);
CREATE INDEX complaint_by_institution ON complaint (institution_id);
CREATE INDEX complaint_by_telephone ON complaint (contact_telephone_index);

CREATE TABLE screening (
    id {text} PRIMARY KEY NOT NULL,
    complaint_id {text} NOT NULL UNIQUE REFERENCES complaint (id),
    rules {text} NOT NULL,
    model {text} NOT NULL,
    labels {text} NOT NULL,
    screened_at BIGINT NOT NULL
);

CREATE TABLE lead (
    id {text} PRIMARY KEY NOT NULL,
    complaint_id {text} NOT NULL REFERENCES complaint (id),
    label {text} NOT NULL,
    probability_milli BIGINT NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id),
    institution_id {text} REFERENCES institution (id),
    state {text} NOT NULL,
    facts {text} NOT NULL,
    open BOOLEAN NOT NULL,
    due_on {text} NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX lead_once ON lead (complaint_id, label);
CREATE INDEX lead_queue ON lead (authority_id, open, due_on, id);

CREATE TABLE violation_case (
    id {text} PRIMARY KEY NOT NULL,
    number {text} NOT NULL UNIQUE,
    complaint_id {text} UNIQUE REFERENCES complaint (id),
    institution_id {text} REFERENCES institution (id),
    party_name {text} NOT NULL,
    authority_id {text} NOT NULL REFERENCES authority (id),
    officer_first {text} NOT NULL REFERENCES account (id),
    officer_second {text} NOT NULL REFERENCES account (id),
    state {text} NOT NULL,
    facts {text} NOT NULL,
    open BOOLEAN NOT NULL,
    filed_on {text} NOT NULL,
    due_on {text} NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX case_queue ON violation_case (authority_id, open, due_on, number);
CREATE INDEX case_by_institution ON violation_case (institution_id);

CREATE TABLE finding (
    id {text} PRIMARY KEY NOT NULL,
    case_id {text} NOT NULL REFERENCES violation_case (id),
    violation {text} NOT NULL,
    article {text} NOT NULL,
    facts {text} NOT NULL,
    found_on {text} NOT NULL,
    recorded_by {text} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX finding_by_case ON finding (case_id, created_at);

CREATE TABLE correction_order (
    id {text} PRIMARY KEY NOT NULL,
    case_id {text} NOT NULL UNIQUE REFERENCES violation_case (id),
    institution_id {text} REFERENCES institution (id),
    document_number {text} NOT NULL UNIQUE,
    demand {text} NOT NULL,
    article {text} NOT NULL,
    ordered_on {text} NOT NULL,
    due_on {text} NOT NULL,
    served_on {text},
    answered_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX correction_order_by_institution ON correction_order (institution_id, due_on);

CREATE TABLE document_service (
    id {text} PRIMARY KEY NOT NULL,
    order_id {text} NOT NULL REFERENCES correction_order (id),
    way {text} NOT NULL,
    served_on {text} NOT NULL,
    receiver {text} NOT NULL,
    proof {text} NOT NULL,
    recorded_by {text} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX document_service_by_order ON document_service (order_id);

CREATE TABLE correction_response (
    id {text} PRIMARY KEY NOT NULL,
    order_id {text} NOT NULL REFERENCES correction_order (id),
    body {text} NOT NULL,
    answered_by {text} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX correction_response_by_order ON correction_response (order_id, created_at);

CREATE TABLE evidence_file (
    id {text} PRIMARY KEY NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text} NOT NULL,
    file_name {text} NOT NULL,
    media_type {text} NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 {text} NOT NULL,
    storage_key {text} NOT NULL UNIQUE,
    added_by {text} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX evidence_once ON evidence_file (subject_kind, subject_id, sha256);

CREATE TABLE act (
    id {text} PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    actor {text} NOT NULL,
    role {text} NOT NULL,
    permission {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text} NOT NULL,
    verb {text} NOT NULL,
    change {text} NOT NULL,
    reason {text} NOT NULL,
    digest {text} NOT NULL
);
CREATE INDEX act_by_subject ON act (subject_kind, subject_id, at);

CREATE TABLE act_unsealed (
    act_id {text} PRIMARY KEY NOT NULL
);

CREATE TABLE seal (
    number BIGINT PRIMARY KEY NOT NULL,
    act_id {text} NOT NULL UNIQUE,
    digest {text} NOT NULL,
    chain {text} NOT NULL
);

CREATE TABLE audit_head (
    day {text} PRIMARY KEY NOT NULL,
    number BIGINT NOT NULL,
    chain {text} NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE TABLE job (
    id {text} PRIMARY KEY NOT NULL,
    kind {text} NOT NULL,
    job_key {text} NOT NULL UNIQUE,
    payload {text} NOT NULL,
    state {text} NOT NULL,
    attempt BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    lease_owner {text},
    lease_until BIGINT,
    last_error_code {text},
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX job_ready ON job (state, run_at);

CREATE TABLE notice (
    id {text} PRIMARY KEY NOT NULL,
    template {text} NOT NULL,
    language {text} NOT NULL,
    subject_kind {text} NOT NULL,
    subject_id {text} NOT NULL,
    recipient_sealed {bytes} NOT NULL,
    facts_sealed {bytes} NOT NULL,
    dedupe_key {text} NOT NULL UNIQUE,
    legal BOOLEAN NOT NULL,
    state {text} NOT NULL,
    message_id {text} NOT NULL UNIQUE,
    attempt BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    lease_owner {text},
    lease_until BIGINT,
    last_code {text},
    server_reply {text},
    rendered_sealed {bytes},
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX notice_ready ON notice (state, run_at);
CREATE INDEX notice_by_subject ON notice (subject_kind, subject_id, created_at);

CREATE TABLE idempotency_key (
    scope {text} NOT NULL,
    request_key {text} NOT NULL,
    request_digest {text} NOT NULL,
    answer {text} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, request_key)
);

CREATE TABLE worker_heartbeat (
    name {text} PRIMARY KEY NOT NULL,
    started_at BIGINT NOT NULL,
    beat_at BIGINT NOT NULL,
    stopped_at BIGINT
);

CREATE TABLE source_cursor (
    source {text} PRIMARY KEY NOT NULL,
    position {text} NOT NULL,
    pulled_at BIGINT NOT NULL
);

CREATE TABLE source_item_kept (
    id {text} PRIMARY KEY NOT NULL,
    source {text} NOT NULL,
    source_number {text} NOT NULL,
    reason {text} NOT NULL,
    item_sealed {bytes} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX source_item_once ON source_item_kept (source, source_number);
