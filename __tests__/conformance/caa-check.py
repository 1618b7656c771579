"""Says, as JSON, for which names a certificate authority may issue, by the CAA records that a DNS server answers.

Runs in the environment of requirements/open-mpic-core.txt, the checker that authorities run. It looks at the
authority's domain; parameters such as accounturi it does not judge.

Words: address and port of the DNS server, the authority's domain, names.
"""

import asyncio
import json
import sys

import dns.asyncresolver
from open_mpic_core import CaaCheckRequest
from open_mpic_core.mpic_caa_checker.mpic_caa_checker import MpicCaaChecker

ADDRESS, PORT, AUTHORITY, *NAMES = sys.argv[1:]


async def answers():
    checker = MpicCaaChecker([AUTHORITY])
    checker.resolver = dns.asyncresolver.Resolver(configure=False)
    checker.resolver.nameservers = [ADDRESS]
    checker.resolver.port = int(PORT)
    checker.resolver.lifetime = 10
    found = {}
    for name in NAMES:
        response = await checker.check_caa(CaaCheckRequest(domain_or_ip_target=name))
        if not response.check_completed:
            raise SystemExit(f"{name}: {response.errors}")
        found[name] = response.check_passed
    return found


print(json.dumps(asyncio.run(answers())))
