import { CidrSet, isPublic } from "../constructs/core/cidr-set";
import { ValidationError } from "../constructs/core/errors";
import { type DenyList, denyListProblems } from "../constructs/edge/deny-list";
import { type AddProblem, overlaps } from "./cidr-lists";
import type { DenyingEdge } from "./edge-schema";
import { MAIL_MANAGER } from "./mail-manager";
import { relayOf } from "./relay-choice";
import type { RelaySection } from "./relay-schema";

/** Whom a client turns away by name. */
export function denyListOf({ deny }: DenyingEdge): DenyList {
  const { networks, countries, reason } = deny;
  return { networks: CidrSet.of(...networks), countries, ...(reason === undefined ? {} : { reason }) };
}

/**
 * What is wrong with the deny list of a client file.
 *
 * @param relay the relay whose mail must come in, as far as its section is right in itself
 */
export function denyProblems(edge: DenyingEdge, relay: RelaySection | undefined, add: AddProblem): void {
  const path = ["edge", "deny", "networks"];
  const { networks } = edge.deny;
  overlaps(networks, path, add);
  const deliversFrom = relay === undefined ? CidrSet.EMPTY : networksOf(relay);
  for (const [index, block] of networks.entries()) {
    if (!isPublic(block)) {
      add(
        [...path, index],
        "CidrNotPublic",
        `${JSON.stringify(block)} is not a public network; nobody comes from there over the internet`,
      );
    }
    const admitted = { relay: deliversFrom, users: CidrSet.EMPTY };
    for (const { code, message } of denyListProblems({ networks: CidrSet.of(block) }, admitted)) {
      add([...path, index], code, message);
    }
  }
  const users = edge.httpsFrom === undefined ? CidrSet.ANY : CidrSet.of(...edge.httpsFrom);
  for (const { code, message } of denyListProblems(denyListOf(edge), { relay: CidrSet.EMPTY, users })) {
    add(path, code, message);
  }
}

/** Networks a relay delivers from; none where its section is wrong, which is told elsewhere. */
function networksOf(relay: RelaySection): CidrSet {
  if (relay.vendor === MAIL_MANAGER) {
    return CidrSet.of(...(relay.deliversFrom ?? []));
  }
  try {
    return relayOf(relay).deliversFrom;
  } catch (error) {
    if (error instanceof ValidationError) {
      return CidrSet.EMPTY;
    }
    throw error;
  }
}
