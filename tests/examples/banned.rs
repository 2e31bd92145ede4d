//! What nobody may write. Each example expects the lint that refuses it; where a ban no longer fires, the expectation is
//! unfulfilled, and clippy with every warning as a fault says so. The suite `bans` holds this list to the bans.
#![allow(dead_code, reason = "judged by clippy, never run")]
#![allow(
    clippy::diverging_sub_expression,
    reason = "the examples that end a program have nothing else to do"
)]

// ban: std::time::SystemTime::now
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn the_machines_clock() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

// ban: std::time::Instant::now
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn the_machines_stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

// ban: time::OffsetDateTime::now_utc
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn the_machines_date() -> time::OffsetDateTime {
    time::OffsetDateTime::now_utc()
}

// ban: rand::rng
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_generator_nobody_seeded() -> rand::rngs::ThreadRng {
    rand::rng()
}

// ban: rand::random
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_number_nobody_can_repeat() -> u64 {
    rand::random()
}

// ban: std::env::var
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_setting_nobody_documented() -> Option<String> {
    std::env::var("HONGJIAN_SECRET_SWITCH").ok()
}

// ban: std::env::var_os
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_setting_of_any_bytes() -> Option<std::ffi::OsString> {
    std::env::var_os("HONGJIAN_SECRET_SWITCH")
}

// ban: std::env::vars
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn all_settings_at_once() -> usize {
    std::env::vars().count()
}

// ban: std::env::vars_os
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn all_settings_of_any_bytes() -> usize {
    std::env::vars_os().count()
}

// ban: reqwest::get
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
async fn a_request_without_limits() -> reqwest::Result<reqwest::Response> {
    reqwest::get("http://127.0.0.1:9/").await
}

// ban: reqwest::Client::new
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_client_without_limits() -> reqwest::Client {
    reqwest::Client::new()
}

// ban: reqwest::Client::builder
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_client_made_elsewhere() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

// ban: reqwest::ClientBuilder::new
#[expect(clippy::disallowed_methods, reason = "the example of the ban")]
fn a_client_made_by_its_builder() -> reqwest::ClientBuilder {
    reqwest::ClientBuilder::new()
}

// lint: unwrap_used
#[expect(clippy::unwrap_used, reason = "the example of the lint")]
fn hope(value: Option<u8>) -> u8 {
    value.unwrap()
}

// lint: indexing_slicing
#[expect(clippy::indexing_slicing, reason = "the example of the lint")]
fn the_third(values: &[u8]) -> u8 {
    values[2]
}

// lint: as_conversions
#[expect(clippy::as_conversions, reason = "the example of the lint")]
fn half_of_it(fen: i64) -> i32 {
    fen as i32
}

// lint: dbg_macro
#[expect(clippy::dbg_macro, reason = "the example of the lint")]
fn shown_to_everybody(telephone: &str) -> &str {
    dbg!(telephone)
}

// lint: todo
#[expect(clippy::todo, reason = "the example of the lint")]
fn not_yet() {
    todo!()
}

// lint: unimplemented
#[expect(clippy::unimplemented, reason = "the example of the lint")]
fn not_ever() {
    unimplemented!()
}

// lint: panic
#[expect(clippy::panic, reason = "the example of the lint")]
fn the_end_of_all_requests() {
    panic!("in front of a parent")
}

// lint: print_stdout
#[expect(clippy::print_stdout, reason = "the example of the lint")]
fn past_the_log() {
    println!("nobody reads this");
}

// lint: print_stderr
#[expect(clippy::print_stderr, reason = "the example of the lint")]
fn past_the_log_as_well() {
    eprintln!("nobody reads this");
}
