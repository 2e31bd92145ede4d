//! The release program beside this one writes the whole register as a workbook and as a text: its highest memory, and how
//! many rows it writes in a second.

use std::process::Command;

use tests::{Kind, keeper};
use tokio::time::Instant;

use super::ground::{self, runtime};
use super::start::{highest_memory, program, set};
use super::{Line, table};

pub(crate) fn run(line: &Line, kind: Kind) {
    let Some(ground) = runtime().block_on(ground::filled(kind, line.institutions)) else {
        return;
    };
    let folder = keeper::fresh_folder("export");
    for ending in ["xlsx", "csv"] {
        let mut command = Command::new(program());
        set(&mut command, &ground.db);
        command.args(["export", "institutions"]);
        command.arg(folder.join(format!("register.{ending}")));
        let begun = Instant::now();
        let memory = highest_memory(command);
        let seconds = begun.elapsed().as_secs_f64();
        let rows = f64::from(u32::try_from(ground.institutions).expect("a register"));
        println!(
            "| memory of `hongjian export`, {ending}, {} | under 150 MB | {memory} at {:.0} rows/s |",
            table::word(kind),
            rows / seconds
        );
    }
}
