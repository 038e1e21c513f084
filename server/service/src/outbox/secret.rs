//! Secrets that others have given to the service, each in a file of its own.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use key_store::private;
use zeroize::Zeroizing;

use super::error::OutboxError;

/// The longest secret, in bytes.
const MAX_BYTES: u64 = 4096;

/// A password or a token: one line of printable ASCII.
pub(super) struct Secret(Zeroizing<String>);

impl Secret {
    /// Reads a file that only its owner can read, and nobody else can replace.
    pub(super) fn read(path: &Path) -> Result<Self, OutboxError> {
        let name = || path.display().to_string();
        let failed = |error| OutboxError::File(name(), error);
        if !private::is_private(path).map_err(failed)? {
            return Err(OutboxError::Open(name()));
        }
        private::check_owners(path).map_err(failed)?;
        // Large enough from the start: a buffer that grows would leave copies in memory.
        let mut text = Zeroizing::new(String::with_capacity(MAX_BYTES as usize + 1));
        let file = File::open(path).map_err(failed)?;
        file.take(MAX_BYTES + 1).read_to_string(&mut text).map_err(failed)?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let is_sendable = line.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if line.is_empty() || !is_sendable || text.len() as u64 > MAX_BYTES {
            return Err(OutboxError::NoSecret(name()));
        }
        Ok(Self(Zeroizing::new(line.to_owned())))
    }

    /// The secret, for whoever asks for it in the protocol.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt as _;

    use super::{OutboxError, Secret};

    fn read(content: &str, mode: u32) -> Result<Secret, OutboxError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        write(&path, content).unwrap();
        set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        Secret::read(&path)
    }

    #[test]
    fn a_secret_is_one_line_of_a_private_file() {
        for content in ["ge heim", "ge heim\n", "ge heim\r\n"] {
            assert_eq!(read(content, 0o600).unwrap().expose(), "ge heim");
        }
        assert_eq!(format!("{:?}", read("geheim", 0o400).unwrap()), "Secret(..)");
        for mode in [0o640, 0o604, 0o644] {
            let error = read("geheim", mode).unwrap_err();
            assert!(
                matches!(error, OutboxError::Open(_)) && error.to_string().contains("chmod 600"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_cannot_be_sent_is_no_secret_and_in_no_error() {
        for content in ["", "\n", "geheim\ngeheim", "geheim\0", "gehëim", &"geheim".repeat(1000)] {
            let error = read(content, 0o600).unwrap_err();
            assert!(matches!(error, OutboxError::NoSecret(_)), "{error}");
            assert!(!format!("{error} {error:?}").contains("geheim"));
        }
        let missing = Secret::read(std::path::Path::new("/nowhere/password")).unwrap_err();
        assert!(missing.to_string().contains("/nowhere/password"), "{missing}");
    }
}
