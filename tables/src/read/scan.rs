//! What a part of a workbook would cost whoever reads it, seen while it is unpacked and nothing of it is held.

use std::io::{Error, ErrorKind, Result, Write};

use super::MERGED_MAX;

/// Bytes between two tags: a cell and an attribute of a tag are held whole.
const APART_MAX: u64 = 1 << 20;
const MERGED: &[u8] = b"<mergeCell ";
/// Bytes at the beginning of a part that say how many texts it claims to have.
const HEAD: usize = 4_096;
const CLAIM: &[u8] = b"uniqueCount=\"";

/// A part that goes by.
#[derive(Default)]
pub(super) struct Scan {
    head: Vec<u8>,
    /// Bytes so far.
    pub(super) length: u64,
    since_tag: u64,
    matched: usize,
    merged: u64,
}

impl Scan {
    /// Whether the part claims to have more texts than its bytes could hold: room is made for them before they are read.
    pub(super) fn claims_too_much(&self) -> bool {
        let at = self
            .head
            .windows(CLAIM.len())
            .position(|part| part == CLAIM);
        let digits = at.and_then(|at| self.head.get(at + CLAIM.len()..));
        let digits = digits.unwrap_or_default();
        let digits = digits.iter().take_while(|sign| sign.is_ascii_digit());
        let claimed = digits.fold(0_u64, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        });
        claimed > self.length
    }

    fn see(&mut self, sign: u8) -> Result<()> {
        self.since_tag = if sign == b'<' { 0 } else { self.since_tag + 1 };
        let fits = MERGED.get(self.matched) == Some(&sign);
        // Its first sign stands in it once, so that a match that breaks off begins anew with it or not at all.
        self.matched = if fits {
            self.matched + 1
        } else {
            usize::from(sign == b'<')
        };
        if self.matched == MERGED.len() {
            self.matched = 0;
            self.merged += 1;
        }
        if self.since_tag > APART_MAX || self.merged > MERGED_MAX {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        Ok(())
    }
}

impl Write for Scan {
    fn write(&mut self, part: &[u8]) -> Result<usize> {
        let room = HEAD.saturating_sub(self.head.len()).min(part.len());
        self.head.extend(part.get(..room).unwrap_or_default());
        self.length += u64::try_from(part.len()).unwrap_or(u64::MAX);
        part.iter().try_for_each(|sign| self.see(*sign))?;
        Ok(part.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
