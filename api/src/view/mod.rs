//! The pages: server-rendered, compiled templates with a typed context. They work without script.
//!
//! Each page is a struct of plain display types (texts already in the language of the page) with a `sample`; its template
//! lies in `api/templates/`. Handlers fill the struct from a read model and answer with `render()`.
//!
//! Every form carries the hidden field `csrf`; forms that make or change something also `submission` (idempotency key),
//! those that change a record `version`. Form paths:
//!
//! | form | path |
//! |---|---|
//! | language | `POST /language` (`lang`, `back`) |
//! | complaint: check, change, send | `POST /complaints/check`, `/complaints/new`, `/complaints` |
//! | receipt: text file, typed back or saved | `POST /complaints/receipt/text`, `/complaints/receipt/check` |
//! | follow | `POST /follow` (`number`, `receipt`), `/follow/{number}/withdrawal` |
//! | sign in, out | `POST /sign-in`, `/sign-out`, `/desk/sessions/end`, `/my/sessions/end` |
//! | events | `POST /desk/{complaints,leads,cases}/{number}/events` (`event`, `version`, fields of the event) |
//! | open a case | `POST /desk/cases` |
//! | try again | `POST /desk/notices/{id}/retry`, `/desk/jobs/{id}/retry` |
//! | accounts | `POST /desk/accounts`, `/desk/accounts/{id}/disable` |
//! | answer an order | `POST /my/orders/{id}/answers` (multipart) |

pub mod assets;
pub mod desk;
pub mod event;
pub mod field;
pub mod filters;
pub mod gallery;
pub mod icon;
pub mod list;
pub mod mark;
pub mod my;
pub mod piece;
mod place;
pub mod portal;
pub mod qr;
pub mod record;
pub mod shell;
pub mod typeset;

pub use assets::asset_path as asset;
