//! The words of statements in each language.

use time::OffsetDateTime;

use crate::language::Language;
use crate::shown::ShownText;

/// The fixed words of one language.
pub(super) struct Words {
    language: Language,
    months: [&'static str; 12],
    pub(super) browser: &'static str,
    pub(super) device: &'static str,
    pub(super) known: &'static str,
    pub(super) known_no: &'static str,
    pub(super) known_yes: &'static str,
    pub(super) place: &'static str,
    pub(super) service: &'static str,
    pub(super) tenant: &'static str,
    pub(super) this_computer: &'static str,
    pub(super) time: &'static str,
    pub(super) username: &'static str,
}

impl Words {
    pub(super) fn add_device_title(&self, service: &ShownText) -> String {
        match self.language {
            Language::Danish => format!("Tilføj en telefon til {service}?"),
            Language::English => format!("Add a phone to {service}?"),
            Language::Finnish => format!("Lisätäänkö puhelin palveluun {service}?"),
            Language::Swedish => format!("Lägga till en telefon för {service}?"),
        }
    }

    pub(super) fn login_title(&self, service: &ShownText) -> String {
        match self.language {
            Language::Danish => format!("Log ind på {service}?"),
            Language::English => format!("Log in to {service}?"),
            Language::Finnish => format!("Kirjaudutaanko palveluun {service}?"),
            Language::Swedish => format!("Logga in på {service}?"),
        }
    }

    pub(super) fn new_list_title(&self, service: &ShownText) -> String {
        match self.language {
            Language::Danish => format!("Lav en ny kodeliste til {service}?"),
            Language::English => format!("Make a new password list for {service}?"),
            Language::Finnish => format!("Tehdäänkö uusi salasanalista palveluun {service}?"),
            Language::Swedish => format!("Skapa en ny lösenordslista för {service}?"),
        }
    }

    pub(super) fn remove_device_title(&self, service: &ShownText) -> String {
        match self.language {
            Language::Danish => format!("Fjern en telefon fra {service}?"),
            Language::English => format!("Remove a phone from {service}?"),
            Language::Finnish => format!("Poistetaanko puhelin palvelusta {service}?"),
            Language::Swedish => format!("Ta bort en telefon från {service}?"),
        }
    }

    pub(super) fn day(&self, time: OffsetDateTime) -> String {
        let (day, month, year) = (time.day(), u8::from(time.month()), time.year());
        let name = self.months[usize::from(month) - 1];
        match self.language {
            Language::Danish => format!("{day}. {name} {year}"),
            Language::English | Language::Swedish => format!("{day} {name} {year}"),
            Language::Finnish => format!("{day}.{month}.{year}"),
        }
    }

    pub(super) fn date_and_time(&self, time: OffsetDateTime) -> String {
        let (day, hour, minute) = (self.day(time), time.hour(), time.minute());
        match self.language {
            Language::Danish => format!("{day} kl. {hour:02}.{minute:02}"),
            Language::English => format!("{day}, {hour:02}:{minute:02}"),
            Language::Finnish => format!("{day} klo {hour}.{minute:02}"),
            Language::Swedish => format!("{day} kl. {hour:02}:{minute:02}"),
        }
    }
}

pub(super) const fn of(language: Language) -> &'static Words {
    match language {
        Language::Danish => &DANISH,
        Language::English => &ENGLISH,
        Language::Finnish => &FINNISH,
        Language::Swedish => &SWEDISH,
    }
}

static DANISH: Words = Words {
    language: Language::Danish,
    months: [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    browser: "Browser",
    device: "Telefon",
    known: "Kendt",
    known_no: "Ny browser",
    known_yes: "Brugt her før",
    place: "Sted",
    service: "Tjeneste",
    tenant: "Virksomhed",
    this_computer: "Denne computer",
    time: "Tid",
    username: "Brugernavn",
};

static ENGLISH: Words = Words {
    language: Language::English,
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    browser: "Browser",
    device: "Phone",
    known: "Known",
    known_no: "New browser",
    known_yes: "Used here before",
    place: "Place",
    service: "Service",
    tenant: "Company",
    this_computer: "This computer",
    time: "Time",
    username: "Username",
};

static FINNISH: Words = Words {
    language: Language::Finnish,
    months: [""; 12],
    browser: "Selain",
    device: "Puhelin",
    known: "Tuttu",
    known_no: "Uusi selain",
    known_yes: "Käytetty täällä ennen",
    place: "Paikka",
    service: "Palvelu",
    tenant: "Yritys",
    this_computer: "Tämä tietokone",
    time: "Aika",
    username: "Käyttäjätunnus",
};

static SWEDISH: Words = Words {
    language: Language::Swedish,
    months: [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    browser: "Webbläsare",
    device: "Telefon",
    known: "Känd",
    known_no: "Ny webbläsare",
    known_yes: "Använd här förut",
    place: "Plats",
    service: "Tjänst",
    tenant: "Företag",
    this_computer: "Den här datorn",
    time: "Tid",
    username: "Användarnamn",
};
