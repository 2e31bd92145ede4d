//! A list that is read page by page.

use std::marker::PhantomData;
use std::str::FromStr;

use store::Fault;
use store::read::Page;

use super::{Exported, Source};

/// A list whose pages `part` reads, each beginning where the one before ended.
pub(crate) struct Paged<T, A, F> {
    /// Where the next page begins; nothing after the last.
    next: Option<Option<A>>,
    part: F,
    rows: PhantomData<fn() -> T>,
}

impl<T, A, F> Paged<T, A, F> {
    /// The list from its beginning.
    pub(crate) const fn of(part: F) -> Self {
        Self {
            next: Some(None),
            part,
            rows: PhantomData,
        }
    }
}

impl<T, A, F, Fut> Source for Paged<T, A, F>
where
    T: Exported,
    A: FromStr + Send,
    F: FnMut(Option<A>) -> Fut + Send,
    Fut: Future<Output = Result<Page<T>, Fault>> + Send,
{
    type Row = T;

    async fn next(&mut self) -> Result<Option<Vec<T>>, Fault> {
        let Some(after) = self.next.take() else {
            return Ok(None);
        };
        let page = (self.part)(after).await?;
        if let Some(next) = page.next {
            let after = next.parse();
            let after = after.map_err(|_| Fault::Integrity("the place in a list".to_owned()))?;
            self.next = Some(Some(after));
        }
        Ok(Some(page.items))
    }
}
