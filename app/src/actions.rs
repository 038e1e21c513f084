//! Carries out the user's actions, one after the other, outside the thread that draws.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use key_core::screen::Action;

use crate::dispatch::Dispatch;

/// Carries out an action and blocks until it is done. Returns whether the user had to wait.
pub(crate) type Act = Box<dyn Fn(Action) -> bool + Send>;

/// Starts a thread that carries out the sent actions in order. Actions sent while the user had to wait are dropped, so
/// that a tap on the waiting screen does not act on the screen after it; only those that are meant for any screen
/// remain. The thread ends with the last copy of the dispatch.
pub(crate) fn one_by_one(act: Act) -> Dispatch {
    let (sender, actions) = channel();
    std::thread::spawn(move || work(&actions, &act));
    let sender: Arc<Mutex<Sender<Action>>> = Arc::new(Mutex::new(sender));
    Dispatch::new(move |action| {
        // Sending fails only if the thread has ended; the action is then dropped.
        let _ = sender.lock().unwrap_or_else(PoisonError::into_inner).send(action);
    })
}

fn work(actions: &Receiver<Action>, act: &Act) {
    while let Ok(action) = actions.recv() {
        carry_out(action, actions, act);
    }
}

fn carry_out(action: Action, actions: &Receiver<Action>, act: &Act) {
    if act(action) {
        let kept: Vec<_> = actions.try_iter().filter(stays_meant).collect();
        kept.into_iter().for_each(|action| carry_out(action, actions, act));
    }
}

/// Whether an action is meant for any screen.
const fn stays_meant(action: &Action) -> bool {
    matches!(action, Action::Language(_) | Action::LinkOpened(_) | Action::Open(_))
}

#[cfg(test)]
mod tests {
    use super::one_by_one;
    use key_core::screen::Action;
    use std::sync::mpsc::channel;

    #[test]
    fn digits_keep_their_order() {
        let (done, order) = channel();
        let dispatch = one_by_one(Box::new(move |action| {
            done.send(action).unwrap();
            false
        }));
        let digits: Vec<Action> = (0..=9).map(Action::Digit).collect();
        digits.iter().cloned().for_each(|digit| dispatch.send(digit));
        drop(dispatch);
        assert_eq!(order.iter().collect::<Vec<_>>(), digits);
    }

    #[test]
    fn what_is_tapped_while_waiting_does_not_reach_the_next_screen() {
        let ((begun, begins), (go, may_go), (done, order)) = (channel(), channel::<()>(), channel());
        let dispatch = one_by_one(Box::new(move |action| {
            begun.send(()).unwrap();
            may_go.recv().unwrap();
            done.send(action.clone()).unwrap();
            action == Action::Confirm
        }));
        dispatch.send(Action::Confirm);
        begins.recv().unwrap();
        dispatch.send(Action::Confirm);
        dispatch.send(Action::Language(None));
        dispatch.send(Action::Decline);
        (0..2).for_each(|_| go.send(()).unwrap());
        assert_eq!(order.recv().unwrap(), Action::Confirm);
        assert_eq!(order.recv().unwrap(), Action::Language(None));
        drop(dispatch);
        assert_eq!(order.iter().count(), 0);
    }
}
