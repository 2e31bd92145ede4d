//! Lines with one end, whatever they had: a program that counts them counts right, and a row of a million columns is told
//! before it is held.

use std::io::{Error, ErrorKind, Read, Result};

use super::COLUMNS_MAX;

/// Signs between values of one line beyond which nobody needs to hold it: a row has fewer columns.
const BETWEEN_MAX: usize = COLUMNS_MAX * 50;

/// Text in which each line ends with a line feed.
pub(super) struct Lines<R> {
    text: R,
    between: u8,
    after_return: bool,
    count: usize,
}

impl<R: Read> Lines<R> {
    pub(super) const fn of(text: R, between: u8) -> Self {
        Self {
            text,
            between,
            after_return: false,
            count: 0,
        }
    }

    /// The sign in the place of this one; none for the line feed of a pair.
    fn sign(&mut self, sign: u8) -> Option<u8> {
        let second = std::mem::replace(&mut self.after_return, sign == b'\r') && sign == b'\n';
        match sign {
            _ if second => None,
            b'\r' | b'\n' => {
                self.count = 0;
                Some(b'\n')
            }
            sign => {
                self.count += usize::from(sign == self.between);
                Some(sign)
            }
        }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        loop {
            let length = self.text.read(into)?;
            let mut kept = 0;
            for place in 0..length {
                let Some(sign) = into.get(place).copied().and_then(|sign| self.sign(sign)) else {
                    continue;
                };
                if let Some(to) = into.get_mut(kept) {
                    *to = sign;
                    kept += 1;
                }
            }
            if self.count > BETWEEN_MAX {
                return Err(Error::from(ErrorKind::FileTooLarge));
            }
            // A part of nothing but the second half of a pair is not the end.
            if kept > 0 || length == 0 {
                return Ok(kept);
            }
        }
    }
}
