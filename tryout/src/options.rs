//! The command-line options.

use std::path::PathBuf;

use clap::Parser;
use key_protocol::shown::{NotShowable, ShownText};
use key_store::Database;
use key_store::postgres::Address;

/// Try Key out: a service to sign in to, and a phone to confirm with, both in the browser.
#[derive(Clone, Debug, Parser)]
#[command(name = "key-tryout", version)]
pub(crate) struct Options {
    /// The port of the service; 0 finds a free one
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,

    /// The port of the first phone, the others have the next ones; 0 finds free ones
    #[arg(long, default_value_t = 8081)]
    pub(crate) phone_port: u16,

    /// The folder that stores everything between runs [default: key-tryout in your data folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// A PostgreSQL database for the service's data, such as postgres://key@localhost/key [default: a file in the
    /// folder]
    #[arg(long, value_name = "ADDRESS", value_parser = database)]
    pub(crate) database: Option<Database>,

    /// First remove Key's data from the folder
    #[arg(long, conflicts_with = "database")]
    pub(crate) fresh: bool,

    /// Do not open a browser
    #[arg(long)]
    pub(crate) no_open: bool,

    /// The number of phones
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=16))]
    pub(crate) phones: u16,

    /// How many milliseconds each call of a phone takes longer, as on a slow network
    #[arg(long, default_value_t = 0, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=10_000))]
    pub(crate) distance: u64,

    /// The name of the service
    #[arg(long, default_value = "Ledger", value_parser = shown)]
    pub(crate) name: ShownText,
}

fn shown(text: &str) -> Result<ShownText, NotShowable> {
    ShownText::parse(text)
}

fn database(address: &str) -> Result<Database, &'static str> {
    let database = Address::parse(address).map(Database::Postgres);
    let database = database.ok_or("an address looks like postgres://key@localhost/key")?;
    if database.has_password() {
        return Err("others on this computer would see the password: keep it in ~/.pgpass");
    }
    Ok(database)
}

#[cfg(test)]
mod tests {
    use super::Options;
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn the_options_are_well_formed() {
        Options::command().debug_assert();
        let options = Options::parse_from(["key-tryout"]);
        assert_eq!((options.port, options.phone_port, options.phones), (8080, 8081, 1));
        assert_eq!(options.name.as_str(), "Ledger");
        assert!(Options::try_parse_from(["key-tryout", "--phones", "17"]).is_err());
        assert!(Options::try_parse_from(["key-tryout", "--name", "two\nlines"]).is_err());
        for (address, good) in [
            ("postgres://key@localhost/key", true),
            ("postgres://key:secret@localhost/key", false),
            ("key.db", false),
        ] {
            let options = Options::try_parse_from(["key-tryout", "--database", address]);
            assert_eq!(options.is_ok(), good, "{address}");
        }
    }
}
