//! A disk that keeps what was synced, and of the rest what it likes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::trace::Call;

const SECTOR: usize = 512;

/// Chance, the same for the same seed.
pub(crate) struct Fate(u64);

impl Fate {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // SplitMix64, Steele, Lea and Flood 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(at, data) => {
                if content.len() < at + data.len() {
                    content.resize(at + data.len(), 0);
                }
                content[*at..at + data.len()].copy_from_slice(data);
            }
            Self::Truncate(length) => content.resize(*length, 0),
        }
    }
}

/// The content of a file: what is on the disk, and what waits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Inode {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

impl Inode {
    fn sync(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            change.apply(&mut self.durable);
        }
    }

    fn after_cut(&self, fate: &mut Fate) -> Vec<u8> {
        let mut content = self.durable.clone();
        for change in &self.pending {
            if !fate.chance(50) {
                continue;
            }
            match change {
                Change::Write(at, data) if data.len() > SECTOR && fate.chance(30) => {
                    let sectors = fate.below(data.len() / SECTOR) + 1;
                    Change::Write(*at, data[..sectors * SECTOR].to_vec()).apply(&mut content);
                }
                change => change.apply(&mut content),
            }
        }
        content
    }
}

/// The folder of a workspace on a disk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk {
    root: PathBuf,
    inodes: Vec<Inode>,
    /// Names as programs see them, and as they stand on the disk.
    now: BTreeMap<PathBuf, usize>,
    durable: BTreeMap<PathBuf, usize>,
    /// Names that changed since their folder was synced.
    touched: Vec<PathBuf>,
}

impl Disk {
    /// What lies in `root`, all of it synced.
    pub(crate) fn of(root: &Path) -> Self {
        let mut disk = Self { root: root.to_owned(), ..Self::default() };
        for entry in fs::read_dir(root).unwrap().map(Result::unwrap) {
            // The index of the write-ahead log is memory, not content.
            if entry.path().is_file() && !is_index(&entry.path()) {
                let inode = Inode { durable: fs::read(entry.path()).unwrap(), pending: vec![] };
                disk.inodes.push(inode);
                disk.now.insert(entry.path(), disk.inodes.len() - 1);
            }
        }
        disk.durable = disk.now.clone();
        disk
    }

    fn inode(&mut self, path: &Path) -> &mut Inode {
        let at = *self.now.entry(path.to_owned()).or_insert_with(|| {
            self.inodes.push(Inode::default());
            self.touched.push(path.to_owned());
            self.inodes.len() - 1
        });
        &mut self.inodes[at]
    }

    /// What the system was asked to do.
    pub(crate) fn take(&mut self, call: &Call) {
        match call {
            Call::Made(path) | Call::Write(path, ..) | Call::Truncate(path, _)
                if is_index(path) => {}
            Call::Made(path) => {
                self.inode(path);
            }
            Call::Write(path, at, data) => {
                let change = Change::Write(usize::try_from(*at).unwrap(), data.clone());
                self.inode(path).pending.push(change);
            }
            Call::Truncate(path, length) => {
                let change = Change::Truncate(usize::try_from(*length).unwrap());
                self.inode(path).pending.push(change);
            }
            Call::Sync(path) if self.now.contains_key(path) => self.inode(path).sync(),
            Call::Sync(folder) => self.sync_names(folder),
            Call::Rename(from, to) => {
                if let Some(at) = self.now.remove(from) {
                    self.now.insert(to.clone(), at);
                    self.touched.extend([from.clone(), to.clone()]);
                }
            }
            Call::Remove(path) => {
                self.now.remove(path);
                self.touched.push(path.clone());
            }
            Call::Said(_) => {}
        }
    }

    fn sync_names(&mut self, folder: &Path) {
        for path in std::mem::take(&mut self.touched) {
            if path.parent() == Some(folder) {
                place(&mut self.durable, &path, self.now.get(&path).copied());
            } else {
                self.touched.push(path);
            }
        }
    }

    /// Writes into `folder` what is found after the cut.
    pub(crate) fn after_cut(&self, fate: &mut Fate, folder: &Path) {
        let mut names = self.durable.clone();
        for path in &self.touched {
            if fate.chance(50) {
                place(&mut names, path, self.now.get(path).copied());
            }
        }
        fs::create_dir_all(folder).unwrap();
        for (path, at) in names {
            let target = folder.join(path.strip_prefix(&self.root).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, self.inodes[at].after_cut(fate)).unwrap();
        }
    }
}

fn place(names: &mut BTreeMap<PathBuf, usize>, path: &Path, at: Option<usize>) {
    match at {
        Some(at) => names.insert(path.to_owned(), at),
        None => names.remove(path),
    };
}

fn is_index(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}
