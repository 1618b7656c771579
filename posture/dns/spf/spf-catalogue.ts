import { canonical } from "../names";
import type { PublishedSpf } from "./published-spf";
import { PUBLISHED_SPF } from "./spf-published-data";
import { parseSpf } from "./spf-record";

/** Days after which a record of the catalogue is no longer trusted: providers move networks a few times a year. */
export const MAX_AGE_DAYS = 180;

const DAY_MILLISECONDS = 86_400_000;

/**
 * Names that clients include, whether or not the catalogue holds their records: those of the relays it can
 * put before a server, and of the services that companies send with beside it.
 */
export const PROVIDER_NAMES: readonly string[] = [
  // Relays
  "_netblocks.mimecast.com",
  "_spf.oktey.com",
  "_spf.prod.hydra.sophos.com",
  "_spf_eucentral1.prod.hydra.sophos.com",
  "_spf_uswest2.prod.hydra.sophos.com",
  "au._netblocks.mimecast.com",
  "ca._netblocks.mimecast.com",
  "de._netblocks.mimecast.com",
  "eu._netblocks.mimecast.com",
  "spf.antispamcloud.com",
  "spf.ess.barracudanetworks.com",
  "spf.hornetsecurity.com",
  "spf.messagelabs.com",
  "spf.mtaroutes.com",
  "spf.protection.outlook.com",
  "spf.spamhero.com",
  "spf.tmes.trendmicro.com",
  "us._netblocks.mimecast.com",
  "usb._netblocks.mimecast.com",
  "za._netblocks.mimecast.com",
  // Services beside the relay
  "_mailcust.gandi.net",
  "_spf-eu.ionos.com",
  "_spf.google.com",
  "_spf.mx.cloudflare.net",
  "_spf.salesforce.com",
  "amazonses.com",
  "mailgun.org",
  "mx.ovh.com",
  "sendgrid.net",
  "servers.mcsv.net",
  "spf.mailjet.com",
  "spf.mandrillapp.com",
  "spf.mtasv.net",
  "spf.sendinblue.com",
];

/** SPF records by the name that publishes them. */
export type SpfCatalogue = ReadonlyMap<string, PublishedSpf>;

/** A catalogue of these records. */
export function spfCatalogue(records: readonly PublishedSpf[]): SpfCatalogue {
  return new Map(records.map((record) => [canonical(record.name), record]));
}

/** The records of providers that this version ships. */
export const SPF_CATALOGUE: SpfCatalogue = spfCatalogue(PUBLISHED_SPF);

/**
 * Names to ask the DNS for: those of a catalogue, those clients include, and those that their records include
 * in turn; sorted.
 */
export function namesToResolve(
  records: readonly PublishedSpf[],
  others: readonly string[],
): readonly string[] {
  const nested = records.flatMap(({ text }) => (text === null ? [] : referredNames(text)));
  return [...new Set([...records.map(({ name }) => name), ...nested, ...others].map(canonical))].sort();
}

/** Names whose records a record pulls in by `include` or `redirect`, macros left out. */
export function referredNames(text: string): readonly string[] {
  return parseSpf(text).terms.flatMap(({ name, domain }) =>
    (name === "include" || name === "redirect") && domain !== undefined && !/[%$]/.test(domain)
      ? [domain]
      : [],
  );
}

/**
 * How old a record of the catalogue is, in whole days.
 *
 * @param today ISO 8601 day
 * @throws RangeError when one of the two is no day
 */
export function ageDays({ asOf }: Pick<PublishedSpf, "asOf">, today: string): number {
  return Math.floor((dayOf(today) - dayOf(asOf)) / DAY_MILLISECONDS);
}

function dayOf(day: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new RangeError(`${JSON.stringify(day)} is no day; write one such as "2026-11-24"`);
  }
  return time;
}
