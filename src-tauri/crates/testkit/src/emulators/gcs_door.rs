//! The door before fake-gcs-server: it says in the server's words what the XML interface of Google
//! Cloud Storage says in others, and decides nothing by itself.
//!
//! An upload becomes a "media" upload with its condition as a parameter, and of a listing what stands
//! before its start is left out.

use std::net::SocketAddr;

use reqwest::{Client, Method};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use url::Url;

const CONDITION: &str = "x-goog-if-generation-match";

/// The running door; it closes when dropped.
pub(super) struct GcsDoor {
    task: JoinHandle<()>,
    pub(super) address: SocketAddr,
}

impl Drop for GcsDoor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Asked {
    method: Method,
    /// Path and query.
    target: String,
    condition: Option<String>,
    body: Vec<u8>,
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl GcsDoor {
    pub(super) async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        let client = Client::new();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let client = client.clone();
                tokio::spawn(async move { serve(stream, &client, server).await });
            }
        });
        Self { task, address }
    }
}

/// One request a connection.
async fn serve(stream: TcpStream, client: &Client, server: SocketAddr) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let asked = read(&mut stream).await?;
    let answer = if asked.method == Method::PUT {
        upload(client, server, asked).await?
    } else {
        pass_on(client, server, &asked).await?
    };
    let mut head = format!("HTTP/1.1 {} Told\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", answer.body.len());
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&answer.body).await.ok()?;
    stream.shutdown().await.ok()
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut words = head.lines().next()?.split(' ');
    let (method, target) = (words.next()?.parse().ok()?, words.next()?.to_owned());
    let header = |wanted: &str| {
        let found = head.lines().filter_map(|line| line.split_once(": "));
        found
            .filter(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, v)| v.to_owned())
            .next()
    };
    let length = header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Asked { method, target, condition: header(CONDITION), body })
}

async fn upload(client: &Client, server: SocketAddr, asked: Asked) -> Option<Answer> {
    let (bucket, name) = asked.target.strip_prefix('/')?.split_once('/')?;
    let condition = asked.condition.map(|n| format!("&ifGenerationMatch={n}")).unwrap_or_default();
    let url = format!(
        "http://{server}/upload/storage/v1/b/{bucket}/o?uploadType=media&name={name}{condition}"
    );
    let told = client.post(url).body(asked.body).send().await.ok()?;
    let status = told.status().as_u16();
    let body = told.bytes().await.ok()?;
    let said: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let text = |field: &str| said[field].as_str().map(str::to_owned).unwrap_or_default();
    let headers = vec![
        ("ETag".to_owned(), text("etag")),
        ("x-goog-generation".to_owned(), text("generation")),
    ];
    Some(Answer { status, headers, body: body.to_vec() })
}

async fn pass_on(client: &Client, server: SocketAddr, asked: &Asked) -> Option<Answer> {
    let url = Url::parse(&format!("http://{server}{}", asked.target)).ok()?;
    let start =
        url.query_pairs().find(|(name, _)| name == "start-after").map(|(_, v)| v.into_owned());
    let told = client.request(asked.method.clone(), url).send().await.ok()?;
    let status = told.status().as_u16();
    let kept = ["etag", "last-modified", "content-type", "x-goog-generation"];
    let headers = told.headers().iter().filter(|(name, _)| kept.contains(&name.as_str()));
    let headers = headers
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let headers = headers.collect();
    let body = told.bytes().await.ok()?.to_vec();
    let body = start.map_or(body.clone(), |start| later(&body, &start));
    Some(Answer { status, headers, body })
}

/// What a listing has after `start`.
fn later(listing: &[u8], start: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(listing);
    let mut out = String::new();
    for (at, part) in text.split("<Contents>").enumerate() {
        let key = part.strip_prefix("<Key>").and_then(|rest| rest.split("</Key>").next());
        if at == 0 {
            out += part;
        } else if key.is_some_and(|key| key > start) {
            out += &format!("<Contents>{part}");
        } else if let Some((_, rest)) = part.split_once("</Contents>") {
            out += rest;
        }
    }
    out.into_bytes()
}
