import type { BadFile } from "./client-files";

/** A mistake in a watch that begins on line 18 of the file. */
function watch(mistake: string, lines: string, reads: string): BadFile {
  return [mistake, "edge:\n", `watch:\n${lines}edge:\n`, reads];
}

/** What can be wrong with the watch. */
export const BAD_WATCHES: readonly BadFile[] = [
  watch("nobody to tell", "  notify: []\n", "19:11: ValueOutOfRange: [] is too small; at least 1 entry"),
  watch(
    "somebody to tell who is no address",
    "  notify: [noc]\n",
    '19:12: BadEmailAddress: "noc" is not an e-mail address; give one, such as "noc@msp.fr"',
  ),
  watch(
    "a key of lists instead of its place",
    "  keys: { abusix: abcdef0123456789 }\n",
    '19:19: SecretInClientFile: this looks like the secret itself; store it and write where it is, such as "ssm:/clinic/smart-host" or "secretsmanager:clinic/smart-host"',
  ),
  watch(
    "a key of lists that there are not",
    "  keys: { spamcop: ssm:/office/spamcop }\n",
    '19:11: UnknownKey: "spamcop" is not a key here; known are spamhaus-dqs, abusix',
  ),
  watch(
    "a chat that the function cannot reach",
    "  chat: env:CHAT\n",
    '19:9: BadSecretReference: not a reference that works here; write where the secret is, such as "ssm:/clinic/smart-host" or "secretsmanager:clinic/smart-host"',
  ),
  watch(
    "a list that is not in the registry",
    "  without: [bl.example.org]\n",
    '19:13: BlocklistUnknown: "bl.example.org" is not in the registry; docs/watch.md lists the zones that are',
  ),
  watch(
    "a list that has ended",
    "  lists: [psbl.surriel.com, dnsbl.sorbs.net]\n",
    "19:29: BlocklistExpired: dnsbl.sorbs.net has ended (2024-06-05); its zone holds nothing, or lists everything, so leave it out",
  ),
  watch(
    "a list that needs a key",
    "  lists: [zen.dq.spamhaus.net]\n",
    "19:11: BlocklistKeyMissing: zen.dq.spamhaus.net answers only with a key of Spamhaus DQS; add watch.keys.spamhaus-dqs: ssm:/…",
  ),
  watch(
    "an advisory list that needs a key",
    "  advisory: [nod.mail.abusix.zone]\n",
    "19:14: BlocklistKeyMissing: nod.mail.abusix.zone answers only with a key of Abusix; add watch.keys.abusix: ssm:/…",
  ),
  watch(
    "a list that a provider may not ask",
    "  lists: [zen.spamhaus.org]\n",
    "19:11: ValueNotAllowed: zen.spamhaus.org is not for everybody (free for non-commercial use at low volume, through a resolver of one's own; anyone else needs a DQS key); add watch.keys.spamhaus-dqs: ssm:/…, or nonCommercial: true where that is so",
  ),
  watch(
    "a list whose data a key gives already",
    "  keys: { spamhaus-dqs: ssm:/office/dqs }\n  lists: [zen.spamhaus.org]\n",
    "20:11: ValueNotAllowed: zen.spamhaus.org has the same data as the lists of the key spamhaus-dqs; leave it out",
  ),
  watch(
    "no list left",
    "  lists: [psbl.surriel.com]\n  without: [psbl.surriel.com]\n",
    "19:3: ValueNotAllowed: no blocklist is left to ask; name fewer in without, or others in lists",
  ),
  watch(
    "a private address to look up",
    "  addresses: [10.0.0.5]\n",
    '19:15: BlocklistAddressNotPublic: "10.0.0.5" is no address on the internet (private), so no list can hold it; give the public one that mail leaves from',
  ),
  watch(
    "a name for an address to look up",
    "  addresses: [mail.office.example]\n",
    '19:15: BlocklistAddressNotPublic: "mail.office.example" is not an IPv4 or IPv6 address',
  ),
  watch(
    "a look each minute",
    "  liveEveryMinutes: 1\n",
    "19:21: ValueOutOfRange: 1 is too small; at least 5",
  ),
  watch(
    "a subnet to ask from that is none",
    "  network: { subnets: [main], securityGroups: [sg-0a1b2c3d4e5f60718] }\n",
    '19:24: ValueNotAllowed: "main" is not allowed: an id such as subnet-0a1b2c3d4e5f60718',
  ),
];
