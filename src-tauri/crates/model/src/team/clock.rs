//! How many entries of each chain an entry has seen. Most entries differ from the one before in
//! few chains, so the tree shares what is equal, and a team of thousands costs little.

use std::sync::Arc;

const WIDTH: usize = 16;
const BITS: u32 = 4;

#[derive(Debug)]
enum Node {
    Leaf([u32; WIDTH]),
    Inner([Option<Arc<Node>>; WIDTH]),
}

/// Counts by chain number. Absent means none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    root: Option<Arc<Node>>,
    height: u32,
}

impl Clock {
    pub(crate) fn get(&self, chain: u32) -> u32 {
        if self.is_beyond(chain) {
            return 0;
        }
        let mut node = self.root.as_ref();
        let mut level = self.height;
        while let Some(present) = node {
            match &**present {
                Node::Leaf(counts) => return counts[slot(chain, 0)],
                Node::Inner(children) => node = children[slot(chain, level)].as_ref(),
            }
            level = level.saturating_sub(1);
        }
        0
    }

    /// A clock that has also seen `count` entries of `chain`.
    pub(crate) fn raised(&self, chain: u32, count: u32) -> Self {
        let mut tall = self.clone();
        while tall.is_beyond(chain) {
            tall = tall.lifted();
        }
        let root = Some(raise(tall.root.as_ref(), tall.height, chain, count));
        Self { root, height: tall.height }
    }

    /// A clock that has seen what either has.
    pub(crate) fn merged(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.clone(), other.clone());
        while a.height < b.height {
            a = a.lifted();
        }
        while b.height < a.height {
            b = b.lifted();
        }
        Self { root: merge(a.root.as_ref(), b.root.as_ref()), height: a.height }
    }

    fn is_beyond(&self, chain: u32) -> bool {
        u64::from(chain) >> (BITS * (self.height + 1)) != 0
    }

    fn lifted(&self) -> Self {
        let root = self.root.as_ref().map(|root| {
            let mut children: [Option<Arc<Node>>; WIDTH] = std::array::from_fn(|_| None);
            children[0] = Some(Arc::clone(root));
            Arc::new(Node::Inner(children))
        });
        Self { root, height: self.height + 1 }
    }
}

fn slot(chain: u32, level: u32) -> usize {
    (chain >> (BITS * level)) as usize % WIDTH
}

fn raise(node: Option<&Arc<Node>>, level: u32, chain: u32, count: u32) -> Arc<Node> {
    if level == 0 {
        let mut counts = match node.map(|node| &**node) {
            Some(Node::Leaf(counts)) => *counts,
            _ => [0; WIDTH],
        };
        let place = &mut counts[slot(chain, 0)];
        *place = (*place).max(count);
        return Arc::new(Node::Leaf(counts));
    }
    let mut children = match node.map(|node| &**node) {
        Some(Node::Inner(children)) => children.clone(),
        _ => std::array::from_fn(|_| None),
    };
    let child = &mut children[slot(chain, level)];
    *child = Some(raise(child.as_ref(), level - 1, chain, count));
    Arc::new(Node::Inner(children))
}

/// The larger of both, sharing either where it already is the result.
fn merge(a: Option<&Arc<Node>>, b: Option<&Arc<Node>>) -> Option<Arc<Node>> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b).cloned() };
    if Arc::ptr_eq(a, b) {
        return Some(Arc::clone(a));
    }
    match (&**a, &**b) {
        (Node::Leaf(x), Node::Leaf(y)) => {
            let larger: [u32; WIDTH] = std::array::from_fn(|at| x[at].max(y[at]));
            Some(match larger {
                all if all == *x => Arc::clone(a),
                all if all == *y => Arc::clone(b),
                all => Arc::new(Node::Leaf(all)),
            })
        }
        (Node::Inner(x), Node::Inner(y)) => {
            let both: [Option<Arc<Node>>; WIDTH] =
                std::array::from_fn(|at| merge(x[at].as_ref(), y[at].as_ref()));
            Some(match both {
                all if same(&all, x) => Arc::clone(a),
                all if same(&all, y) => Arc::clone(b),
                all => Arc::new(Node::Inner(all)),
            })
        }
        // Trees of one height have their leaves at one depth.
        _ => Some(Arc::clone(a)),
    }
}

fn same(a: &[Option<Arc<Node>>; WIDTH], b: &[Option<Arc<Node>>; WIDTH]) -> bool {
    a.iter().zip(b).all(|pair| match pair {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::Clock;

    fn build(counts: &HashMap<u32, u32>) -> Clock {
        counts.iter().fold(Clock::default(), |clock, (chain, count)| clock.raised(*chain, *count))
    }

    fn counts() -> impl Strategy<Value = HashMap<u32, u32>> {
        prop::collection::hash_map(prop_oneof![0..40u32, 0..70_000u32], 1..9u32, 0..30)
    }

    proptest! {
        #[test]
        fn a_merge_has_the_larger_count_of_each_chain(a in counts(), b in counts()) {
            let merged = build(&a).merged(&build(&b));
            for chain in a.keys().chain(b.keys()).chain(&[0, 17, 300, 69_999]) {
                let one = |of: &HashMap<u32, u32>| of.get(chain).copied().unwrap_or(0);
                prop_assert_eq!(merged.get(*chain), one(&a).max(one(&b)));
            }
        }
    }
}
