//! R44: a network between us and the store that resets, answers nothing, half, or "come back later".

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use credenza_team::{LogError, location::LocationConfig};
use credenza_testkit::{
    emulators::Moto,
    evil::EvilLocation,
    member::{Member, Seeded},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// One request, retries and waits.
const LONGEST: Duration = Duration::from_secs(60);

/// Stands between and misbehaves while it is told to.
struct BadNetwork {
    address: SocketAddr,
    bad: Arc<AtomicBool>,
    faults: Arc<AtomicU64>,
}

impl BadNetwork {
    async fn before(server: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (bad, faults) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (random, is_bad, count) =
            (Arc::new(Seeded::new(seed)), Arc::clone(&bad), Arc::clone(&faults));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (random, bad, faults) =
                    (Arc::clone(&random), Arc::clone(&is_bad), Arc::clone(&count));
                tokio::spawn(async move {
                    // Ends as soon as one side does.
                    let _ = carry(client, server, &random, &bad, &faults).await;
                });
            }
        });
        Self { address, bad, faults }
    }
}

async fn carry(
    mut client: TcpStream,
    server: SocketAddr,
    random: &Seeded,
    bad: &AtomicBool,
    faults: &AtomicU64,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    let mut half = false;
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let read = read?;
                if read == 0 {
                    return Ok(());
                }
                let dice = if bad.load(Ordering::Relaxed) { random.next() % 10 } else { 9 };
                faults.fetch_add(u64::from(dice < 5), Ordering::Relaxed);
                match dice {
                    // Before the server saw it.
                    0 => return Ok(()),
                    1 => {
                        let later = b"HTTP/1.1 503 Slow Down\r\nRetry-After: 0\r\n\
                            Content-Length: 0\r\nConnection: close\r\n\r\n";
                        return client.write_all(later).await;
                    }
                    2 => {
                        let many = b"HTTP/1.1 429 Too Many Requests\r\n\
                            Content-Length: 0\r\nConnection: close\r\n\r\n";
                        return client.write_all(many).await;
                    }
                    // After: the server does it, and the answer is lost, or half of it.
                    3 => {
                        server.write_all(&up[..read]).await?;
                        let _ = server.read(&mut down).await?;
                        return Ok(());
                    }
                    4 => half = true,
                    _ => {}
                }
                server.write_all(&up[..read]).await?;
            }
            read = server.read(&mut down) => {
                let read = read?;
                if half || read == 0 {
                    return client.write_all(&down[..read / 2]).await;
                }
                client.write_all(&down[..read]).await?;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r44_a_bad_network_doubles_nothing_and_ends_in_time() {
    let test = "r44_a_bad_network_doubles_nothing_and_ends_in_time";
    let Some(moto) = Moto::ready(test).await else { return };
    let runs: u64 = if std::env::var_os("CREDENZA_SOAK").is_some() { 2_000 } else { 200 };
    let network = BadNetwork::before(moto.address(), 44).await;
    let mut config = moto.config("team");
    if let LocationConfig::S3 { endpoint, .. } = &mut config {
        *endpoint = Some(format!("http://{}", network.address));
    }
    let mut ada = Member::new(1, EvilLocation::new(config.open().unwrap()));
    let mut bob = Member::new(2, EvilLocation::new(moto.config("team").open().unwrap()));
    let (mut acknowledged, mut slowest) = (BTreeSet::new(), Duration::ZERO);
    network.bad.store(true, Ordering::Relaxed);
    for run in 0..runs {
        let start = Instant::now();
        let now = i64::try_from(run).unwrap();
        match ada.write(now, &run.to_be_bytes()).await {
            Ok(place) => drop(acknowledged.insert((place, run.to_be_bytes().to_vec()))),
            Err(LogError::Location(error)) => assert!(error.may_pass(), "{error}"),
            Err(error) => panic!("run {run}: {error}"),
        }
        slowest = slowest.max(start.elapsed());
    }
    network.bad.store(false, Ordering::Relaxed);
    ada.flush(1_000).await.unwrap();
    bob.reconcile(1_001).await.unwrap();
    let all: BTreeSet<_> = bob.contents().into_iter().collect();
    let contents: BTreeSet<_> = all.iter().map(|(_, content)| content).collect();
    let (faults, doubled) = (network.faults.load(Ordering::Relaxed), all.len() - contents.len());
    let lost = acknowledged.difference(&all).count();
    let right = lost == 0 && doubled == 0 && slowest < LONGEST;
    println!(
        "R44 {runs} runs, {faults} faults: {lost} lost, {doubled} doubled, slowest {} ms, \
         target 0 0 60000 {}",
        slowest.as_millis(),
        if right { "pass" } else { "FAIL" }
    );
    assert!(right && faults > runs / 4);
    assert!(bob.log.alarms().next().is_none());
}

#[tokio::test]
async fn r44_a_server_that_never_answers_is_left_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((client, _)) = listener.accept().await {
            held.push(client);
        }
    });
    let location = crate::clouds::s3(&format!("http://{address}")).unwrap();
    let start = Instant::now();
    let mut ada = Member::new(1, EvilLocation::new(location));
    assert_eq!(
        ada.write(0, b"x").await,
        Err(LogError::Location(credenza_team::location::LocationError::Unreachable))
    );
    let took = start.elapsed();
    println!("R44 no answer: left after {} ms, target 60000 pass", took.as_millis());
    assert!(took < LONGEST);
}
