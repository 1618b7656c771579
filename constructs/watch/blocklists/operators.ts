import type { Operator } from "./blocklist";

/** An operator whose terms and removal page stand in none of the sources read. */
function silent(name: string): Operator {
  return { name, use: "open", terms: null, delisting: null };
}

/** An operator that answers anyone's own resolver. */
function open(name: string, delisting: string | null, terms: string | null = null): Operator {
  return { name, use: "open", terms, delisting };
}

const LOW_VOLUME = "low volume, not through public resolvers";

/**
 * Who runs the lists.
 *
 * Terms: https://docs.spamhaus.com, https://www.spamhaus.org/news/article/788,
 * https://docs.abusix.com/docs/guardian-mail/production-zones, and what SpamAssassin and rspamd write beside their own
 * use of a list. Pages: the operators' own, as catalogues of 2026 link to them; read on 2026-11-25.
 */
export const OPERATORS = {
  spamhaus: {
    name: "Spamhaus",
    use: "non-commercial",
    insteadWithKey: "spamhaus-dqs",
    terms:
      "free for non-commercial use at low volume, through a resolver of one's own; anyone else needs a DQS key",
    delisting: "https://check.spamhaus.org/",
  },
  spamhausDqs: {
    name: "Spamhaus DQS",
    use: "key",
    key: "spamhaus-dqs",
    terms: "a key per user of the data; free of charge at low volume",
    delisting: "https://check.spamhaus.org/",
  },
  abusix: {
    name: "Abusix",
    use: "key",
    key: "abusix",
    terms: "a key; questions above the quota are refused",
    delisting: "https://lookup.abusix.com/",
  },
  barracuda: {
    name: "Barracuda",
    use: "registration",
    terms: "free, once the address of the resolver is registered",
    delisting: "https://www.barracudacentral.org/rbl/removal-request",
  },
  validity: {
    name: "Validity",
    use: "registration",
    terms: "resolvers that are not registered get 127.255.255.255 whatever they ask",
    delisting: null,
  },
  surbl: open("SURBL", "https://www.surbl.org/surbl-analysis", LOW_VOLUME),
  uribl: open("URIBL", "https://admin.uribl.com/", LOW_VOLUME),
  spamCop: open(
    "SpamCop",
    "https://www.spamcop.net/bl.shtml",
    "none stated; a listing ends by itself, about a day after the last report",
  ),
  uceprotect: open(
    "UCEPROTECT",
    "https://www.uceprotect.net/en/rblcheck.php",
    "none stated; a listing ends by itself after 7 days, and at once for money",
  ),
  backscatterer: open(
    "UCEPROTECT (backscatterer)",
    "https://www.backscatterer.org/",
    "none stated; removal at once for money",
  ),
  psbl: open("PSBL", "https://psbl.org/remove", "none stated; anyone removes an address by himself"),
  spamRats: open("SpamRATS", "https://www.spamrats.com/removal.php"),
  spamEatingMonkey: open("Spam Eating Monkey", "https://spameatingmonkey.com/lookup"),
  mailspike: open("Mailspike", "https://www.mailspike.org/"),
  droneBl: open("DroneBL", "https://dronebl.org/lookup"),
  blocklistDe: open("blocklist.de", "https://www.blocklist.de/en/delist.html"),
  gbudb: open(
    "GBUdb Truncate",
    "http://www.gbudb.com/truncate/index.jsp",
    "none stated; nobody removes by hand, a listing ages out in days",
  ),
  spfbl: open("SPFBL.net", "https://spfbl.net/en/delist/"),
  interServer: open(
    "InterServer",
    "https://rbl.interserver.net/",
    "none stated; a listing ends by itself after 5 days",
  ),
  nordSpam: open("NordSpam", "https://www.nordspam.com/delist/"),
  s5h: open("S5H", "http://www.s5h.net/", "free"),
  kempt: open("kempt.net", "https://www.kempt.net/"),
  zeroSpam: open("0Spam", "https://www.0spam.org/"),
  abuseRo: open("abuse.ro", "https://abuse.ro/"),
  efnet: open("EFnet", "http://rbl.efnetrbl.org/"),
  justSpam: open("JustSpam", "http://www.justspam.org/"),
  junkEmailFilter: silent("JunkEmailFilter"),
  virusFree: silent("Excello (virusfree.cz)"),
  scientificSpam: silent("ScientificSpam"),
  suomispam: silent("Suomispam"),
  swinog: silent("SWINOG"),
  zapBl: silent("ZapBL"),
  ascams: silent("Ascams"),
  blockedServers: silent("BlockedServers"),
  calivent: silent("Calivent"),
  gremlin: silent("DRBL gremlin.ru"),
  digibase: silent("Digibase"),
  fasthosts: silent("Fasthosts"),
  hetzner: silent("Hetzner"),
  ionos: silent("IONOS"),
  koruMail: silent("KoruMail"),
  noSolicitado: silent("NoSolicitado"),
  polspam: silent("Polspam"),
  triumf: silent("TRIUMF"),
  tornevall: silent("TornevallNET"),
  transIp: silent("TransIP"),
  pecs: silent("University of Pécs"),
  woody: silent("Woody"),
  zenrbl: silent("cyber_Folks (zenbox.pl)"),
  chile: silent("dnsblchile.org"),
  fabel: silent("fabel.dk"),
  nether: silent("nether.net"),
} as const satisfies Record<string, Operator>;
