"""Drives `device.py`, a device made from docs/protocol.md alone, against the real service.

    python drive.py --server target/debug/key-server [--seed N]

It logs in through the pages as a browser would, pairs, confirms and changes. It kills the device at every point of a
call, and the service at random moments, and goes on. It copies the device. Exits with 1 on any failure. About a minute.
"""

import argparse
import html.parser
import http.client
import http.cookiejar
import json
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import device as d
import second as s

HERE = Path(__file__).parent
USERS = ("mira", "otso", "runa", "siv", "aino", "bo", "kaj", "aino-again", "bo-again", "kaj-again", "lone", "mads",
         "vera", "ulla", "rolf")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WORKERS = ("aino", "bo", "kaj")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--server", required=True, help="the binary of key-server")
    arguments.add_argument("--seed", type=int, default=random.randrange(2**32))
    chosen = arguments.parse_args()
    print(f"seed {chosen.seed}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drive-") as folder:
        drive = Drive(Service(chosen.server, Path(folder)), Path(folder), chosen.seed)
        try:
            drive.all()
        finally:
            drive.service.kill()
    print(f"{drive.passed} passed, {drive.failed} failed, in {time.monotonic() - begun:.0f} s")
    return 1 if drive.failed else 0


# ------------------------------------------------------------------------------------------- the service

class Service:
    def __init__(self, server, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server, self.process = server, None
        self.passwords, self.lists = {}, {}
        self.config = folder / "config.toml"
        self.data = folder / "data"
        self.serve_at("127.0.0.1")
        for user in USERS:
            self.add(user)

    def serve_at(self, host, *former):
        self.origin = f"http://{host}:{self.port}"
        origins = ", ".join(f'"http://{host}:{self.port}"' for host in former)
        self.config.write_text(
            f'origin = "{self.origin}"\nname = "Ledger"\nlisten = "127.0.0.1:{self.port}"\ndata = "{self.data}"\n'
            f'former_origins = [{origins}]\n')

    def rotate(self, what):
        subprocess.run([self.server, "rotate", what, "--config", self.config], check=True, capture_output=True)

    def add(self, user):
        said = subprocess.run(
            [self.server, "user", "add", "--config", self.config, user, "--company", "Company A"],
            check=True, capture_output=True, text=True).stdout
        self.passwords[user] = re.search(r"Password: (\S+)", said)[1]
        self.lists[user] = re.findall(r"^ *\d+ +(\S+)$", said, re.MULTILINE)

    def start(self):
        self.process = subprocess.Popen(
            [self.server, "serve", "--config", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the service does not start")

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()


# ------------------------------------------------------------------------------------------- a browser

class Page(html.parser.HTMLParser):
    """The forms of a page: where they go, and the fields that they carry."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form = {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.form = self.forms.setdefault(found.get("action", ""), {})
        elif tag == "input" and self.form is not None and found.get("name"):
            self.form[found["name"]] = found.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Browser:
    def __init__(self, service, user):
        self.service, self.user = service, user
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.opener.addheaders = [("User-Agent", FIREFOX), ("Accept-Language", "en")]
        self.url = service.origin

    def open(self, path, fields=None):
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        headers = {} if fields is None else {"Origin": self.service.origin}
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data, headers)
        try:
            response = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            response = error
        self.url, self.text = response.geturl(), response.read().decode()
        self.forms = Page(self.text).forms
        return self

    def send(self, action, **typed):
        return self.open(action or self.url, self.forms[action] | typed)

    def path(self):
        return urllib.parse.urlsplit(self.url).path

    def log_in(self):
        """To the page that waits for the device. The caller answers in Key."""
        self.open("/login")
        self.send("/login", username=self.user, password=self.service.passwords[self.user])
        if self.path() == "/login/confirm":
            self.waiting = re.search(r'data-again="([^"]+)"', self.text)[1]
        return self

    def log_out(self):
        self.open("/home").send("/logout")

    def take_key(self):
        """To the page with the pairing link."""
        self.log_in().open("/login/set-up")
        self.send("", password=self.service.lists[self.user].pop(0))
        return re.search(r'id="pairing-link" href="([^"]+)"', self.text)[1]

    def digits(self):
        """What the page shows as a code: the digits of a login, or the comparison code."""
        found = re.search(r'class="code"[^>]*>(.*?)</p>', self.text, re.DOTALL)
        return None if found is None else " ".join(re.findall(r">(\d{3})<", found[1]))

    def again(self):
        return self.open(self.waiting)

    def is_in(self):
        return self.again().path() == "/home"


# ------------------------------------------------------------------------------------------- the whole

class Failed(Exception):
    pass


def expect(what, found, expected=True):
    if found != expected:
        raise Failed(f"{what}: {found!r} instead of {expected!r}")


def refused(result):
    return d.shown(result).get("code")


def over(why, function):
    """What is called ends the device, for this reason."""
    try:
        result = function()
    except d.Over as error:
        expect("over", str(error), why)
        return
    raise Failed(f"{result} instead of {why}")


def malformed(function):
    """What is called is refused as malformed, which is no answer to a device."""
    try:
        result = function()
    except d.Unanswered as error:
        expect("refused", str(error).split(": ")[1], "malformed")
        return
    raise Failed(f"{result} instead of malformed")


class Drive:
    def __init__(self, service, folder, seed):
        self.service, self.folder, self.seed = service, folder, seed
        self.random = random.Random(seed)
        self.passed = self.failed = 0
        self.pins = {}

    def all(self):
        self.service.start()
        self.one("pairing and logins", self.logins)
        for test in (
                self.wrong_pin, self.changed_pin, self.biometrics, self.held_wait, self.retries, self.hostile_calls,
                self.refused_calls, self.cannot_show, self.claims, self.enrolments, self.two_devices, self.wrong_left,
                self.hung_up, self.locked, self.left, self.successors):
            self.one(test.__name__.replace("_", " "), test)
        self.copies()
        self.device_kills()
        self.service_kills()

    def one(self, name, test):
        begun = time.monotonic()
        try:
            note = test()
        except Exception as error:  # whatever goes wrong is a failure of this test
            self.failed += 1
            print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
            return
        self.passed += 1
        print(f"{name}{f', {note}' if isinstance(note, str) else ''}, {time.monotonic() - begun:.1f} s", flush=True)

    # ------------------------------------------------------------------------------------ what all need

    def path(self, name):
        return self.folder / "devices" / name

    def app(self, name):
        """A new start of the app in this folder."""
        device = d.Device(self.path(name))
        device.start()
        return device

    def pair(self, name, user, pin="271828", biometrics=True, enrol=None, claim=None):
        """Pairs a device in the folder of this name. `claim` and `enrol` do it in another way."""
        browser = Browser(self.service, user)
        link = browser.take_key()
        device = claim(link) if claim else d.Device(self.path(name))
        if claim is None:
            device.claim(link)
        expect("account", [device.account[field] for field in ("service", "username", "tenant")],
               ["Ledger", user, "Company A"])
        browser.open("/pair")
        expect("the page names the device", "A phone made from the page" in browser.text)
        expect("no code before the device has enrolled", browser.digits(), None)
        device.start()
        expect("state", device.wait()["state"], "pairing")
        if enrol:
            device = enrol(device)
        else:
            expect("enrolled", device.enrol(pin, biometrics), {"ok": {}})
        browser.open("/pair")
        expect("comparison code", device.comparison_code(), browser.digits())
        browser.send("/pair/commit")
        expect("state", device.wait(2)["state"], "active")
        self.pins[name] = pin
        return device

    def asked(self, device):
        """The one request that is pending."""
        device.wait()
        if not device.requests:
            device.wait(5)
        expect("pending", len(device.requests), 1)
        [(request, (_, asked))] = device.requests.items()
        return request, asked

    def confirm(self, device, browser, factor):
        request, asked = self.asked(device)
        digits = browser.digits().replace(" ", "") if asked["digits"] else None
        return device.decide(request, "confirm", factor, digits)

    def logged_in(self, device, browser, pin):
        result = self.confirm(device, browser.log_in(), device.by_pin(pin))
        expect("confirmed", refused(result), None)
        expect("the page moves on", browser.is_in())

    # -------------------------------------------------------------------------------------- one by one

    def logins(self):
        device = self.pair("mira", "mira")
        browser = Browser(self.service, "mira").log_in()
        request, asked = self.asked(device)
        expect("a new browser asks for digits", (asked["digits"], asked["subject"]["known"]), (True, False))
        expect("place", asked["subject"]["place"], {"address": "127.0.0.1"})
        expect("confirmed", refused(self.confirm(device, browser, device.by_pin("271828"))), None)
        expect("the page moves on", browser.is_in())
        browser.log_out()
        browser.log_in()
        request, asked = self.asked(device)
        expect("a known browser asks for none", (asked["digits"], asked["subject"]["known"]), (False, True))
        expect("the page shows none", browser.digits(), None)
        expect("confirmed", refused(device.decide(request, "confirm", device.by_pin("271828"), language="fi")), None)
        expect("the page moves on", browser.is_in())
        for answer in ("decline", "not-me"):
            declined = Browser(self.service, "mira").log_in()
            request, _ = self.asked(device)
            expect(answer, refused(device.decide(request, answer, language="sv", utc_offset=-300)), None)
            expect("nobody is in", declined.again().path(), "/login/confirm")
            expect("told", device.wait()["ended"][0], {"request": s.unb64(request), "outcome": "declined"})
            expect("a second answer", refused(self.again(device, request)), "request-ended")
        expect("receipts", len(device.account["receipts"]), 4)
        self.logged_in(device, browser, "271828")
        # What was not the user's pauses all new browsers. A one-time password is the way on.
        other = Browser(self.service, "mira").log_in()
        expect("paused", other.path(), "/login/method")
        other.open("/login/otp").send("", password=self.service.lists["mira"].pop(0))
        expect("inside", other.path(), "/home")

    def again(self, device, request):
        """Answers a request that has ended. It is none of those that the device still has."""
        nobody = {"v": 1, "answer": "decline", "at": 0, "device": s.unb64(device.account["device"]),
                  "request": self.random.randbytes(16), "request_hash": bytes(32), "statement": "",
                  "view": {"language": "en", "utc_offset": 0, "wording": 1}}
        content = s.write_content(s.DECISION_KIND, nobody)
        return device.act("decide", lambda seq: {"decision": content}, {})

    def wrong_pin(self):
        device = self.app("mira")
        for pin, left in (("999999", 4), ("999998", 3)):
            expect("counted", d.shown(device.check(device.by_pin(pin))), {"code": "not-confirmed", "tries_left": left})
        told = device.check(device.by_pin("271828"))["ok"]["failed"]
        expect("told", told["count"], 2)
        expect("since", abs(told["since"] - time.time()) < 10)
        expect("told once", device.check(device.by_pin("271828")), {"ok": {}})

    def changed_pin(self):
        device = self.app("mira")
        expect("changed", device.change("271828", "pin", "904516"), {"ok": {}})
        expect("the old", device.check(device.by_pin("271828"))["refused"]["tries_left"], 4)
        expect("the new", device.check(device.by_pin("904516"))["ok"]["failed"]["count"], 1)
        expect("changed by the old", refused(device.change("271828", "pin", "111222")), "not-confirmed")
        expect("back", device.change("904516", "pin", "271828")["ok"]["failed"]["count"], 1)
        self.logged_in(device, Browser(self.service, "mira"), "271828")

    def biometrics(self):
        device = self.app("mira")
        browser = Browser(self.service, "mira").log_in()
        expect("confirmed", refused(self.confirm(device, browser, device.by_biometrics())), None)
        expect("the page moves on", browser.is_in())
        old = device.by_biometrics()
        expect("removed", device.change("271828", "no-biometric"), {"ok": {}})
        expect("none is kept", device.account["biometric"], None)
        expect("not taken", refused(device.check(old)), "not-confirmed")
        expect("added", device.change("271828", "biometric")["ok"]["failed"]["count"], 1)
        expect("the old one is not taken", refused(device.check(old)), "not-confirmed")
        expect("taken", device.check(device.by_biometrics())["ok"]["failed"]["count"], 1)

    def held_wait(self):
        """A wait is held open while an act goes its way, and ends as soon as there is something."""
        device = self.app("mira")
        device.wait()
        said = []
        begun = time.monotonic()
        held = threading.Thread(target=lambda: said.append((device.wait(25), time.monotonic() - begun)))
        held.start()
        time.sleep(0.3)
        expect("an act meanwhile", device.check(device.by_pin("271828")), {"ok": {}})
        expect("held", said, [])
        browser = Browser(self.service, "mira").log_in()
        held.join(5)
        expect("ended", len(said), 1)
        expect("at once", said[0][1] < 5)
        expect("pending", said[0][0]["pending"], 1)
        expect("confirmed", refused(self.confirm(device, browser, device.by_pin("271828"))), None)

    def retries(self):
        """7.4: the same payload again is a retry, whatever it was. It is carried out once."""
        device = self.app("mira")
        seq, call_id = device.calls["newest"] + 1, self.random.randbytes(16)
        content = s.write_content(s.CHECK_KIND, {"v": 1, "device": s.unb64(device.account["device"]), "seq": seq})
        proof = s.write_proof(device.by_pin("999999")[1], "pin", s.CHECK_PROOF, content)
        payload = s.write_call_payload("check", {"check": content, "proof": proof}, call_id, seq)
        device.calls["newest"] = seq
        device.save_calls()
        for _ in range(3):
            expect("counted once", device.send("check", payload)["refused"], {"code": "not-confirmed", "tries_left": 4})
        expect("told of one", device.check(device.by_pin("271828"))["ok"]["failed"]["count"], 1)

    # ------------------------------------------------------------------- what a service has to refuse (7.6)

    def post(self, device, name, call, content_type="application/jose", method="POST"):
        """The answer to whatever is sent, by the pinned key. Its status, media type and nonce are looked at too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=20)
        connection.request(method, f"/device/v1/{name}", call, {"content-type": content_type} if call else {})
        response = connection.getresponse()
        text = response.read().decode()
        device.nonce = response.getheader("replay-nonce")
        expect("a nonce", bool(re.fullmatch("[A-Za-z0-9_-]+", device.nonce or "")))
        expect("media type", response.getheader("content-type"), "application/jose")
        answer = s.read_json(s.Jws(text, s.ANSWER_LIMIT).proven(s.ANSWER, device.pinned()[-1]))
        code = answer["result"].get("refused", {}).get("code")
        if code is not None:
            expect("status", response.status, s.STATUS[code])
        return answer

    def hostile_calls(self):
        """Calls that are wrong in one way, or in two, of which the first in the order of 7.6 is told."""
        device = self.app("mira")
        key = d.key_from_text(device.account["possession"])
        stranger = s.new_key(7)

        def call(name="leave", seq=None, v=1, signer=key, typ=s.CALL, kid=device.account["device"], url=None,
                 nonce=None, body=None, header=None):
            payload = {"v": v, "body": body or {}, "id": s.b64(self.random.randbytes(16)),
                       "seq": device.calls["newest"] + 1 if seq is None else seq}
            said = {"alg": "ES256", "kid": kid, "nonce": nonce or device.take_nonce(), "typ": typ,
                    "url": url or f"{device.account['origin']}/device/v1/{name}"} | (header or {})
            first = f"{s.b64(s.write_json(said))}.{s.b64(s.write_json(payload))}"
            return f"{first}.{s.b64(s.sign_bytes(signer, first.encode()))}"

        def told(code, sent, **how):
            answer = self.post(device, how.pop("name", "leave"), sent, **how)
            expect(f"{code}", answer["result"].get("refused", {}).get("code"), code)
            return answer

        nobody = s.b64(self.random.randbytes(16))
        used = device.take_nonce()
        told("unsupported-version", call(v=2, nonce=used))
        told("unknown-endpoint", call(name="fly"), name="fly")
        told("unknown-endpoint", None, method="GET")
        told("malformed", call(), content_type="application/jose; charset=utf-8")
        told("malformed", call(), content_type="application/json")
        told("malformed", "x" * 100)
        expect("an empty call", told("malformed", "x" * 20_000)["call"], "")
        told("malformed", call(url=f"{device.account['origin']}/device/v1/check"))
        told("malformed", call(url="https://elsewhere.example/device/v1/leave", nonce="AAAA"))
        told("bad-nonce", call(nonce="AAAA", kid=nobody))
        told("malformed", call(kid="nobody"))
        told("unknown-device", call(kid=nobody, signer=stranger))
        told("malformed", call(signer=stranger, v=2))
        told("malformed", call(typ="key-call"))
        expect("the oldest", told("unsupported-version", call(v=2, seq=0))["result"]["refused"]["oldest"], 1)
        told("malformed", call(seq=0))
        told("malformed", call(seq=2**63))
        told("malformed", call(header={"crit": None}))
        told("malformed", call(header={"crit": []}))
        told("malformed", call(header={"crit": ["exp"]}))
        told("malformed", call(name="check", body={"check": "AA"}), name="check")
        # None of these has used a number, nor a nonce that got so far.
        expect("nothing was changed", device.check(device.by_pin("271828")), {"ok": {}})
        # This one has: what its content says comes after its number.
        body = {"check": "AA", "proof": ""}
        spent = call(name="check", body=body)
        told("malformed", spent, name="check")
        device.calls["newest"] += 1
        told("bad-nonce", spent, name="check")
        told("bad-nonce", call(name="check", seq=1, body=body, nonce=s.Jws(spent).header["nonce"]), name="check")
        expect("nor by these", device.check(device.by_pin("271828")), {"ok": {}})

    def refused_calls(self):
        """Calls of the right form whose content is not right. No try is counted for them (13.2)."""
        device = self.app("mira")
        own, factor = s.unb64(device.account["device"]), device.by_pin("271828")

        def check(factor=factor, **other):
            def body(seq):
                content = s.write_content(s.CHECK_KIND, {"v": 1, "device": own, "seq": seq} | other)
                return {"check": content, "proof": s.write_proof(factor[1], factor[0], s.CHECK_PROOF, content)}
            return device.act("check", body, {})

        wrong = device.by_pin("999999")
        malformed(lambda: check(wrong, seq=1))
        malformed(lambda: check(wrong, device=bytes(16)))
        malformed(lambda: device.enrol("999999"))
        malformed(lambda: device.act("decide", lambda seq: {"decision": "AA"}, {}))
        malformed(lambda: device.act(
            "resume", lambda seq: {"knows": s.OURS, "pinned": bytes(32), "run_hash": bytes(32)}, {}))
        malformed(lambda: device.act("check", lambda seq: {
            "check": s.b64(s.write_json({"v": 1, "limit": 1, "device": s.b64(own), "seq": seq})), "proof": ""}, {}))
        browser = Browser(self.service, "mira").log_in()
        request, asked = self.asked(device)
        message, _ = device.requests[request]
        device.requests[request] = (message, asked | {"service": "Ledgen"})
        expect("statement", refused(device.decide(request, "confirm", wrong, "000000")), "statement-changed")
        device.requests[request] = (message + "A", asked)
        expect("request", refused(device.decide(request, "confirm", wrong, "000000")), "statement-changed")
        device.requests[request] = (message, asked)
        expect("nothing was counted", check(), {"ok": {}})
        expect("another factor", refused(check(("biometric", factor[1]))), "not-confirmed")
        expect("confirmed", self.confirm(device, browser, factor)["ok"]["failed"]["count"], 1)
        expect("the page moves on", browser.is_in())

    def cannot_show(self):
        device = self.app("mira")
        browser = Browser(self.service, "mira").log_in()
        before = browser.text
        request, _ = self.asked(device)
        said = {"request": s.unb64(request), "request_hash": s.sha256(device.requests[request][0].encode())}
        expect("told", device.act("cannot-show", lambda seq: said, {}), {"ok": {}})
        expect("the page says so", browser.again().text.count("notice") > before.count("notice"))
        expect("another", refused(device.act("cannot-show", lambda seq: said | {"request_hash": bytes(32)}, {})),
               "request-ended")
        for said in ("digits-mistyped", "digits-wrong"):
            expect("wrong digits", refused(device.decide(request, "confirm", device.by_pin("271828"), "000000")), said)
        expect("ended", device.wait()["ended"][0], {"request": s.unb64(request)})
        self.logged_in(device, Browser(self.service, "mira"), "271828")

    def claims(self):
        """8.1: what becomes of a link that more than one claims, or nobody in time."""
        browser = Browser(self.service, "vera")
        link = browser.take_key()
        device = d.Device(self.path("vera"))
        device.claim(link)
        first = dict(device.account)
        device.claim(link)
        expect("the same again", device.account, first)
        over("link-used", lambda: d.Device(self.path("vera-thief")).claim(link))
        read = s.read_link(link)
        nobody = s.write_link(read["origin"], self.random.randbytes(16), read["thumbprint"])
        over("link-expired", lambda: d.Device(self.path("vera-nobody")).claim(nobody))
        body = {"commitment": bytes(32), "knows": s.OURS, "name": "A", "platform": "B", "token": read["token"]}
        malformed(lambda: device.send("claim", s.write_call_payload("claim", body, bytes(16), 0)))
        browser.open("/pair").send("/pair/refuse")
        over("pairing-refused", device.start)
        over("pairing-refused", lambda: device.claim(link))
        older, newer = Browser(self.service, "vera").take_key(), Browser(self.service, "vera").take_key()
        over("link-expired", lambda: d.Device(self.path("vera-older")).claim(older))
        device = d.Device(self.path("vera-newer"))
        device.claim(newer)
        device.start()
        Browser(self.service, "vera").take_key()
        over("pairing-refused", device.wait)

    def enrolments(self):
        """8.2: what an enrolment has to be. The device goes on pairing after each that was not."""
        def enrol(device):
            right, other = s.new_key(11), s.new_key(12)
            own, service = s.unb64(device.account["device"]), s.thumbprint(device.pinned()[-1])
            agreement, share = s.jwk_of(s.new_key(13)), s.unb64(device.account["share"])
            off_curve = {"crv": "P-256", "kty": "EC", "x": bytes([1]) * 32, "y": bytes([1]) * 32}
            pin = s.write_enrolment(right, "pin", own, service, agreement)
            possession = d.key_from_text(device.account["possession"])
            for body in (
                    {"pin": pin, "share": bytes(16)},
                    {"pin": s.write_enrolment(right, "pin", own, service), "share": share},
                    {"pin": s.write_enrolment(right, "pin", own, service, off_curve), "share": share},
                    {"pin": s.write_enrolment(right, "pin", bytes(16), service, agreement), "share": share},
                    {"pin": s.write_enrolment(right, "pin", own, bytes(32), agreement), "share": share},
                    {"pin": s.write_enrolment(right, "biometric", own, service, agreement), "share": share},
                    {"pin": s.write_enrolment(possession, "pin", own, service, agreement), "share": share},
                    {"pin": pin, "biometric": s.write_enrolment(right, "biometric", own, service), "share": share},
                    {"pin": pin, "biometric": pin, "share": share},
                    {"pin": pin[:-4] + "AAAA", "share": share},
                    {"agreement": off_curve, "pin": pin, "share": share}):
                malformed(lambda body=body: device.act("enrol", lambda seq: body, {}))
            body = {"pin": pin, "biometric": s.write_enrolment(other, "biometric", own, service), "share": share}
            expect("right", device.act("enrol", lambda seq: body, {}), {"ok": {}})
            expect("again, while it is pairing", device.enrol("271828"), {"ok": {}})
            return device

        device = self.pair("ulla", "ulla", enrol=enrol)
        malformed(lambda: device.enrol("271828"))
        expect("the PIN", device.check(device.by_pin("271828")), {"ok": {}})
        biometric = device.by_biometrics()
        content = {"v": 1, "device": s.unb64(device.account["device"])}
        typ = s.CHANGE_PROOF

        def change(factor, add):
            def body(seq):
                said = s.write_content(s.CHANGE_KIND, content | {"seq": seq, "add": add})
                return {"change": said, "proof": s.write_proof(factor[1], factor[0], typ, said)}
            return device.act("change", body, {})

        new = device.enrolment_of_pin("111222")
        same = device.enrolment("pin", biometric[1], s.jwk_of(s.new_key(13)))
        malformed(lambda: change(biometric, new))
        malformed(lambda: change(device.by_pin("271828"), same))
        expect("by a wrong PIN", refused(change(device.by_pin("999999"), same)), "not-confirmed")
        expect("what was malformed is not counted", device.check(device.by_pin("271828"))["ok"]["failed"]["count"], 1)

    def two_devices(self):
        """The first answer counts, and the other device is told."""
        first, second = self.pair("rolf", "rolf"), self.pair("rolf-too", "rolf")
        browser = Browser(self.service, "rolf").log_in()
        request, _ = self.asked(second)
        expect("confirmed", refused(self.confirm(first, browser, first.by_pin("271828"))), None)
        late = d.shown(second.decide(request, "decline"))
        expect("too late", late, {"code": "request-answered", "outcome": "confirmed"})
        expect("told", second.wait()["ended"][0], {"request": s.unb64(request), "outcome": "confirmed"})
        expect("the page moves on", browser.is_in())

    def wrong_left(self):
        """8.3: a call that was left and that the service has never seen is above its newest, or a copy's."""
        for seq, fate in ((1, "given-up"), (0, "frozen"), (-1, "frozen")):
            device = self.pair(f"vera-left{seq}", "vera")
            if seq == 1:
                device.calls["newest"] += 1
            device.calls["left"] = {
                "id_hash": s.b64(bytes(32)), "seq": device.calls["newest"] + min(seq, 0), "about": {"name": "check"}}
            if fate == "frozen":
                over("frozen", device.start)
            else:
                device.start()
                expect("its fate", device.found_out, [{"name": "check", "fate": fate}])
                expect("left", device.leave(), {"ok": {}})

    def hung_up(self):
        """A right PIN is not counted as a wrong one because the device did not stay for the answer.

        The service was not stopped, so there is no reason for what 8.3 and 13.2 say of a service that was.
        """
        device = self.pair("mads", "mads")
        factor = device.by_pin("271828")
        counted = 0
        for number in range(20):
            def hang_up(endpoint, point):
                if (endpoint, point) == ("check", "sent"):
                    time.sleep(number / 2000)
                    raise HungUp

            device.at = hang_up
            try:
                device.check(factor)
            except HungUp:
                pass
            device.at = lambda endpoint, point: None
            time.sleep(0.05)
            counted += "failed" in device.check(factor)["ok"]
        expect("tries counted", counted, 0)

    def locked(self):
        device = self.pair("otso", "otso")
        for left in (4, 3, 2, 1):
            wrong = device.by_pin("999999") if left % 2 else ("biometric", s.new_key(7))
            expect("counted", device.check(wrong)["refused"]["tries_left"], left)
        over("locked", lambda: device.check(device.by_pin("999999")))
        device.account["state"] = "active"
        over("locked", lambda: device.check(device.by_pin("271828")))

    def left(self):
        device = self.pair("runa", "runa", biometrics=False)
        expect("left", device.leave(), {"ok": {}})
        expect("over", device.account["over"], "disconnected")
        device.account["state"] = "active"
        over("disconnected", device.resume)
        other = self.pair("runa-again", "runa")
        self.logged_in(other, Browser(self.service, "runa"), "271828")

    # ------------------------------------------------------------------------------------- successors (21)

    def successors(self):
        """New keys and addresses, for a device that is there, and for one that comes late and is killed over them."""
        present, absent = self.app("mira"), self.pair("mads-too", "mads")
        old = present.pinned()

        def moves(present, *steps):
            self.service.kill()
            for step in steps:
                step()
            self.service.start()
            present.wait()
            expect("address", present.account["origin"], self.service.origin)
            expect("works", present.check(present.by_pin("271828")), {"ok": {}})
            expect("one key again", len(present.account["pinned"]), 1)

        moves(present, lambda: self.service.rotate("signing"))
        expect("another key", present.pinned() != old)
        expect("biometrics", present.change("271828", "biometric"), {"ok": {}})
        self.logged_in(present, Browser(self.service, "mira"), "271828")
        moves(present, lambda: self.service.serve_at("localhost", "127.0.0.1"))
        moves(present, lambda: self.service.rotate("signing"), lambda: self.service.rotate("sealing"),
              lambda: self.service.serve_at("127.0.0.1", "localhost"))
        expect("both are the same", absent.pinned(), old)
        path = self.path("mads-too")
        killed = subprocess.run(
            [sys.executable, "-B", HERE / "device.py", path, "start", "--die", "successor", "noted", "0"],
            capture_output=True, check=False)
        expect("killed", killed.returncode, -9)
        absent = self.app("mads-too")
        expect("both are the same", absent.check(absent.by_pin("271828")), {"ok": {}})
        expect("both are the same", absent.pinned(), present.pinned())
        self.logged_in(absent, Browser(self.service, "mads"), "271828")
        self.use_and_leave(self.pair("mads-late", "mads"))

    # ---------------------------------------------------------------------------------------------- copies

    def copies(self):
        """Whatever numbers a copy uses, the original's next call is frozen, and so is the copy's."""
        def next_act(original, copy):
            copy.check(copy.by_pin("271828"))

        def start(original, copy):
            copy.start()

        def far_ahead(original, copy):
            copy.calls["newest"] += self.random.randrange(2, 10**6)
            copy.check(copy.by_pin("271828"))
            time.sleep(0.01)  # no call of the original is older than the copy's any more (7.4)

        def act_only(original, copy):
            far_ahead(original, copy)

        def same_number(original, copy):
            original.check(original.by_pin("271828"))
            copy.check(copy.by_pin("271828"))

        def behind(original, copy):
            for _ in range(3):
                original.check(original.by_pin("271828"))
            time.sleep(0.01)  # no call of the original is older than the copy's any more (7.4)
            copy.check(copy.by_pin("271828"))

        def wait(original, copy):
            copy.run, copy.wait_number = original.run, original.wait_number
            copy.run_secret = self.random.randbytes(16)
            copy.wait()

        def wait_ahead(original, copy):
            copy.run, copy.wait_number = original.calls["newest"] + 7, 0
            copy.run_secret = self.random.randbytes(16)
            copy.wait()
            time.sleep(0.01)  # no call of the original is older than the copy's any more (7.4)

        def wait_in_an_act(original, copy):
            original.check(original.by_pin("271828"))
            copy.run, copy.wait_number = original.calls["newest"], 0
            copy.run_secret = self.random.randbytes(16)
            copy.wait()

        def resume_left_standing(original, copy):
            """The copy repeats a resume that the original has written down, and waits in its run."""
            copy.send_resume()
            copy.run, copy.wait_number = copy.calls["newest"], 0
            copy.run_secret = self.random.randbytes(16)
            copy.wait()

        for does in (next_act, start, far_ahead, act_only, same_number, behind, wait, wait_ahead, wait_in_an_act,
                     resume_left_standing):
            name = f"a copy: {does.__name__.replace('_', ' ')}"
            self.one(name, lambda does=does, name=name: self.copy(name.replace(" ", "-"), does))

    def copy(self, name, does):
        original = self.pair(name, "siv")
        original.wait()
        if "standing" in does.__name__:
            self.leave_a_resume(original)
        shutil.copytree(self.path(name), self.path(name + "-copy"))
        copy = d.Device(self.path(name + "-copy"))
        try:
            does(original, copy)
        except d.Over as error:  # some copies are found before the original speaks
            expect("the copy", str(error), "frozen")
        over("frozen", original_goes_on(original, does.__name__))
        copy.account["state"] = "active"
        copy.calls["left"] = copy.calls["resume"] = None
        over("frozen", copy.resume)

    def leave_a_resume(self, device):
        """A resume that was written down, and then the app was stopped."""
        def stop(endpoint, point):
            if (endpoint, point) == ("resume", "written"):
                raise HungUp

        device.at = stop
        try:
            device.resume()
        except HungUp:
            device.at = lambda endpoint, point: None

    # ---------------------------------------------------------------------------------- kills of the device

    def device_kills(self):
        endpoints = ("decide", "check", "change", "enrol", "resume")
        kills = [(endpoint, point) for endpoint in endpoints for point in d.POINTS]
        kills += [("claim", point) for point in ("writing", "written", "half", "sent", "answered", "noted")]
        kills += [(endpoint, None) for endpoint in endpoints for _ in range(2)]
        self.random.shuffle(kills)
        for worker in WORKERS:
            self.one(f"pairing of {worker}", lambda worker=worker: self.pair(worker, worker))
        hands = [threading.Thread(target=self.worker, args=(worker, kills[number::len(WORKERS)], self.random.random()))
                 for number, worker in enumerate(WORKERS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

    def worker(self, user, kills, seed):
        chance = random.Random(seed)
        for number, (endpoint, point) in enumerate(kills):
            test = {"claim": self.kill_claim, "enrol": self.kill_enrol}.get(endpoint, self.kill_act)
            self.one(f"{user}: killed in {endpoint}, {point or 'at random'}",
                     lambda: test(user, endpoint, point, chance, number))

    def child(self, name, point, chance, endpoint, *arguments):
        """Runs a device as a process of its own that gets killed: at a point by itself, or at random by us."""
        command = [sys.executable, "-B", HERE / "device.py", self.path(name), *arguments]
        if point is not None:
            command += ["--die", endpoint, point, str(chance.uniform(0, 0.03) if point == "sent" else 0)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if point is None:
            try:
                process.wait(chance.uniform(0.15, 0.6))
            except subprocess.TimeoutExpired:
                process.kill()
        said = process.communicate(timeout=60)[0]
        if point is not None:
            expect("killed", process.returncode, -9)
        return json.loads(said) if process.returncode == 0 else None

    def restart(self, name, endpoint, point, before):
        """Starts the app again, and finds out what became of the call: whether it was carried out."""
        device = self.app(name)
        fates = [found for found in device.found_out if found["name"] == endpoint]
        last = device.account.get("last") or {"seq": 0}
        done = last["seq"] > before and last["name"] == endpoint and "ok" in last["result"]
        if endpoint != "resume" and point is not None:
            expected = {"before": [None], "writing": [None], "written": ["given-up"], "half": ["given-up"],
                        "sent": ["answered", "given-up"], "answered": ["answered"], "noted": ["answered"]}[point]
            expect(f"its fate {fates}", (fates[0]["fate"] if fates else None) in expected)
        return device, done

    def kill_act(self, user, endpoint, point, chance, number):
        device = self.app(user)
        before, pin = device.calls["newest"], self.pins[user]
        browser = Browser(self.service, user)
        if endpoint == "decide":
            request, asked = self.asked_by(device, browser.log_in())
            before = device.calls["newest"]
            arguments = ["decide", request, "confirm", pin, (browser.digits() or "").replace(" ", "")]
        elif endpoint == "check":
            arguments = ["check", pin]
        elif endpoint == "change":
            what = chance.choice(["pin", "biometric", "no-biometric"])
            new_pin = f"{chance.randrange(10**6):06}"
            arguments = ["change", pin, what] + ([new_pin] if what == "pin" else [])
        else:
            arguments = ["start"]
        before += 1 if endpoint != "resume" else 0  # the start of the app takes a number too
        self.child(user, point, chance, endpoint, *arguments)
        if chance.random() < 0.4:  # and once more, while it finds out
            self.child(user, chance.choice(d.POINTS), chance, "resume", "start")
        device, done = self.restart(user, endpoint, point, before)
        if endpoint == "change" and done and what == "pin":
            pin = self.pins[user] = new_pin
        if endpoint == "change" and done and what != "pin":
            expect("the biometric key", device.account["biometric"] is None, what == "no-biometric")
        if endpoint == "decide":
            expect("the page", browser.is_in(), done)
            if not done:
                expect("confirmed", refused(self.confirm(device, browser.again(), device.by_pin(pin))), None)
            expect("the page moves on", browser.is_in())
        told = device.check(device.by_pin(pin))["ok"].get("failed", {"count": 0})
        # Nothing was wrong. That a connection which breaks may leave a try counted has a test of its own, `hung_up`.
        expect("tries", told["count"] <= (not done and point in ("sent", None)))
        if device.account["biometric"] is not None:
            expect("biometrics", device.check(device.by_biometrics()), {"ok": {}})
        return None if endpoint == "resume" else "carried out" if done else "not carried out"

    def asked_by(self, device, browser):
        expect("the page waits", browser.path(), "/login/confirm")
        return self.asked(device)

    def kill_enrol(self, user, endpoint, point, chance, number):
        name = f"{user}-enrol-{number}"

        def enrol(device):
            before = device.calls["newest"] + 1
            self.child(name, point, chance, "enrol", "enrol", "271828")
            device, done = self.restart(name, "enrol", point, before)
            if not done:
                expect("enrolled", device.enrol("271828"), {"ok": {}})
            return device

        self.use_and_leave(self.pair(name, f"{user}-again", enrol=enrol))

    def kill_claim(self, user, endpoint, point, chance, number):
        name = f"{user}-claim-{number}"

        def claim(link):
            self.child(name, point, chance, "claim", "claim", link)
            device = d.Device(self.path(name))
            device.claim(link)
            return device

        self.use_and_leave(self.pair(name, f"{user}-again", claim=claim))

    def use_and_leave(self, device):
        expect("PIN", device.check(device.by_pin("271828")), {"ok": {}})
        expect("biometrics", device.check(device.by_biometrics()), {"ok": {}})
        expect("left", device.leave(), {"ok": {}})

    # --------------------------------------------------------------------------------- kills of the service

    def service_kills(self):
        self.one("pairing of lone", lambda: self.pair("lone", "lone"))
        for number in range(20):
            what = ("check", "change", "decide", "resume", "wait")[number % 5]
            self.one(f"the service killed in {what}", lambda what=what: self.kill_service(what))
        self.one("a login at the end", lambda: self.logged_in(
            self.app("lone"), Browser(self.service, "lone"), self.pins["lone"]))

    def kill_service(self, what):
        """Kills the service in a call. The device either goes on trying, or is started again."""
        device, pin, new_pin = self.app("lone"), self.pins["lone"], f"{self.random.randrange(10**6):06}"
        browser = Browser(self.service, "lone")
        if what == "decide":
            request, _ = self.asked_by(device, browser.log_in())
        factor, before = device.by_pin(pin), device.calls["newest"]
        call = {
            "check": lambda: device.check(factor), "change": lambda: device.change(pin, "pin", new_pin),
            "decide": lambda: device.decide(
                request, "confirm", factor, (browser.digits() or "").replace(" ", "") or None),
            "resume": device.resume, "wait": lambda: device.wait(25)}[what]
        patient = self.random.random() < 0.5
        device.patience = 3 if patient else 0
        death = threading.Timer(self.random.uniform(0, 0.3 if what == "wait" else 0.02), self.kill_and_start)
        death.start()
        try:
            call()
            answered = True
        except d.Unanswered:
            answered = False
        death.join()
        if what == "wait" and not answered:
            device.wait()  # under the same number and call id
        if patient:
            expect("answered in the end", answered or what == "wait")
            done = what != "wait"
        else:
            device, done = self.restart("lone", what, None, before)
        if what == "change" and done:
            pin = self.pins["lone"] = new_pin
        if what == "decide":
            expect("the page", browser.is_in(), done)
            if not done:
                expect("confirmed", refused(self.confirm(device, browser.again(), device.by_pin(pin))), None)
            expect("the page moves on", browser.is_in())
        told = device.check(device.by_pin(pin))["ok"].get("failed", {"count": 0})
        # A try that was written down and not taken back stays counted (13.2, 8.3), but not when the call came again.
        expect("tries", told["count"] <= (not done))
        outcome = "" if what in ("resume", "wait") else ", carried out" if done else ", not carried out"
        return ("retried" if patient else "started again") + outcome

    def kill_and_start(self):
        self.service.kill()
        self.service.start()


class HungUp(Exception):
    pass


def original_goes_on(original, what):
    if what in ("act_only", "wait", "wait_ahead"):
        return original.wait
    if what == "resume_left_standing":
        return original.start
    return lambda: original.check(original.by_pin("271828"))


if __name__ == "__main__":
    sys.exit(main())
