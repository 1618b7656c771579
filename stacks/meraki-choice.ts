import { type EgressRule, egressPorts } from "../constructs/edge/egress";
import type { MerakiMailEdgeProps } from "../constructs/edge/meraki/meraki-mail-edge";
import type { InspectionLevel } from "../constructs/edge/port-forward-edge";
import type { MerakiEdge } from "./edge-schema";

/** Stages of the appliance, in the order in which they may follow. */
export const MERAKI_STAGES = ["detect", "prevent"] as const satisfies readonly InspectionLevel[];

/** A client's Meraki MX, as the edge takes it. */
export function applianceOf({
  networkId,
  serverAddress,
  publicAddresses,
  ips,
  syslog,
}: MerakiEdge): Omit<MerakiMailEdgeProps, "ingress" | "outgoing"> {
  return {
    networkId,
    serverAddress,
    publicAddresses,
    inspection: MERAKI_STAGES.find((stage) => stage === ips.stages?.at(-1)?.stage) ?? MERAKI_STAGES[0],
    ...(syslog === undefined ? {} : { syslog: { host: syslog.server, port: syslog.port } }),
  };
}

/** What becomes of the office's outgoing rules; undefined where they stay. */
export function outgoingOf(
  { outgoing }: MerakiEdge,
  egress: readonly EgressRule[],
): MerakiMailEdgeProps["outgoing"] {
  // The appliance reads ports and networks, so what differs in names only is one rule.
  return outgoing === "leave" ? undefined : { server: egressPorts(egress), office: outgoing.office };
}
