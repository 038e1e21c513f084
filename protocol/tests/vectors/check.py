"""Holds every vector file beside this one against `second.py`, the protocol made from docs/protocol.md alone.

Exits with 1 if anything differs. A case passes only when every field of it was looked at.
"""

import ipaddress
import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import second as s

HERE = Path(__file__).parent
ORIGINS = ("https://login.example", "https://id.example:8443")
KINDS = {
    "key-check+jws": s.CHECK_KIND, "key-decision+jws": s.DECISION_KIND, "key-enrolment+jws": s.ENROLMENT_KIND,
    "key-request+jws": s.REQUEST_KIND, "key-successor+jws": s.SUCCESSOR_KIND,
}
CHECKS = {}


def main():
    begun = time.monotonic()
    files = sorted(path.stem for path in HERE.glob("*.json"))
    failed = [f"{name}.json: nothing checks it" for name in files if name not in CHECKS]
    failed += [f"{name}.json: lacking" for name in CHECKS if name not in files]
    passed = 0
    for name in files:
        for case, check in CHECKS.get(name, lambda vectors: [])(load(name)):
            try:
                check()
                passed += 1
            except Exception as error:  # whatever goes wrong is a failure of this case
                failed.append(f"{name}.json, {case}: {type(error).__name__}: {error}")
    for failure in failed:
        print(failure)
    print(f"{passed} passed, {len(failed)} failed, in {time.monotonic() - begun:.1f} s")
    return 1 if failed else 0


# -------------------------------------------------------------------------------------------------- means

class Wrong(Exception):
    pass


def load(name):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def file(name):
    """The decorated function gives the cases of this file: a name, and what checks it."""
    def register(function):
        CHECKS[name] = function
        return function
    return register


@contextmanager
def every_field_of(case):
    """Gives a function that takes a field out of the case, and sees to it that none is left."""
    left = dict(case)
    yield left.pop
    if left:
        raise Wrong(f"nothing looked at {', '.join(left)}")


def same(found, expected):
    if found != expected or type(found) is not type(expected):
        raise Wrong(f"{found!r} instead of {expected!r}")


def true(what, otherwise):
    if not what:
        raise Wrong(otherwise)


def refused_as(reason, function):
    try:
        value = function()
    except s.Refused as refused:
        same(refused.reason.replace(" ", "-"), reason)
        return
    raise Wrong(f"{value!r} instead of a refusal as {reason}")


def refused_or_not(reason, function):
    if reason is None:
        return function()
    return refused_as(reason, function)


KEYS = load("keys")["keys"]


def public(name):
    return s.JWK.read(KEYS[name]["jwk"])


def private(name):
    return s.new_key(int(KEYS[name]["private"], 16))


FACTORS = {"pin": public("pin"), "biometric": public("biometric")}
DEVICE = s.unb64(load("offline")["device"])
PAIRINGS = [
    {"device": DEVICE, "service": "Ledger", "username": "mira.laine", "tenant": "Company A"},
    {"device": DEVICE, "service": "Ledger", "username": "mira.laine"},
]


def jws(entry, typ, key, kind, known=False):
    """A message as the files have it: `jws`, its `header` and `payload`. It is read, proven, and written the same."""
    with every_field_of(entry) as take:
        message = s.Jws(take("jws"))
        payload = message.proven(typ, key)
        same(payload.decode(), take("payload"))
        same(s.write_message(s.HEADER, message.header).decode(), take("header"))
        value = s.read_message(kind, payload, known)
        same(s.write_message(kind, value), payload)
    return value


# ------------------------------------------------------------------------------------------- small things

@file("attestation")
def attestation(vectors):
    def check(case):
        with every_field_of(case) as take:
            challenge = s.attestation_challenge(s.unb64(take("service")), bytes.fromhex(take("token")))
            same(challenge.hex(), take("challenge"))
    return [(number, lambda case=case: check(case)) for number, case in enumerate(vectors)]


@file("content")
def content(vectors):
    def check(case):
        with every_field_of(case) as take:
            same(s.b64(s.content_hash(take("endpoint"), take("payload").encode())), take("hash"))
    return [(number, lambda case=case: check(case)) for number, case in enumerate(vectors)]


@file("comparison")
def comparison(vectors):
    def check(case):
        with every_field_of(case) as take:
            share = s.unb64(take("device_share"))
            same(s.b64(s.commitment(share)), take("commitment"))
            code = s.comparison_code(
                s.unb64(take("service")), bytes.fromhex(take("token")), s.unb64(take("device")), share,
                s.unb64(take("service_share")))
            same(code, take("code"))
    return [(number, lambda case=case: check(case)) for number, case in enumerate(vectors)]


@file("digits")
def digits(vectors):
    def number(case):
        with every_field_of(case) as take:
            found = s.six_digits(int(take("number")))
            same(found, take("digits"))
            same(s.in_two_groups(found), take("grouped"))

    def typed(case):
        with every_field_of(case) as take:
            text, in_messages = take("text"), take("in_messages")
            same(s.typed_digits(text), take("digits"))
            if in_messages is None:
                refused_as("malformed", lambda: s.DIGITS.read(text))
            else:
                same(s.DIGITS.read(text), in_messages)

    with every_field_of(vectors) as take:
        return ([(case["number"], lambda case=case: number(case)) for case in take("numbers")]
                + [(f"typed {case['text']!r}", lambda case=case: typed(case)) for case in take("typed")])


@file("shown")
def shown(vectors):
    def taken(text):
        same(s.SHOWN.read(text), text)

    def refused(text):
        refused_as("malformed", lambda: s.SHOWN.read(text))

    def edge(kind, c):
        """Within a text, at its beginning, at its end, and five in a row."""
        within, at_ends, piled = {
            "at_no_end": (taken, refused, refused), "marks": (taken, taken, refused),
            "never": (refused, refused, refused), "plain": (taken, taken, taken)}[kind]
        within(f"a{c}b")
        at_ends(f"{c}a")
        at_ends(f"a{c}")
        piled("a" + 5 * c)

    with every_field_of(vectors) as take, every_field_of(take("edges")) as take_edges:
        edges = [(kind, number) for kind in ("at_no_end", "marks", "never", "plain")
                 for number in take_edges(kind).split()]
        return ([(ascii(text), lambda text=text: taken(text)) for text in take("taken")]
                + [(ascii(text), lambda text=text: refused(text)) for text in take("refused")]
                + [(f"U+{number}, {kind}", lambda kind=kind, number=number: edge(kind, chr(int(number, 16))))
                   for kind, number in edges])


@file("keys")
def keys(vectors):
    def check(case):
        with every_field_of(case) as take:
            key = s.JWK.read(take("jwk"))
            same(s.jwk_of(s.new_key(int(take("private"), 16))), key)
            same((b"\x04" + key["x"] + key["y"]).hex(), take("sec1"))
            same(s.b64(s.thumbprint(key)), take("thumbprint"))
            true(s.point(key), "no point")

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            key = take("jwk")
            refused_as("malformed", lambda: s.JWK.read(key))

    with every_field_of(vectors) as take:
        return ([(name, lambda case=case: check(case)) for name, case in take("keys").items()]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")])


@file("capabilities")
def capabilities(vectors):
    def language(case):
        with every_field_of(case) as take:
            theirs = {"languages": take("languages")}
            same(s.common_language(take("wanted"), theirs), take("used"))

    def wording(case):
        with every_field_of(case) as take:
            same(s.common_wording(s.OURS, {"wordings": take("wordings")}), take("common"))

    def names(case, reason):
        with every_field_of(case) as take:
            take("name")
            said = take("names")
            for field in ("algorithms", "endpoints", "kinds", "languages"):
                refused_or_not(reason, lambda: s.CAPABILITIES.read(s.OURS | {field: said}))

    def newer(case):
        with every_field_of(case) as take:
            understood = s.read_message(s.CAPABILITIES, take("said").encode())
            same(understood, take("understood"))
            same(s.common_wording(s.OURS, understood), 1)

    with every_field_of(vectors) as take, every_field_of(take("names")) as take_names:
        ours, more = take("ours"), take("newer")
        return ([("ours", lambda: same(s.write_message(s.CAPABILITIES, s.OURS), s.write_json(ours))),
                 ("newer", lambda: newer(more))]
                + [(f"{case['wanted']} of {case['languages']}", lambda case=case: language(case))
                   for case in take("languages")]
                + [(str(case["wordings"]), lambda case=case: wording(case)) for case in take("wordings")]
                + [(case["name"], lambda case=case: names(case, None)) for case in take_names("taken")]
                + [(case["name"], lambda case=case: names(case, "malformed")) for case in take_names("refused")])


@file("link")
def link(vectors):
    def valid(case):
        with every_field_of(case) as take:
            text, origin = take("text"), take("origin")
            token, service = bytes.fromhex(take("token")), s.unb64(take("service"))
            same(s.read_link(text), {"origin": origin, "token": token, "thumbprint": service})
            same(s.read_link(f"\r\n\t {text} \n"), s.read_link(text))
            same(s.write_link(origin, token, service), text)
            same(s.sha256(token).hex(), take("token_hash"))
            true(s.is_origin(origin), "no origin")

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            text = take("text")
            refused_as(take("error"), lambda: s.read_link(text))

    with every_field_of(vectors) as take:
        return ([(case["origin"], lambda case=case: valid(case)) for case in take("valid")]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")])


@file("pin")
def pin(vectors):
    def check(case):
        with every_field_of(case) as take:
            stretched = s.stretch_pin(take("pin"), bytes.fromhex(take("salt")), take("memory_kib"), take("passes"))
            same(stretched.hex(), take("stretched"))
            for key, use in zip(s.pin_keys(stretched), ("sign", "agree")):
                derived(key, take(use))

    def derived(key, case):
        with every_field_of(case) as take:
            same(s.JWK.write(s.jwk_of(key)), take("jwk"))
            same(f"{key.private_numbers().private_value:064x}", take("private"))
            same(s.b64(s.thumbprint(s.jwk_of(key))), take("thumbprint"))

    return [(f"{number}: {case['pin']}", lambda case=case: check(case)) for number, case in enumerate(vectors)]


@file("offline")
def offline(vectors):
    def check(case, device, service, shared):
        with every_field_of(case) as take:
            factor = take("factor")
            possession = shared["possession agreement"] if take("possession") else ""
            secret = s.offline_secret(
                bytes.fromhex(shared[f"{factor} agreement"]), bytes.fromhex(possession), service, device, factor,
                take("purpose"))
            same(secret.hex(), take("secret"))
            for code in take("codes"):
                one_code(secret, code)

    def one_code(secret, code):
        with every_field_of(code) as take:
            step = s.step_of(take("time"))
            same(step, take("step"))
            same(s.offline_code(secret, step), take("code"))

    def agreed(name, secret):
        same(s.agree(private(name), public("service agreement")).hex(), secret)
        same(s.agree(private("service agreement"), public(name)).hex(), secret)

    with every_field_of(vectors) as take:
        device, service, shared = s.unb64(take("device")), s.unb64(take("service")), take("shared")
        return ([(name, lambda name=name, secret=secret: agreed(name, secret)) for name, secret in shared.items()]
                + [(f"{case['factor']}.{case['purpose']}.{case['possession']}",
                    lambda case=case: check(case, device, service, shared)) for case in take("secrets")])


# ---------------------------------------------------------------------------------------- signed messages

@file("json")
def json_messages(vectors):
    def taken(case):
        with every_field_of(case) as take:
            take("name")
            kind, data = KINDS[take("typ")], take("text").encode()
            value = s.read_message(kind, data)
            same(s.write_message(kind, value).decode(), take("written"))
            if take("known"):
                same(s.read_message(kind, data, known=True), value)
            else:
                refused_as("malformed", lambda: s.read_message(kind, data, known=True))

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            kind = KINDS[take("typ")]
            data = bytes.fromhex(take("hex")) if "hex" in case else take("text").encode()
            refused_as("malformed", lambda: s.read_message(kind, data))
            refused_as("malformed", lambda: s.read_message(kind, data, known=True))

    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: taken(case)) for case in take("taken")]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")])


@file("jws")
def jws_messages(vectors):
    def checked(message):
        return s.read_message(s.CHECK_KIND, s.Jws(message).proven("key-check+jws", FACTORS["pin"]))

    def valid(case):
        with every_field_of(case) as take:
            take("name")
            same(checked(take("jws")), {"v": 1, "device": DEVICE, "seq": 7})

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            message = take("jws")
            refused_as(take("error"), lambda: checked(message))

    def carried(case):
        with every_field_of(case) as take:
            take("name")
            message, expected = take("jws"), take("expected")
            thumbprint = None if expected is None else s.unb64(expected)
            refused_or_not(take("error"), lambda: s.read_message(
                s.ENROLMENT_KIND, s.Jws(message).proven_by_carried("key-enrolment+jws", thumbprint)))

    def answer(case):
        with every_field_of(case) as take:
            take("name")
            message = take("before") + take("between") * take("times") + take("after")
            key = public("service")
            refused_or_not(take("as_call"), lambda: s.Jws(message).proven(s.ANSWER, key))
            refused_or_not(take("as_answer"), lambda: s.read_message(
                s.answer_kind("leave"), s.Jws(message, s.ANSWER_LIMIT).proven(s.ANSWER, key)))

    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: valid(case)) for case in take("valid")]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")]
                + [(case["name"], lambda case=case: carried(case)) for case in take("carried")]
                + [(case["name"], lambda case=case: answer(case)) for case in take("answers")])


@file("proof")
def proofs(vectors):
    def valid(case):
        with every_field_of(case) as take:
            content, proof, header = take("content"), take("proof"), take("header").encode()
            same(s.read_proof(proof, content, take("typ"), FACTORS), take("factor"))
            same(s.unb64(content).decode(), take("payload"))
            same(s.unb64(proof.split(".")[0]), header)
            if take("name") != "a header in another form":
                same(s.write_message(s.HEADER, s.HEADER.read(s.read_json(header))), header)

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            content, proof = take("content"), take("proof")
            refused_as(take("error"), lambda: s.read_proof(proof, content, s.CHECK_PROOF, FACTORS))

    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: valid(case)) for case in take("valid")]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")])


@file("successor")
def successors(vectors):
    def valid(case):
        case = dict(case)
        case.pop("name")
        thumbprint = case.pop("thumbprint")
        said = jws(case, "key-successor+jws", public("service"), s.SUCCESSOR_KIND)
        same(s.b64(s.thumbprint(said["signing"])), thumbprint)
        same(s.read_successor(case["jws"], public("service")), said)

    def refused(case):
        with every_field_of(case) as take:
            take("name")
            message = take("jws")
            refused_as(take("error"), lambda: s.read_successor(message, public("service")))

    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: valid(case)) for case in take("valid")]
                + [(case["name"], lambda case=case: refused(case)) for case in take("refused")])


# ------------------------------------------------------------------------------- requests and decisions

@file("statement")
def statements(vectors):
    def request(case):
        case = dict(case)
        case.pop("name")
        texts, request_hash = case.pop("statements"), case.pop("request_hash")
        asked = jws(case, "key-request+jws", public("service"), s.REQUEST_KIND, known=True)
        same(s.b64(s.sha256(case["jws"].encode())), request_hash)
        same(s.read_request(case["jws"], public("service")), asked)
        true(any(sort(case["jws"], pairing) == ("shown", asked) for pairing in PAIRINGS), "not shown")
        same({text["view"]["language"] for text in texts}, set(s.OURS["languages"]))
        for text in texts:
            one_statement(asked, text)

    def one_statement(asked, case):
        with every_field_of(case) as take:
            view = s.VIEW.read(take("view"))
            title, lines = s.statement_lines(asked, view)
            same(title, take("title"))
            same([list(line) for line in lines], take("lines"))
            same(s.statement(asked, view), take("text"))

    def sort(message, pairing):
        return s.sort_request(message, [public("service")], pairing, 1)

    def not_shown(case):
        with every_field_of(case) as take:
            take("name")
            message = take("jws")
            same(sort(message, PAIRINGS[0]), ("cannot-show", s.unb64(take("id"))))
            opened = s.Jws(message)
            same(opened.proven("key-request+jws", public("service")).decode(), take("payload"))
            same(s.write_message(s.HEADER, opened.header).decode(), take("header"))
            same(s.b64(s.sha256(message.encode())), take("request_hash"))

    def other_wording(view):
        asked = s.read_request(vectors["requests"][0]["jws"], public("service"))
        same(s.statement(asked, s.VIEW.read(view)), None)

    def place(case):
        with every_field_of(case) as take:
            address, name = s.written_address(ipaddress.ip_address(take("address"))), take("name")
            shown_place = {"address": address} | ({} if name is None else {"name": name})
            same(s.PLACE.read(shown_place, known=True), shown_place)
            same(s.shown_place(shown_place, take("language")), take("text"))

    def moment(case):
        with every_field_of(case) as take, every_field_of(take("view")) as view:
            same(s.shown_time(take("issued"), view("utc_offset"), view("language")), take("text"))
            same(view("wording"), 1)

    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: request(case)) for case in take("requests")]
                + [(case["name"], lambda case=case: not_shown(case)) for case in take("not_shown")]
                + [(f"wording {case['wording']}", lambda case=case: other_wording(case))
                   for case in take("other_wordings")]
                + [(f"{case['address']} {case['language']}", lambda case=case: place(case)) for case in take("places")]
                + [(f"{case['issued']} {case['view']}", lambda case=case: moment(case)) for case in take("times")])


REQUESTS = {case["request_hash"]: case for case in load("statement")["requests"]}


@file("decision")
def decisions(vectors):
    def check(case):
        with every_field_of(case) as take:
            content, data, name = take("content"), take("decision").encode(), take("name")
            same(s.unb64(content), data)
            same(s.b64(s.sha256(data)), take("decision_hash"))
            decision = s.read_content(s.DECISION_KIND, content)
            if name != "another order and white space":
                same(s.write_content(s.DECISION_KIND, decision), content)
            right_for_its_request(decision)
            proof, header, factor = take("proof"), take("header"), take("factor")
            same(proof is not None, decision["answer"] == "confirm")
            if proof is not None:
                same(s.read_proof(proof, content, s.DECISION_PROOF, FACTORS), factor)
                same(s.unb64(proof.split(".")[0]).decode(), header)
            else:
                same((header, factor), (None, None))
            receipt = jws(take("receipt"), s.RECEIPT, public("service"), s.RECEIPT_KIND)
            true(s.receipt_covers(receipt, content), "the receipt is for something else")

    return [(case["name"], lambda case=case: check(case)) for case in vectors]


def right_for_its_request(decision):
    asked = s.read_request(REQUESTS[s.b64(decision["request_hash"])]["jws"], public("service"))
    same(decision["request"], asked["id"])
    same(decision["device"], asked["device"])
    same(decision["statement"], s.statement(asked, decision["view"]))


# ------------------------------------------------------------------------------------------------- calls

@file("call")
def calls(vectors):
    life = Life()
    with every_field_of(vectors) as take:
        return ([(case["name"], lambda case=case: life.call(case)) for case in take("calls")]
                + [(case["answer"]["payload"][-60:], lambda case=case: refusal(case["answer"], None))
                   for case in ({"answer": answer} for answer in take("refusals"))]
                + [(case["name"], lambda case=case: newer(case)) for case in take("newer")])


def refusal(entry, code):
    """An answer to no call that is in the file. What is unknown in a refusal is ignored, and so not written again."""
    with every_field_of(entry) as take:
        message = s.Jws(take("jws"), s.ANSWER_LIMIT)
        payload = message.proven(s.ANSWER, public("service"))
        same(payload.decode(), take("payload"))
        same(s.write_message(s.HEADER, message.header).decode(), take("header"))
    answer = s.read_message(s.answer_kind("decide"), payload)
    refused = answer["result"]["refused"]
    if code is None:
        same(s.write_message(s.answer_kind("decide"), answer), payload)
        same(refused["code"] in s.REFUSALS, refused["code"] != "account-paused")
    else:
        same(refused["code"], code)
        same(set(refused), {"code"})


def newer(case):
    with every_field_of(case) as take:
        take("name")
        refusal(take("answer"), take("code"))


class Life:
    """A device's calls one after the other. What a call holds has to fit what came before."""

    def __init__(self):
        self.seq = {"act": 0, "wait": 0}
        self.last_act = None
        self.run = self.run_hash = None
        self.commitment = None
        self.pending = 0
        self.digest = ""
        self.factors = dict(FACTORS)
        self.service = "service"

    def call(self, case):
        with every_field_of(case) as take:
            take("name")
            path = take("path")
            name = path.removeprefix("/device/v1/")
            entry = take("call")
            with every_field_of(entry) as inner:
                message = inner("jws")
                header, call = s.read_call(
                    message, name, [origin + path for origin in ORIGINS],
                    lambda device: public("device") if device == DEVICE else None)
                same(s.write_message(s.HEADER, header).decode(), inner("header"))
                payload = inner("payload").encode()
                same(s.unb64(message.split(".")[1]), payload)
                same(s.write_call_payload(name, call["body"], call["id"], call["seq"]), payload)
            self.number(name, call)
            expected = take("content_hash")
            if s.ENDPOINTS[name].lane == "act":
                same(s.b64(s.content_hash(name, payload)), expected)
            else:
                same(expected, None)
            answer = take("answer")
            result = None if answer is None else self.answer(name, message, answer)
            getattr(self, name.replace("-", "_"))(call["body"], result, call["seq"])
            if s.ENDPOINTS[name].lane == "act":
                self.last_act = call

    def number(self, name, call):
        lane = s.ENDPOINTS[name].lane
        if lane is None:
            same(call["seq"], 0)
            return
        expected = self.seq[lane] + 1
        self.seq[lane] = call["seq"]
        same(call["seq"], expected)
        if lane == "wait":
            same(call["body"]["run"], self.run)
            same(s.sha256(call["body"]["run_secret"]), self.run_hash)

    def answer(self, name, call, entry):
        with every_field_of(entry) as take:
            message = take("jws")
            if name == "claim":
                key, answer = s.read_claim_answer(message, call, s.thumbprint(public("service")))
            else:
                key, answer = s.read_answer(message, name, call, [public(self.service)])
            same(key, public(self.service))
            header = s.Jws(message, s.ANSWER_LIMIT).header
            same(header["kid"], s.b64(s.thumbprint(key)))
            same(s.write_message(s.HEADER, header).decode(), take("header"))
            same(s.write_message(s.answer_kind(name), answer).decode(), take("payload"))
        return answer["result"]

    def claim(self, body, result, seq):
        for certificate in body["attestation"]:
            s.unb64(certificate)
        self.commitment = body["commitment"]
        same(result["ok"]["device"], DEVICE)
        same(result["ok"]["agreement"], public("service agreement"))

    def enrol(self, body, result, seq):
        same(s.commitment(body["share"]), self.commitment)
        true(s.point(body["agreement"]), "no point")
        for factor in ("pin", "biometric"):
            key, _ = s.read_enrolment(body[factor], DEVICE, s.thumbprint(public("service")), factor)
            same(key, self.factors[factor])
        same(result, {"ok": {}})

    def resume(self, body, result, seq):
        self.run, self.run_hash, self.digest, self.seq["wait"] = seq, body["run_hash"], "", 0
        same("left" in body, "left" in result["ok"])
        if "left" in body:
            same(body["left"], {"id_hash": s.sha256(self.last_act["id"]), "seq": self.last_act["seq"]})
        if "successor" in result["ok"]:
            same(body["pinned"], s.thumbprint(public("service")))
            said = s.read_successor(result["ok"]["successor"], public("service"))
            same(said["signing"], public("new service"))
            same(said["origin"], ORIGINS[1])
        elif body["pinned"] == s.thumbprint(public("new service")):
            # The answer to this resume was by the old key still, all others are by the new one (21).
            self.service = "new service"
        else:
            same(body["pinned"], s.thumbprint(public("service")))

    def wait(self, body, result, seq):
        same(body["have"], self.digest)
        self.digest = result["ok"]["digest"]
        self.pending = result["ok"]["pending"]
        self.delivered(result["ok"]["requests"])

    def requests(self, body, result, seq):
        self.delivered(result["ok"]["requests"])
        same(self.pending, 0)

    def delivered(self, requests):
        for message in requests:
            sort = [s.sort_request(message, [public("service")], pairing, 1)[0] for pairing in PAIRINGS]
            true("shown" in sort or "cannot-show" in sort, f"a request that is {sort}")
            self.pending -= 1

    def decide(self, body, result, seq):
        decision = s.read_content(s.DECISION_KIND, body["decision"])
        right_for_its_request(decision)
        same("proof" in body, decision["answer"] == "confirm")
        if "proof" in body:
            self.factor(body["proof"], body["decision"], s.DECISION_PROOF, result)
        if "ok" in result:
            receipt = s.read_receipt(result["ok"]["receipt"], public(self.service))
            true(s.receipt_covers(receipt, body["decision"]), "the receipt is for something else")

    def cannot_show(self, body, result, seq):
        hidden = {case["id"]: case["request_hash"] for case in load("statement")["not_shown"]}
        same(s.b64(body["request_hash"]), hidden[s.b64(body["request"])])
        same(result, {"ok": {}})

    def check(self, body, result, seq):
        same(s.read_content(s.CHECK_KIND, body["check"]), {"v": 1, "device": DEVICE, "seq": seq})
        self.factor(body["proof"], body["check"], s.CHECK_PROOF, result)

    def change(self, body, result, seq):
        change = s.read_content(s.CHANGE_KIND, body["change"])
        same((change["device"], change["seq"]), (DEVICE, seq))
        self.factor(body["proof"], body["change"], s.CHANGE_PROOF, result)
        if "add" in change:
            key, said = s.read_enrolment(change["add"], DEVICE, s.thumbprint(public("service")))
            self.factors[said["factor"]] = key
        else:
            del self.factors["biometric"]

    def leave(self, body, result, seq):
        same((body, result), ({}, {"ok": {}}))

    def factor(self, proof, content, typ, result):
        if result is None or "ok" in result:
            same(s.read_proof(proof, content, typ, self.factors), "pin")
        else:
            same(result["refused"]["code"], "not-confirmed")
            refused_as("signature", lambda: s.read_proof(proof, content, typ, self.factors))


if __name__ == "__main__":
    sys.exit(main())
