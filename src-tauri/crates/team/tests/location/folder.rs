//! A folder that others can write into.

use std::{fs, os::unix::fs::symlink, path::Path, process::Command, time::Duration};

use credenza_team::location::{
    ChainId, Created, LocationConfig, LocationError, Names, ObjectName, Place,
};
use futures::TryStreamExt as _;

fn place(sequence: u64) -> Place {
    Place { chain: ChainId([3; 16]), sequence }
}

fn path_of(folder: &Path, name: &ObjectName) -> std::path::PathBuf {
    folder.join(name.to_string())
}

#[tokio::test]
async fn links_and_pipes_are_not_objects() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let location = LocationConfig::Folder(folder.path().to_owned()).open().unwrap();
    let good = ObjectName::Entry(place(0));
    assert_eq!(location.create(&good, b"good".to_vec()).await, Ok(Created::New));
    fs::write(elsewhere.path().join("private"), "private").unwrap();

    let link = ObjectName::Entry(place(1));
    symlink(elsewhere.path().join("private"), path_of(folder.path(), &link)).unwrap();
    assert_eq!(location.get(&link, 100).await, Err(LocationError::NotAnObject));
    assert_eq!(location.create(&link, vec![1]).await, Err(LocationError::NotAnObject));

    let pipe = ObjectName::Entry(place(2));
    let made = Command::new("mkfifo").arg(path_of(folder.path(), &pipe)).status().unwrap();
    assert!(made.success());
    let read = tokio::time::timeout(Duration::from_secs(5), location.get(&pipe, 100)).await;
    assert_eq!(read.expect("a pipe is not opened"), Err(LocationError::NotAnObject));

    symlink(elsewhere.path(), folder.path().join("B")).unwrap();
    let blob = ObjectName::Blob([1; 32]);
    assert_eq!(location.create(&blob, vec![1]).await, Err(LocationError::NotAnObject));
    let listed: Result<Vec<_>, _> = location.list(Names::Blobs, None).try_collect().await;
    assert_eq!(listed, Err(LocationError::NotAnObject));
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert_eq!(location.get(&good, 100).await.as_deref(), Ok(&b"good"[..]));
}

#[tokio::test]
async fn what_others_leave_in_the_folder_is_not_listed() {
    let folder = tempfile::tempdir().unwrap();
    let location = LocationConfig::Folder(folder.path().to_owned()).open().unwrap();
    let good = ObjectName::Entry(place(0));
    location.create(&good, b"good".to_vec()).await.unwrap();
    let home = path_of(folder.path(), &good).parent().unwrap().to_owned();
    let strange = [
        "0000000000000001 (conflicted copy)",
        "0000000000000001.tmp",
        ".DS_Store",
        "0000000000000001#1",
        "0000000000000002#x",
        "CON",
        "-rf",
        "\u{202e}0000000000000003",
        "000000000000000A",
        "%2e%2e",
    ];
    for name in strange {
        fs::write(home.join(name), "strange").unwrap();
    }
    fs::create_dir(home.join("0000000000000005")).unwrap();
    let listed: Vec<_> = location.list(Names::Entries, None).try_collect().await.unwrap();
    assert_eq!(listed.iter().map(|one| one.name).collect::<Vec<_>>(), [good]);
    let folder_there = location.get(&ObjectName::Entry(place(5)), 9).await;
    assert_eq!(folder_there, Err(LocationError::NotAnObject));
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let nowhere = LocationConfig::Folder("/nowhere/at/all".into()).open();
    assert_eq!(nowhere.err(), Some(LocationError::NoSuchPlace));
}
