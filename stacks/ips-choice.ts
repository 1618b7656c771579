import type { IpsProps } from "../constructs/edge/aws/ips/ips-section";
import { DEFAULT_LIMITS } from "../constructs/edge/aws/ips/rule-group-budget";
import { IPS_MODES } from "../constructs/edge/ips-mode";
import type { AwsEdge } from "./edge-schema";

/** The IPS section of a client: the last of its stages is in force. */
export function ipsOf({ ips }: AwsEdge): IpsProps {
  const { preset, stages = [], overrides, disabledCves, quotas } = ips;
  return {
    mode: stages.at(-1)?.stage ?? IPS_MODES[0],
    preset,
    overrides,
    disabledCves,
    ...(quotas === undefined ? {} : { limits: { ...DEFAULT_LIMITS, ...quotas } }),
  };
}
