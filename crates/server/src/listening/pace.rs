//! How long a connection may keep the server waiting: for a head, for the next request, for an answer to be taken.
//!
//! A body has its own limits where it is read. Time passes by the clock of the runtime, so that tests can move it.

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::config::Patience;

/// The least pace at which an answer is taken, in bytes a second: a tenth of what a telephone line once gave.
const LEAST_PACE: u64 = 512;

/// How an answer begins that only asks for the rest of the request.
const GO_ON: &[u8] = b"HTTP/1.1 100";

/// Says that a head was read whole and its request is being served.
#[derive(Debug, Default)]
pub struct Turn(AtomicBool);

impl Turn {
    /// Notes that a request goes to its handler.
    pub fn take(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn was_taken(&self) -> bool {
        let was_taken = self.0.load(Ordering::Relaxed);
        if was_taken {
            self.0.store(false, Ordering::Relaxed);
        }
        was_taken
    }
}

/// A connection that fails with [`io::ErrorKind::TimedOut`] when the other side is too slow.
pub struct Paced<I> {
    io: I,
    patience: Patience,
    turn: Arc<Turn>,
    stage: Stage,
    written_at: Instant,
    stuck: Option<Stuck>,
    read_timer: Timer,
    write_timer: Timer,
}

/// Where the conversation is.
#[derive(Debug, Clone, Copy)]
enum Stage {
    /// A head is expected whole.
    Head { since: Instant },
    /// A handler works; how long is its own affair.
    Served,
    /// Something of the answer was written, perhaps all of it.
    Answered,
}

/// An answer that the other side does not take as fast as it is written.
#[derive(Debug, Clone, Copy)]
struct Stuck {
    since: Instant,
    n_bytes: u64,
}

impl<I> Paced<I> {
    /// Watches over `io`, which was opened just now; `turn` is told when a request is taken.
    pub fn new(io: I, turn: Arc<Turn>, patience: Patience) -> Self {
        let now = Instant::now();
        Self {
            io,
            patience,
            turn,
            stage: Stage::Head { since: now },
            written_at: now,
            stuck: None,
            read_timer: Timer::default(),
            write_timer: Timer::default(),
        }
    }

    fn catch_up(&mut self) {
        if self.turn.was_taken() {
            self.stage = Stage::Served;
            self.stuck = None;
        }
    }

    fn note_read(&mut self) {
        self.catch_up();
        if matches!(self.stage, Stage::Answered) {
            self.stage = Stage::Head {
                since: Instant::now(),
            };
        }
    }

    fn note_written(&mut self, start: &[u8], n_bytes: usize) {
        self.catch_up();
        self.written_at = Instant::now();
        if !start.starts_with(GO_ON) {
            self.stage = Stage::Answered;
        }
        if let Some(stuck) = &mut self.stuck {
            stuck.n_bytes = stuck.n_bytes.saturating_add(n_bytes as u64);
        }
    }

    /// Returns until when something has to be read, if there is such a time.
    fn read_deadline(&mut self) -> Option<Instant> {
        self.catch_up();
        match self.stage {
            Stage::Head { since } => Some(since + self.patience.head),
            Stage::Served => None,
            Stage::Answered => Some(self.written_at + self.patience.idle),
        }
    }

    /// Waits for the time until which something has to be read.
    fn poll_read_deadline(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.read_deadline() {
            Some(deadline) => self.read_timer.poll_until(deadline, cx),
            None => Poll::Pending,
        }
    }

    fn write_deadline(&mut self) -> Instant {
        let stuck = self.stuck.get_or_insert_with(|| Stuck {
            since: Instant::now(),
            n_bytes: 0,
        });
        stuck.since + self.patience.reader + Duration::from_secs(stuck.n_bytes / LEAST_PACE)
    }

    /// Waits for the other side to take what was written.
    fn poll_stuck<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let deadline = self.write_deadline();
        self.write_timer.poll_until(deadline, cx)
    }
}

/// One timer of a connection. It is set anew only when it has run out or is too late, because that takes a lock.
#[derive(Default)]
struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    /// Waits until `deadline`, and fails then.
    fn poll_until<T>(&mut self, deadline: Instant, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.deadline() > deadline {
            sleep.as_mut().reset(deadline);
        }
        while sleep.as_mut().poll(cx).is_ready() {
            if sleep.deadline() >= deadline {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            sleep.as_mut().reset(deadline);
        }
        Poll::Pending
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Paced<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match Pin::new(&mut self.io).poll_read(cx, buf) {
            Poll::Ready(read) => {
                if buf.filled().len() > before {
                    self.note_read();
                }
                Poll::Ready(read)
            }
            Poll::Pending => self.poll_read_deadline(cx),
        }
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Paced<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.io).poll_write(cx, buf) {
            Poll::Ready(Ok(n_bytes)) => {
                self.note_written(buf, n_bytes);
                Poll::Ready(Ok(n_bytes))
            }
            Poll::Ready(failed) => Poll::Ready(failed),
            Poll::Pending => self.poll_stuck(cx),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.io).poll_write_vectored(cx, bufs) {
            Poll::Ready(Ok(n_bytes)) => {
                self.note_written(bufs.first().map_or(&[], |buf| buf), n_bytes);
                Poll::Ready(Ok(n_bytes))
            }
            Poll::Ready(failed) => Poll::Ready(failed),
            Poll::Pending => self.poll_stuck(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_flush(cx) {
            // The library asks for the next head before it writes the answer, and not again until something comes.
            Poll::Ready(Ok(())) => match self.poll_read_deadline(cx) {
                Poll::Ready(late) => Poll::Ready(late),
                Poll::Pending => Poll::Ready(Ok(())),
            },
            Poll::Ready(failed) => Poll::Ready(failed),
            Poll::Pending => self.poll_stuck(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.io).poll_shutdown(cx) {
            Poll::Ready(shut) => Poll::Ready(shut),
            Poll::Pending => self.poll_stuck(cx),
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    /// As much as lies between the two ends before a write has to wait.
    const ROOM: usize = 64;
    const LONG: Duration = Duration::from_secs(3600);
    /// So short that it is over before anything else is.
    const SHORT: Duration = Duration::from_millis(20);
    const PATIENT: Patience = Patience {
        head: LONG,
        idle: LONG,
        reader: LONG,
    };

    struct Pair {
        ours: Paced<DuplexStream>,
        theirs: DuplexStream,
        turn: Arc<Turn>,
    }

    fn pair(patience: Patience) -> Pair {
        let (ours, theirs) = duplex(ROOM);
        let turn = Arc::new(Turn::default());
        let ours = Paced::new(ours, Arc::clone(&turn), patience);
        Pair { ours, theirs, turn }
    }

    impl Pair {
        /// Lets a head arrive whole, and its request go to a handler.
        async fn ask(&mut self) {
            self.arrive(b"head").await;
            self.turn.take();
        }

        async fn arrive(&mut self, bytes: &[u8]) {
            self.theirs.write_all(bytes).await.unwrap();
            self.ours.read_exact(&mut vec![0; bytes.len()]).await.unwrap();
        }

        async fn answer(&mut self, bytes: &[u8]) {
            self.ours.write_all(bytes).await.unwrap();
            self.theirs.read_exact(&mut vec![0; bytes.len()]).await.unwrap();
        }
    }

    #[track_caller]
    fn check_timed_out<T: std::fmt::Debug>(ended: io::Result<T>) {
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    // attack 57
    #[tokio::test]
    async fn a_head_that_trickles_is_cut_however_many_bytes_come() {
        let mut pair = pair(Patience {
            head: SHORT,
            ..PATIENT
        });
        let mut theirs = pair.theirs;
        let trickle = async {
            while theirs.write_all(b"x").await.is_ok() {
                tokio::task::yield_now().await;
            }
        };
        let cut = async {
            loop {
                if let Err(cut) = pair.ours.read_u8().await {
                    break cut;
                }
            }
        };
        let cut = tokio::select! { cut = cut => cut, () = trickle => panic!("nobody reads any more") };
        check_timed_out::<()>(Err(cut));
    }

    #[tokio::test]
    async fn who_never_asks_is_cut_as_soon_as_who_asks_slowly() {
        let mut pair = pair(Patience {
            head: SHORT,
            ..PATIENT
        });
        check_timed_out(pair.ours.read_u8().await);
    }

    #[tokio::test]
    async fn who_asked_before_is_cut_by_the_longer_time() {
        let mut pair = pair(Patience {
            idle: SHORT,
            ..PATIENT
        });
        pair.ask().await;
        pair.answer(b"HTTP/1.1 200 OK").await;
        check_timed_out(pair.ours.read_u8().await);
    }

    #[tokio::test]
    async fn a_handler_takes_the_time_it_needs_and_its_body_is_no_head() {
        let mut pair = pair(PATIENT);
        pair.ask().await;
        assert_eq!(pair.ours.read_deadline(), None);
        pair.answer(b"HTTP/1.1 100 Continue").await;
        assert_eq!(pair.ours.read_deadline(), None);
        pair.arrive(b"body").await;
        assert_eq!(pair.ours.read_deadline(), None);
    }

    #[tokio::test]
    async fn the_next_head_has_its_own_time_but_never_ends_an_answer() {
        let mut pair = pair(Patience {
            idle: 2 * LONG,
            ..PATIENT
        });
        pair.ask().await;
        pair.answer(b"HTTP/1.1 200 OK").await;
        assert_eq!(pair.ours.read_deadline(), Some(pair.ours.written_at + 2 * LONG));
        pair.arrive(b"he").await;
        assert!(pair.ours.read_deadline().unwrap() < pair.ours.written_at + 2 * LONG);
        pair.answer(b"the rest of the answer").await;
        assert_eq!(pair.ours.read_deadline(), Some(pair.ours.written_at + 2 * LONG));
    }

    // attack 57
    #[tokio::test]
    async fn an_answer_that_nobody_takes_is_given_up() {
        let mut pair = pair(Patience {
            reader: SHORT,
            ..PATIENT
        });
        pair.turn.take();
        check_timed_out(pair.ours.write_all(&[b'x'; 2 * ROOM]).await);
    }

    // attack 57
    #[tokio::test]
    async fn an_answer_that_is_taken_sip_by_sip_buys_no_time() {
        let mut pair = pair(PATIENT);
        let first = pair.ours.write_deadline();
        pair.answer(&[b'x'; ROOM]).await;
        assert_eq!(pair.ours.write_deadline(), first);
        pair.ours.note_written(b"", 10 * LEAST_PACE as usize);
        assert_eq!(pair.ours.write_deadline(), first + Duration::from_secs(10));
        pair.turn.take();
        pair.ours.catch_up();
        assert!(pair.ours.stuck.is_none(), "the next answer begins anew");
    }
}
