//! The commands of an operator for users.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use key_domain::contacts::{Contacts, EmailAddress, PhoneNumber};
use key_protocol::base64url;
use key_protocol::id::DeviceId;
use key_protocol::shown::ShownText;
use key_service::SystemEntropy;
use key_service::accounts::{Accounts, NewUser, UserError, draw_password};
use key_service::config::Config;

use crate::opening::{Failure, open_service};

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Adds a user and prints password and one-time passwords, once.
    Add {
        #[command(flatten)]
        user: User,
        /// The tenant: the company that the user belongs to.
        #[arg(long)]
        company: Option<String>,
        #[command(flatten)]
        contacts: Reached,
    },
    /// Changes where the user can be reached. The old e-mail address is told.
    Contacts {
        #[command(flatten)]
        user: User,
        #[command(flatten)]
        contacts: Reached,
    },
    /// Prints the user's devices, each with the identity for `remove-device`.
    Devices(User),
    /// Prints a new list of one-time passwords, once; the old list becomes invalid.
    List(User),
    /// Sets a new password and prints it, once. The user is signed out everywhere; each browser counts as new from then
    /// on.
    Password(User),
    /// Removes the user and all their data, receipts included.
    Remove(User),
    /// Removes one of the user's devices, for example a lost one. It has to be paired again.
    RemoveDevice {
        #[command(flatten)]
        user: User,
        /// The identity of the device.
        device: String,
    },
    /// Signs the user out everywhere; each browser counts as new from then on.
    SignOut(User),
}

#[derive(Debug, Args)]
pub(crate) struct User {
    /// The configuration, in TOML.
    #[arg(long)]
    config: PathBuf,
    /// The username.
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Reached {
    /// The e-mail address that messages go to.
    #[arg(long)]
    email: Option<String>,
    /// The phone number that text messages go to, with the country: +358 40 1234567.
    #[arg(long)]
    phone: Option<String>,
}

impl Reached {
    fn parse(self) -> Result<Contacts, Failure> {
        let email = self.email.map(|text| EmailAddress::parse(&text)).transpose();
        let phone = self.phone.map(|text| PhoneNumber::parse(&text)).transpose();
        Ok(Contacts {
            email: email.map_err(|error| format!("--email: {error}"))?,
            phone: phone.map_err(|error| format!("--phone: {error}"))?,
        })
    }
}

/// Runs the command. The service may run meanwhile.
pub(crate) async fn run(command: UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::Add { user, company, contacts } => add(user, company, contacts.parse()?).await,
        UserCommand::Contacts { user, contacts } => {
            let contacts = contacts.parse()?;
            user.with(async |accounts, name| {
                let Contacts { email, phone } = accounts.set_contacts(name, contacts).await?;
                println!("E-mail: {}", email.map_or("none".to_owned(), |email| email.to_string()));
                println!("Phone: {}", phone.map_or("none".to_owned(), |phone| phone.to_string()));
                Ok(())
            })
            .await
        }
        UserCommand::Devices(user) => user.with(async |accounts, name| devices(accounts, name).await).await,
        UserCommand::List(user) => {
            user.with(async |accounts, name| {
                print_list(&accounts.new_password_list(name).await?);
                Ok(())
            })
            .await
        }
        UserCommand::Password(user) => {
            user.with(async |accounts, name| {
                let password = draw_password(&SystemEntropy::default());
                accounts.set_password(name, password.clone()).await?;
                println!("Password: {}", *password);
                Ok(())
            })
            .await
        }
        UserCommand::Remove(user) => {
            user.with(async |accounts, name| {
                accounts.remove_user(name).await?;
                println!("{name} is removed.");
                Ok(())
            })
            .await
        }
        UserCommand::RemoveDevice { user, device } => {
            let id = base64url::decode_array(&device).map(DeviceId::from_bytes);
            let id = id.ok_or("this is no identity of a device; `key-server user devices` lists them")?;
            user.with(async |accounts, name| {
                accounts.remove_device(name, id).await?;
                println!("The device is out.");
                Ok(())
            })
            .await
        }
        UserCommand::SignOut(user) => {
            user.with(async |accounts, name| {
                let ended = accounts.end_sessions(name).await?;
                println!("{name} is signed out of {ended} browsers, and no browser is known any more.");
                Ok(())
            })
            .await
        }
    }
}

impl User {
    async fn with(
        self,
        act: impl AsyncFnOnce(&Accounts, &str) -> Result<(), UserError>,
    ) -> Result<(), Failure> {
        let service = open_service(&Config::read(&self.config)?).await?;
        let done = act(&service.accounts(), &self.name).await;
        service.close_database().await;
        Ok(done?)
    }
}

async fn add(user: User, company: Option<String>, contacts: Contacts) -> Result<(), Failure> {
    let mut new = NewUser { contacts, ..NewUser::new(shown(&user.name)?) };
    new.tenant = company.as_deref().map(shown).transpose()?;
    user.with(async |accounts, _| {
        let created = accounts.create_user(new).await?;
        println!("Username: {}", created.username);
        println!("Password: {}", *created.password);
        print_list(&created.one_time_passwords);
        Ok(())
    })
    .await
}

async fn devices(accounts: &Accounts, name: &str) -> Result<(), UserError> {
    for device in accounts.devices(name).await? {
        println!("{}  {:12}  {} ({})", device.id, device.state.name(), device.name, device.platform);
    }
    Ok(())
}

fn shown(text: &str) -> Result<ShownText, Failure> {
    Ok(ShownText::parse(text).map_err(|error| format!("{text}: {error}"))?)
}

fn print_list(list: &[impl std::ops::Deref<Target = String>]) {
    println!("One-time passwords:");
    for (number, password) in (1..).zip(list) {
        println!("{number:>3}  {}", **password);
    }
}
