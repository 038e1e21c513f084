"""A mail server for tests. It says its port, then prints each message that it takes as a line of JSON."""

import argparse
import asyncio
import email
import email.policy
import json
import logging
import ssl
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

REFUSED = {
    "unknown": "550 5.1.1 <{}>: no such mailbox",
    "full": "452 4.2.2 <{}>: the mailbox is full",
    "relay": "530 5.7.0 <{}>: log in first",
}


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return f"550 5.7.1 <{address}>: not from here"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = REFUSED.get(address.split("@")[0])
        if refusal:
            return refusal.format(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if "unwanted" in message["Subject"]:
            return f"554 5.7.1 <{envelope.rcpt_tos[0]}>: content refused"
        taken = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "user": session.auth_data,
            "headers": {name: str(value) for name, value in message.items()},
            "text": message.get_content().replace("\r\n", "\n"),
        }
        print(json.dumps(taken), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"key", b"geheim")
    return AuthResult(success=is_right, handled=is_right, auth_data=data.login.decode())


async def serve(options):
    context = None
    if options.tls != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
    starttls = {"tls_context": context, "require_starttls": True} if options.tls == "starttls" else {}

    def connection():
        required = {"authenticator": authenticate, "auth_required": options.login, "auth_require_tls": False}
        return SMTP(Handler(), hostname="mail.example", loop=asyncio.get_running_loop(), **required, **starttls)

    implicit = context if options.tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


logging.disable()
warnings.simplefilter("ignore")
parser = argparse.ArgumentParser()
parser.add_argument("tls", choices=["implicit", "starttls", "none"])
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--login", action="store_true")
asyncio.run(serve(parser.parse_args()))
