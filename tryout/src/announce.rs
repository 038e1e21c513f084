//! The messages of the try-out on stdout.

use std::fmt::Write as _;

use key_service::settings::TryoutPhone;

use crate::users::User;

/// The addresses, the users with their passwords, and the next steps.
pub(crate) fn text(name: &str, opening: &str, phones: &[TryoutPhone], users: &[User]) -> String {
    let mut text = line(name, opening);
    for (number, phone) in (1..).zip(phones) {
        text.push_str(&line(&format!("Phone {number}"), &phone.address));
    }
    for user in users {
        text.push_str(&line("User", &user.name));
        text.push_str(&line("Password", &user.password));
        let passwords = user.one_time_passwords();
        text.push_str(match &*passwords {
            [] => "One-time passwords  on the new list that this user has made",
            _ => "One-time passwords",
        });
        for (number, password) in passwords {
            // Writing to a String cannot fail.
            let _ = write!(text, "  {number} {password}");
        }
        text.push('\n');
    }
    text.push_str(
        "\nThe first address shows the next one-time passwords when these are used. The addresses hold until\n\
         the try-out ends; whoever knows them can open it.",
    );
    text.push_str(if phones.is_empty() {
        "\nOpen the first address in a browser. Ctrl-C ends it; what was paired is kept.\n"
    } else {
        "\nOpen the first address in a browser: it shows the login page, and the phone beside it.\n\
         Ctrl-C ends both; what was paired is kept.\n"
    });
    text
}

fn line(what: &str, value: &str) -> String {
    format!("{what:<8} {value}\n")
}

#[cfg(test)]
mod tests {
    use super::text;
    use key_protocol::origin::Origin;
    use key_service::settings::TryoutPhone;

    #[test]
    fn addresses_and_what_to_do_are_printed() {
        let phone = |port: u16| TryoutPhone {
            origin: Origin::parse(&format!("http://127.0.0.1:{port}")).unwrap(),
            address: format!("http://127.0.0.1:{port}/?ticket=A{port}").into(),
        };
        let text = text("Ledger", "http://127.0.0.1:8080/?ticket=A8080", &[phone(8081), phone(8082)], &[]);
        let lines: Vec<&str> = text.lines().take(3).collect();
        assert_eq!(
            lines,
            [
                "Ledger   http://127.0.0.1:8080/?ticket=A8080",
                "Phone 1  http://127.0.0.1:8081/?ticket=A8081",
                "Phone 2  http://127.0.0.1:8082/?ticket=A8082"
            ]
        );
    }
}
