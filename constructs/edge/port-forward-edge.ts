import { CidrSet, cidrProblem, isPublic, PRIVATE_IPV4 } from "../core/cidr-set";
import type { Problem } from "../core/errors";
import { type Ingress, type IngressRule, ipv4IngressProblems } from "./ingress";
import type { MailEdge } from "./mail-edge";

/**
 * What a router does with the attacks that it recognises: nothing, say so, or hold them back.
 *
 * @see IPS_MODES of the edge on AWS, whose `detect` and `prevent` mean the same
 */
export const INSPECTION_LEVELS = ["none", "detect", "prevent"] as const;

/** One of {@link INSPECTION_LEVELS}. */
export type InspectionLevel = (typeof INSPECTION_LEVELS)[number];

/** A port that a router hands on to the server. */
export interface PortForward {
  readonly protocol: "tcp";
  /** The same on both sides. */
  readonly port: IngressRule["port"];
  /** IPv4 networks that may use it; the whole internet where it is open to anyone. */
  readonly sources: CidrSet;
  /** Private IPv4 address of the server. */
  readonly server: string;
  /** Who that is, for people. */
  readonly purpose: string;
}

/** What a simple router in the office is told. */
export interface PortForwardEdgeProps {
  readonly ingress: Ingress;
  /** Private IPv4 address of the server. */
  readonly serverAddress: string;
  /** Public IPv4 addresses of the router, one for each line to the internet, the main one first. */
  readonly publicAddresses: readonly string[];
  /**
   * What is done with the attacks that the router recognises.
   *
   * @default "detect"
   */
  readonly inspection?: InspectionLevel;
}

/**
 * A router in the office that forwards ports and no more: whom it lets in by address, and how hard it looks.
 *
 * Such a router does not decrypt, so what comes over HTTPS passes unseen: only patches on the server itself help
 * against attacks on Exchange.
 */
export interface PortForwardEdge extends MailEdge {
  readonly forwards: readonly PortForward[];
  readonly inspection: InspectionLevel;
}

/** What an engineer should know before choosing such a router. */
export const HTTPS_UNINSPECTED =
  "this router does not decrypt 443, so no rule about requests matches there: what protects Exchange are the networks admitted (httpsFrom) and the server's own updates, to be installed within days";

/** The ports that an ingress opens on a router that forwards by IPv4. */
export function portForwards({ ingress, serverAddress }: PortForwardEdgeProps): readonly PortForward[] {
  return ingress.rules
    .filter(({ sources }) => !sources.ipv4.isEmpty)
    .map(({ protocol, port, sources, purpose }) => ({
      protocol,
      port,
      sources: sources.ipv4,
      server: serverAddress,
      purpose,
    }));
}

/** Everything that is wrong with what a router is told; properties are paths, such as `publicAddresses.0`. */
export function portForwardProblems({
  ingress,
  serverAddress,
  publicAddresses,
}: PortForwardEdgeProps): readonly Problem[] {
  const isAddress = (text: string): boolean => cidrProblem(`${text}/32`) === undefined;
  return [
    ...(isAddress(serverAddress) && PRIVATE_IPV4.containsAll(CidrSet.of(serverAddress))
      ? []
      : [
          {
            code: "CidrNotPrivate" as const,
            property: "serverAddress",
            message: `${JSON.stringify(serverAddress)} is not a private IPv4 address; give the server's own, inside ${PRIVATE_IPV4}`,
          },
        ]),
    ...(publicAddresses.length > 0
      ? []
      : [
          {
            code: "CidrNotPublic" as const,
            property: "publicAddresses",
            message: "no public address is given; the mail host's name must lead somewhere",
          },
        ]),
    ...publicAddresses.flatMap((address, index) =>
      isAddress(address) && isPublic(`${address}/32`)
        ? []
        : [
            {
              code: "CidrNotPublic" as const,
              property: `publicAddresses.${index}`,
              message: `${JSON.stringify(address)} is not a public IPv4 address; give the one of the office's router`,
            },
          ],
    ),
    ...ipv4IngressProblems(ingress),
  ];
}
