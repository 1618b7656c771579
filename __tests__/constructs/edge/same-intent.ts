import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { CidrSet } from "../../../constructs/core/cidr-set";
import { AwsMailEdge } from "../../../constructs/edge/aws/aws-mail-edge";
import type { DenyList } from "../../../constructs/edge/deny-list";
import type { EgressRule } from "../../../constructs/edge/egress";
import type { DisabledCve } from "../../../constructs/edge/exchange-vulnerabilities";
import { FortiGateMailEdge } from "../../../constructs/edge/fortigate/fortigate-mail-edge";
import { Ingress } from "../../../constructs/edge/ingress";
import type { IpsMode } from "../../../constructs/edge/ips-mode";
import { MerakiMailEdge } from "../../../constructs/edge/meraki/meraki-mail-edge";
import type { Json } from "../../../posture/terraform-json";
import { FortiosProvider } from "../../../providers/fortios/provider";
import { MerakiProvider } from "../../../providers/meraki/provider";
import { synthesized } from "../../synthesized-stack";
import { VpcEvaluator } from "./aws/vpc-evaluator";
import { SHARED_CERTIFICATE } from "./exchange-policy";
import { UnitEvaluator } from "./fortigate/unit-evaluator";
import { ForwardsEvaluator } from "./meraki/forwards-evaluator";

/** The server's private address, the same behind every edge. */
const SERVER = "10.20.0.10";

/** Its network on AWS. */
export const OWN_NETWORK = "10.20.0.0/24";

/** Its global address, where IPv6 is open. */
const SERVER_IPV6 = "2001:db8:20::10";

/** What an edge is told, whichever it is. */
export interface EdgeIntent {
  readonly smtpFrom: CidrSet;
  /** Undefined for everyone. */
  readonly httpsFrom?: CidrSet | undefined;
  readonly deny: DenyList;
  readonly egress: readonly EgressRule[];
  readonly mode?: IpsMode;
  readonly disabledCves?: readonly DisabledCve[];
  readonly tlsInspected?: boolean;
  /** Links of the office. */
  readonly links?: 1 | 2;
  /** Is the server reached over IPv6, too, where an edge can? */
  readonly ipv6?: boolean;
}

function ingressOf({ smtpFrom, httpsFrom }: EdgeIntent): Ingress {
  return Ingress.of({ smtpFrom, ...(httpsFrom === undefined ? {} : { httpsFrom }) });
}

function ipsOf({ mode = "detect", disabledCves = [] }: EdgeIntent) {
  return { mode, disabledCves };
}

/** The edge on AWS, rendered and read back. */
export function awsEdge(intent: EdgeIntent): VpcEvaluator {
  const { json } = synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-3" });
    new AwsMailEdge(stack, "edge", {
      name: "clinic",
      ingress: ingressOf(intent),
      deny: intent.deny,
      egress: intent.egress,
      ips: ipsOf(intent),
      availabilityZones: ["eu-west-3a"],
      network: { cidr: OWN_NETWORK },
      servers: [{ name: "ex01", availabilityZone: "eu-west-3a", address: SERVER }],
      ...(intent.tlsInspected === true
        ? { tlsInspection: { certificate: SHARED_CERTIFICATE, serverCertificate: SHARED_CERTIFICATE } }
        : {}),
    });
  });
  return new VpcEvaluator(json as Json, SERVER);
}

/** The edge of a FortiGate, rendered and read back. */
export function fortiGateEdge(intent: EdgeIntent): UnitEvaluator {
  const links = [
    { interface: "wan1", publicAddress: "93.184.216.34" },
    { interface: "wan2", publicAddress: "151.101.1.7" },
  ].slice(0, intent.links ?? 1);
  const { json } = synthesized((stack) => {
    new FortiosProvider(stack, "fortios", {});
    new FortiGateMailEdge(stack, "edge", {
      name: "exchange",
      fortiOsVersion: "7.6.4",
      ingress: ingressOf(intent),
      deny: intent.deny,
      egress: intent.egress,
      ips: ipsOf(intent),
      wan: links,
      inside: {
        interface: "dmz",
        server: SERVER,
        ...(intent.ipv6 === true ? { serverIpv6: SERVER_IPV6 } : {}),
      },
      ...(intent.tlsInspected === true
        ? { tlsInspection: { certificate: SHARED_CERTIFICATE, onUnit: { name: "mail" } } }
        : {}),
    });
  });
  return new UnitEvaluator(json as Json, { links, inside: "dmz", server: SERVER, serverIpv6: SERVER_IPV6 });
}

/** The edge of a Meraki MX, rendered and read back. */
export function merakiEdge(intent: EdgeIntent): ForwardsEvaluator {
  const { json } = synthesized((stack) => {
    new MerakiProvider(stack, "meraki", {});
    new MerakiMailEdge(stack, "edge", {
      networkId: "L_123456789012345678",
      ingress: ingressOf(intent),
      serverAddress: SERVER,
      publicAddresses: ["93.184.216.34"],
      outgoing: { server: intent.egress },
      inspection: intent.mode === "prevent" ? "prevent" : "detect",
    });
  });
  return new ForwardsEvaluator(json as Json, SERVER);
}
