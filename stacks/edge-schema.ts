import { z } from "zod";
import { awsEdge } from "./aws-edge-schema";
import { externalEdge } from "./external-edge-schema";
import { fortiGateEdge } from "./fortigate-edge-schema";
import { merakiEdge } from "./meraki-edge-schema";

/** `edge` of a client file, by what stands in front of the server. */
export const edge = z.discriminatedUnion("kind", [awsEdge, fortiGateEdge, merakiEdge, externalEdge]);

/** What stands between the internet and the server. */
export type Edge = z.output<typeof edge>;

/** An EC2 server behind AWS Network Firewall. */
export type AwsEdge = z.output<typeof awsEdge>;

/** A server in the office, behind a FortiGate. */
export type FortiGateEdge = z.output<typeof fortiGateEdge>;

/** A server in the office, behind a Cisco Meraki MX. */
export type MerakiEdge = z.output<typeof merakiEdge>;

/** A server behind a firewall that somebody else manages. */
export type ExternalEdge = z.output<typeof externalEdge>;

/** Edges that turn senders away by name. */
export type DenyingEdge = AwsEdge | FortiGateEdge;

/** Where the client's resources on AWS are; undefined where it has none. */
export function awsPlaceOf(edge: Edge): AwsPlace | undefined {
  return edge.kind === "aws" ? { account: edge.account, region: edge.region } : edge.aws;
}

/** Where they are, of a client whose file the rules have passed: whatever needs an account has one. */
export function givenAwsPlaceOf(edge: Edge): AwsPlace {
  const place = awsPlaceOf(edge);
  if (place === undefined) {
    throw new Error("the client file's check admits nothing on AWS without an account");
  }
  return place;
}

/** An account and a Region. */
export interface AwsPlace {
  readonly account: string;
  readonly region: string;
}
