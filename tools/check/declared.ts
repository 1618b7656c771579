import { domainToASCII } from "node:url";
import { canonical } from "../../posture/dns/names";
import type { CertificateFact, Exposure, Facts } from "../../posture/facts";
import { admitsTcp, isWide } from "../../posture/ports";
import { isExpression } from "../../posture/terraform-json";

/** A name at which a stack says that a certificate is shown. */
export interface DeclaredName {
  /** As A-labels, as SNI and certificates have it. */
  readonly name: string;
  /** Does it lead to the client's servers? Others lead to a service, such as a CDN. */
  readonly ofServer: boolean;
  /** Does the server take mail at it? */
  readonly mail: boolean;
  /** Certificates of the stack that name it. */
  readonly certificates: readonly CertificateFact[];
}

/**
 * The names of a stack at which a certificate is shown, sorted.
 *
 * They are those of its certificates, of its servers and of its MTA-STS policies. A wildcard and a name known only
 * after apply cannot be connected to.
 */
export function declaredNames(facts: Facts): readonly DeclaredName[] {
  const mailHosts = facts.mailHosts.filter(isName).map(aLabels);
  const servers = leadingTo(facts, mailHosts);
  const names = [
    ...facts.certificates.flatMap((certificate) => certificate.names),
    ...facts.mtaStsPolicies.map(({ domain }) => `mta-sts.${domain}`),
  ].filter(isName);
  return [...new Set([...names.map(aLabels), ...servers])].sort().map((name) => ({
    name,
    ofServer: servers.includes(name),
    mail: mailHosts.includes(name),
    certificates: facts.certificates.filter((certificate) =>
      certificate.names.some((pattern) => covers(pattern, name)),
    ),
  }));
}

/**
 * Does a name of a certificate stand for a host (RFC 9525 § 6.3)?
 *
 * A wildcard is the whole first label and stands for exactly one.
 *
 * @param host as A-labels
 */
export function covers(pattern: string, host: string): boolean {
  const own = aLabels(pattern);
  return own.startsWith("*.")
    ? host.includes(".") && own.slice(2).includes(".") && host.slice(host.indexOf(".") + 1) === own.slice(2)
    : own === host;
}

/** A name as A-labels (RFC 5890 § 2.3.2.1), in lower case, without trailing dot; a wildcard keeps its star. */
export function aLabels(name: string): string {
  const [, star = "", rest = ""] = /^(\*\.)?(.*)$/s.exec(canonical(name)) ?? [];
  return `${star}${domainToASCII(rest) || rest}`;
}

function isName(name: string): boolean {
  return !isExpression(name) && !name.startsWith("*.");
}

/** Hosts, and the names that are aliases of them. */
function leadingTo(facts: Facts, hosts: readonly string[]): readonly string[] {
  const found = new Set(hosts);
  const aliases = facts.records.filter(({ type, name }) => type === "CNAME" && isName(name));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { name, value } of aliases) {
      if (found.has(aLabels(value))) {
        found.add(aLabels(name));
      }
    }
  }
  return [...found];
}

/** Does the stack let only named networks reach the servers on 443? */
export function limitsHttps(exposures: readonly Exposure[]): boolean {
  const sources = exposures
    .filter((exposure) => exposure.from === "internet" && admitsTcp(exposure, 443))
    .flatMap((exposure) => exposure.sources);
  return sources.length > 0 && !sources.some(isWide);
}
