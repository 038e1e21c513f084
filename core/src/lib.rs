//! The authenticator: vault, accounts, identification, pairing, approvals.
