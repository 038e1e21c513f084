"""Sets up Key with a running service and confirms logins, through the bindings.

This program is both sides: the person's browser (`browser.py`) and the person's phone (the core of Key with the parts
of `parts.py`). It asks for passwords, and for one-time passwords from the lists.

    python sample.py http://127.0.0.1:8080 mira.laine otto.berg
"""

import argparse
import getpass
import sys
import tempfile
from pathlib import Path

import key_bindings as key
from browser import Browser
from parts import Files, Keys, LocalTime, Network, Sensor

PIN = "271828"
WRONG_PIN = "271829"
SIX_DIGITS = r"\b\d{3} \d{3}\b"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("address", help="where the service is")
    arguments.add_argument("username")
    arguments.add_argument("another", help="another user, who shares the phone")
    arguments = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        phone = Phone(folder)
        person = Person(arguments.address, arguments.username)
        person.pairs(phone)
        person.signs_in_from_a_new_browser(phone)
        person.signs_in_from_a_known_browser(phone)
        person.declines(phone)
        person.signs_in_without_a_network(phone)
        phone = Phone(folder)
        person.signs_in_from_a_known_browser(phone)
        another = Person(arguments.address, arguments.another)
        another.pairs(phone)
        another.signs_in_from_a_new_browser(phone)


class Phone:
    """Key on a computer."""

    def __init__(self, folder):
        self.sensor = Sensor(Path(folder, "sensor"))
        self.key = key.Authenticator.open(
            key.Platform(
                device_name="Python sample",
                device_platform=f"Python {sys.version_info.major}.{sys.version_info.minor}",
                files=Files(Path(folder, "files")),
                keys=Keys(Path(folder, "keys")),
                biometrics=self.sensor,
                transport=Network(),
                utc_offset=LocalTime(),
            )
        )

    def account_of(self, username):
        (account,) = (account.id for account in self.key.accounts() if account.username == username)
        return account

    def waits_for_a_request(self, username):
        """The next request, with the words that will be signed."""
        account = self.account_of(username)
        while not self.key.requests():
            self._waits(account)
        (request,) = self.key.requests()
        shown = self.key.show(request.id, key.Language.ENGLISH)
        statement = shown.statement()
        say(f"on the phone: {statement.title}")
        for line in statement.lines:
            say(f"    {line.label}: {line.value}")
        return shown

    def waits_until_paired(self, account):
        while self.key.account(account).state != key.AccountState.ACTIVE:
            self._waits(account)

    def _waits(self, account):
        watched = self.key.watch(account)
        assert watched in (key.Watched.CHANGED, key.Watched.UNCHANGED), watched


class Person:
    """Somebody with an account at the service."""

    def __init__(self, address, username):
        self.address, self.username = address, username
        self.password = ask(f"Password of {username}")
        self.browser = Browser(address)

    def pairs(self, phone):
        browser = self.browser
        self._types_password(browser)
        browser.press("Set up Key")
        label = browser.page.find(r"One-time password number \d+")
        browser.press("Continue", {label: ask(label)})
        assert browser.page.title == "Scan the QR code with Key", browser.page.title

        link, _ = browser.page.control("Open on this phone")
        offer = phone.key.claim(link.attributes["href"])
        say(f"on the phone: pair {offer.username()} at {offer.service()} ({offer.address()})?")
        assert (offer.username(), offer.address()) == (self.username, self.address.rstrip("/"))
        browser.wait_until_it_shows("Finish on your phone")
        account = phone.key.enrol(offer, self._types_pin(phone), phone.key.offers_biometrics())
        browser.wait_until_it_shows("Is this your phone?")
        code = browser.page.find(SIX_DIGITS)
        say(f"both show the code {code}")
        assert code == offer.comparison_code(), "another phone was faster"
        browser.press("Yes, the codes match")
        phone.waits_until_paired(account)
        browser.wait_until_it_shows("Key connected")
        browser.press("Go to your page")
        self._is_signed_in(browser)

    def _types_pin(self, phone):
        """The first time it is chosen; for another account it has to be the same, and is mistyped first."""
        if phone.key.has_pin():
            error = refuses(key.AuthenticatorError.NotConfirmed, phone.key.check_pin, WRONG_PIN)
            assert error.tries_left == 4
        else:
            refuses(key.AuthenticatorError.PinTrivial, phone.key.check_pin, "123456")
        return phone.key.check_pin(PIN)

    def signs_in_from_a_new_browser(self, phone):
        """With the digits of the page and the PIN, which is wrong the first time."""
        browser = self.browser = Browser(self.address)
        self._types_password(browser)
        digits = browser.page.find(SIX_DIGITS)
        request = phone.waits_for_a_request(self.username)
        assert request.needs_digits()
        refuses(key.AuthenticatorError.DigitsNeeded, phone.key.confirm_with_pin, request, PIN, None)
        error = refuses(
            key.AuthenticatorError.NotConfirmed, phone.key.confirm_with_pin, request, WRONG_PIN, digits
        )
        say(f"on the phone: not confirmed, {error.tries_left} tries left")
        assert error.tries_left == 4
        phone.key.confirm_with_pin(request, PIN, digits)
        assert not phone.key.requests()
        browser.wait_until_it_shows("You are logged in")
        self._is_signed_in(browser)

    def signs_in_from_a_known_browser(self, phone):
        """With biometrics, which do not match the first time."""
        browser = self.browser
        browser.press("Log out")
        self._types_password(browser)
        request = phone.waits_for_a_request(self.username)
        assert not request.needs_digits()
        phone.sensor.finger_matches = False
        confirm = phone.key.confirm_with_biometrics
        refuses(key.AuthenticatorError.BiometricsNoMatch, confirm, request, "Log in", None)
        phone.sensor.finger_matches = True
        confirm(request, "Log in", None)
        browser.wait_until_it_shows("You are logged in")
        self._is_signed_in(browser)

    def declines(self, phone):
        browser = Browser(self.address)
        self._types_password(browser)
        request = phone.waits_for_a_request(self.username)
        phone.key.decline(request)
        browser.wait_until_it_shows("Login aborted")
        say("in the browser: Login aborted")
        phone.key.refresh(request.account(), 0)
        assert phone.key.outcome(request.id()) == key.Outcome.DECLINED
        refuses(key.AuthenticatorError.RequestEnded, phone.key.show, request.id(), key.Language.ENGLISH)

    def signs_in_without_a_network(self, phone):
        """With the code that Key shows; one by a wrong PIN is wrong."""
        browser = self.browser = Browser(self.address)
        self._types_password(browser)
        browser.press("My phone is offline")
        account = phone.account_of(self.username)
        for pin, title in ((WRONG_PIN, "Log in with an offline code"), (PIN, "You are logged in")):
            codes = phone.key.offline_codes(account, pin)
            code = phone.key.offline_code(codes)
            assert 1 <= code.seconds_left <= 30
            browser.press("Log in", {"Offline code": code.digits})
            assert browser.page.title == title, browser.page.title
        self._is_signed_in(browser)

    def _types_password(self, browser):
        browser.open("/login")
        browser.press("Next", {"Username": self.username, "Password": self.password})

    def _is_signed_in(self, browser):
        browser.open("/home")
        assert browser.page.title == "You are logged in", browser.page.title
        assert self.username in browser.page.text
        say(f"in the browser: signed in as {self.username}")


def refuses(error, call, *arguments):
    """The error that a call must raise."""
    try:
        call(*arguments)
    except error as raised:
        return raised
    raise AssertionError(f"{error.__name__} was expected")


def ask(what):
    """From the keyboard unseen, or a line of the input."""
    return getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
