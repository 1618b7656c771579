import ipaddr from "ipaddr.js";
import { CidrSet, cidrProblem, PRIVATE_IPV4, prefixLength } from "../../core/cidr-set";
import type { Problem } from "../../core/errors";

/** Which networks a client's VPC is cut into. */
export interface NetworkLayout {
  /** The VPC: private IPv4, /16 to /26. */
  readonly vpcCidr: string;
  /** Holds the server, and nothing that the internet may not reach. */
  readonly mailSubnetCidr: string;
  /** Holds the firewall's endpoint and nothing else. */
  readonly firewallSubnetCidr: string;
  /** The server's own address, inside the mail subnet. */
  readonly serverAddress: string;
}

/** What the engineer gives; the rest is derived. */
export interface NetworkLayoutProps {
  /** The VPC's network: private IPv4, /16 to /26. */
  readonly vpcCidr: string;
  /**
   * Network of the server's subnet.
   *
   * @default - the first quarter of the VPC
   */
  readonly mailSubnetCidr?: string;
  /**
   * Network of the firewall's subnet.
   *
   * @default - the last /28 of the VPC
   */
  readonly firewallSubnetCidr?: string;
  /**
   * Private address of the server.
   *
   * @default - the eleventh address of the mail subnet; AWS keeps the first four
   */
  readonly serverAddress?: string;
}

/** AWS allows a VPC of /16 to /28 (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html); two subnets need a /26. */
const WIDEST_VPC = 16;
const NARROWEST_VPC = 26;
/** A firewall endpoint's subnet is a /28 (https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config-subnets.html). */
const FIREWALL_SUBNET = 28;
const SERVER_OFFSET = 10;

/**
 * Cuts a VPC into its subnets.
 *
 * Derived networks depend on the VPC's network only, so that a later change elsewhere moves nothing.
 *
 * @returns the layout, or everything that is wrong with what was given
 */
export function networkLayout(
  props: NetworkLayoutProps,
): NetworkLayout | { readonly problems: readonly Problem[] } {
  const malformed = (["vpcCidr", "mailSubnetCidr", "firewallSubnetCidr"] as const).flatMap((property) => {
    const text = props[property];
    const problem = text === undefined ? undefined : cidrProblem(text);
    return problem === undefined ? [] : [{ code: "BadCidr" as const, property, message: problem }];
  });
  if (malformed.length > 0) {
    return { problems: malformed };
  }
  const { vpcCidr } = props;
  const length = prefixLength(vpcCidr);
  if (!PRIVATE_IPV4.containsAll(CidrSet.of(vpcCidr))) {
    return {
      problems: [
        {
          code: "CidrNotPrivate",
          property: "vpcCidr",
          message: `${JSON.stringify(vpcCidr)} is not a private IPv4 network; use one inside ${PRIVATE_IPV4}`,
        },
      ],
    };
  }
  if (length < WIDEST_VPC || length > NARROWEST_VPC) {
    return {
      problems: [
        {
          code: length < WIDEST_VPC ? "CidrTooWide" : "SubnetTooSmall",
          property: "vpcCidr",
          message: `${JSON.stringify(vpcCidr)} is a /${length}; a client's network is a /${WIDEST_VPC} to /${NARROWEST_VPC}`,
        },
      ],
    };
  }
  const start = addressNumber(vpcCidr);
  const end = start + 2 ** (32 - length);
  const layout = {
    vpcCidr,
    mailSubnetCidr: props.mailSubnetCidr ?? `${address(start)}/${length + 2}`,
    firewallSubnetCidr:
      props.firewallSubnetCidr ?? `${address(end - 2 ** (32 - FIREWALL_SUBNET))}/${FIREWALL_SUBNET}`,
  };
  const serverAddress = props.serverAddress ?? address(addressNumber(layout.mailSubnetCidr) + SERVER_OFFSET);
  const problems = layoutProblems({ ...layout, serverAddress });
  return problems.length > 0 ? { problems } : { ...layout, serverAddress };
}

function layoutProblems(layout: NetworkLayout): Problem[] {
  const vpc = CidrSet.of(layout.vpcCidr);
  const problems: Problem[] = [];
  for (const property of ["mailSubnetCidr", "firewallSubnetCidr"] as const) {
    if (!vpc.containsAll(CidrSet.of(layout[property]))) {
      problems.push({
        code: "CidrOutsideNetwork",
        property,
        message: `${JSON.stringify(layout[property])} is not inside the VPC's network ${layout.vpcCidr}`,
      });
    }
  }
  if (prefixLength(layout.firewallSubnetCidr) > FIREWALL_SUBNET) {
    problems.push({
      code: "SubnetTooSmall",
      property: "firewallSubnetCidr",
      message: `${JSON.stringify(layout.firewallSubnetCidr)} is smaller than the /${FIREWALL_SUBNET} that a firewall endpoint needs`,
    });
  }
  if (CidrSet.of(layout.mailSubnetCidr).overlaps(CidrSet.of(layout.firewallSubnetCidr))) {
    problems.push({
      code: "OverlappingCidrs",
      property: "firewallSubnetCidr",
      message: `the firewall's subnet ${layout.firewallSubnetCidr} overlaps the server's ${layout.mailSubnetCidr}; traffic between them would pass no firewall`,
    });
  }
  if (
    !ipaddr.IPv4.isValidFourPartDecimal(layout.serverAddress) ||
    !CidrSet.of(layout.mailSubnetCidr).containsAll(CidrSet.of(layout.serverAddress))
  ) {
    problems.push({
      code: "CidrOutsideNetwork",
      property: "serverAddress",
      message: `${JSON.stringify(layout.serverAddress)} is not an address of the server's subnet ${layout.mailSubnetCidr}`,
    });
  }
  return problems;
}

function addressNumber(block: string): number {
  const [network] = ipaddr.parseCIDR(block);
  return network.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
}

function address(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
