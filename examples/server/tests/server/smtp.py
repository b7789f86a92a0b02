"""A mail server for the tests: prints its port, then a line of JSON for each letter that it takes.

It does not take mail for full@…, for now, and never for nobody@….
"""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        seen = {name.lower(): str(value) for name, value in letter.items()}
        seen |= {"recipients": envelope.rcpt_tos, "text": letter.get_content()}
        print(json.dumps(seen), flush=True)
        return "250 taken"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It ends with whoever started it: their end of the pipe closes then.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
