import { CidrSet } from "../constructs/core/cidr-set";
import type { FortiGateMailEdgeProps } from "../constructs/edge/fortigate/fortigate-mail-edge";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import type { FortiGateEdge } from "./edge-schema";

/** What the unit is and where, of what its construct takes. */
type UnitProps = Pick<
  FortiGateMailEdgeProps,
  "fortiOsVersion" | "vdom" | "wan" | "inside" | "ips" | "administration" | "floods" | "syslog"
>;

/** A client's FortiGate, as the edge takes it. */
export function unitOf({ unit, wan, inside, ips, administration, floods, syslog }: FortiGateEdge): UnitProps {
  const { networks, ports, answersPing } = administration;
  const { serverIpv6, ...place } = inside;
  return {
    fortiOsVersion: unit.fortiOs,
    ...(unit.vdom === undefined ? {} : { vdom: unit.vdom }),
    wan: wan.map(({ interfaceAddress, ...link }) => ({
      ...link,
      ...(interfaceAddress === undefined ? {} : { interfaceAddress }),
    })),
    inside: { ...place, ...(serverIpv6 === undefined ? {} : { serverIpv6 }) },
    ips: { mode: ips.stages?.at(-1)?.stage ?? IPS_MODES[0], disabledCves: ips.disabledCves },
    administration: {
      ports,
      answersPing,
      ...(networks === undefined ? {} : { networks: CidrSet.of(...networks) }),
    },
    floods: Object.fromEntries(Object.entries(floods).filter(([, threshold]) => threshold !== undefined)),
    ...(syslog === undefined ? {} : { syslog }),
  };
}
