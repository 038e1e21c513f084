//! The service as a program, for real use.

mod opening;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use key_service::config::Config;
use key_service::keys::{self, Rotation};
use key_service::{SystemEntropy, Use, listen, lock, raise_file_limit, told_to_end};
use tracing_subscriber::EnvFilter;

use opening::{Failure, open_service};

/// The login service that Key pairs with.
#[derive(Debug, Parser)]
#[command(name = "key-server")]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the service.
    #[command(after_help = concat!("The configuration, server/example.toml:\n\n", include_str!("../../example.toml")))]
    Serve {
        /// The configuration, in TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Rotates the keys of the service. Stop the service first and start it again afterwards.
    #[command(subcommand)]
    Rotate(RotateCommand),
    /// Adds and changes users, devices and one-time passwords.
    #[command(subcommand)]
    User(users::UserCommand),
}

#[derive(Debug, Subcommand)]
enum RotateCommand {
    /// Seals the secrets in the database with a new key, and drops the old key.
    Sealing {
        /// The configuration, in TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Makes a new secret, for use after somebody may have read the key file. It signs everybody out, makes each
    /// browser new, and invalidates all lists of one-time passwords: `user list` prints new ones.
    Secret {
        /// The configuration, in TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Makes new keys for phones to pin. The old keys vouch for them when a phone next calls.
    Signing {
        /// The configuration, in TOML.
        #[arg(long)]
        config: PathBuf,
    },
    /// Drops the old keys that phones have pinned. Phones that have not called since the rotation have to pair again.
    Retire {
        /// The configuration, in TOML.
        #[arg(long)]
        config: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let done = match Options::parse().command {
        Command::Serve { config } => serve(config).await,
        Command::Rotate(RotateCommand::Sealing { config }) => rotate_sealing(config).await,
        Command::Rotate(RotateCommand::Secret { config }) => rotate_secret(config).await,
        Command::Rotate(RotateCommand::Signing { config }) => rotate(config, Rotation::AddSigning).await,
        Command::Rotate(RotateCommand::Retire { config }) => rotate(config, Rotation::DropSigning).await,
        Command::User(command) => users::run(command).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("key-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn rotate_sealing(path: PathBuf) -> Result<(), Failure> {
    let config = Config::read(&path)?;
    let _lock = lock(&config.settings()?.database, Use::Keys).await?;
    let service = open_service(&config).await?;
    let rows = service.rotate_sealing().await?;
    service.close_database().await;
    println!("{rows} rows are sealed with the new key.");
    Ok(())
}

async fn rotate_secret(path: PathBuf) -> Result<(), Failure> {
    let config = Config::read(&path)?;
    let _lock = lock(&config.settings()?.database, Use::Keys).await?;
    let service = open_service(&config).await?;
    service.rotate_secret().await?;
    service.close_database().await;
    println!(
        "Everybody is signed out, and all lists of one-time passwords are dead. Print new ones with user list."
    );
    Ok(())
}

async fn rotate(path: PathBuf, rotation: Rotation) -> Result<(), Failure> {
    let settings = Config::read(&path)?.settings()?;
    let _lock = lock(&settings.database, Use::Keys).await?;
    keys::rotate(&settings.key_file, rotation, &SystemEntropy::default())?;
    println!("The keys in {} have changed. Start the service again.", settings.key_file.display());
    Ok(())
}

async fn serve(path: PathBuf) -> Result<(), Failure> {
    let config = Config::read(&path)?;
    let lock = Arc::new(lock(&config.settings()?.database, Use::Serve).await?);
    let service = open_service(&config).await?;
    if let Err(error) = raise_file_limit() {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
    let listener =
        listen(config.listen).map_err(|error| format!("{} cannot be listened on: {error}", config.listen))?;
    let provider = rustls::crypto::ring::default_provider();
    if provider.install_default().is_err() {
        return Err("another TLS provider is installed already".into());
    }
    if config.lacks_proxies() {
        tracing::warn!(
            "no trusted_proxies are named: all users count as one address; name the proxy's, such as 127.0.0.1"
        );
    }
    tracing::info!(origin = %config.origin, listen = %config.listen, "the service runs");
    let held = lock.clone();
    let ended = async move {
        tokio::select! {
            () = told_to_end() => {}
            () = held.lost() => {}
        }
    };
    service.serve(listener, config.tls.as_ref(), ended).await?;
    service.close_database().await;
    Ok(())
}
