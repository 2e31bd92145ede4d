//! The administrator's and auditor's pages, everybody's sessions, the red bar, the gallery.

mod accounts;
mod audit;
mod console;
mod jobs;
mod mail;
mod password;
mod rights;
