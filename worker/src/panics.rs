//! What the log says of a panic.

/// Makes the log of this process hold the place of a panic and not its words, which may hold a person's facts. Both
/// programs call it once their log is there.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::panic,
        clippy::unwrap_used,
        reason = "the panic is what is tested"
    )]

    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_log_holds_the_place_of_a_panic_and_not_its_words() {
        let (log, before) = (Log::default(), std::panic::take_hook());
        let writer = log.clone();
        let lines = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .finish();
        log_panics();
        tracing::subscriber::with_default(lines, || {
            let fell = std::panic::catch_unwind(|| panic!("of Wan, 13900000000"));
            assert!(fell.is_err());
        });
        std::panic::set_hook(before);
        let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(
            told.contains("panics.rs") && !told.contains("139"),
            "{told}"
        );
    }
}
