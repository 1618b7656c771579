/** A domain whose lists have ended, with all below it. */
interface ExpiredLists {
  readonly domain: string;
  readonly name: string;
  /** When it ended: a day, a month or a year. */
  readonly ended: string;
}

/**
 * Lists that checkers still carry and that must not be asked: their zones are empty, or answer for everything.
 *
 * Sources: the operators' announcements, and the histories of check_rbl, rspamd and mailcow; read on 2026-11-25.
 */
export const EXPIRED_LISTS: readonly ExpiredLists[] = [
  { domain: "sorbs.net", name: "SORBS", ended: "2024-06-05" },
  { domain: "ix.dnsbl.manitu.net", name: "NiX Spam", ended: "2025-01-16" },
  { domain: "ahbl.org", name: "AHBL", ended: "2015-01" },
  { domain: "njabl.org", name: "NJABL", ended: "2013" },
  { domain: "ordb.org", name: "ORDB", ended: "2006" },
  { domain: "dsbl.org", name: "DSBL", ended: "2008" },
  { domain: "osirusoft.com", name: "Osirusoft", ended: "2003" },
  { domain: "rfc-ignorant.org", name: "RFC-Ignorant", ended: "2012" },
  { domain: "dnsbl.inps.de", name: "inps.de", ended: "2020-05-25" },
  { domain: "megarbl.net", name: "MegaRBL", ended: "2019-11" },
  { domain: "emailbasura.org", name: "Email Basura", ended: "2019-10" },
  { domain: "spamcannibal.org", name: "SpamCannibal", ended: "2018-05" },
  { domain: "sectoor.de", name: "sectoor.de", ended: "2018-06" },
  { domain: "virbl.bit.nl", name: "virbl", ended: "2017-01" },
  { domain: "virbl.dnsbl.bit.nl", name: "virbl", ended: "2017-01" },
  { domain: "blitzed.org", name: "Blitzed", ended: "2006" },
  { domain: "dnsbl.madavi.de", name: "Madavi", ended: "2025-03" },
  { domain: "spam.dnsbl.anonmails.de", name: "anonmails.de", ended: "2024-11-12" },
  { domain: "spamdown.org", name: "Spamdown", ended: "2026-03" },
];

const BY_DOMAIN = new Map(EXPIRED_LISTS.map((lists) => [lists.domain, lists]));

/** The expired lists that a zone belongs to; undefined where it belongs to none. */
export function expiredListsOf(zone: string): ExpiredLists | undefined {
  for (let domain = zone; ; domain = domain.slice(domain.indexOf(".") + 1)) {
    const lists = BY_DOMAIN.get(domain);
    if (lists !== undefined || !domain.includes(".")) {
      return lists;
    }
  }
}
