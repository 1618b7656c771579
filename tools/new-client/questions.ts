import { existsSync, readFileSync } from "node:fs";
import { RELAY_VENDORS } from "../../constructs/relay/vendors";
import type { CertificateIssuer } from "../../stacks/certificate-schema";
import { MAIL_MANAGER } from "../../stacks/mail-manager";
import { continuityWords, vendorRows } from "../relay-vendor-table";
import {
  type Answers,
  CUSTOM,
  DNS_HOSTS,
  type DnsHost,
  EDGE_KINDS,
  type EdgeKind,
  issuersFor,
  NO_ACCOUNT,
  needsAws,
  RELAYS,
  USUAL_REGION,
  valueProblem,
} from "./answers";

/** Somebody who is asked. */
export interface Asked {
  /**
   * Asks for a text.
   *
   * @param usual what an empty answer means
   * @param problem what is wrong with an answer; undefined when nothing is
   */
  text(
    question: string,
    usual: string | undefined,
    problem: (answer: string) => string | undefined,
  ): Promise<string>;
  /** Asks for one of several values; the first is the usual one. */
  choice<Value extends string>(question: string, options: readonly Option<Value>[]): Promise<Value>;
}

/** One of several values, and what it means. */
export interface Option<Value extends string> {
  readonly value: Value;
  readonly meaning: string;
}

const EDGES: Readonly<Record<EdgeKind, string>> = {
  aws: "the server is on EC2, behind AWS Network Firewall",
  fortigate: "a FortiGate in the office",
  meraki: "a Cisco Meraki MX in the office",
  external: "a firewall that somebody else manages",
};

const HOSTS: Readonly<Record<DnsHost, string>> = {
  cloudflare: "Cloudflare",
  route53: "Amazon Route 53",
};

const ISSUERS: Readonly<Record<CertificateIssuer, string>> = {
  acm: "AWS Certificate Manager: free, the key stays in AWS; 443 is not decrypted",
  "acm-exportable":
    "AWS Certificate Manager, installed on the server: 443 can be decrypted; a price for each name",
  "lets-encrypt": "Let's Encrypt, ordered by whoever applies the stack; needs a request made on the server",
  "lets-encrypt-on-server":
    "Let's Encrypt, ordered and renewed by the server; its answers lie in a zone at Route 53",
};

/** A first value, for the company's server. */
const USUAL_HOST = "mail";

/**
 * Asks for what is not given yet.
 *
 * @param given what the command line said
 * @param usualRegion the AWS Region that an empty answer means
 */
export async function askFor(
  given: Partial<Answers>,
  asked: Asked,
  usualRegion = USUAL_REGION,
): Promise<Answers> {
  const own = (key: Parameters<typeof valueProblem>[0]) => (answer: string) => valueProblem(key, answer);
  const choose = <Value extends string>(words: Readonly<Record<Value, string>>, values: readonly Value[]) =>
    values.map((value) => ({ value, meaning: words[value] }));
  const name = given.name ?? (await asked.text("The company's name?", undefined, own("name")));
  const id = given.id ?? (await asked.text("An id for it, short and lasting?", idOf(name), own("id")));
  const domain = given.domain ?? (await asked.text("Its mail domain?", undefined, own("domain")));
  const hostName =
    given.hostName ??
    (await asked.text("The server's public name?", `${USUAL_HOST}.${domain}`, own("hostName")));
  const edge =
    given.edge ?? (await asked.choice("What stands in front of the server?", choose(EDGES, EDGE_KINDS)));
  const dns = given.dns ?? (await asked.choice("Who serves the domain's zone?", choose(HOSTS, DNS_HOSTS)));
  const zoneId =
    "zoneId" in given
      ? given.zoneId
      : await asked.text("The id of its zone there? (empty: the stack makes the zone)", "", () => undefined);
  const relay = given.relay ?? (await asked.choice("Which anti-spam relay?", relayOptions()));
  const issuer =
    given.issuer ?? (await asked.choice("Who issues the certificate?", choose(ISSUERS, issuersFor(edge))));
  const aws =
    given.aws ??
    (needsAws({ edge, dns, relay, issuer })
      ? {
          account: await asked.text("The client's AWS account?", NO_ACCOUNT, own("account")),
          region: await asked.text("Its AWS Region?", usualRegion, own("region")),
        }
      : undefined);
  return {
    id,
    name,
    domain,
    hostName,
    edge,
    dns,
    zoneId: zoneId === "" ? undefined : zoneId,
    relay,
    issuer,
    request:
      given.request ??
      (issuer === "lets-encrypt"
        ? readFileSync(
            await asked.text("The file with the request that the server made?", undefined, fileProblem),
            "utf8",
          )
        : undefined),
    aws,
  };
}

function fileProblem(file: string): string | undefined {
  return existsSync(file)
    ? undefined
    : `${JSON.stringify(file)} does not exist (docs/certificates.md says how it is made)`;
}

/** An id out of a name: its letters and digits, with hyphens between the words. */
export function idOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-0-9]+/, "")
    .slice(0, 32)
    .replace(/-$/, "");
}

function relayOptions(): readonly Option<string>[] {
  return RELAYS.map((value) => ({ value, meaning: relayMeaning(value) }));
}

/** What a relay is, what the vendor leaves to confirm, and what users have while the server is down. */
function relayMeaning(relay: string): string {
  const vendor = RELAY_VENDORS.get(relay);
  if (vendor === undefined) {
    return relay === CUSTOM
      ? "another one, with its values"
      : `${MAIL_MANAGER}: made in the client's AWS account`;
  }
  const [first] = vendorRows(vendor);
  const confirm = first?.confirm ?? [];
  return `${vendor.name}; ${confirm.length === 0 ? "nothing to confirm" : `confirm ${confirm.join(", ")}`}; when down: ${continuityWords(vendor)}`;
}
