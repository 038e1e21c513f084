//! What both sides say and sign: pairing link, requests, decisions, statements, offline codes.
