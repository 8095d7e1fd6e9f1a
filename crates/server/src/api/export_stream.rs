//! An answer that is written while it is sent: by a thread that reads the store, to a client that may be slow.
//!
//! A few chunks are held between the two. A client that takes nothing for a while is given up, because the thread holds a
//! snapshot of the store meanwhile. An export that fails under way breaks the connection off, so that nobody takes what has
//! arrived for the whole.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame};
use tokio::runtime::Handle as Runtime;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

/// How many chunks wait for the client at most.
const N_CHUNKS: usize = 4;

/// How long a client may take for a chunk.
const PATIENCE: Duration = Duration::from_secs(30);

/// Returns the two ends: what is written to the first is read from the second.
pub fn export_stream() -> (ChunkWriter, ChunkBody) {
    let (sender, receiver) = channel(N_CHUNKS);
    let writer = ChunkWriter {
        sender,
        patience: PATIENCE,
    };
    (writer, ChunkBody::of(receiver))
}

/// Sends what is written to it, a chunk a write; whoever writes gathers small pieces. Blocks, so it is for threads of the
/// pools.
#[derive(Debug, Clone)]
pub struct ChunkWriter {
    sender: Sender<Result<Bytes, io::Error>>,
    patience: Duration,
}

impl ChunkWriter {
    /// Breaks the answer off. That the client is gone by then needs no telling.
    pub async fn fail(self, cause: impl Into<String>) {
        let _ = timeout(
            self.patience,
            self.sender.send(Err(io::Error::other(cause.into()))),
        )
        .await;
    }
}

impl io::Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let chunk = Bytes::copy_from_slice(bytes);
        let sent = Runtime::current().block_on(timeout(self.patience, self.sender.send(Ok(chunk))));
        match sent {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_)) => Err(io::Error::new(io::ErrorKind::BrokenPipe, "the client has gone")),
            Err(_) => Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the client takes nothing",
            )),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The body of the answer.
#[derive(Debug)]
pub struct ChunkBody {
    receiver: Receiver<Result<Bytes, io::Error>>,
}

impl ChunkBody {
    /// Returns the body that ends when every sender to `receiver` is gone.
    pub fn of(receiver: Receiver<Result<Bytes, io::Error>>) -> Self {
        Self { receiver }
    }
}

impl Body for ChunkBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let polled = self.receiver.poll_recv(context);
        polled.map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use http_body_util::BodyExt;
    use tokio::task::spawn_blocking;

    use super::*;

    #[tokio::test]
    async fn what_is_written_arrives_in_order() {
        let (mut writer, body) = export_stream();
        let written = spawn_blocking(move || {
            for n in 0..100 {
                writer.write_all(format!("{n}法ཁ;").as_bytes()).unwrap();
            }
            writer.write_all(b"").unwrap();
        });
        let bytes = body.collect().await.unwrap().to_bytes();
        written.await.unwrap();
        let expected: String = (0..100).map(|n| format!("{n}法ཁ;")).collect();
        assert_eq!(bytes, expected.as_bytes());
    }

    #[tokio::test]
    async fn a_client_that_goes_or_takes_nothing_ends_the_work() {
        let (mut writer, body) = export_stream();
        drop(body);
        let gone = spawn_blocking(move || writer.write_all(b"a").unwrap_err().kind());
        assert_eq!(gone.await.unwrap(), io::ErrorKind::BrokenPipe);
        let (mut writer, _body) = export_stream();
        writer.patience = Duration::ZERO;
        let slow = spawn_blocking(move || {
            (0..100)
                .find_map(|_| writer.write_all(b"a").err())
                .unwrap()
                .kind()
        });
        assert_eq!(slow.await.unwrap(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn what_fails_under_way_breaks_the_answer_off() {
        let (mut writer, body) = export_stream();
        let work = spawn_blocking(move || {
            writer.write_all(b"half").unwrap();
            writer
        });
        tokio::spawn(async move { work.await.unwrap().fail("the store is away").await });
        let error = body.collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the store is away");
    }
}
