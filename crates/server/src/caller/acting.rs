//! Doing something with a proof: in the background, repeated while nothing was kept, and told to whoever was remembered.

use access::Permit;
use app::{App, StoreError};

use crate::handle::Handle;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::write::{Repeating, write};

impl Handle {
    /// Reads something that may be shown to whoever has `permit`.
    ///
    /// # Errors
    /// What `work` answers, and those of the pool.
    pub async fn show<A: Send + 'static, T: Send + 'static>(
        &self,
        permit: Permit<A>,
        work: impl FnOnce(&App, &Permit<A>) -> Result<T, app::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let actor = permit.actor().clone();
        let read = move |app: &App| work(app, &permit);
        let outcome = self.run_unmapped(Pool::Reads, read).await?;
        self.noted(&actor, outcome).await?.map_err(Problem::from)
    }

    /// Changes accounts, roles or tokens; whoever was known a moment ago is asked for anew from then on.
    ///
    /// # Errors
    /// What `work` answers, and those of [`write`].
    pub async fn act<A: Send + Sync + 'static, T: Send + 'static>(
        &self,
        permit: Permit<A>,
        repeating: Repeating,
        work: impl Fn(&App, &Permit<A>) -> Result<T, app::Error> + Send + Sync + 'static,
    ) -> Result<T, Problem> {
        self.act_unmapped(permit, repeating, work)
            .await?
            .map_err(Problem::from)
    }

    /// As [`act`](Self::act), for a page that shows some errors of `work` beside its form.
    ///
    /// # Errors
    /// What keeps `work` from being tried or leaves its outcome unknown; what it answers is returned.
    pub async fn act_unmapped<A: Send + Sync + 'static, T: Send + 'static>(
        &self,
        permit: Permit<A>,
        repeating: Repeating,
        work: impl Fn(&App, &Permit<A>) -> Result<T, app::Error> + Send + Sync + 'static,
    ) -> Result<Result<T, app::Error>, Problem> {
        let actor = permit.actor().clone();
        // An error of the database says whether to repeat; every other is an answer.
        let work = move |app: &App| match work(app, &permit) {
            // So is that the key was another request's.
            Err(error @ app::Error::Store(StoreError::OtherRequest { .. })) => Ok(Err(error)),
            Err(error @ app::Error::Store(_)) => Err(error),
            answer => Ok(answer),
        };
        let outcome = write(self, repeating, work).await;
        self.known().forget();
        self.noted(&actor, outcome?).await
    }

    /// Does what needs a password to be worked out, in its own places.
    ///
    /// # Errors
    /// Those of the pool; what `work` answers is returned.
    pub async fn with_password<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> Result<T, app::Error> + Send + 'static,
    ) -> Result<Result<T, app::Error>, Problem> {
        let outcome = self.run_unmapped(Pool::Passwords, work).await;
        self.known().forget();
        outcome
    }

    /// Notes it if `outcome` is a refusal, and returns it.
    async fn noted<T>(
        &self,
        actor: &app::Actor,
        outcome: Result<T, app::Error>,
    ) -> Result<Result<T, app::Error>, Problem> {
        match outcome {
            Err(app::Error::Refused(refusal)) => Err(self.refused(actor, refusal).await),
            other => Ok(other),
        }
    }
}
