"""A whole device over `second.py`: keys, calls and their numbers, and a folder that outlives whatever stops it.

    python device.py FOLDER COMMAND [ARGUMENT…] [--die ENDPOINT POINT SECONDS]

`drive.py` runs it so. Every run is one start of the app. It prints one line of JSON: what the start has found out, and
what the command came to. With `--die` it kills itself so long after one of POINTS of the first call to that endpoint.

Numbers in comments are sections of docs/protocol.md. A phone would keep the keys in its key store, not in a file.
"""

import http.client
import json
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import second as s

POINTS = ("before", "writing", "written", "half", "sent", "answered", "noted")
SENDS = 3
SECONDS_FOR_AN_ANSWER = 15


class Unanswered(Exception):
    """Nobody knows whether the call arrived."""


class Over(Exception):
    """The device is of no use any more, and why."""


# ------------------------------------------------------------------------------------------- what is kept

class Folder:
    """Two files of JSON, each replaced whole. What was saved is on stable storage before `save` returns."""

    def __init__(self, path, writing=lambda: None):
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.writing = writing

    def load(self, name, otherwise):
        try:
            return json.loads((self.path / name).read_text())
        except FileNotFoundError:
            return otherwise

    def save(self, name, value):
        with open(self.path / f"{name}.new", "w") as file:
            json.dump(value, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        self.writing()
        os.replace(self.path / f"{name}.new", self.path / name)
        directory = os.open(self.path, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)


def key_to_text(key):
    return f"{key.private_numbers().private_value:064x}"


def key_from_text(text):
    return s.new_key(int(text, 16))


def random_key():
    return s.new_key(1 + secrets.randbelow(s.P256_ORDER - 1))


# -------------------------------------------------------------------------------------------- the device

class Device:
    """One account on one phone. `at(endpoint, point)` is told where a call stands.

    `account` holds keys and what is known of the account. `calls` holds what 7.3 asks for: the newest number of the act
    lane, the call that was left unanswered (number, SHA-256 of its call id, and what it was about without its content),
    and the `resume` that has to be repeated, whole.
    """

    def __init__(self, folder, at=lambda endpoint, point: None):
        self.at = at
        self.endpoint = None
        self.folder = Folder(folder, lambda: self.at(self.endpoint, "writing"))
        self.account = self.folder.load("account", {})
        self.calls = self.folder.load("calls", {"newest": 0, "left": None, "resume": None})
        self.nonce = None
        self.patience = 0  # how many more tries, after pauses, a call is worth
        self.run = None
        self.run_secret = None  # kept in memory alone: whoever has copied the folder cannot wait in this run (8.3)
        self.wait_number = 0
        self.wait_unanswered = None
        self.digest = ""
        self.clock_ahead = 0
        self.requests = {}
        self.found_out = []

    # --------------------------------------------------------------------------------------- one exchange

    def exchange(self, method, path, body, point=lambda point: None):
        """One HTTP exchange. Keeps the nonce that every response brings (7.2)."""
        origin = urlsplit(self.account["origin"])
        kind = http.client.HTTPSConnection if origin.scheme == "https" else http.client.HTTPConnection
        connection = kind(origin.hostname, origin.port, timeout=SECONDS_FOR_AN_ANSWER + 25)
        try:
            connection.putrequest(method, path)
            if body is not None:
                connection.putheader("content-type", "application/jose")
                connection.putheader("content-length", str(len(body)))
            connection.endheaders()
            if body is not None:
                connection.send(body[:len(body) // 2])
                point("half")
                connection.send(body[len(body) // 2:])
            point("sent")
            response = connection.getresponse()
            text = response.read(s.ANSWER_LIMIT + 1).decode("ascii", "replace")
            self.nonce = response.getheader("replay-nonce")
            return text
        finally:
            connection.close()

    def take_nonce(self):
        if self.nonce is None:
            self.exchange("GET", "/device/v1/nonce", None)
        nonce, self.nonce = self.nonce, None
        return nonce

    def send(self, name, payload, sends=SENDS):
        """Sends a call, and again where no answer comes (7.5). Gives its result, or raises Unanswered."""
        self.at(name, "written")
        pauses = [0] * sends + [min(2**number, 60) for number in range(self.patience)]
        for pause in pauses:
            time.sleep(pause)
            try:
                result = self.send_with_new_nonces(name, payload)
            except (OSError, http.client.HTTPException, s.Refused) as error:
                why = f"{type(error).__name__}: {error}"
                continue
            if "ok" in result or s.answers_call(result["refused"]):
                return result
            why = result["refused"]["code"]
            if why != "unavailable":
                break
        raise Unanswered(f"{name}: {why}")

    def send_with_new_nonces(self, name, payload):
        """Sends a call, at most twice more for its nonce, and as often as the service asks for a pause."""
        bad_nonces = 0
        while True:
            result = self.send_once(name, payload)
            code = result.get("refused", {}).get("code")
            if code == "too-many-calls":
                time.sleep(result["refused"]["retry_after"])
            elif code == "bad-nonce" and bad_nonces < 2:
                bad_nonces += 1
            else:
                return result

    def send_once(self, name, payload):
        point = lambda point: self.at(name, point)  # noqa: E731
        path = f"/device/v1/{name}"
        possession = key_from_text(self.account["possession"])
        device = None if name == "claim" else s.unb64(self.account["device"])
        nonce = self.take_nonce()
        payload = payload() if callable(payload) else payload
        call = s.write_call(possession, payload, self.account["origin"] + path, nonce, device)
        text = self.exchange("POST", path, call.encode(), point)
        if name == "claim":
            key, answer = s.read_claim_answer(text, call, s.unb64(self.account["thumbprint"]))
            self.account["pinned"] = [s.JWK.write(key)]
        else:
            key, answer = s.read_answer(text, name, call, self.pinned())
            self.verified_by(key)
        self.clock_ahead = answer["now"] / 1000 - time.time()
        point("answered")
        return answer["result"]

    def pinned(self):
        """The keys that are taken for the service's, the newest last: two between a successor and its first answer."""
        return [s.JWK.read(key) for key in self.account["pinned"]]

    def by_a_pinned_key(self, read, message):
        *older, newest = self.pinned()
        for key in older:
            try:
                return read(message, key)
            except s.Refused:
                continue
        return read(message, newest)

    def verified_by(self, key):
        """21: once something was by the new key, the old one is taken no more."""
        if key == self.pinned()[-1] and len(self.account["pinned"]) > 1:
            self.account["pinned"] = [s.JWK.write(key)]
            self.save_account()

    def save_account(self):
        self.folder.save("account", self.account)

    def save_calls(self):
        self.folder.save("calls", self.calls)

    # ------------------------------------------------------------------------------------------- pairing

    def claim(self, link, name="A phone made from the page", platform="Python"):
        """8.1. The call is written down whole, so that it can be sent again after a stop: it was not counted."""
        self.endpoint = "claim"
        if "claim" not in self.account:
            self.new_account(s.read_link(link), name, platform)
        result = self.send("claim", s.unb64(self.account["claim"]))
        self.at("claim", "noted")
        if "refused" in result:
            raise Over(result["refused"]["code"])
        ok = result["ok"]
        self.account |= {
            "device": s.b64(ok["device"]), "agreement": s.JWK.write(ok["agreement"]),
            "service_share": s.b64(ok["share"]), "knows": ok["knows"], "service": ok["service"], "username": ok["username"], "state": "claimed"}
        if "tenant" in ok:
            self.account["tenant"] = ok["tenant"]
        self.save_account()

    def new_account(self, link, name, platform):
        share = secrets.token_bytes(16)
        body = {"commitment": s.commitment(share), "knows": s.OURS, "name": name, "platform": platform,
                "token": link["token"]}
        self.account = {
            "origin": link["origin"], "token": s.b64(link["token"]), "thumbprint": s.b64(link["thumbprint"]),
            "possession": key_to_text(random_key()), "device_agreement": key_to_text(random_key()),
            "salt": secrets.token_hex(32), "share": s.b64(share), "biometric": None, "coming": None,
            "receipts": [], "told": [], "claim": s.b64(s.write_call_payload("claim", body, secrets.token_bytes(16), 0)), "state": "claiming"}
        self.save_account()

    def enrol(self, pin, biometrics=True):
        """8.2. The biometric key is kept before anything is sent. The PIN's keys are not kept at all."""
        self.endpoint = "enrol"
        biometric = random_key() if biometrics else None
        about = self.coming_biometric(biometric)
        body = {"agreement": s.jwk_of(key_from_text(self.account["device_agreement"])),
                "pin": self.enrolment_of_pin(pin), "share": s.unb64(self.account["share"])}
        if biometrics:
            body["biometric"] = self.enrolment("biometric", biometric)
        return self.act("enrol", lambda seq: body, about)

    def comparison_code(self):
        possession = s.thumbprint(s.jwk_of(key_from_text(self.account["possession"])))
        return s.in_two_groups(s.comparison_code(
            s.unb64(self.account["thumbprint"]), s.unb64(self.account["token"]), possession,
            s.unb64(self.account["share"]), s.unb64(self.account["service_share"])))

    def enrolment(self, factor, key, agreement=None):
        service = s.thumbprint(self.pinned()[-1])
        return s.write_enrolment(key, factor, s.unb64(self.account["device"]), service, agreement)

    def enrolment_of_pin(self, pin):
        sign, agree = self.pin_keys(pin)
        return self.enrolment("pin", sign, s.jwk_of(agree))

    def pin_keys(self, pin):
        return s.pin_keys(s.stretch_pin(pin, bytes.fromhex(self.account["salt"])))

    def coming_biometric(self, key):
        """Keeps the biometric key, or none, that an act makes the registered one once it is known to have arrived."""
        self.account["coming"] = None if key is None else key_to_text(key)
        self.save_account()
        return {"biometric": True}

    # ------------------------------------------------------------------------------------- the act lane

    def start(self):
        """7.3, 2: a start of the app begins with a new resume, after one that was left unanswered was repeated."""
        if self.account["state"] == "over":
            raise Over(self.account["over"])
        if self.calls["resume"] is not None:
            self.send_resume()
        self.resume()

    def resume(self):
        """8.3. It is written down whole, with the call that was left, but for the secret of its run."""
        self.endpoint = "resume"
        self.at("resume", "before")
        seq = self.calls["newest"] + 1
        run_secret = secrets.token_bytes(16)
        body = {"knows": s.OURS, "pinned": s.thumbprint(self.pinned()[-1]), "run_hash": s.sha256(run_secret)}
        if self.calls["left"] is not None:
            body["left"] = {"id_hash": s.unb64(self.calls["left"]["id_hash"]), "seq": self.calls["left"]["seq"]}
        payload = s.write_call_payload("resume", body, secrets.token_bytes(16), seq)
        self.calls["newest"] = seq
        self.calls["resume"] = {"payload": s.b64(payload), "seq": seq}
        self.save_calls()
        self.send_resume()
        self.run, self.run_secret = seq, run_secret
        self.wait_number, self.wait_unanswered, self.digest = 0, None, ""

    def send_resume(self):
        """Sends the resume that is written down. It is left standing until it is answered."""
        self.endpoint = "resume"
        result = self.send("resume", s.unb64(self.calls["resume"]["payload"]))
        if "refused" in result:
            self.over(result["refused"]["code"])
        ok = result["ok"]
        self.account["knows"] = ok["knows"]
        left = self.calls["left"]
        if left is not None:
            self.learn(left, ok["left"])
        self.save_account()
        self.at("resume", "noted")
        self.calls["left"] = self.calls["resume"] = None
        self.save_calls()
        if "successor" in ok and self.succeed(ok["successor"]):
            self.resume()

    def learn(self, left, fate):
        """What became of the call that was left."""
        if "given-up" in fate:
            self.found_out.append({"name": left["about"]["name"], "fate": "given-up"})
            return
        ok = s.ENDPOINTS[left["about"]["name"]].ok
        result = s.result_of(ok).read(fate["answered"])
        self.take_effect(left["about"], result, left["seq"])
        self.found_out.append({"name": left["about"]["name"], "fate": "answered", "result": shown(result)})

    def act(self, name, body_of, about):
        """One call of the act lane (7.3, 1 and 3). `body_of` makes its body of its number."""
        if self.calls["left"] is not None or self.calls["resume"] is not None:
            self.start()
        self.endpoint = name
        self.at(name, "before")
        seq, call_id = self.calls["newest"] + 1, secrets.token_bytes(16)
        about = about | {"name": name}
        payload = s.write_call_payload(name, body_of(seq), call_id, seq)
        self.calls["newest"] = seq
        self.calls["left"] = {"seq": seq, "id_hash": s.b64(s.sha256(call_id)), "about": about}
        self.save_calls()
        result = self.send(name, payload)
        self.take_effect(about, result, seq)
        self.save_account()
        self.at(name, "noted")
        self.calls["left"] = None
        self.save_calls()
        if self.account["state"] == "over" and name != "leave":
            raise Over(self.account["over"])
        return result

    def take_effect(self, about, result, seq):
        """What the answer to an act changes here. It may be taken twice, when the app was stopped in between."""
        name = about["name"]
        self.account["last"] = {"name": name, "result": shown(result), "seq": seq}
        if "refused" in result:
            if result["refused"]["code"] in ("disconnected", "frozen", "locked", "pairing-refused", "link-expired"):
                self.account |= {"state": "over", "over": result["refused"]["code"]}
            return
        if name == "leave":
            self.account |= {"state": "over", "over": "disconnected"}
        if name == "enrol":
            self.account["state"] = "enrolled"
        if "biometric" in about:
            self.account["biometric"] = self.account["coming"]
        if name == "decide":
            self.keep_receipt(about, result["ok"]["receipt"])

    def keep_receipt(self, about, receipt):
        """12. A receipt that is not the word on what was sent is a fault of the service."""
        expected = s.RECEIPT_OF.read(about["receipt"])
        said = self.by_a_pinned_key(s.read_receipt, receipt)
        if any(said[field] != expected[field] for field in expected):
            raise RuntimeError("the receipt is for something else")
        if receipt not in self.account["receipts"]:
            self.account["receipts"].append(receipt)

    def over(self, code):
        self.account |= {"state": "over", "over": code}
        self.save_account()
        raise Over(code)

    def succeed(self, successor):
        """21. Whether the service has another key or address than the device knew."""
        said = self.by_a_pinned_key(s.read_successor, successor)
        new = s.JWK.write(said["signing"])
        known = new in self.account["pinned"] and self.account["origin"] == said["origin"]
        if known and self.account["agreement"] == s.JWK.write(said["agreement"]):
            return False
        if new not in self.account["pinned"]:
            self.account["pinned"].append(new)
        self.account |= {"agreement": s.JWK.write(said["agreement"]), "origin": said["origin"]}
        self.nonce = None
        self.save_account()
        self.at("successor", "noted")
        return True

    # ------------------------------------------------------------------------------------ the wait lane

    def wait_call(self, name, body):
        """7.3, 4: an unanswered call is repeated under its number and call id."""
        self.endpoint = name
        if self.wait_unanswered is None:
            self.wait_number += 1
            self.wait_unanswered = (name, self.wait_number, secrets.token_bytes(16))
        name, number, call_id = self.wait_unanswered
        body = body | {"run": self.run, "run_secret": self.run_secret}

        def payload():
            """7.3, 5: the newest act is looked up when the nonce is here."""
            return s.write_call_payload(name, body | {"newest_act": self.calls["newest"]}, call_id, number)

        result = self.send(name, payload, 1 if name == "wait" else SENDS)
        self.wait_unanswered = None
        if "refused" in result:
            self.over(result["refused"]["code"])
        return result["ok"]

    def wait(self, seconds=0):
        """8.4. Keeps the pending requests in `requests`, by id, and gives what else the service has said."""
        said = self.wait_call("wait", {"have": self.digest, "seconds": seconds})
        self.digest = said["digest"]
        if said["state"] == "active" and self.account["state"] == "enrolled":
            self.account["state"] = "active"
            self.save_account()
        messages = list(said["requests"])
        while messages and len(messages) < said["pending"]:
            after = self.request_id(messages[-1])
            more = self.wait_call("requests", {"after": after})["requests"]
            if not more:
                break
            messages += more
        self.requests = {}
        for message in messages:
            self.sort(message)
        if "successor" in said and self.succeed(said["successor"]):
            self.resume()
        return said

    def request_id(self, message):
        return s.WHOSE_REQUEST.read(s.read_json(s.Jws(message).payload))["id"]

    def sort(self, message):
        pairing = {"device": s.unb64(self.account["device"]), "service": self.account["service"],
                   "username": self.account["username"]}
        if "tenant" in self.account:
            pairing["tenant"] = self.account["tenant"]
        wording = s.common_wording(s.OURS, self.account["knows"])
        what, value = s.sort_request(message, self.pinned(), pairing, wording)
        # 9: a device goes by the service's clock.
        if what == "shown" and value["expires"] > time.time() + self.clock_ahead:
            self.requests[s.b64(value["id"])] = (message, value)
        elif what == "cannot-show" and s.b64(value) not in self.account["told"]:
            self.account["told"].append(s.b64(value))
            self.act("cannot-show", lambda seq: {"request": value, "request_hash": s.sha256(message.encode())}, {})

    # ------------------------------------------------------------------------------------ what people do

    def decide(self, request, answer, factor=None, digits=None, language="en", utc_offset=120):
        """8.6. `factor` is the key that confirms and its name. What is kept of it is what the receipt has to say."""
        message, asked = self.requests[request]
        view = {"language": s.common_language(language, self.account["knows"]), "utc_offset": utc_offset,
                "wording": s.common_wording(s.OURS, self.account["knows"])}
        decision = {
            "v": 1, "answer": answer, "at": int(time.time()), "device": asked["device"], "request": asked["id"],
            "request_hash": s.sha256(message.encode()), "statement": s.statement(asked, view), "view": view}
        if digits is not None:
            decision["digits"] = digits
        content = s.write_content(s.DECISION_KIND, decision)
        body = {"decision": content}
        if answer == "confirm":
            body["proof"] = s.write_proof(factor[1], factor[0], s.DECISION_PROOF, content)
        about = {"request": request, "receipt": s.RECEIPT_OF.write(s.receipt_of(content))}
        return self.act("decide", lambda seq: body, about)

    def by_pin(self, pin):
        return "pin", self.pin_keys(pin)[0]

    def by_biometrics(self):
        return "biometric", key_from_text(self.account["biometric"])

    def prove(self, kind, field, factor, typ, more, about):
        def body(seq):
            said = {"v": 1, "device": s.unb64(self.account["device"]), "seq": seq} | more
            content = s.write_content(kind, said)
            return {field: content, "proof": s.write_proof(factor[1], factor[0], typ, content)}
        return self.act(field, body, about)

    def check(self, factor):
        """8.8."""
        return self.prove(s.CHECK_KIND, "check", factor, s.CHECK_PROOF, {}, {})

    def change(self, pin, what, new_pin=None):
        """8.9. `what` is `pin`, `biometric` (a new key), or `no-biometric`."""
        more, about = {}, {}
        if what == "pin":
            more = {"add": self.enrolment_of_pin(new_pin)}
        elif what == "biometric":
            key = random_key()
            about = self.coming_biometric(key)
            more = {"add": self.enrolment("biometric", key)}
        else:
            about = self.coming_biometric(None)
        return self.prove(s.CHANGE_KIND, "change", self.by_pin(pin), s.CHANGE_PROOF, more, about)

    def leave(self):
        """8.10."""
        return self.act("leave", lambda seq: {}, {})


def shown(result):
    """A result for people and JSON: which it was, the code of a refusal, and what a try before was told of."""
    if "refused" in result:
        return result["refused"]
    return {"ok": True} | ({"failed": result["ok"]["failed"]} if "failed" in result["ok"] else {})


# --------------------------------------------------------------------------------------- one start of the app

def command(device, name, arguments):
    if name == "claim":
        device.claim(*arguments)
        return {}
    device.start()
    if name == "start":
        return {}
    if name == "enrol":
        return shown(device.enrol(*arguments))
    if name == "check":
        return shown(device.check(device.by_pin(*arguments)))
    if name == "change":
        return shown(device.change(*arguments))
    if name == "decide":
        request, answer, pin, digits = arguments
        device.wait()
        return shown(device.decide(request, answer, device.by_pin(pin) if pin else None, digits or None))
    if name == "leave":
        return shown(device.leave())
    raise ValueError(name)


def main(arguments):
    dying = None
    if "--die" in arguments:
        arguments, dying = arguments[:-4], arguments[-3:]

    def at(endpoint, point):
        if dying and [endpoint, point] == dying[:2]:
            time.sleep(float(dying[2]))
            os.kill(os.getpid(), signal.SIGKILL)

    folder, name, *rest = arguments
    device, said = Device(folder, at), {}
    try:
        said["result"] = command(device, name, rest)
    except Over as over:
        said["over"] = str(over)
    except Unanswered as unanswered:
        said["unanswered"] = str(unanswered)
    said |= {"found_out": device.found_out, "state": device.account.get("state"), "newest": device.calls["newest"]}
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
