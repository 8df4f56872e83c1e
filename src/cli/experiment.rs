//! `tingled experiment`: one change, tried in sessions that are picked by lot.

use serde_json::Value as Json;

use crate::daemon::Event;
use crate::daemon::trial::{Deed, course_of, doctor_first};
use crate::io::run::clock;
use crate::person::PersonId;
use crate::record::History;
use crate::store::Store;
use crate::study::person::study;
use crate::study::trial::course::{Course, Trial, own_seed};
use crate::study::trial::proposal::{NoTrial, Proposal, propose};
use crate::study::trial::stop::{Ending, Standing};
use crate::voice::Reader;
use crate::voice::study::needed;
use crate::voice::trial::{Refused, no_trial, none_yet, proposed, started, status};
use crate::wire::json::experiment::{proposal_json, trial_json};
use crate::wire::socket::{Request, TrialDeed};

use super::args::{ExperimentArgs, ExperimentVerb};
use super::door::{self, Door};
use super::failure::Failure;
use super::load::Loaded;
use super::people::{known_person, the_person};
use super::terminal::Terminal;

/// Proposes, begins, follows or ends a trial.
pub fn run(args: &ExperimentArgs, loaded: &Loaded, terminal: &mut Terminal) -> Result<(), Failure> {
    let person = the_person(args.person.as_deref(), loaded)?;
    let store = door::read(loaded)?;
    let person = known_person(person.as_str(), loaded, store.as_ref())?;
    let reader = loaded.people().reader(&person);
    let asked = Asked { person, reader, loaded, in_json: args.json };
    match &args.verb {
        ExperimentVerb::Propose { exposure } => asked.propose(exposure.as_deref(), store.as_ref(), terminal),
        ExperimentVerb::Start { exposure, seed } => asked.start(exposure.as_deref(), *seed, store, terminal),
        ExperimentVerb::Status => asked.status(terminal),
        ExperimentVerb::Stop => asked.stop(store, terminal),
    }
}

/// Whose trial it is, and where to find it.
struct Asked<'a> {
    person: PersonId,
    reader: Reader,
    loaded: &'a Loaded,
    in_json: bool,
}

impl Asked<'_> {
    fn propose(&self, exposure: Option<&str>, store: Option<&Store>, terminal: &mut Terminal) -> Result<(), Failure> {
        let (found, needed) = self.proposal(exposure, store)?;
        let text = match &found {
            Ok(proposal) => proposed(proposal, self.reader.language),
            Err(because) => vec![no_trial(*because, exposure, &needed, self.reader.language)],
        };
        match (&found, exposure) {
            (Err(_), Some(_)) => return Err(Failure::Usage(text.join("\n"))),
            _ if self.in_json => terminal.json(&proposal_json(&self.person, &found, &text)),
            _ => terminal.say(&text.join("\n")),
        }
        Ok(())
    }

    /// What is proposed, and what the study still needs.
    fn proposal(
        &self,
        exposure: Option<&str>,
        store: Option<&Store>,
    ) -> Result<(Result<Proposal, NoTrial>, Vec<String>), Failure> {
        let (mut history, mut held) = (History::default(), false);
        if let Some(store) = store {
            history = self.loaded.people().history(store, &self.person)?;
            held = doctor_first(store, &self.person)?;
        }
        let study = study(&history);
        Ok((propose(&study, &history, exposure, held), needed(&study, self.reader.language)))
    }

    fn start(
        &self,
        exposure: Option<&str>,
        seed: Option<u32>,
        store: Option<Store>,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let course = match &store {
            Some(store) => self.course(store)?,
            None => None,
        };
        if let Some((trial, course)) = &course {
            match (trial.ended, course.standing) {
                (None, Standing::Going { .. }) => return Err(Failure::Usage(Refused::Running.text().to_owned())),
                // It is over by itself, and nobody has written that down yet.
                (None, Standing::Over(why)) => drop(self.does(Deed::End(why))?),
                (Some(_), _) => {}
            }
        }
        let (found, needed) = self.proposal(exposure, store.as_ref())?;
        drop(store);
        let proposal =
            found.map_err(|because| Failure::Usage(no_trial(because, exposure, &needed, self.reader.language)))?;
        let seed = seed.unwrap_or_else(|| own_seed(self.person.as_str(), &proposal.exposure, clock()));
        let Proposal { exposure, sessions, .. } = proposal;
        self.does(Deed::Start { exposure, seed, sessions })?;
        let (trial, course) = self.now()?.ok_or_else(nothing_kept)?;
        self.show(&trial, &course, &started(&trial, &course, &self.reader), terminal);
        Ok(())
    }

    fn status(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        match self.now()? {
            Some((trial, course)) => self.show(&trial, &course, &status(&trial, &course, &self.reader), terminal),
            None => {
                let text = vec![none_yet(self.reader.language)];
                if self.in_json {
                    terminal.json(&trial_json(&self.person, None, &self.reader, &text));
                } else {
                    terminal.say(&text.join("\n"));
                }
            }
        }
        Ok(())
    }

    fn stop(&self, store: Option<Store>, terminal: &mut Terminal) -> Result<(), Failure> {
        let course = match &store {
            Some(store) => self.course(store)?,
            None => None,
        };
        drop(store);
        let why = match course.filter(|(trial, _)| trial.ended.is_none()).map(|(_, course)| course.standing) {
            None => return Err(Failure::Usage(Refused::NoneRuns.text().to_owned())),
            Some(Standing::Going { .. }) => Ending::Stopped,
            Some(Standing::Over(why)) => why,
        };
        self.does(Deed::End(why))?;
        self.status(terminal)
    }

    /// The last trial as the database has it now.
    fn now(&self) -> Result<Option<(Trial, Course)>, Failure> {
        match door::read(self.loaded)? {
            Some(store) => self.course(&store),
            None => Ok(None),
        }
    }

    fn course(&self, store: &Store) -> Result<Option<(Trial, Course)>, Failure> {
        let history = self.loaded.people().history(store, &self.person)?;
        Ok(course_of(store, &history, &self.person, clock())?)
    }

    /// Does it through a running service, or in the database itself.
    fn does(&self, deed: Deed) -> Result<(), Failure> {
        match door::open(self.loaded)? {
            Door::Running => {
                let deed = match deed {
                    Deed::Start { exposure, seed, sessions } => TrialDeed::Start { exposure, seed, sessions },
                    Deed::End(why) => TrialDeed::End { why: why.name().to_owned() },
                };
                let request = Request::Trial { person: self.person.to_string(), deed };
                door::ask(&self.loaded.paths.socket, &request, &mut std::io::empty(), &mut |_, _| {})
                    .map_err(|error| door::failure(&error))?;
            }
            Door::Own(mut daemon) => {
                let handled = daemon.handle(&Event::Trial(self.person.clone(), deed), clock())?;
                let reply = handled.reply.unwrap_or_default();
                if let Some(because) = reply.get("because").and_then(Json::as_str) {
                    return Err(Failure::Usage(because.to_owned()));
                }
            }
        }
        Ok(())
    }

    fn show(&self, trial: &Trial, course: &Course, text: &[String], terminal: &mut Terminal) {
        if self.in_json {
            terminal.json(&trial_json(&self.person, Some((trial, course)), &self.reader, text));
        } else {
            terminal.say(&text.join("\n"));
        }
    }
}

fn nothing_kept() -> Failure {
    Failure::Unavailable("the trial was not kept\n  help: is the database this one?  tingled paths".to_owned())
}
