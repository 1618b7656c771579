import { RELAY_VENDORS } from "../../constructs/relay/vendors";
import { type CertificateIssuer, certificate } from "../../stacks/certificate-schema";
import { clientSchema } from "../../stacks/client-schema";
import { type Edge, edge } from "../../stacks/edge-schema";
import { MAIL_MANAGER } from "../../stacks/mail-manager";

/** What a client file is begun from; everything else in it has a default or is marked as a stand-in. */
export interface Answers {
  readonly id: string;
  /** The company, for people. */
  readonly name: string;
  /** Its main mail domain, as people write it. */
  readonly domain: string;
  /** Public name of the server. */
  readonly hostName: string;
  readonly edge: EdgeKind;
  readonly dns: DnsHost;
  /** The DNS host's id of the domain's zone; undefined: the stack makes the zone. */
  readonly zoneId: string | undefined;
  /** A vendor of the catalogue, `custom`, or the relay on Amazon SES. */
  readonly relay: string;
  readonly issuer: CertificateIssuer;
  /** Certificate request in PEM, for the issuer that needs one. */
  readonly request: string | undefined;
  /** The client's AWS account and Region; undefined where nothing is on AWS. */
  readonly aws: { readonly account: string; readonly region: string } | undefined;
}

/** What may stand in front of the server. */
export type EdgeKind = Edge["kind"];

/** Who may serve the zones. */
export type DnsHost = "cloudflare" | "route53";

/** Stands in for an account that is not known yet; no deployment can reach it. */
export const NO_ACCOUNT = "000000000000";

export const USUAL_REGION = "eu-west-3";

/** A relay that is not in the catalogue. */
export const CUSTOM = "custom";

/** The kinds of edge, in the order of the schema. */
export const EDGE_KINDS: readonly EdgeKind[] = edge.options.map(({ shape }) => shape.kind.value);

export const DNS_HOSTS: readonly DnsHost[] = clientSchema.shape.dns.shape.host.options;

/** Every relay that can be named, those of the catalogue first and sorted. */
export const RELAYS: readonly string[] = [...[...RELAY_VENDORS.keys()].sort(), MAIL_MANAGER, CUSTOM];

/** Issuers for a kind of edge, the usual one first; AWS's certificates are for what is on AWS. */
export function issuersFor(kind: EdgeKind): readonly CertificateIssuer[] {
  const all = certificate.options.map(({ shape }) => shape.issuer.value);
  const onAws = (issuer: CertificateIssuer): boolean => issuer === "acm" || issuer === "acm-exportable";
  return kind === "aws" ? all : all.filter((issuer) => !onAws(issuer)).reverse();
}

/** Is anything of the client in an AWS account? */
export function needsAws({
  edge: kind,
  dns,
  relay,
  issuer,
}: Pick<Answers, "edge" | "dns" | "relay" | "issuer">): boolean {
  return kind === "aws" || dns === "route53" || relay === MAIL_MANAGER || issuer === "lets-encrypt-on-server";
}

/** What is wrong with a value that is one of the client file's own; undefined when nothing is. */
export function valueProblem(
  key: "id" | "name" | "domain" | "hostName" | "account" | "region",
  value: string,
): string | undefined {
  const { shape } = clientSchema;
  const schema = {
    id: shape.id,
    name: shape.name,
    domain: shape.domains.element.shape.name,
    hostName: shape.server.shape.hostName,
    account: edge.options[0].shape.account,
    region: edge.options[0].shape.region,
  }[key];
  return schema.safeParse(value).error?.issues[0]?.message;
}
