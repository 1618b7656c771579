import type { ExternalMailEdgeProps } from "../constructs/edge/external-mail-edge";
import type { ExternalEdge } from "./edge-schema";

/** A client's section about somebody else's edge, as the edge takes it. */
export function expectationsOf({
  managedBy,
  publicAddresses,
  egressAddresses,
  ips,
}: ExternalEdge): Pick<ExternalMailEdgeProps, "managedBy" | "publicAddresses" | "egressAddresses" | "ips"> {
  return {
    managedBy,
    publicAddresses,
    ...(egressAddresses === undefined ? {} : { egressAddresses }),
    ips,
  };
}
