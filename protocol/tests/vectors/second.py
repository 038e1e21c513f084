"""The protocol of Key, version 1, a second time: written from docs/protocol.md alone.

Numbers in comments are sections of that page. What it calls bytes is `bytes` here, a message is a `dict` with the names
of the page, a key that verifies is the `dict` of its JWK, and a key that signs is one of `cryptography`. Whatever has
to be refused raises `Refused` with the word that the page has for it. Time and randomness are parameters.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
import re
from pathlib import Path

import ada_url
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
MESSAGE_LIMIT = 16_384
ANSWER_LIMIT = 131_072


class Refused(Exception):
    """What is refused, and by which word: `malformed`, `version`, `type`, `signature`, or one of a link's."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def malformed(detail):
    return Refused("malformed", detail)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# ---------------------------------------------------------------------------------------------- 2.1 bytes

def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise malformed("not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(data) != text:
        raise malformed("bits of no byte")
    return data


# ------------------------------------------------------------------------------------------------ 2.2 JSON

WHITE = " \t\n\r"
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
LEVELS = 16


def write_json(value):
    """The written form. Python's own escapes are those of the page, once ASCII is not asked for."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def read_json(data):
    """One JSON object, as strictly as every reader has to be, before anything is known of its fields."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed("not UTF-8") from None
    reader = Json(text)
    reader.skip_white()
    if reader.peek() != "{":
        raise malformed("not an object")
    value = reader.value(1)
    reader.skip_white()
    if reader.at != len(text):
        raise malformed("more than one object")
    return value


class Json:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self, expected):
        if not self.text.startswith(expected, self.at):
            raise malformed(f"{expected} expected")
        self.at += len(expected)

    def skip_white(self):
        while self.peek() and self.peek() in WHITE:
            self.at += 1

    def value(self, level):
        first = self.peek()
        if first == "{":
            return self.object(level)
        if first == "[":
            return self.list(level)
        if first == '"':
            return self.string()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self.number()

    def object(self, level):
        def entry():
            name = self.string()
            if name in found:
                raise malformed("a name twice")
            self.skip_white()
            self.take(":")
            self.skip_white()
            found[name] = self.value(level + 1)

        found = {}
        self.entries("{", "}", level, entry)
        return found

    def list(self, level):
        found = []
        self.entries("[", "]", level, lambda: found.append(self.value(level + 1)))
        return found

    def entries(self, begin, end, level, entry):
        if level > LEVELS:
            raise malformed("too many levels")
        self.take(begin)
        self.skip_white()
        if self.peek() == end:
            self.take(end)
            return
        while True:
            self.skip_white()
            entry()
            self.skip_white()
            if self.peek() == end:
                self.take(end)
                return
            self.take(",")

    def string(self):
        self.take('"')
        found = []
        while True:
            character = self.peek()
            if character == "" or character < " ":
                raise malformed("a string without end, or a control character")
            self.at += 1
            if character == '"':
                return "".join(found)
            found.append(self.escape() if character == "\\" else character)

    def escape(self):
        kind = self.peek()
        self.at += 1
        if kind in ESCAPES:
            return ESCAPES[kind]
        if kind != "u":
            raise malformed("no such escape")
        unit = self.four_digits()
        if 0xDC00 <= unit <= 0xDFFF:
            raise malformed("half a pair")
        if 0xD800 <= unit <= 0xDBFF:
            self.take("\\u")
            second = self.four_digits()
            if not 0xDC00 <= second <= 0xDFFF:
                raise malformed("half a pair")
            unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00)
        return chr(unit)

    def four_digits(self):
        digits = self.text[self.at:self.at + 4]
        if not re.fullmatch(r"[0-9A-Fa-f]{4}", digits):
            raise malformed("no such escape")
        self.at += 4
        return int(digits, 16)

    def number(self):
        found = NUMBER.match(self.text, self.at)
        if not found:
            raise malformed("no value")
        if found[2] or found[3] or found[0] == "-0" or len(found[0]) > 20:
            raise malformed("no integer")
        number = int(found[0])
        if not -2**63 <= number < 2**64:
            raise malformed("a number beyond 64 bits")
        self.at = found.end()
        return number


# ----------------------------------------------------------------------------------------------- 2.3 types
# A type reads a JSON value into a Python value and writes it back. `known` says whether only known fields are taken.

class Type:
    def __init__(self, read, write=lambda value: value):
        self.read_plain = read
        self.write = write

    def read(self, value, known=False):
        return self.read_plain(value)


def a_string(value):
    if not isinstance(value, str):
        raise malformed("no string")
    return value


def text(allowed, what):
    """A string of which `allowed` says whether it is one."""
    def read(value):
        if not allowed(a_string(value)):
            raise malformed(f"no {what}")
        return value
    return Type(read)


def matching(pattern, what):
    return text(lambda value: re.fullmatch(pattern, value) is not None, what)


def one_of(*values):
    return text(lambda value: value in values, " or ".join(values))


def integer(lowest, highest):
    def read(value):
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise malformed(f"no integer of {lowest} to {highest}")
        return value
    return Type(read)


def octets(length):
    def read(value):
        data = unb64(a_string(value))
        if len(data) != length:
            raise malformed(f"not {length} bytes")
        return data
    return Type(read, b64)


def a_boolean(value):
    if not isinstance(value, bool):
        raise malformed("no boolean")
    return value


def an_object(value):
    if not isinstance(value, dict):
        raise malformed("no object")
    return value


class ListOf:
    def __init__(self, entry, at_most=None):
        self.entry = entry
        self.at_most = at_most

    def read(self, value, known=False):
        if not isinstance(value, list):
            raise malformed("no list")
        if self.at_most is not None and len(value) > self.at_most:
            raise malformed("too many entries")
        return [self.entry.read(entry, known) for entry in value]

    def write(self, value):
        return [self.entry.write(entry) for entry in value]


class Message:
    """An object with fields `(name, type)`, in the order of the page; a name with `?` at its end is optional."""

    def __init__(self, *fields):
        self.fields = [(name.rstrip("?"), kind, name.endswith("?")) for name, kind in fields]
        self.names = {name for name, _, _ in self.fields}

    def read(self, value, known=False):
        an_object(value)
        if known and not self.names.issuperset(value):
            raise malformed("an unknown field")
        return {name: kind.read(value[name], known)
                for name, kind, optional in self.fields if self.has(value, name, optional, known)}

    def has(self, value, name, optional, known):
        if value.get(name) is not None:
            return True
        if not optional or (known and name in value):
            raise malformed(f"no {name}")
        return False

    def write(self, value):
        return {name: kind.write(value[name]) for name, kind, _ in self.fields if name in value}


class ByKind:
    """An object whose field `kind` says which fields it has beside it."""

    def __init__(self, **fields):
        self.kinds = {name.replace("_", "-"): Message(("kind", one_of(name.replace("_", "-"))), *of_kind)
                      for name, of_kind in fields.items()}

    def read(self, value, known=False):
        return self.of(an_object(value)).read(value, known)

    def write(self, value):
        return self.of(value).write(value)

    def of(self, value):
        kind = value.get("kind")
        if not isinstance(kind, str) or kind not in self.kinds:
            raise malformed(f"an unknown kind {kind}")
        return self.kinds[kind]


class ExactlyOne:
    """An object with exactly one field, whose name says which: `{"ok":{…}}` or `{"refused":{…}}`."""

    def __init__(self, **kinds):
        self.kinds = {name.replace("_", "-"): kind for name, kind in kinds.items()}

    def read(self, value, known=False):
        if len(an_object(value)) != 1:
            raise malformed("not exactly one field")
        [(name, inner)] = value.items()
        if name not in self.kinds:
            raise malformed(f"an unknown field {name}")
        return {name: self.kinds[name].read(inner, known)}

    def write(self, value):
        [(name, inner)] = value.items()
        return {name: self.kinds[name].write(inner)}


def read_message(kind, data, known=False):
    """The message in these bytes of JSON. Its version is looked at before the rest of it (17)."""
    value = read_json(data)
    if "v" in getattr(kind, "names", ()) and U8.read(value.get("v")) != 1:
        raise Refused("version")
    return kind.read(value, known)


def write_message(kind, value):
    return write_json(kind.write(value))


# ------------------------------------------------------------------------------ 2.4 text that is shown

def character_table():
    """The two lists of the document: what is refused where, and the combining marks."""
    page = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")
    section = page.split("\n### 2.4 ")[1].split("\n### 2.5 ")[0]
    rows = re.findall(r"^\| U\+([0-9A-F]+)(?: to U\+([0-9A-F]+))? \| .* \| (anywhere|at an end) \|$", section, re.M)
    marks = re.findall(r"([0-9A-F]+)(?:-([0-9A-F]+))?", section.split("\n```\n")[1])
    return (characters(row[:2] for row in rows if row[2] == "anywhere"),
            characters(row[:2] for row in rows if row[2] == "at an end"), characters(marks))


def characters(ranges):
    return [range(int(first, 16), int(last or first, 16) + 1) for first, last in ranges]


NEVER_SHOWN, WHITE_SPACE, MARKS = character_table()


def among(character, ranges):
    return any(ord(character) in numbers for numbers in ranges)


def is_shown_text(value):
    marks = [among(character, MARKS) for character in value]
    return (1 <= len(value) <= 140
            and not any(among(character, NEVER_SHOWN) for character in value)
            and not among(value[0], WHITE_SPACE)
            and not among(value[-1], WHITE_SPACE)
            and not any(all(marks[at:at + 5]) for at in range(len(marks) - 4)))


# ------------------------------------------------------------------------------- 2.3 addresses, 2.5 origins

def is_address(value):
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return "%" not in value and written_address(address) == value


def written_address(address):
    if address.version == 6 and address.ipv4_mapped:
        return f"::ffff:{address.ipv4_mapped}"
    return str(address)


def is_this_machine(host):
    """Whether a host, as a URL has it, may be spoken to without TLS."""
    if host in ("localhost", "[::1]"):
        return True
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def read_url(value):
    try:
        return ada_url.URL(value)
    except ValueError:
        return None


def origin_of(url):
    """The origin of a URL, or nothing where such a host may not have one."""
    if url.protocol not in ("https:", "http:") or not url.hostname or url.hostname.endswith("."):
        return None
    if url.protocol == "http:" and not is_this_machine(url.hostname):
        return None
    return f"{url.protocol}//{url.host}"


def is_origin(value):
    url = read_url(value)
    return url is not None and origin_of(url) == value


# ---------------------------------------------------------------------------------------- the types by name

U8, U16, U32, U64 = (integer(0, 2**bits - 1) for bits in (8, 16, 32, 64))
I16, I64 = (integer(-2**(bits - 1), 2**(bits - 1) - 1) for bits in (16, 64))
BOOLEAN = Type(a_boolean)
STRING = Type(a_string)
OBJECT = Type(an_object)
BYTES16, BYTES32 = octets(16), octets(32)
SHOWN = text(is_shown_text, "shown text")
DIGITS = matching(r"[0-9]{6}", "digits")
LANGUAGE = one_of("da", "en", "fi", "sv")
NAME = matching(r"[A-Za-z0-9-]{1,32}", "name")
ADDRESS = text(is_address, "address")
ORIGIN = text(is_origin, "origin")
NUMBER_OF_CALL = integer(0, 2**63 - 1)
OUTCOME = one_of("confirmed", "declined")
NOTHING = Message()

# 3
JWK = Message(("crv", one_of("P-256")), ("kty", one_of("EC")), ("x", BYTES32), ("y", BYTES32))

# 17.1
CAPABILITIES = Message(
    ("algorithms", ListOf(NAME, 32)), ("endpoints", ListOf(NAME, 32)), ("kinds", ListOf(NAME, 32)),
    ("languages", ListOf(NAME, 32)), ("wordings", ListOf(U16, 32)))

OURS = {
    "algorithms": ["ES256"],
    "endpoints": ["cannot-show", "change", "check", "claim", "decide", "enrol", "leave", "requests", "resume", "wait"],
    "kinds": ["add-device", "login", "new-list", "remove-device"],
    "languages": ["da", "en", "fi", "sv"],
    "wordings": [1],
}


def common_wording(ours, theirs):
    """The greatest wording that both sides know, or nothing."""
    return max(set(ours["wordings"]) & set(theirs["wordings"]), default=None)


def common_language(wanted, theirs):
    return wanted if wanted in theirs["languages"] else "en"


# -------------------------------------------------------------------------------- 3 keys and thumbprints

def new_key(scalar):
    """The private key with this number, 1 to n-1."""
    return ec.derive_private_key(scalar, ec.SECP256R1())


def jwk_of(private):
    numbers = private.public_key().public_numbers()
    return {"crv": "P-256", "kty": "EC", "x": numbers.x.to_bytes(32, "big"), "y": numbers.y.to_bytes(32, "big")}


def thumbprint(jwk):
    return sha256(write_message(JWK, jwk))


def point(jwk):
    """The public key of a JWK, or nothing where it is not on the curve."""
    numbers = ec.EllipticCurvePublicNumbers(
        int.from_bytes(jwk["x"], "big"), int.from_bytes(jwk["y"], "big"), ec.SECP256R1())
    try:
        return numbers.public_key()
    except ValueError:
        return None


def agree(private, jwk):
    """The x coordinate of the ECDH point."""
    public = point(jwk)
    if public is None:
        raise malformed("not on the curve")
    return private.exchange(ec.ECDH(), public)


# ------------------------------------------------------------------------------------- 4 the pairing link

LINK_LIMIT = 120


def write_link(origin, token, service_thumbprint):
    return f"{origin}/k#{b64(bytes([1]) + token + service_thumbprint)}"


def read_link(typed):
    """A link's origin, token and thumbprint of the service key. Refused: `not a link`, `insecure`, `other version`."""
    # 1
    link = typed.strip("\t\n\r ")
    if len(link.encode("utf-8", "surrogatepass")) > LINK_LIMIT:
        raise Refused("not a link", "too long")
    # 2
    url = read_url(link)
    if url is None or url.protocol not in ("https:", "http:") or not url.hostname:
        raise Refused("not a link", "no such URL")
    if url.protocol == "http:" and not is_this_machine(url.hostname):
        raise Refused("insecure")
    # 3
    before_fragment = url.href.split("#")[0]
    if url.username or url.password or "?" in before_fragment or url.pathname != "/k":
        raise Refused("not a link", "more than an origin and /k")
    try:
        payload = unb64(url.hash.removeprefix("#"))
    except Refused:
        raise Refused("not a link", "the fragment") from None
    if not payload:
        raise Refused("not a link", "no fragment")
    # 4, 5
    if payload[0] != 1:
        raise Refused("other version")
    if len(payload) != 49:
        raise Refused("not a link", "the payload")
    # 6
    origin = origin_of(url)
    token, service_thumbprint = payload[1:17], payload[17:]
    if origin is None or write_link(origin, token, service_thumbprint) != link:
        raise Refused("not a link", "another spelling")
    return {"origin": origin, "token": token, "thumbprint": service_thumbprint}


def shown_host(link):
    """What the device shows of a link that was read: host, and port where there is one."""
    return link["origin"].split("//")[1]


# --------------------------------------------------------------------------------- 5 the comparison code

def commitment(device_share):
    return sha256(b"key commitment 1", device_share)


def comparison_code(service_thumbprint, token, possession_thumbprint, device_share, service_share):
    digest = sha256(
        b"key comparison 1", service_thumbprint, token, possession_thumbprint, device_share, service_share)
    return six_digits(int.from_bytes(digest[:8], "big"))


def six_digits(number):
    return f"{number % 1_000_000:06}"


def in_two_groups(digits):
    return f"{digits[:3]} {digits[3:]}"


def typed_digits(typed):
    """The digits that somebody has typed, with spaces or without (2.3); nothing where they are not six."""
    digits = typed.replace(" ", "")
    return digits if re.fullmatch("[0-9]{6}", digits) else None


# -------------------------------------------------------------------------------------- 6 signed messages

HEADER = Message(
    ("alg", one_of("ES256")), ("jwk?", JWK), ("kid?", STRING), ("nonce?", STRING), ("typ", STRING), ("url?", STRING))


def sign_bytes(private, data):
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verifies(jwk, signature, data):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    public = point(jwk)
    if public is None or not 1 <= r < P256_ORDER or not 1 <= s < P256_ORDER:
        return False
    try:
        public.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def write_jws(private, header, payload):
    """A signed message (6.1): `header` without its `alg`, and the bytes of the payload."""
    first = b64(write_message(HEADER, {"alg": "ES256"} | header)) + "." + b64(payload)
    return first + "." + b64(sign_bytes(private, first.encode()))


class Jws:
    """A message whose form was checked (6.2, 1 to 4), and nothing else yet."""

    def __init__(self, message, limit=MESSAGE_LIMIT):
        # 1. What is no ASCII has no part that is base64url, so characters are as good as bytes.
        if len(message) > limit:
            raise malformed("too long")
        parts = message.split(".")
        if len(parts) != 3:
            raise malformed("not three parts")
        header, self.payload, self.signature = (unb64(part) for part in parts)
        # 2
        self.signed = f"{parts[0]}.{parts[1]}".encode()
        fields = read_json(header)
        self.header = HEADER.read(fields)
        # 3
        if "crit" in fields:
            raise malformed("crit")
        # 4
        if len(self.signature) != 64:
            raise malformed("signature")

    def proven(self, typ, key):
        """5 and 7, for a reader who knows the key. Gives the payload's bytes."""
        self.expect(typ)
        self.verify(key)
        return self.payload

    def proven_by_carried(self, typ, expected_thumbprint=None):
        """5 to 7, for a message that carries its key. Gives the payload's bytes."""
        self.expect(typ)
        key = self.header.get("jwk")
        if key is None or expected_thumbprint not in (None, thumbprint(key)):
            raise Refused("signature", "not the expected key")
        self.verify(key)
        return self.payload

    def expect(self, typ):
        if self.header["typ"] != typ:
            raise Refused("type")

    def verify(self, key):
        if not verifies(key, self.signature, self.signed):
            raise Refused("signature")


# 6.3

DECISION_PROOF, CHECK_PROOF, CHANGE_PROOF = "key-decision+jws", "key-check+jws", "key-change+jws"


def write_proof(private, factor, typ, content):
    header = b64(write_message(HEADER, {"alg": "ES256", "kid": factor, "typ": typ}))
    return f"{header}..{b64(sign_bytes(private, f'{header}.{content}'.encode()))}"


def read_proof(proof, content, typ, factor_keys):
    """Which factor proves this content: `pin` or `biometric`. `factor_keys` are those that are registered.

    A service takes every refusal for a wrong proof. They differ for whoever looks for the reason: what has not the form
    of a proof of this type is `malformed`, and what no registered key has signed is `signature`.
    """
    parts = proof.split(".")
    if len(parts) != 3 or parts[1]:
        raise malformed("no detached content")
    jws = Jws(f"{parts[0]}.{content}.{parts[2]}")
    factor = jws.header.get("kid")
    if factor not in ("pin", "biometric") or jws.header["typ"] != typ:
        raise malformed("no proof of this type")
    if factor not in factor_keys:
        raise Refused("signature", "no such factor is registered")
    jws.verify(factor_keys[factor])
    return factor


# -------------------------------------------------------------------------- 8 what calls and answers hold

CLAIM = Message(
    ("attestation?", ListOf(STRING)), ("commitment", BYTES32), ("knows", CAPABILITIES), ("name", SHOWN),
    ("platform", SHOWN), ("token", BYTES16))
CLAIM_OK = Message(
    ("agreement", JWK), ("device", BYTES16), ("knows", CAPABILITIES), ("service", SHOWN), ("share", BYTES16),
    ("tenant?", SHOWN), ("username", SHOWN))
ENROL = Message(("agreement?", JWK), ("biometric?", STRING), ("pin", STRING), ("share", BYTES16))
LEFT = Message(("id_hash", BYTES32), ("seq", U64))
RESUME = Message(("knows", CAPABILITIES), ("left?", LEFT), ("pinned", BYTES32), ("run_hash", BYTES32))
WAIT = Message(("have", STRING), ("newest_act", integer(1, 2**63 - 1)), ("run", integer(1, 2**63 - 1)), ("run_secret", BYTES16), ("seconds", U8))
ENDED = Message(("outcome?", OUTCOME), ("request", BYTES16))
WAIT_OK = Message(
    ("digest", STRING), ("ended", ListOf(ENDED)), ("pending", U32), ("requests", ListOf(STRING)),
    ("state", one_of("active", "pairing")), ("successor?", STRING))
REQUESTS = Message(("after", BYTES16), ("newest_act", integer(1, 2**63 - 1)), ("run", integer(1, 2**63 - 1)), ("run_secret", BYTES16))
REQUESTS_OK = Message(("requests", ListOf(STRING)))
DECIDE = Message(("decision", STRING), ("proof?", STRING))
FAILED = Message(("count", integer(1, 2**32 - 1)), ("since", I64))
DECIDE_OK = Message(("failed?", FAILED), ("receipt", STRING))
CANNOT_SHOW = Message(("request", BYTES16), ("request_hash", BYTES32))
CHECK = Message(("check", STRING), ("proof", STRING))
CHANGE = Message(("change", STRING), ("proof", STRING))
FACTOR_OK = Message(("failed?", FAILED))

# 7.5: the codes, and the fields that some have besides.
REFUSALS = {
    "bad-nonce": NOTHING, "digits-mistyped": NOTHING, "digits-wrong": NOTHING, "disconnected": NOTHING, "frozen": NOTHING, "link-expired": NOTHING,
    "link-used": NOTHING, "locked": NOTHING, "malformed": NOTHING, "not-confirmed": Message(("tries_left", U8)),
    "pairing-refused": NOTHING, "request-answered": Message(("outcome", OUTCOME)), "request-ended": NOTHING,
    "statement-changed": NOTHING, "too-many-calls": Message(("retry_after", U32)), "unavailable": NOTHING,
    "unknown-device": NOTHING, "unknown-endpoint": NOTHING, "unsupported-version": Message(("oldest", U8)),
}
STATUS = {
    "bad-nonce": 400, "digits-mistyped": 403, "digits-wrong": 403, "disconnected": 403, "frozen": 423, "link-expired": 410, "link-used": 409,
    "locked": 423, "malformed": 400, "not-confirmed": 403, "pairing-refused": 403, "request-answered": 409,
    "request-ended": 410, "statement-changed": 409, "too-many-calls": 429, "unavailable": 503, "unknown-device": 403,
    "unknown-endpoint": 404, "unsupported-version": 400,
}

# 7.3: what leaves open whether the call's number was taken.
NO_ANSWER = {
    "bad-nonce", "malformed", "too-many-calls", "unavailable", "unknown-device", "unknown-endpoint",
    "unsupported-version",
}


def answers_call(refusal):
    """Whether a refusal is the call's answer, or the device knows as little as without one."""
    return refusal["code"] in REFUSALS and refusal["code"] not in NO_ANSWER


class Refusal:
    """`code`, and one more field for some codes. A code that is not known is a refusal all the same."""

    def read(self, value, known=False):
        code = a_string(an_object(value).get("code"))
        return {"code": code} | REFUSALS.get(code, NOTHING).read(value)

    def write(self, value):
        return {"code": value["code"]} | REFUSALS.get(value["code"], NOTHING).write(value)


def result_of(ok):
    return ExactlyOne(ok=ok, refused=Refusal())


RESUME_OK = Message(
    ("knows", CAPABILITIES), ("left?", ExactlyOne(answered=result_of(OBJECT), given_up=NOTHING)),
    ("successor?", STRING))


class Endpoint:
    def __init__(self, lane, body, ok):
        self.lane, self.body, self.ok = lane, body, ok


ENDPOINTS = {
    "claim": Endpoint(None, CLAIM, CLAIM_OK),
    "enrol": Endpoint("act", ENROL, NOTHING),
    "resume": Endpoint("act", RESUME, RESUME_OK),
    "wait": Endpoint("wait", WAIT, WAIT_OK),
    "requests": Endpoint("wait", REQUESTS, REQUESTS_OK),
    "decide": Endpoint("act", DECIDE, DECIDE_OK),
    "cannot-show": Endpoint("act", CANNOT_SHOW, NOTHING),
    "check": Endpoint("act", CHECK, FACTOR_OK),
    "change": Endpoint("act", CHANGE, FACTOR_OK),
    "leave": Endpoint("act", NOTHING, NOTHING),
}


# ---------------------------------------------------------------------------------- 7 calls and answers

CALL, ANSWER = "key-call+jws", "key-answer+jws"


def call_kind(name):
    return Message(("v", U8), ("body", ENDPOINTS[name].body), ("id", BYTES16), ("seq", NUMBER_OF_CALL))


def answer_kind(name):
    return Message(("v", U8), ("call", BYTES32), ("now", I64), ("result", result_of(ENDPOINTS[name].ok)))


def write_call_payload(name, body, call_id, seq):
    return write_message(call_kind(name), {"v": 1, "body": body, "id": call_id, "seq": seq})


def write_call(private, payload, address, nonce, device=None):
    """A call, or with another nonce its retry. Without `device` it is a claim, which carries its key."""
    sender = {"jwk": jwk_of(private)} if device is None else {"kid": b64(device)}
    return write_jws(private, sender | {"nonce": nonce, "typ": CALL, "url": address}, payload)


def read_call(message, name, addresses, key_of_device):
    """A call as a service reads it (7.6, 3, 4, 6 to 10, in this order). `key_of_device` finds a possession key."""
    jws = Jws(message)
    if jws.header.get("url") not in addresses:
        raise malformed("url")
    if name == "claim":
        if "jwk" not in jws.header:
            raise malformed("no jwk")
        key = jws.header["jwk"]
    else:
        key = key_of_device(BYTES16.read(jws.header.get("kid")))
        if key is None:
            raise Refused("unknown device")
    try:
        payload = jws.proven(CALL, key)
    except Refused:
        raise malformed("not a call by this key") from None
    call = read_message(call_kind(name), payload)
    if (call["seq"] == 0) != (name == "claim"):
        raise malformed("seq")
    return jws.header, call


def content_hash(name, payload):
    """7.4. `payload` is the bytes of the call's payload."""
    return sha256(name.encode(), b".", b64(payload).encode())


def write_answer(private, name, call, now, result, to_claim=False):
    key = jwk_of(private)
    header = {"kid": b64(thumbprint(key)), "typ": ANSWER} | ({"jwk": key} if to_claim else {})
    answer = {"v": 1, "call": sha256(call.encode()), "now": now, "result": result}
    return write_jws(private, header, write_message(answer_kind(name), answer))


def read_answer(message, name, call, keys):
    """An answer by one of these pinned keys. Gives the key that it was by, and the answer."""
    jws = Jws(message, ANSWER_LIMIT)
    for key in keys:
        try:
            payload = jws.proven(ANSWER, key)
        except Refused as refused:
            if refused.reason == "signature" and key is not keys[-1]:
                continue
            raise
        return key, checked_answer(name, call, payload)
    raise Refused("signature", "no key is pinned")


def read_claim_answer(message, call, service_thumbprint):
    """The answer to a claim, by the key that it carries. Gives the key to pin, and the answer."""
    jws = Jws(message, ANSWER_LIMIT)
    payload = jws.proven_by_carried(ANSWER, service_thumbprint)
    return jws.header["jwk"], checked_answer("claim", call, payload)


def checked_answer(name, call, payload):
    answer = read_message(answer_kind(name), payload)
    if answer["call"] != sha256(call.encode()):
        raise Refused("call", "the answer to another call")
    return answer


# -------------------------------------------------------------------------------------------- 9 requests

REQUEST = "key-request+jws"
PLACE = Message(("address", ADDRESS), ("name?", SHOWN))
SUBJECT = ByKind(
    add_device=[("browser", SHOWN), ("place", PLACE)],
    login=[("browser", SHOWN), ("known", BOOLEAN), ("place", PLACE)],
    new_list=[("browser", SHOWN), ("place", PLACE)],
    remove_device=[("browser", SHOWN), ("name", SHOWN), ("place", PLACE)])
REQUEST_KIND = Message(
    ("v", U8), ("id", BYTES16), ("device", BYTES16), ("service", SHOWN), ("username", SHOWN), ("tenant?", SHOWN),
    ("issued", I64), ("expires", I64), ("digits", BOOLEAN), ("subject", SUBJECT))
WHOSE_REQUEST = Message(("id", BYTES16), ("device", BYTES16))


def write_request(private, request):
    header = {"kid": b64(thumbprint(jwk_of(private))), "typ": REQUEST}
    return write_jws(private, header, write_message(REQUEST_KIND, request))


def read_request(message, key):
    """The whole request, known fields only."""
    return read_message(REQUEST_KIND, Jws(message).proven(REQUEST, key), known=True)


def sort_request(message, keys, pairing, wording):
    """What a device makes of a request: `("shown", request)`, `("cannot-show", id)`, or `("ignored", why)`."""
    for key in keys:
        try:
            payload = Jws(message).proven(REQUEST, key)
            whose = WHOSE_REQUEST.read(read_json(payload))
            break
        except Refused as refused:
            why = refused.reason
    else:
        return "ignored", why
    if whose["device"] != pairing["device"]:
        return "ignored", "device"
    try:
        request = read_message(REQUEST_KIND, payload, known=True)
    except Refused:
        return "cannot-show", whose["id"]
    if any(request.get(field) != pairing.get(field) for field in ("service", "username", "tenant")):
        return "ignored", "pairing"
    if wording is None:
        return "cannot-show", whose["id"]
    return "shown", request


# ------------------------------------------------------------------------------------------ 10 statements

VIEW = Message(("language", LANGUAGE), ("utc_offset", I16), ("wording", U16))

WORDS = {
    "da": {
        "add-device": "Tilføj en telefon til S?", "login": "Log ind på S?",
        "new-list": "Lav en ny kodeliste til S?",
        "remove-device": "Fjern en telefon fra S?", "phone": "Telefon", "service": "Tjeneste", "username": "Brugernavn", "company": "Virksomhed",
        "browser": "Browser", "place": "Sted", "this computer": "Denne computer", "time": "Tid", "known": "Kendt",
        True: "Brugt her før", False: "Ny browser",
        "months": "januar februar marts april maj juni juli august september oktober november december".split(),
    },
    "en": {
        "add-device": "Add a phone to S?", "login": "Log in to S?",
        "new-list": "Make a new password list for S?",
        "remove-device": "Remove a phone from S?", "phone": "Phone", "service": "Service", "username": "Username", "company": "Company",
        "browser": "Browser", "place": "Place", "this computer": "This computer", "time": "Time", "known": "Known",
        True: "Used here before", False: "New browser",
        "months": "January February March April May June July August September October November December".split(),
    },
    "fi": {
        "add-device": "Lisätäänkö puhelin palveluun S?", "login": "Kirjaudutaanko palveluun S?",
        "new-list": "Tehdäänkö uusi salasanalista palveluun S?",
        "remove-device": "Poistetaanko puhelin palvelusta S?", "phone": "Puhelin", "service": "Palvelu", "username": "Käyttäjätunnus",
        "company": "Yritys", "browser": "Selain", "place": "Paikka", "this computer": "Tämä tietokone", "time": "Aika",
        "known": "Tuttu", True: "Käytetty täällä ennen", False: "Uusi selain",
    },
    "sv": {
        "add-device": "Lägga till en telefon för S?", "login": "Logga in på S?",
        "new-list": "Skapa en ny lösenordslista för S?",
        "remove-device": "Ta bort en telefon från S?", "phone": "Telefon", "service": "Tjänst", "username": "Användarnamn", "company": "Företag",
        "browser": "Webbläsare", "place": "Plats", "this computer": "Den här datorn", "time": "Tid", "known": "Känd",
        True: "Använd här förut", False: "Ny webbläsare",
        "months": "januari februari mars april maj juni juli augusti september oktober november december".split(),
    },
}


def statement(request, view):
    """The text that is shown and signed; nothing where the wording is not known."""
    if view["wording"] != 1:
        return None
    title, lines = statement_lines(request, view)
    return title + "\n" + "".join(f"{label}: {value}\n" for label, value in lines)


def statement_lines(request, view):
    language = view["language"]
    words = WORDS[language]
    subject = request["subject"]
    lines = [
        (words["service"], request["service"]),
        (words["username"], request["username"]),
        (words["company"], request.get("tenant")),
        (words["phone"], subject.get("name")),
        (words["browser"], subject["browser"]),
        (words["place"], shown_place(subject["place"], language)),
        (words["time"], shown_time(request["issued"], view["utc_offset"], language)),
        (words["known"], words.get(subject.get("known"))),
    ]
    title = words[subject["kind"]].replace("S?", request["service"] + "?")
    return title, [line for line in lines if line[1] is not None]


def shown_place(place, language):
    address = ipaddress.ip_address(place["address"])
    name = place.get("name")
    if name is None and (address == ipaddress.ip_address("::1") or address in ipaddress.ip_network("127.0.0.0/8")):
        name = WORDS[language]["this computer"]
    return place["address"] if name is None else f"{name} ({place['address']})"


def shown_time(issued, utc_offset, language):
    offset = utc_offset if abs(utc_offset) <= 1559 else 0
    local = issued + 60 * offset
    if not all(-9999 <= date_of(time // 86_400)[0] <= 9999 for time in (issued, local)):
        return str(issued)
    year, month, day = date_of(local // 86_400)
    hour, minute = local % 86_400 // 3600, local % 3600 // 60
    if language == "fi":
        return f"{day}.{month}.{year} klo {hour}.{minute:02}"
    name = WORDS[language]["months"][month - 1]
    if language == "da":
        return f"{day}. {name} {year} kl. {hour:02}.{minute:02}"
    if language == "en":
        return f"{day} {name} {year}, {hour:02}:{minute:02}"
    return f"{day} {name} {year} kl. {hour:02}:{minute:02}"


def date_of(days):
    """Year, month and day of so many days after 1970-01-01, in the proleptic Gregorian calendar."""
    # Counted from the first of March of the year 0, so that the day of a leap year is its last; 400 years have 146,097.
    days += 719_468
    era, day_of_era = divmod(days, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    return era * 400 + year_of_era + (month <= 2), month, day


# -------------------------------------------------------------------- 11 decisions, 8.8 checks, 8.9 changes

DECISION_KIND = Message(
    ("v", U8), ("answer", one_of("confirm", "decline", "not-me")), ("at", I64), ("device", BYTES16),
    ("digits?", DIGITS), ("request", BYTES16), ("request_hash", BYTES32), ("statement", STRING), ("view", VIEW))
CHECK_KIND = Message(("v", U8), ("device", BYTES16), ("seq", U64))
CHANGE_KIND = Message(("v", U8), ("add?", STRING), ("device", BYTES16), ("seq", U64))


def write_content(kind, value):
    return b64(write_message(kind, value))


def read_content(kind, content):
    """A decision, check or change: known fields only."""
    return read_message(kind, unb64(content), known=True)


# -------------------------------------------------------------------------------------------- 12 receipts

RECEIPT = "key-receipt+jws"
RECEIPT_KIND = Message(
    ("v", U8), ("at", I64), ("decision", BYTES32), ("device", BYTES16), ("outcome", OUTCOME), ("request", BYTES16))


def write_receipt(private, receipt):
    header = {"kid": b64(thumbprint(jwk_of(private))), "typ": RECEIPT}
    return write_jws(private, header, write_message(RECEIPT_KIND, receipt))


def read_receipt(message, key):
    return read_message(RECEIPT_KIND, Jws(message).proven(RECEIPT, key))


RECEIPT_OF = Message(("decision", BYTES32), ("device", BYTES16), ("outcome", OUTCOME), ("request", BYTES16))


def receipt_of(decision_content):
    """What the receipt of this decision has to say, given the decision as it was sent."""
    decision = read_content(DECISION_KIND, decision_content)
    return {
        "decision": sha256(unb64(decision_content)), "device": decision["device"],
        "outcome": "confirmed" if decision["answer"] == "confirm" else "declined", "request": decision["request"]}


def receipt_covers(receipt, decision_content):
    expected = receipt_of(decision_content)
    return all(receipt[field] == expected[field] for field in expected)


# ------------------------------------------------------------------------------------------ 13 enrolments

ENROLMENT = "key-enrolment+jws"
ENROLMENT_KIND = Message(
    ("v", U8), ("agreement?", JWK), ("device", BYTES16), ("factor", one_of("biometric", "pin")), ("service", BYTES32))


def write_enrolment(private, factor, device, service_thumbprint, agreement=None):
    said = {"v": 1, "device": device, "factor": factor, "service": service_thumbprint}
    if agreement is not None:
        said["agreement"] = agreement
    return write_jws(private, {"jwk": jwk_of(private), "typ": ENROLMENT}, write_message(ENROLMENT_KIND, said))


def read_enrolment(message, device, service_thumbprint, factor=None):
    """The key that an enrolment registers, and what it says. Whatever is not right is malformed."""
    jws = Jws(message)
    try:
        said = read_message(ENROLMENT_KIND, jws.proven_by_carried(ENROLMENT))
    except Refused as refused:
        raise malformed(f"enrolment: {refused}") from None
    if said["device"] != device or said["service"] != service_thumbprint or factor not in (None, said["factor"]):
        raise malformed("an enrolment for something else")
    if said["factor"] == "pin" and "agreement" not in said:
        raise malformed("a PIN without its agreement key")
    if "agreement" in said and point(said["agreement"]) is None:
        raise malformed("an agreement key that is no point")
    return jws.header["jwk"], said


# ---------------------------------------------------------------------------------- 14 from the PIN to keys

def hkdf(input_key, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(input_key)


def stretch_pin(pin, salt, memory_kib=65_536, passes=3):
    return Argon2id(
        salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory_kib).derive(pin.encode("ascii"))


def candidate(stretched, use, number):
    return hkdf(stretched, b"key pin 1", use.encode() + bytes([number]))


def first_scalar(candidates):
    """The first candidate that is the number of a key."""
    for found in candidates:
        if 1 <= int.from_bytes(found, "big") < P256_ORDER:
            return int.from_bytes(found, "big")
    raise ValueError("no candidate is a key, which does not happen")


def pin_keys(stretched):
    """The PIN key and the PIN agreement key."""
    return [new_key(first_scalar(candidate(stretched, use, i) for i in range(256))) for use in ("sign", "agree")]


# --------------------------------------------------------------------------------------- 15 offline codes

def offline_secret(factor_secret, possession_secret, service_thumbprint, device, factor, purpose):
    """`possession_secret` is empty where the device has registered no agreement key."""
    with_what = "possession" if possession_secret else "factor-only"
    info = service_thumbprint + device + f"{factor}.{purpose}.{with_what}".encode()
    return hkdf(factor_secret + possession_secret, b"key offline 1", info)


def step_of(seconds):
    return seconds // 30 if seconds >= 0 else 0


def offline_code(secret, step):
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 100_000_000:08}"


# ----------------------------------------------------------------------------------------- 20 attestation

def attestation_challenge(service_thumbprint, token):
    return sha256(b"key attestation 1", service_thumbprint, token)


# ------------------------------------------------------------------------------------------ 21 successors

SUCCESSOR = "key-successor+jws"
SUCCESSOR_KIND = Message(("v", U8), ("agreement", JWK), ("origin", ORIGIN), ("signing", JWK))


def write_successor(private, successor):
    header = {"kid": b64(thumbprint(jwk_of(private))), "typ": SUCCESSOR}
    return write_jws(private, header, write_message(SUCCESSOR_KIND, successor))


def read_successor(message, pinned):
    return read_message(SUCCESSOR_KIND, Jws(message).proven(SUCCESSOR, pinned))
