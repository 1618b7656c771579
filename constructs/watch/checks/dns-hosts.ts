/** A DNS host that answers with CAA records of its own besides those of the zone. */
interface AddingHost {
  /** Names of its servers. */
  readonly nameServers: RegExp;
  /** Authorities that it adds, by the domains in CAA records. */
  readonly issuers: readonly string[];
}

/**
 * Cloudflare adds the authorities of its own certificates wherever a zone has a CAA record and Universal SSL is on.
 *
 * https://developers.cloudflare.com/ssl/edge-certificates/caa-records/,
 * https://developers.cloudflare.com/ssl/reference/certificate-authorities/
 */
const HOSTS: readonly AddingHost[] = [
  {
    nameServers: /\.ns\.cloudflare\.com$/,
    issuers: ["comodoca.com", "digicert.com", "letsencrypt.org", "pki.goog", "sectigo.com", "ssl.com"],
  },
];

/**
 * Does the host of a zone itself answer with this CAA record?
 *
 * @param nameServers names of the zone's servers
 * @param value as a record has it, such as `0 issue "pki.goog;cansignhttpexchanges=yes"`
 */
export function hostAddsIssuer(nameServers: readonly string[], value: string): boolean {
  const [, issuer = ""] = /^\d+ issue(?:wild)? "([^;"]*)/.exec(value) ?? [];
  return HOSTS.some(
    ({ nameServers: own, issuers }) =>
      nameServers.length > 0 && nameServers.every((name) => own.test(name)) && issuers.includes(issuer),
  );
}
