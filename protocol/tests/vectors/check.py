#!/usr/bin/env python3
"""Holds the test vectors beside this file against a second implementation of the protocol.

It is written from docs/protocol.md and shares nothing with the first implementation; section numbers are those of
that page. `python3 -m pip install -r requirements.txt`, then `python3 check.py [FOLDER]`. Exits 1 if anything differs.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
import re
import sys
import traceback
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Refused(Exception):
    """What a reader must not take; the text says of which kind the fault is."""


def need(condition, kind="malformed"):
    if not condition:
        raise Refused(kind)


# 2. Encodings ---------------------------------------------------------------------------------------------------


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text):
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1)
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64url(data) == text)
    return data


def sha256(data):
    return hashlib.sha256(data).digest()


class Fields(list):
    """A JSON object as pairs of name and value, so that a field that stands twice is seen."""


def no_number(text):
    raise ValueError(text)


def parse_json(data):
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=Fields, parse_float=lambda _: Ellipsis, parse_constant=no_number)
    except ValueError:
        raise Refused("malformed") from None


def written(value):
    """The written form (2.2); readers below give the fields in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def record(**fields):
    """A reader of an object; a reader in a tuple is that of an optional field."""

    def read(value):
        need(isinstance(value, Fields))
        result = {}
        for name, reader in fields.items():
            optional = isinstance(reader, tuple)
            found = [content for key, content in value if key == name]
            need(len(found) <= 1)
            if optional and found in ([], [None]):
                continue
            need(found)
            result[name] = (reader[0] if optional else reader)(found[0])
        return result

    return read


def integer(least, most):
    def read(value):
        need(type(value) is int and least <= value <= most)
        return value

    return read


def string(value):
    need(isinstance(value, str))
    return value


def boolean(value):
    need(isinstance(value, bool))
    return value


def one_of(*texts):
    def read(value):
        need(value in texts)
        return value

    return read


def listing(reader):
    def read(value):
        need(isinstance(value, list) and not isinstance(value, Fields))
        return [reader(item) for item in value]

    return read


def byte_text(count):
    def read(value):
        need(len(from_base64url(string(value))) == count)
        return value

    return read


U8, U32, U64 = integer(0, 2**8 - 1), integer(0, 2**32 - 1), integer(0, 2**64 - 1)
I16, SECONDS = integer(-(2**15), 2**15 - 1), integer(-(2**63), 2**63 - 1)
ID, HASH, MARK, TOKEN = byte_text(16), byte_text(32), byte_text(8), byte_text(16)
LANGUAGE = one_of("da", "en", "fi", "sv")

WHITE_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
MISLEADING = [
    (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
]  # fmt: skip


def shown_text(value):
    need(1 <= len(string(value)) <= 80)
    need(value[0] not in WHITE_SPACE and value[-1] not in WHITE_SPACE)
    for character in value:
        need(unicodedata.category(character) != "Cc")
        need(not any(first <= ord(character) <= last for first, last in MISLEADING))
    return value


def digits(value):
    value = string(value).replace(" ", "")
    need(re.fullmatch(r"[0-9]{6}", value))
    return value


def address(value):
    """The one text of an address. Python writes mapped addresses without the dots in some of its versions."""
    try:
        parsed = ipaddress.ip_address(string(value))
    except ValueError:
        raise Refused("malformed") from None
    mapped = parsed.version == 6 and parsed.ipv4_mapped
    return f"::ffff:{mapped}" if mapped else str(parsed)


def origin(scheme, authority):
    found = re.fullmatch(r"([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]+))?", authority.lower())
    need(found, "not-a-link")
    host, port = found[1], found[2]
    if scheme == "http":
        need(host in ("localhost", "[::1]") or re.fullmatch(r"127(\.[0-9]+){3}", host), "insecure")
    default = {"http": "80", "https": "443"}[scheme]
    return f"{scheme}://{host}" + ("" if port in (None, default) else f":{port}")


# 3. Keys --------------------------------------------------------------------------------------------------------

COORDINATE = byte_text(32)
JWK = record(crv=one_of("P-256"), kty=one_of("EC"), x=COORDINATE, y=COORDINATE)


def jwk_of(private):
    numbers = private.public_key().public_numbers()
    x, y = (base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def public_key(jwk):
    x, y = (int.from_bytes(from_base64url(jwk[name]), "big") for name in "xy")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def private_key(number):
    return ec.derive_private_key(number, ec.SECP256R1())


def thumbprint(jwk):
    return base64url(sha256(written({name: jwk[name] for name in ("crv", "kty", "x", "y")}).encode()))


# 4. and 5. The pairing link and the comparison code ---------------------------------------------------------------


def read_link(text):
    text = text.strip(WHITE_SPACE)
    need(len(text.encode()) <= 120, "not-a-link")
    found = re.fullmatch(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#(.*))?", text)
    need(found, "not-a-link")
    scheme, authority, path, query, fragment = found.groups()
    user, at, authority = authority.rpartition("@")
    place = origin(scheme, authority)
    need(not at and path == "/k" and query is None and fragment, "not-a-link")
    try:
        payload = from_base64url(fragment)
    except Refused:
        raise Refused("not-a-link") from None
    need(payload, "not-a-link")
    need(payload[0] == 1, "other-version")
    need(len(payload) == 49, "not-a-link")
    return {"origin": place, "token": payload[1:17].hex(), "service": base64url(payload[17:])}


def six_digits(number):
    return f"{number % 1_000_000:06}"


def comparison_code(service, token, device):
    parts = [b"key comparison 1", from_base64url(service), token, from_base64url(device)]
    return six_digits(int.from_bytes(sha256(b"".join(parts))[:8], "big"))


# 6. Signed messages ---------------------------------------------------------------------------------------------

HEADER = record(
    alg=one_of("ES256"), jwk=(JWK,), kid=(string,), nonce=(string,), typ=string, url=(string,)
)  # fmt: skip


def open_message(text, typ, schema, key=None, carried=None):
    """Reads a message signed by the JWK `key`; without one by the key it carries, of thumbprint `carried` if any."""
    need(len(text.encode()) <= 16_384)
    parts = text.split(".")
    need(len(parts) == 3)
    head, payload, signature = map(from_base64url, parts)
    fields = parse_json(head)
    header = HEADER(fields)
    need(not any(name == "crit" for name, _ in fields))
    need(len(signature) == 64)
    need(header["typ"] == typ, "type")
    if key is None:
        key = header.get("jwk")
        need(key and carried in (None, thumbprint(key)), "signature")
    need(verifies(key, ".".join(parts[:2]).encode(), signature), "signature")
    content = schema(parse_json(payload))
    return header, content


def verifies(jwk, data, signature):
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    if not (1 <= r < ORDER and 1 <= s < ORDER):
        return False
    try:
        public_key(jwk).verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
        return True
    except (InvalidSignature, ValueError):
        return False


# 7. to 13. What the messages say ----------------------------------------------------------------------------------

PLACE = record(address=address, name=(shown_text,))
SUBJECT = record(kind=one_of("login"), browser=shown_text, known=boolean, place=PLACE)
REQUEST = record(
    v=U8, id=ID, device=ID, service=shown_text, username=shown_text, tenant=(shown_text,), issued=SECONDS,
    expires=SECONDS, digits=boolean, subject=SUBJECT,
)  # fmt: skip
VIEW = record(language=LANGUAGE, utc_offset=I16)
DECISION = record(
    v=U8, answer=one_of("confirm", "decline", "not-me"), at=SECONDS, device=ID, digits=(digits,), request=ID,
    request_hash=string, statement=string, view=VIEW,
)  # fmt: skip
OUTCOME = one_of("confirmed", "declined")
RECEIPT = record(v=U8, at=SECONDS, decision=string, device=ID, outcome=OUTCOME, request=ID)
FACTOR = one_of("pin", "biometric")
ENROLMENT = record(v=U8, agreement=(JWK,), device=ID, factor=FACTOR, service=HASH)
FACTOR_CHECK = record(v=U8, device=ID, seq=U64)

ENDED = record(outcome=(OUTCOME,), request=ID)
NOTHING = record()


def decide_body(value):
    need(isinstance(value, Fields) and len(value) == 1)
    (name, content), = value
    need(name in ("confirm", "decline"))
    return {name: string(content) if name == "confirm" else DECISION(content)}


ENDPOINTS = {
    "claim": (
        record(name=shown_text, platform=shown_text, token=TOKEN),
        record(agreement=JWK, device=ID, service=shown_text, tenant=(shown_text,), username=shown_text),
    ),
    "enrol": (record(pin=string, biometric=(string,)), NOTHING),
    "wait": (
        record(have=string, seconds=U8),
        record(digest=string, ended=listing(ENDED), requests=listing(string), state=one_of("active", "pairing")),
    ),
    "decide": (decide_body, record(receipt=string)),
    "check": (record(proof=string), NOTHING),
    "leave": (NOTHING, NOTHING),
}

CODES = {
    "bad-nonce": {}, "digits-wrong": {}, "disconnected": {}, "frozen": {}, "link-expired": {}, "link-used": {},
    "locked": {}, "malformed": {}, "not-confirmed": {"tries_left": U8}, "pairing-refused": {},
    "request-answered": {"outcome": OUTCOME}, "request-ended": {}, "statement-changed": {},
    "too-many-calls": {"retry_after": U32}, "unknown-device": {}, "unsupported-version": {"oldest": U8},
    "unavailable": {},
}  # fmt: skip


def refusal(value):
    code = record(code=one_of(*CODES))(value)["code"]
    return record(code=string, **CODES[code])(value)


def call_of(body):
    return record(v=U8, body=body, mark=MARK, seq=U64)


def answer_of(ok):
    def result(value):
        need(isinstance(value, Fields) and len(value) == 1)
        (name, content), = value
        need(name in ("ok", "refused"))
        return {name: ok(content) if name == "ok" else refusal(content)}

    return record(v=U8, call=string, now=SECONDS, result=result)


# 10. Statements -------------------------------------------------------------------------------------------------

WORDS = {
    "da": {
        "title": "Log ind på {}?", "service": "Tjeneste", "username": "Brugernavn", "company": "Virksomhed",
        "browser": "Browser", "place": "Sted", "here": "Denne computer", "time": "Tid", "known": "Kendt",
        True: "Brugt her før", False: "Ny browser", "form": "{day}. {name} {year} kl. {hour:02}.{minute:02}",
        "months": "januar februar marts april maj juni juli august september oktober november december",
    },
    "en": {
        "title": "Log in to {}?", "service": "Service", "username": "Username", "company": "Company",
        "browser": "Browser", "place": "Place", "here": "This computer", "time": "Time", "known": "Known",
        True: "Used here before", False: "New browser", "form": "{day} {name} {year}, {hour:02}:{minute:02}",
        "months": "January February March April May June July August September October November December",
    },
    "fi": {
        "title": "Kirjaudutaanko palveluun {}?", "service": "Palvelu", "username": "Käyttäjätunnus",
        "company": "Yritys", "browser": "Selain", "place": "Paikka", "here": "Tämä tietokone", "time": "Aika",
        "known": "Tuttu", True: "Käytetty täällä ennen", False: "Uusi selain",
        "form": "{day}.{month}.{year} klo {hour}.{minute:02}", "months": "",
    },
    "sv": {
        "title": "Logga in på {}?", "service": "Tjänst", "username": "Användarnamn", "company": "Företag",
        "browser": "Webbläsare", "place": "Plats", "here": "Den här datorn", "time": "Tid", "known": "Känd",
        True: "Använd här förut", False: "Ny webbläsare", "form": "{day} {name} {year} kl. {hour:02}:{minute:02}",
        "months": "januari februari mars april maj juni juli augusti september oktober november december",
    },
}  # fmt: skip


def civil(days):
    """Year, month and day so many days after 1970-01-01, in the proleptic Gregorian calendar."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def time_text(seconds, view):
    words = WORDS[view["language"]]
    offset = view["utc_offset"] if abs(view["utc_offset"]) <= 1_559 else 0
    local = seconds + offset * 60
    years = [civil(time // 86_400)[0] for time in (seconds, local)]
    if not all(-9_999 <= year <= 9_999 for year in years):
        return str(seconds)
    (year, month, day), rest = civil(local // 86_400), local % 86_400
    name = words["months"].split()[month - 1] if words["months"] else ""
    hour, minute = rest // 3_600, rest % 3_600 // 60
    return words["form"].format(day=day, month=month, name=name, year=year, hour=hour, minute=minute)


def place_text(place, language):
    where = place["address"]
    is_here = where == "::1" or re.match(r"127\.", where)
    name = place.get("name") or (WORDS[language]["here"] if is_here else None)
    return f"{name} ({where})" if name else where


def render(request, view):
    words, subject = WORDS[view["language"]], request["subject"]
    company = [[words["company"], request["tenant"]]] if "tenant" in request else []
    lines = [
        [words["service"], request["service"]],
        [words["username"], request["username"]],
        *company,
        [words["browser"], subject["browser"]],
        [words["place"], place_text(subject["place"], view["language"])],
        [words["time"], time_text(request["issued"], view)],
        [words["known"], words[subject["known"]]],
    ]
    title = words["title"].format(request["service"])
    text = "".join(line + "\n" for line in [title, *(f"{label}: {value}" for label, value in lines)])
    return {"lines": lines, "text": text, "title": title}


# 14. and 15. The PIN's keys and offline codes ---------------------------------------------------------------------


def hkdf(key, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def stretch(pin, salt):
    return Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=65_536).derive(pin.encode("ascii"))


def pin_key(stretched, use):
    candidates = (hkdf(stretched, b"key pin 1", use + bytes([count])) for count in range(256))
    return next(number for number in (int.from_bytes(c, "big") for c in candidates) if 1 <= number < ORDER)


def offline_step(seconds):
    return max(seconds, 0) // 30


def offline_code(secret, step):
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha256")
    start = mac[31] & 15
    return f"{(int.from_bytes(mac[start : start + 4], 'big') & 0x7FFFFFFF) % 100_000_000:08}"


# The vectors ----------------------------------------------------------------------------------------------------


class Tally:
    def __init__(self, folder):
        self.folder, self.passed, self.failed, self.file = folder, 0, 0, ""

    def vectors(self, name):
        return json.loads((self.folder / f"{name}.json").read_text("utf-8"))

    def keys(self):
        return {name: key["jwk"] for name, key in self.vectors("keys")["keys"].items()}

    def note(self, label, fault):
        if fault is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {self.file}: {label}: {fault}")

    def same(self, label, found, expected):
        self.note(label, None if found == expected else f"{found!r} and not {expected!r}")

    def refused(self, label, kind, reader, *arguments, **named):
        """`kind` is None for what must be taken."""
        try:
            reader(*arguments, **named)
            found = None
        except Refused as fault:
            found = str(fault)
        self.same(label, found, kind)


def fields(value):
    """The JSON value of a vector in the form in which readers take it."""
    return parse_json(json.dumps(value).encode())


def check_keys(tally):
    vectors = tally.vectors("keys")
    for name, key in vectors["keys"].items():
        jwk = jwk_of(private_key(int(key["private"], 16)))
        sec1 = "04" + "".join(from_base64url(jwk[part]).hex() for part in "xy")
        tally.same(f"{name}: JWK", jwk, key["jwk"])
        tally.same(f"{name}: SEC 1", sec1, key["sec1"])
        tally.same(f"{name}: thumbprint", thumbprint(jwk), key["thumbprint"])
        tally.refused(f"{name}: read", None, JWK, fields(key["jwk"]))
    for case in vectors["refused"]:
        tally.refused(case["name"], "malformed", JWK, fields(case["jwk"]))


def check_digits(tally):
    vectors = tally.vectors("digits")
    for case in vectors["numbers"]:
        text = six_digits(int(case["number"]))
        tally.same(case["number"], [text, f"{text[:3]} {text[3:]}"], [case["digits"], case["grouped"]])
    for case in vectors["typed"]:
        if case["digits"] is None:
            tally.refused(case["text"], "malformed", digits, case["text"])
        else:
            tally.same(case["text"], digits(case["text"]), case["digits"])


def check_shown(tally):
    vectors = tally.vectors("shown")
    for text in vectors["taken"]:
        tally.refused(ascii(text), None, shown_text, text)
    for text in vectors["refused"]:
        tally.refused(ascii(text), "malformed", shown_text, text)


def check_link(tally):
    vectors = tally.vectors("link")
    for case in vectors["valid"]:
        payload = b"\x01" + bytes.fromhex(case["token"]) + from_base64url(case["service"])
        tally.same(case["origin"], f"{case['origin']}/k#{base64url(payload)}", case["text"])
        tally.same("read", read_link(f" {case['text']}\n"), {name: case[name] for name in ("origin", "token", "service")})
        tally.same("hash", sha256(bytes.fromhex(case["token"])).hex(), case["token_hash"])
    for case in vectors["refused"]:
        tally.refused(case["name"], case["error"], read_link, case["text"])


def check_comparison(tally):
    for case in tally.vectors("comparison"):
        code = comparison_code(case["service"], bytes.fromhex(case["token"]), case["device"])
        tally.same(case["device"], code, case["code"])


def check_jws(tally):
    vectors, pin = tally.vectors("jws"), tally.keys()["pin"]
    for case in vectors["valid"]:
        _, content = open_message(case["jws"], "key-check+jws", FACTOR_CHECK, key=pin)
        tally.same(case["name"], [content["v"], content["seq"]], [1, 7])
    for case in vectors["refused"]:
        tally.refused(case["name"], case["error"], open_message, case["jws"], "key-check+jws", FACTOR_CHECK, key=pin)
    for case in vectors["carried"]:
        carried = {"carried": case["expected"]}
        tally.refused(
            case["name"], case["error"], open_message, case["jws"], "key-enrolment+jws", ENROLMENT, **carried
        )


def check_written(tally, label, vector, typ, schema, key, **header):
    """Opens a message of ours: it must be in the written form and have this header."""
    head, content = open_message(vector["jws"], typ, schema, key=key)
    head_text, payload_text = (from_base64url(part).decode() for part in vector["jws"].split(".")[:2])
    tally.same(f"{label}: header", written(head), head_text)
    tally.same(f"{label}: payload", written(content), payload_text)
    tally.same(f"{label}: parts", [head_text, payload_text], [vector["header"], vector["payload"]])
    tally.same(f"{label}: fields", head, {"alg": "ES256", "typ": typ, **header})
    tally.same(f"{label}: version", content["v"], 1)
    return content


def check_statement(tally):
    vectors, service = tally.vectors("statement"), tally.keys()["service"]
    for case in vectors["requests"]:
        request = check_written(tally, case["name"], case, "key-request+jws", REQUEST, service, kid=thumbprint(service))
        tally.same("hash", base64url(sha256(case["jws"].encode())), case["request_hash"])
        tally.same("languages", [s["view"]["language"] for s in case["statements"]], ["da", "en", "fi", "sv"])
        for statement in case["statements"]:
            tally.same(case["name"], {**render(request, statement["view"]), "view": statement["view"]}, statement)
    for case in vectors["places"]:
        place = {"address": address(case["address"]), **({"name": case["name"]} if case["name"] else {})}
        tally.same(case["address"], place_text(place, case["language"]), case["text"])
    for case in vectors["times"]:
        tally.same(str(case["issued"]), time_text(case["issued"], case["view"]), case["text"])


def requests_by_id(tally):
    service = tally.keys()["service"]
    messages = [case["jws"] for case in tally.vectors("statement")["requests"]]
    opened = [(jws, open_message(jws, "key-request+jws", REQUEST, key=service)[1]) for jws in messages]
    return {request["id"]: (jws, request) for jws, request in opened}


def check_one_decision(tally, label, decision):
    """What a service holds a decision against (8.4, check 3)."""
    jws, request = requests_by_id(tally)[decision["request"]]
    tally.same(f"{label}: device", decision["device"], request["device"])
    tally.same(f"{label}: request", decision["request_hash"], base64url(sha256(jws.encode())))
    tally.same(f"{label}: statement", decision["statement"], render(request, decision["view"])["text"])
    tally.same(f"{label}: digits", "digits" in decision, request["digits"] and decision["answer"] == "confirm")


def check_receipt(tally, label, receipt, decision):
    """What a device holds a receipt against (12)."""
    outcome = "confirmed" if decision["answer"] == "confirm" else "declined"
    expected = {"decision": base64url(sha256(written(decision).encode())), "outcome": outcome}
    expected |= {name: decision[name] for name in ("device", "request")}
    tally.same(f"{label}: receipt", {name: receipt[name] for name in expected}, expected)


def check_decision(tally):
    keys = tally.keys()
    for case in tally.vectors("decision"):
        label, decision = case["name"], DECISION(parse_json(case["decision"].encode()))
        tally.same(f"{label}: written form", written(decision), case["decision"])
        tally.same(f"{label}: hash", base64url(sha256(case["decision"].encode())), case["decision_hash"])
        tally.same(f"{label}: factor", case["factor"] is not None, decision["answer"] == "confirm")
        if case["factor"]:
            signed = {"header": case["header"], "jws": case["jws"], "payload": case["decision"]}
            factor = case["factor"]
            check_written(tally, label, signed, "key-decision+jws", DECISION, keys[factor], kid=factor)
        check_one_decision(tally, label, decision)
        service = keys["service"]
        receipt = check_written(
            tally, label, case["receipt"], "key-receipt+jws", RECEIPT, service, kid=thumbprint(service)
        )
        check_receipt(tally, label, receipt, decision)


def check_call(tally):
    keys, vectors, last = tally.keys(), tally.vectors("call"), {"act": 0, "wait": 0}
    for case in vectors["calls"]:
        label, endpoint = case["name"], case["path"].removeprefix("/device/v1/")
        body, ok = ENDPOINTS[endpoint]
        header, call = open_message(case["call"]["jws"], "key-call+jws", call_of(body), key=keys["device"])
        by = {"jwk": keys["device"]} if endpoint == "claim" else {"kid": header["kid"]}
        by |= {"nonce": header["nonce"], "url": f"https://login.example/device/v1/{endpoint}"}
        check_written(tally, label, case["call"], "key-call+jws", call_of(body), keys["device"], **by)
        result = check_answer(tally, label, case["answer"], case["call"]["jws"], ok, with_key=endpoint == "claim")
        if endpoint == "claim":
            device = result["ok"]["device"]
            tally.same("claim: number", call["seq"], 0)
        else:
            lane = "wait" if endpoint == "wait" else "act"
            tally.same(f"{label}: device", header["kid"], device)
            tally.same(f"{label}: number grows", call["seq"] > last[lane], True)
            last[lane] = call["seq"]
        check_inside(tally, label, endpoint, device, call, result["ok"])
    codes = [
        check_answer(tally, "refusal", case, None, NOTHING, with_key=False)["refused"]["code"]
        for case in vectors["refusals"]
    ]
    tally.same("every refusal", sorted(codes), sorted(CODES))


def check_answer(tally, label, vector, call, ok, with_key):
    service = tally.keys()["service"]
    by = {"kid": thumbprint(service)} | ({"jwk": service} if with_key else {})
    answer = check_written(tally, f"{label}: answer", vector, "key-answer+jws", answer_of(ok), service, **by)
    if call is not None:
        tally.same(f"{label}: call", answer["call"], base64url(hashlib.sha256(call.encode()).digest()))
    return answer["result"]


def check_inside(tally, label, endpoint, device, call, ok):
    """The messages within a call and its answer."""
    keys, body = tally.keys(), call["body"]
    if endpoint == "enrol":
        for factor in ("pin", "biometric"):
            carried = thumbprint(keys[factor])
            header, enrolment = open_message(body[factor], "key-enrolment+jws", ENROLMENT, carried=carried)
            expected = {"v": 1, "device": device, "factor": factor, "service": thumbprint(keys["service"])}
            if factor == "pin":
                expected["agreement"] = keys["pin agreement"]
            tally.same(f"{label}: {factor}", [enrolment, set(header)], [expected, {"alg", "jwk", "typ"}])
    elif endpoint == "wait":
        for jws in ok["requests"]:
            _, request = open_message(jws, "key-request+jws", REQUEST, key=keys["service"])
            tally.same(f"{label}: request", requests_by_id(tally)[request["id"]][0], jws)
            tally.same(f"{label}: for this device", request["device"], device)
    elif endpoint == "decide":
        decision = body.get("decline") or open_message(
            body["confirm"], "key-decision+jws", DECISION, key=keys["pin"]
        )[1]
        tally.same(f"{label}: answer", ("confirm" in body), decision["answer"] == "confirm")
        check_one_decision(tally, label, decision)
        _, receipt = open_message(ok["receipt"], "key-receipt+jws", RECEIPT, key=keys["service"])
        check_receipt(tally, label, receipt, decision)
    elif endpoint == "check":
        _, proof = open_message(body["proof"], "key-check+jws", FACTOR_CHECK, key=keys["pin"])
        tally.same(f"{label}: proof", proof, {"v": 1, "device": device, "seq": call["seq"]})


def check_pin(tally):
    for case in tally.vectors("pin"):
        label, stretched = f"{case['pin']} {case['salt'][:8]}", stretch(case["pin"], bytes.fromhex(case["salt"]))
        tally.same(f"{label}: stretched", stretched.hex(), case["stretched"])
        for use in ("sign", "agree"):
            number = pin_key(stretched, use.encode())
            jwk = jwk_of(private_key(number))
            found = {"jwk": jwk, "private": f"{number:064x}", "thumbprint": thumbprint(jwk)}
            tally.same(f"{label}: {use}", found, case[use])


def check_offline(tally):
    vectors, all_keys = tally.vectors("offline"), tally.vectors("keys")["keys"]
    for ours, theirs in [("pin agreement", "service agreement"), ("service agreement", "pin agreement")]:
        private = private_key(int(all_keys[ours]["private"], 16))
        shared = private.exchange(ec.ECDH(), public_key(all_keys[theirs]["jwk"]))
        tally.same(f"shared by {ours}", shared.hex(), vectors["shared"])
    tally.same("service", vectors["service"], thumbprint(all_keys["service"]["jwk"]))
    for case in vectors["secrets"]:
        info = from_base64url(vectors["service"]) + from_base64url(vectors["device"]) + case["factor"].encode()
        secret = hkdf(shared, b"key offline 1", info)
        tally.same(case["factor"], secret.hex(), case["secret"])
        for code in case["codes"]:
            step = offline_step(code["time"])
            tally.same(str(code["time"]), [step, offline_code(secret, step)], [code["step"], code["code"]])


CHECKS = {
    "call": check_call, "comparison": check_comparison, "decision": check_decision, "digits": check_digits,
    "jws": check_jws, "keys": check_keys, "link": check_link, "offline": check_offline, "pin": check_pin,
    "shown": check_shown, "statement": check_statement,
}  # fmt: skip


def main():
    tally = Tally(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
    tally.file = "the folder"
    tally.same("files", sorted(path.stem for path in tally.folder.glob("*.json")), sorted(CHECKS))
    for tally.file, check in CHECKS.items():
        before = tally.passed + tally.failed
        try:
            check(tally)
            tally.note("has vectors", None if tally.passed + tally.failed > before else "none")
        except Exception:  # whatever it is, the vector could not be read
            tally.note("read", traceback.format_exc())
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
