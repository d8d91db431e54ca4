//! Parts of a text, and what lies within one of them.

/// Parts, in order of where they start.
pub(crate) struct Spans {
    /// Where each starts, and the last end of all up to it.
    starts: Vec<(usize, usize)>,
}

impl Spans {
    /// Parts as start and end, in any order.
    pub(crate) fn new(mut spans: Vec<(usize, usize)>) -> Self {
        spans.sort_unstable();
        let mut last = 0;
        for span in &mut spans {
            last = last.max(span.1);
            span.1 = last;
        }
        Self { starts: spans }
    }

    /// Whether one of them holds all of another part.
    pub(crate) fn hold(&self, start: usize, end: usize) -> bool {
        let before = self.starts.partition_point(|span| span.0 <= start);
        let last = before.checked_sub(1).and_then(|at| self.starts.get(at));
        last.is_some_and(|span| end <= span.1)
    }
}

#[cfg(test)]
mod tests {
    use super::Spans;

    #[test]
    fn a_part_is_held_by_one_that_starts_before_and_ends_behind_it() {
        let spans = Spans::new(vec![(30, 40), (0, 20), (2, 5)]);
        for (part, held) in [((0, 20), true), ((6, 19), true), ((19, 21), false), ((30, 40), true)]
        {
            assert_eq!(spans.hold(part.0, part.1), held, "{part:?}");
        }
        assert!(!Spans::new(Vec::new()).hold(0, 0));
    }
}
