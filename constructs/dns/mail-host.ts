import { Construct } from "constructs";
import type { DnsZone } from "./dns-zone";

/** The name under which the server is reached. */
export interface MailHostProps {
  /** Zone that holds the name. */
  readonly zone: DnsZone;
  /** Host name: A-labels, no trailing dot. */
  readonly hostName: string;
  /** Public IPv4 addresses of the server's edge. */
  readonly addresses: readonly string[];
}

/**
 * The server's host name: its address, and an SPF record of its own, because a bounce is checked against
 * the name the server greets with (RFC 7208 § 2.3).
 */
export class MailHost extends Construct {
  readonly hostName: string;

  constructor(scope: Construct, id: string, props: MailHostProps) {
    super(scope, id);
    this.hostName = props.hostName;
    const several = props.addresses.length > 1;
    for (const [index, address] of props.addresses.entries()) {
      props.zone.addRecord({
        type: "A",
        name: props.hostName,
        address,
        ...(several ? { key: `${index}` } : {}),
        comment: "the server's public address; 443 for everyone, 25 for the relay only",
      });
    }
    props.zone.addRecord({
      type: "SPF",
      name: props.hostName,
      mechanisms: ["a"],
      all: "-all",
      comment: "bounces are checked against the greeting name",
    });
  }
}
