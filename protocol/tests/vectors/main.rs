//! The protocol's test vectors: every file beside this one is computed anew and compared.
//!
//! `KEY_WRITE_VECTORS=1 cargo test -p key-protocol --test vectors` writes the files instead; the test `pin_vectors` of
//! `key-core` covers `pin.json`. A changed file is a changed protocol. `check.py` tests a second implementation,
//! written from `docs/protocol.md`, with the same files.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod calls;
mod capabilities;
mod decisions;
mod derived;
mod jsons;
mod jws;
mod life;
mod links;
mod proofs;
mod shown;
mod small;
mod statements;
mod successors;
mod support;

#[test]
fn links_codes_and_texts_are_as_written() {
    support::hold("keys", &small::keys());
    support::hold("digits", &small::digits());
    support::hold("shown", &shown::vectors());
    support::hold("link", &links::vectors());
    support::hold("comparison", &derived::comparisons());
    support::hold("attestation", &derived::attestations());
}

#[test]
fn offline_codes_are_as_written() {
    support::hold("offline", &derived::offline());
}

#[test]
fn json_has_one_reading_or_none() {
    support::hold("json", &jsons::vectors());
}

#[test]
fn messages_are_as_written_and_bad_ones_are_refused() {
    support::hold("jws", &jws::vectors());
    support::hold("proof", &proofs::vectors());
}

#[test]
fn what_a_newer_side_says_is_understood_as_far_as_it_goes() {
    support::hold("capabilities", &capabilities::vectors());
}

#[test]
fn only_the_old_key_vouches_for_a_successor() {
    support::hold("successor", &successors::vectors());
}

#[test]
fn pk15_requests_and_their_statements_are_as_written() {
    support::hold("statement", &statements::vectors());
}

#[test]
fn decisions_and_receipts_are_as_written() {
    support::hold("decision", &decisions::vectors());
}

#[test]
fn calls_and_answers_are_as_written() {
    support::hold("content", &derived::contents());
    support::hold("call", &calls::vectors());
}
