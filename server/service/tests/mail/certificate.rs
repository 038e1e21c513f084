//! Self-signed certificates, made by the command `openssl`.

use std::path::PathBuf;
use std::process::{Command, Stdio};

pub(crate) struct Certificate {
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
    _folder: tempfile::TempDir,
}

impl Certificate {
    /// Makes a certificate for a name such as `IP:127.0.0.1`.
    pub(crate) fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
        let made = Command::new("openssl")
            .args(
                "req -x509 -nodes -days 2 -subj /CN=mail -newkey ec -pkeyopt ec_paramgen_curve:P-256"
                    .split(' '),
            )
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-addext"])
            .arg(format!("subjectAltName={name}"))
            .arg("-keyout")
            .arg(&key)
            .arg("-out")
            .arg(&chain)
            .stderr(Stdio::null())
            .status();
        assert!(made.is_ok_and(|status| status.success()), "the command openssl is needed");
        Self { chain, key, _folder: folder }
    }

    /// A certificate for the address that test servers have.
    pub(crate) fn right() -> Self {
        Self::of("IP:127.0.0.1")
    }
}
