"""Parts of an app that throw what nobody foresaw: Key takes them for failed, and says so."""

import sys
import tempfile
from pathlib import Path

import key_bindings as key
from parts import Files, Keys, LocalTime, Network, Sensor

LINK = "http://127.0.0.1:9/k#AQ" + "A" * 64


def main():
    with tempfile.TemporaryDirectory() as folder:
        assert not opened(folder, biometrics=Thrower()).offers_biometrics()
        must_raise(key.OpenError.Storage, lambda: opened(folder, files=Thrower()))
        must_raise(key.OpenError.Storage, lambda: opened(folder, keys=Thrower()))
        must_raise(key.OpenError.Description, lambda: opened(folder, device_name="\n"))
        phone = opened(folder, transport=Thrower())
        must_raise(key.AuthenticatorError.Offline, lambda: phone.claim(LINK))
        phone.drop_claim()
        must_raise(key.AuthenticatorError.RequestEnded, lambda: opened(folder).show("no id", key.Language.DANISH))
        left = sorted(path.name for path in Path(folder, "keys").iterdir())
        assert left == ["journal-key", "vault-key"], left


class Thrower(key.FileStore, key.KeyStore, key.Biometrics, key.Transport):
    """Every part, and none works."""

    def __getattribute__(self, name):
        if name in ("create", "is_available", "read", "secret", "send"):
            raise ZeroDivisionError(name)
        return super().__getattribute__(name)


def opened(folder, **changed):
    parts = dict(
        device_name="Test",
        device_platform=f"Python {sys.version_info.major}",
        files=Files(Path(folder, "files")),
        keys=Keys(Path(folder, "keys")),
        biometrics=Sensor(Path(folder, "sensor")),
        transport=Network(),
        utc_offset=LocalTime(),
    )
    return key.Authenticator.open(key.Platform(**{**parts, **changed}))


def must_raise(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error.__name__} was expected")


if __name__ == "__main__":
    main()
