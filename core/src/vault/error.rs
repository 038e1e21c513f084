//! The errors of opening the vault.

/// Why the vault did not open. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Neither the vault nor its previous version can be read.
    #[error("Key's storage is damaged. Restore a backup of its folder, or empty the folder and pair again.")]
    Damaged,
    /// The vault exists, but the key store has lost its key.
    #[error("This device no longer has the key to Key's storage. Empty Key's folder and pair again.")]
    KeyLost,
    /// A newer Key has written the vault.
    #[error("Key's storage was written by a newer version. Update Key.")]
    NewerVersion,
    /// The files or the key store cannot be used.
    #[error("Key's storage cannot be read. Unlock the device, check the folder's permissions and try again.")]
    Storage,
}
