/**
 * What each finding means, by its code. A code never changes its meaning; docs/check-findings.md is made of this.
 *
 * `check` is the one that has it, `meaning` what is so; what to do, the finding's own message says.
 */
export const FINDING_CODES = {
  "record-missing": { check: "records", meaning: "a declared record is not served" },
  "record-differs": { check: "records", meaning: "another value is served in place of the declared one" },
  "record-extra": {
    check: "records",
    meaning:
      "a value is served besides the declared ones, or an address of the other family at a host, or an `autodiscover` host where a service record is declared",
  },
  "record-alias": { check: "records", meaning: "the name is an alias, and records are declared there" },
  "record-unanswered": {
    check: "records",
    meaning: "a server that answers for the zone does not answer this question",
  },
  "mx-extra": { check: "records", meaning: "an MX besides the declared ones: mail comes in past the relay" },
  "spf-twice": { check: "records", meaning: "a second SPF record: SPF fails for all mail" },
  "dmarc-twice": { check: "records", meaning: "a second DMARC record: none counts" },
  "dkim-twice": { check: "records", meaning: "a second key at one DKIM selector" },
  "mta-sts-twice": { check: "records", meaning: "a second MTA-STS record: none counts" },
  "tls-rpt-twice": { check: "records", meaning: "a second record for TLS reports: none counts" },
  "caa-extra": { check: "records", meaning: "an authority may issue that the stack does not declare" },
  "caa-by-host": {
    check: "records",
    meaning: "the DNS host adds authorities of its own to every answer, for its own certificates",
  },
  "not-delegated": { check: "records", meaning: "the DNS does not lead to the zone at all" },
  "zone-unanswered": {
    check: "records",
    meaning: "no server answers for the zone, or the resolver does not say which",
  },
  "server-silent": {
    check: "records",
    meaning: "one of the zone's servers does not answer, or has no address",
  },
  "server-lame": { check: "records", meaning: "one of the zone's servers does not serve it" },
  "zone-unsigned": { check: "records", meaning: "the stack signs the zone, and no key is served" },
  "ds-missing": {
    check: "records",
    meaning: "the zone is signed, and the zone above has no DS record for it",
  },
  "ds-mismatch": {
    check: "records",
    meaning: "the DS record above is of no key of the zone: resolvers that check refuse it",
  },
  "policy-unreachable": { check: "records", meaning: "the MTA-STS policy is not to be had over HTTPS" },
  "policy-redirected": {
    check: "records",
    meaning: "its place leads elsewhere, and senders follow no redirect",
  },
  "policy-differs": { check: "records", meaning: "another policy is served than the declared one" },
  "policy-type": { check: "records", meaning: "it is not served as text/plain" },
  "wrong-name": { check: "certificates", meaning: "the certificate does not name the host" },
  "names-missing": { check: "certificates", meaning: "other declared names are missing in it" },
  "self-signed": { check: "certificates", meaning: "it is signed by itself" },
  "chain-incomplete": { check: "certificates", meaning: "the server does not send the intermediate" },
  "chain-expired": { check: "certificates", meaning: "an intermediate has ended" },
  "untrusted-authority": { check: "certificates", meaning: "the chain ends in a root that is not trusted" },
  untrusted: { check: "certificates", meaning: "the chain does not verify, for another reason" },
  revoked: { check: "certificates", meaning: "it is revoked" },
  "other-authority": { check: "certificates", meaning: "another authority issued it than the declared one" },
  expired: { check: "certificates", meaning: "it has ended" },
  "not-yet-valid": { check: "certificates", meaning: "it has not begun" },
  "ends-soon": { check: "certificates", meaning: "it ends within days, and somebody has to act by hand" },
  "renewal-due": { check: "certificates", meaning: "it should have been renewed by now" },
  "short-key": { check: "certificates", meaning: "its RSA key is too short" },
  "key-not-rsa": { check: "certificates", meaning: "its key is not RSA, which Exchange needs" },
  "other-key": { check: "certificates", meaning: "its key is not the declared one" },
  "weak-signature": { check: "certificates", meaning: "its signature is one that clients do not trust" },
  "not-for-servers": { check: "certificates", meaning: "its usages hold no serverAuth" },
  "certificates-differ": {
    check: "certificates",
    meaning: "the servers show different certificates, and one is declared",
  },
  "starttls-hidden": {
    check: "certificates",
    meaning: "something on the way takes the offer of STARTTLS out",
  },
  "no-starttls": { check: "certificates", meaning: "STARTTLS is not offered" },
  "starttls-stripped": {
    check: "certificates",
    meaning: "something on the way crosses out what the server offers",
  },
  "starttls-refused": { check: "certificates", meaning: "STARTTLS is offered and not kept" },
  "starttls-injected": {
    check: "certificates",
    meaning: "something follows the consent to STARTTLS in clear",
  },
  "smtp-refused": { check: "certificates", meaning: "the server does not want to talk" },
  "not-smtp": { check: "certificates", meaning: "what answers does not speak SMTP" },
  "tls-failed": { check: "certificates", meaning: "no TLS 1.2 or later" },
  "certificate-unreadable": { check: "certificates", meaning: "what is shown is no certificate" },
  "no-address": { check: "certificates", meaning: "the DNS has no address for the name" },
  "dns-unanswered": { check: "certificates", meaning: "the DNS does not answer about the name" },
  silent: { check: "certificates", meaning: "the connection is accepted, and nothing comes of it" },
  refused: { check: "certificates, ports", meaning: "the connection is refused" },
  timeout: { check: "certificates, ports", meaning: "nothing answers the connection" },
  unreachable: { check: "certificates, ports", meaning: "there is no way to the address from here" },
  closed: { check: "certificates, ports", meaning: "the connection is cut off" },
  "network-failure": { check: "certificates, ports", meaning: "the connection fails otherwise" },
  "old-tls": { check: "starttls", meaning: "the server takes TLS 1.0 or 1.1 as well" },
  "smtp-other-name": {
    check: "starttls",
    meaning: "it calls itself by a name on 25 that is none of its public ones",
  },
  "endpoint-down": { check: "endpoint", meaning: "nobody answers over HTTPS" },
  "service-unhealthy": { check: "endpoint", meaning: "a service of Exchange says that it does not work" },
  "health-hidden": { check: "endpoint", meaning: "something other than Exchange answers for its health" },
  "autodiscover-unexpected": {
    check: "endpoint",
    meaning: "Autodiscover neither answers nor asks for a login",
  },
  "http-open": { check: "endpoint", meaning: "80 accepts connections" },
  "ptr-missing": { check: "reverse-names", meaning: "the address has no name" },
  "ptr-unconfirmed": { check: "reverse-names", meaning: "its name does not lead back to it" },
  "ptr-generic": {
    check: "reverse-names",
    meaning: "its name is one that a provider makes for all its addresses",
  },
  "ptr-other-name": {
    check: "reverse-names",
    meaning: "its name is not the one that the server gives itself",
  },
  listed: { check: "blocklists", meaning: "a list that receivers refuse mail for holds it" },
  "listed-advisory": { check: "blocklists", meaning: "a list holds it that few refuse mail for" },
  "lists-unanswered": {
    check: "blocklists",
    meaning: "more than half of the decisive lists give no answer that counts",
  },
  "address-not-public": {
    check: "blocklists",
    meaning: "the address is none of the internet, so no list can hold it",
  },
  "domain-reserved": {
    check: "blocklists",
    meaning: "the domain is none of the public DNS, so no list can hold it",
  },
  "bad-domain": { check: "blocklists", meaning: "it is neither an address nor a domain" },
  open: { check: "ports", meaning: "a port is open that the stack opens to nobody" },
  "open-to-some": { check: "ports", meaning: "443 is open from here, and is for named networks" },
  "open-past-relay": { check: "ports", meaning: "25 is open from here, and is the relay's alone" },
  "bypass-open": { check: "relay-bypass", meaning: "the server takes connections on 25 past the relay" },
  "host-takes-mail": { check: "relay-bypass", meaning: "another host of the domain takes connections on 25" },
  "mx-missing": { check: "relay-bypass", meaning: "senders see no MX for the domain" },
  "mx-to-server": { check: "relay-bypass", meaning: "an MX leads to the server itself" },
  "mx-past-relay": { check: "relay-bypass", meaning: "an MX is none of the relay's" },
} as const satisfies Readonly<Record<string, { readonly check: string; readonly meaning: string }>>;

/** Code of a finding. */
export type FindingCode = keyof typeof FINDING_CODES;
