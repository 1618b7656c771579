import { Construct } from "constructs";
import { type CaaIssuer, caaRecords } from "./caa";
import type { DnsZone } from "./dns-zone";

/** The name under which the server is reached. */
export interface MailHostProps {
  /** Zone that holds the name. */
  readonly zone: DnsZone;
  /** Host name: A-labels, no trailing dot. */
  readonly hostName: string;
  /** Public IPv4 addresses of the server's edge. */
  readonly addresses: readonly string[];
  /**
   * More names under which the server is reached, each with the zone that holds it.
   *
   * @default - none
   */
  readonly aliases?: readonly { readonly name: string; readonly zone: DnsZone }[];
  /** Authorities that issue the server's certificate. */
  readonly caaIssuers: readonly CaaIssuer[];
  /** Address that an authority writes to when it refuses a request. */
  readonly caaReports: string;
  /**
   * SHA-256 digests of the public keys that the server presents on port 25, hexadecimal: the current one and
   * the next. Publish them only where the zone is signed and the keys outlive the certificates.
   *
   * @default - no TLSA record
   */
  readonly keyDigests?: readonly string[];
}

/**
 * The server's host name: its address; an SPF record of its own, because a bounce is checked against the
 * name the server greets with (RFC 7208 § 2.3); who may issue its certificate, which holds for every name
 * that is an alias of it too (RFC 8659 § 3).
 */
export class MailHost extends Construct {
  readonly hostName: string;

  constructor(scope: Construct, id: string, props: MailHostProps) {
    super(scope, id);
    const { zone, hostName } = props;
    this.hostName = hostName;
    const several = props.addresses.length > 1;
    for (const [index, address] of props.addresses.entries()) {
      zone.addRecord({
        type: "A",
        name: hostName,
        address,
        ...(several ? { key: `${index}` } : {}),
        comment: "the server's public address; 443 for everyone, 25 for the relay only",
      });
    }
    for (const alias of props.aliases ?? []) {
      alias.zone.addRecord({
        type: "CNAME",
        name: alias.name,
        target: hostName,
        comment: "another name of the server",
      });
    }
    zone.addRecord({
      type: "SPF",
      name: hostName,
      mechanisms: ["a"],
      all: "-all",
      comment: "bounces are checked against the greeting name",
    });
    for (const record of caaRecords(hostName, { issue: props.caaIssuers, reports: props.caaReports })) {
      zone.addRecord(record);
    }
    for (const digest of props.keyDigests ?? []) {
      zone.addRecord({
        type: "TLSA",
        name: `_25._tcp.${hostName}`,
        usage: 3,
        selector: 1,
        matchingType: 1,
        digest,
        comment: "the key the server presents on port 25",
      });
    }
  }
}
