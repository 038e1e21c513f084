//! The tasks that the user is in: a request can be opened over any other task, which then goes on where it was.

use key_protocol::id::RequestId;

use super::offline::Offline;
use super::stage::Stage;
use crate::approval::Approval;
use crate::pairing::Pairing;
use crate::pin::Entry;

/// The open tasks, each at its stage, the shown one last. Without any, the user is at home.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tasks(Vec<Stage>);

impl Tasks {
    /// The stage to show.
    pub(super) fn shown(&self) -> &Stage {
        self.0.last().unwrap_or(&Stage::Home)
    }

    /// The shown task goes on at `stage`. At [`Stage::Home`] it ends, and the task under it is shown again.
    #[must_use]
    pub(super) fn go_on(&self, stage: Stage) -> Self {
        let mut tasks = self.0.clone();
        tasks.pop();
        tasks.extend(Some(stage).filter(|stage| *stage != Stage::Home));
        Self(tasks)
    }

    /// The same tasks without the digits of a PIN that were typed before the shown one: nobody remembers how many they
    /// were after typing others.
    #[must_use]
    pub(super) fn without_older_digits(mut self) -> Self {
        if let Some((_, older)) = self.0.split_last_mut() {
            older.iter_mut().filter_map(Stage::entry_mut).for_each(|entry| *entry = Entry::default());
        }
        self
    }

    /// Opens another task over the shown one. A task that has ended is not kept under it.
    #[must_use]
    pub(super) fn open(&self, stage: Stage) -> Self {
        let mut tasks = self.0.clone();
        tasks.pop_if(|shown| shown.has_ended());
        tasks.push(stage);
        Self(tasks)
    }

    /// Shows the task of a request that is open under another one. `None` if there is no such task.
    pub(super) fn bring_up(&self, id: RequestId) -> Option<Self> {
        let mut tasks = self.0.clone();
        let at = tasks.iter().position(|stage| stage.request() == Some(id))?;
        let stage = tasks.remove(at);
        Some(Self(tasks).open(stage))
    }

    /// Moves every task on for which `next` returns a stage. `None` if there is none.
    pub(super) fn advance(&self, next: impl Fn(&Stage) -> Option<Stage>) -> Option<Self> {
        let moved = self.0.iter().map(|stage| next(stage).unwrap_or_else(|| stage.clone()));
        let moved: Vec<_> = moved.filter(|stage| *stage != Stage::Home).collect();
        (moved != self.0).then_some(Self(moved))
    }
}

impl Stage {
    /// The digits of a PIN that are being typed.
    fn entry_mut(&mut self) -> Option<&mut Entry> {
        match self {
            Self::Approval(approval) => match &mut **approval {
                Approval::Identifying { entry, .. } => Some(entry),
                _ => None,
            },
            Self::Biometrics(change) => Some(&mut change.entry),
            Self::Offline(Offline::Typing(_, entry)) => Some(entry),
            Self::Pairing(Pairing::CheckingPin(checking)) => Some(&mut checking.entry),
            Self::Pairing(Pairing::ChoosingPin { entry, .. }) => Some(entry),
            Self::PinChange(change) => change.entry_mut(),
            _ => None,
        }
    }

    /// The request that the user is answering.
    pub(super) fn request(&self) -> Option<RequestId> {
        match self {
            Self::Approval(approval) => Some(approval.shown().request.id),
            _ => None,
        }
    }

    fn has_ended(&self) -> bool {
        match self {
            Self::Approval(approval) => {
                matches!(**approval, Approval::Decided { .. } | Approval::Ended { retry: false, .. })
            }
            Self::Pairing(pairing) => pairing.has_ended(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
