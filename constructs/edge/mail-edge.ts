import type { IConstruct } from "constructs";

/** A router that enforces an {@link Ingress} in front of an Exchange server. */
export interface MailEdge extends IConstruct {
  /** What the mail host's name resolves to. */
  readonly publicAddresses: readonly string[];
  /** Addresses the server's outgoing connections come from; what blocklists would list. */
  readonly egressAddresses: readonly string[];
}
