import type { Catalogue } from "./catalogue";
import { formatFor } from "./format";

const { list, names: spelled, count, plural, day: dated } = formatFor("en-GB", "a host still to be made");

/** The sheet in English. */
export const EN: Catalogue = {
  locale: "en-GB",
  typeset: (text) => text,
  title: "E-mail protection",
  situation: ({ day }) => `Situation on ${dated(day)}`,
  source:
    "This sheet is read from the plan that your protection is built from. It measures nothing online: what only a look from outside can tell is marked as not known, never as in place.",
  brokenRules: ({ count: rules }) =>
    plural(rules, {
      one: "Caution: the plan breaks # protection rule and would be refused as it stands.",
      other: "Caution: the plan breaks # protection rules and would be refused as it stands.",
    }),
  statuses: { "in-place": "In place", partly: "Partly", missing: "Missing", unknown: "Not known" },
  meanings: {
    "in-place": "the advice is followed, and the plan proves it",
    partly: "some of it is there; the last column says what is not",
    missing: "the plan holds nothing of it",
    unknown: "only a look from outside can tell",
  },
  overview: "At a glance",
  subjects: { mail: "Your mail", server: "Your server", name: "Your name on the internet" },
  columns: { advice: "Advice", status: "Status", what: "What is in place", missing: "What is missing" },
  advices: {
    "direct-mx": { title: "Mail comes by the way you chose", term: "MX records" },
    "relay-in": {
      title: "Spam and viruses stop before your server",
      term: "inbound relay, port 25 closed to others",
    },
    "relay-out": {
      title: "Outgoing mail is delivered by a recognised sender",
      term: "smart host, outbound port",
    },
    continuity: { title: "Mail survives a breakdown", term: "queue and emergency inbox at the relay" },
    ports: { title: "Only two doors are open", term: "ports 25 and 443" },
    ips: { title: "Attacks are looked for at the door", term: "intrusion prevention, IPS" },
    certificate: { title: "Phones and laptops connect without a warning", term: "TLS certificate, CAA" },
    backup: { title: "A single message can be restored", term: "mailbox backup" },
    spf: { title: "It is public who may write in your name", term: "SPF" },
    forgery: { title: "Forged senders are refused", term: "DKIM, DMARC" },
    encryption: { title: "Mail travels encrypted", term: "MTA-STS, TLS-RPT" },
    dnssec: { title: "Your internet entries cannot be forged", term: "DNSSEC" },
    "blocklist-addresses": { title: "Your addresses are on no block list", term: "DNSBL, addresses" },
    "blocklist-domains": { title: "Your domains are on no block list", term: "DNSBL, domains" },
  },
  row: ({ row }) => `advice\u00a0${row}`,
  since: ({ day }) => `since ${dated(day)}`,
  accepted: ({ owner, until }) => `accepted until ${dated(until)} by ${owner}`,
  notKnown: "Not known:",
  nothing: "Nothing",
  sentences: {
    mailLedToRelay: ({ names, relay }) =>
      `Mail for ${spelled(names)} goes to ${relay}, as the domain itself says.`,
    mailLedToServer: ({ names }) => `Mail for ${spelled(names)} goes straight to your server.`,
    mailLedElsewhere: ({ names, hosts }) =>
      `Some mail for ${spelled(names)} is led to ${spelled(hosts) || "hosts of several services"}, past the filter you chose.`,
    mailHostUnknown: ({ names }) => `Whose server takes the mail for ${spelled(names)}.`,
    mailStillOldWay: ({ names, relay }) =>
      `Mail for ${spelled(names)} still comes by the old way; the move to ${relay} is being prepared.`,
    mailEntryMissing: ({ names }) => `Nothing says where mail for ${spelled(names)} should go.`,
    mailDomainMissing: () => "No domain takes mail.",
    mailRefused: ({ names }) => `${spelled(names)}: announced as taking no mail.`,
    filteredUpstream: ({ names, relay }) =>
      `${relay} filters the mail for ${spelled(names)} before it reaches your server.`,
    unfiltered: ({ names }) => `Mail for ${spelled(names)} does not all pass a filter.`,
    relayMissing: () => "No filter stands in front of your server.",
    bypassClosed: ({ relay }) => `Your server takes mail from ${relay} alone: nobody gets past the filter.`,
    bypassOpen: () => "Others can still deliver to your server directly, past the filter.",
    relayShutOut: ({ relay }) => `${relay} cannot reach your server; nothing would arrive.`,
    sentThrough: ({ host }) => `Your server hands all its mail to ${spelled([host])}, which sends it on.`,
    onlyWayOut: ({ host }) => `For mail, the way to ${spelled([host])} is the only one out.`,
    smartHostMissing: () => "No service sends your mail on for you.",
    directDelivery: () => "Mail can leave your server past the sending service.",
    smartHostAnywhere: ({ host }) =>
      `The way out is open to every address, not only to those of ${spelled([host])}.`,
    smartHostShutOut: ({ host }) => `Your server cannot reach ${spelled([host])}; nothing would leave.`,
    wayOutUnknown: () => "Which ways out your server has.",
    waysOutElsewhere: ({ manager }) =>
      `Which ways out your server has: ${manager} manages the firewall, and the plan does not show it.`,
    mailWaits: ({ relay, days }) =>
      `While your server is down, mail waits at ${relay} for up to ${plural(days, { one: "# day", other: "# days" })}.`,
    waitTooShort: ({ relay, days }) =>
      `${relay} gives mail back to its senders after ${plural(days, { one: "# day", other: "# days" })}: not enough for a long weekend.`,
    waitUnknown: ({ relay }) => `How long mail waits at ${relay}.`,
    usersReadAndAnswer: () => "Your people read and answer new mail meanwhile.",
    usersRead: () => "Your people read new mail meanwhile.",
    usersWithoutMail: () => "Your people have no new mail meanwhile.",
    usersReadingUnknown: () => "Whether your people can read new mail meanwhile.",
    continuityMissing: () => "Nothing keeps your mail while your server is down.",
    mailFromRelayOnly: ({ relay }) => `The door for mail opens to ${relay} alone.`,
    webFromAnywhere: () => "The encrypted door for phones and laptops opens to the whole internet.",
    webFromNetworks: ({ count: networks }) =>
      plural(networks, {
        one: "The encrypted door for phones and laptops opens to # known network alone.",
        other: "The encrypted door for phones and laptops opens to # known networks alone.",
      }),
    nothingElseEnters: () => "Everything else from the internet is turned away.",
    otherPortsOpen: ({ ports }) => `Other doors are open: ${list(ports)}.`,
    mailPortOpen: () => "The door for mail opens to others than the filter.",
    waysNotJudged: ({ count: ways }) =>
      plural(ways, {
        one: "What # part of the plan lets in, which these checks cannot follow.",
        other: "What # parts of the plan let in, which these checks cannot follow.",
      }),
    waysInUnknown: () => "Which doors are open: the plan shows no way to a server.",
    waysInElsewhere: ({ manager }) =>
      `Which doors are open: ${manager} manages the firewall, and the plan does not show it.`,
    attacksBlocked: ({ groups }) =>
      `Known attacks are blocked: ${plural(groups, { one: "# set of rules", other: "# sets of rules" })}.`,
    attacksBlockedInPart: ({ blocking, groups }) =>
      `Some known attacks are blocked: ${count(blocking)} of ${plural(groups, { one: "# set of rules", other: "# sets of rules" })}.`,
    attacksWatched: ({ groups }) =>
      `Known attacks are recorded: ${plural(groups, { one: "# set of rules", other: "# sets of rules" })}.`,
    attacksNotBlocked: ({ groups }) =>
      plural(groups, {
        one: "# set of rules only records and blocks nothing yet.",
        other: "# sets of rules only record and block nothing yet.",
      }),
    attacksUnseen: () => "Nothing looks for attacks.",
    alarmTold: () => "Somebody is told when the firewall is attacked, or fails.",
    alarmMissing: () => "Nobody is told when the firewall is attacked, or fails.",
    attackWatchUnknown: () => "What the firewall looks for: it belongs to another plan.",
    attackWatchElsewhere: ({ manager }) =>
      `What the firewall looks for: ${manager} manages it, and the plan does not show it.`,
    encryptedUnread: () => "The content of encrypted connections is not looked into.",
    namesCertified: ({ names, issuer }) => `${issuer} certifies ${spelled(names)}.`,
    certificateRenewed: () => "The proof for its renewal is part of the plan.",
    certificateDelivered: () => "Each renewal is brought to the server by itself.",
    authoritiesNamed: ({ names }) => `Only authorities that you name may certify ${spelled(names)}.`,
    namesUncertified: ({ names }) => `No certificate covers ${spelled(names)}.`,
    certificateNotInstallable: () =>
      "This certificate cannot be installed on the server, which needs one of its own.",
    renewalNotDelivered: () => "Nothing brings a renewal to the server.",
    authoritiesNotNamed: ({ names }) => `Any authority may certify ${spelled(names)}.`,
    certificateShownUnknown: () => "Whether the server shows this certificate.",
    certificateNameUnknown: () => "Under which name your server is reached.",
    mailboxesRestorable: () => "One message can be brought back without touching the others.",
    backupObjectives: ({ lostHours, backHours, days }) =>
      `Agreed: at most ${plural(lostHours, { one: "# hour", other: "# hours" })} of mail lost, working again within ${plural(backHours, { one: "# hour", other: "# hours" })}, ${plural(days, { one: "# day", other: "# days" })} back.`,
    mailWaitsAtRelay: ({ days }) =>
      `A third line: mail that could not be delivered waits at the relay for ${plural(days, { one: "# day", other: "# days" })}.`,
    mailCopiedAtRelay: () => "A third line: the relay keeps copies of the mail that it delivered.",
    backupUnalterable: () =>
      "An intruder in your network can neither change nor delete the backup before its time.",
    backupElsewhere: () => "The backup is kept in another place than the server.",
    restoreTested: () => "Restores are tried regularly.",
    backupMissing: () => "The plan holds no backup.",
    mailboxesNotRestorable: () => "Bringing back one message would roll back everybody's mail.",
    backupAlterable: () => "An intruder could change or delete the backup.",
    backupNotElsewhere: () => "The backup is kept in the same place as the server.",
    restoreNotTested: () => "No restore is tried regularly.",
    addressesWatched: ({ lists }) =>
      `Your addresses are looked up in ${plural(lists, { one: "# list", other: "# lists" })}.`,
    addressesNotWatched: () => "Nobody looks your addresses up in block lists regularly.",
    domainsWatched: ({ names, lists }) =>
      `${spelled(names)}: looked up in ${plural(lists, { one: "# list", other: "# lists" })}.`,
    domainsNotWatched: ({ names }) => `Nobody looks ${spelled(names)} up in block lists regularly.`,
    listingsNotHeard: () => "Nobody would be told of a listing.",
    tooFewLists: ({ lists }) =>
      `${plural(lists, { one: "# list is", other: "# lists are" })} too few; the advice is 108.`,
    sendersNamed: ({ names }) => `For ${spelled(names)}, a public list says who may send.`,
    sendersNotNamed: ({ names }) => `For ${spelled(names)}, nothing says who may send.`,
    nobodySends: ({ names }) => `${spelled(names)}: announced as sending no mail.`,
    mailSigned: ({ names }) => `For ${spelled(names)}, the keys that prove a mail’s signature are published.`,
    mailNotSigned: ({ names }) => `For ${spelled(names)}, no key for signatures is published.`,
    forgeriesRefused: ({ names }) => `Forged mail from ${spelled(names)} is to be refused.`,
    forgeriesSetAside: ({ names }) => `Forged mail from ${spelled(names)} is to be set aside as suspect.`,
    forgeriesReported: ({ names }) => `Forged mail from ${spelled(names)} is reported.`,
    forgeriesNotRefused: ({ names }) => `Forged mail from ${spelled(names)} is still delivered.`,
    forgeriesUnseen: ({ names }) => `Nothing says what becomes of forged mail from ${spelled(names)}.`,
    encryptionRequired: ({ names }) => `Senders must encrypt mail to ${spelled(names)}.`,
    encryptionTested: ({ names }) => `Encryption of mail to ${spelled(names)} is being tried out.`,
    encryptionNotRequired: ({ names }) => `Mail to ${spelled(names)} may still come unencrypted.`,
    encryptionReported: ({ names }) => `Senders report when mail to ${spelled(names)} cannot be encrypted.`,
    encryptionNotReported: ({ names }) =>
      `Nobody reports when mail to ${spelled(names)} cannot be encrypted.`,
    zonesSigned: ({ names }) => `The entries of ${spelled(names)} are signed.`,
    zonesNotSigned: ({ names }) => `The entries of ${spelled(names)} are not signed.`,
    registrarUnknown: ({ names }) => `Whether the registrar of ${spelled(names)} has published the key.`,
    zonesUnknown: ({ names }) => `Whether the entries of ${spelled(names)} are signed.`,
    toCorrect: ({ count: points }) =>
      plural(points, {
        one: "The checks find # point to correct.",
        other: "The checks find # points to correct.",
      }),
  },
  score: {
    title: "Score",
    result: ({ points, knowable }) =>
      `${count(points)} of ${count(knowable)} points that can be known from the plan`,
    explanation: ({ rest, total }) =>
      `Counted as the mail test of internet.nl counts, domain by domain. The other ${count(rest)} of its ${count(total)} points can only be measured from outside, at internet.nl.`,
    none: "No domain takes mail, so there is nothing to count.",
    domain: "Domain",
    sum: "Total",
    categories: {
      ipv6: { title: "Modern addresses", term: "IPv6" },
      dnssec: { title: "Signed entries", term: "DNSSEC" },
      authenticity: { title: "Genuine senders", term: "DMARC, DKIM, SPF" },
      encryption: { title: "Encrypted delivery", term: "STARTTLS, DANE" },
      routing: { title: "Secured routes", term: "RPKI" },
    },
    points: ({ points, knowable }) => `${count(points)} of ${count(knowable)}`,
    notKnown: "not known",
    notCounted: "not counted",
  },
  remarks:
    "Where no date is given, the plan holds none. “Accepted” means that somebody answers for a gap until the day given.",
};
