//! Mail: the text of each notice, and the two ways it leaves the house.

mod folder;
mod message;
mod pool;
mod render;
mod server;
mod session;
mod transport;

pub use folder::Folder;
pub use message::{Sender, SenderFault};
pub use pool::{Limits, Pool};
pub use render::{Language, RenderFault, Shell, render};
pub use server::{Credentials, Encryption, Server, ServerFault};
pub use transport::{Delivery, Transport};

#[cfg(test)]
mod render_tests;
