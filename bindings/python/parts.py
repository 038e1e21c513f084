"""What an app brings to Key, for a computer: keys and files in a folder, a network, local time.

A phone's parts have the same shape; there the keys live in secure hardware instead of files.
"""

import contextlib
import os
import tempfile
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import key_bindings as key
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MOST_BYTES = 128 * 1024


class Folder:
    """A folder of files that are replaced whole, and that only their owner can read."""

    def __init__(self, path):
        self.path = Path(path)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def read(self, name):
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def replace(self, name, content):
        number, temporary = tempfile.mkstemp(dir=self.path)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path / name)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
        self._sync()

    def remove(self, name):
        (self.path / name).unlink(missing_ok=True)
        self._sync()

    def _sync(self):
        number = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


class Files(key.FileStore):
    def __init__(self, path):
        self._folder = Folder(path)

    def read(self, name):
        with _as(key.PartError.Failed):
            return self._folder.read(name)

    def replace(self, name, content):
        with _as(key.PartError.Failed):
            self._folder.replace(name, content)


class Keys(key.KeyStore):
    def __init__(self, path):
        self._keys = _P256Keys(Folder(path))
        self._secrets = Folder(path)

    def create(self, name, challenge):
        with _as(key.PartError.Failed):
            return self._keys.create(name)

    def attestation(self, name):
        return []

    def create_agreement(self, name):
        return self.create(name, b"")

    def agree(self, name, other):
        with _as(key.PartError.Failed):
            return self._keys.agree(name, other)

    def sign(self, name, message):
        with _as(key.PartError.Failed):
            return self._keys.sign(name, message)

    def secret(self, name):
        with _as(key.PartError.Failed):
            return self._secrets.read(name)

    def put_secret(self, name, secret):
        with _as(key.PartError.Failed):
            self._secrets.replace(name, secret)

    def remove(self, name):
        with _as(key.PartError.Failed):
            self._secrets.remove(name)


class Sensor(key.Biometrics):
    """A simulated fingerprint sensor. It really holds keys of its own and signs only for a match."""

    def __init__(self, path):
        self._keys = _P256Keys(Folder(path))
        self.finger_matches = True
        self.prompts = []

    def is_available(self):
        return True

    def create(self, name):
        with _as(key.BiometricError.Unavailable):
            return self._keys.create(name)

    def sign(self, name, message, reason):
        self.prompts.append(reason)
        if not self.finger_matches:
            raise key.BiometricError.NoMatch()
        with _as(key.BiometricError.Invalidated):
            return self._keys.sign(name, message)

    def remove(self, name):
        with _as(key.BiometricError.Unavailable):
            self._keys.remove(name)


class Network(key.Transport):
    def __init__(self):
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)

    def send(self, request):
        body = None if request.body is None else request.body.encode()
        headers = {} if body is None else {"Content-Type": "application/jose"}
        call = urllib.request.Request(request.url, data=body, headers=headers)
        try:
            with self._opener.open(call, timeout=request.timeout_seconds) as response:
                return _response(response)
        except urllib.error.HTTPError as response:
            with response:
                return _response(response)
        except OSError:
            raise key.PartError.Failed() from None


class LocalTime(key.UtcOffset):
    def minutes(self):
        return int(datetime.now().astimezone().utcoffset().total_seconds() // 60)


class _P256Keys:
    """P-256 keys, each a file of its own."""

    def __init__(self, folder):
        self._folder = folder

    def create(self, name):
        private = ec.generate_private_key(ec.SECP256R1())
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._folder.replace(name, pem)
        return private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def _private(self, name):
        pem = self._folder.read(name)
        if pem is None:
            raise FileNotFoundError(name)
        return serialization.load_pem_private_key(pem, None)

    def sign(self, name, message):
        return self._private(name).sign(message, ec.ECDSA(hashes.SHA256()))

    def agree(self, name, other):
        return self._private(name).exchange(ec.ECDH(), serialization.load_der_public_key(other))

    def remove(self, name):
        self._folder.remove(name)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def _response(response):
    body = response.read(MOST_BYTES + 1)
    fits = len(body) <= MOST_BYTES
    return key.HttpResponse(
        body=body.decode("utf-8", "replace") if fits else "",
        nonce=response.headers.get("replay-nonce"),
        status=response.status,
    )


@contextlib.contextmanager
def _as(error):
    """What goes wrong in a part reaches Key as an error that it knows."""
    try:
        yield
    except (OSError, ValueError, UnsupportedAlgorithm):
        raise error() from None
