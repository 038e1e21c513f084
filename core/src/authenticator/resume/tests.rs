//! Runs and successors: docs/protocol.md, 7.3, 8.3 and 21.

mod runs;
mod successors;
