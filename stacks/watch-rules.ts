import ipaddr from "ipaddr.js";
import { expiredListsOf } from "../constructs/watch/blocklists/expired";
import { BLOCKLISTS } from "../constructs/watch/blocklists/registry";
import { subjectOf } from "../constructs/watch/blocklists/subject";
import type { AddProblem } from "./cidr-lists";
import type { CheckedSections } from "./client-rules";
import { awsPlaceOf, type Edge } from "./edge-schema";
import { keyReferences, watchedLists, watchPlaceOf } from "./watch-choice";
import type { WatchSection } from "./watch-schema";
import type { YamlPath } from "./yaml-source";

/** What is wrong with the watch of a client. */
export function watchProblems(sections: CheckedSections, add: AddProblem): void {
  const { watch, edge, domains } = sections;
  // A section that is wrong in itself is not there; whether somebody wrote one is not known then.
  if (watch !== undefined && edge !== undefined && watch.enabled && awsPlaceOf(edge) === undefined) {
    add(
      ["watch"],
      "MissingKey",
      'the watch runs in an AWS account, and "aws" of the edge is missing: add account and region there, or set enabled to false',
    );
  }
  const isSample = (domains ?? []).every(({ name }) => "code" in subjectOf(name));
  if (watch !== undefined) {
    listProblems(watch, add);
    for (const [index, text] of watch.addresses.entries()) {
      addressProblem(text, isSample, ["watch", "addresses", index], add);
    }
    for (const [index, name] of watch.domains.entries()) {
      const subject = subjectOf(name);
      if ("code" in subject && !isSample) {
        add(["watch", "domains", index], "BlocklistDomainReserved", subject.message);
      }
    }
  }
  if (edge !== undefined && watchPlaceOf({ watch, edge }) !== undefined) {
    for (const { path, address } of statedAddresses(edge)) {
      addressProblem(address, isSample, path, add);
    }
  }
}

/** Addresses that a client file itself says that mail leaves from. */
function statedAddresses(edge: Edge): readonly { readonly path: YamlPath; readonly address: string }[] {
  switch (edge.kind) {
    case "fortigate":
      return edge.wan.map(({ publicAddress, interfaceAddress }, index) => ({
        path: ["edge", "wan", index, interfaceAddress === undefined ? "publicAddress" : "interfaceAddress"],
        address: interfaceAddress ?? publicAddress,
      }));
    case "external": {
      const key = edge.egressAddresses === undefined ? "publicAddresses" : "egressAddresses";
      return (edge[key] ?? []).map((address, index) => ({ path: ["edge", key, index], address }));
    }
    default:
      return [];
  }
}

/**
 * A private address is wrong anywhere. One for documentation (RFC 5737, RFC 3849) is right in a file that is an example
 * as a whole: all its domains are of those that nobody can own (RFC 2606).
 */
function addressProblem(text: string, isSample: boolean, path: YamlPath, add: AddProblem): void {
  if (!ipaddr.isValid(text)) {
    // Where the edge states it, the edge's own rules have said so.
    if (path[0] === "watch") {
      add(path, "BlocklistAddressNotPublic", `${JSON.stringify(text)} is not an IPv4 or IPv6 address`);
    }
    return;
  }
  const subject = subjectOf(text);
  const isExample = DOCUMENTATION.some((network) => {
    const address = ipaddr.parse(text);
    const [base, length] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, length);
  });
  if ("code" in subject && !(isSample && isExample)) {
    add(path, "BlocklistAddressNotPublic", subject.message);
  }
}

const DOCUMENTATION = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"] as const;

function listProblems(watch: WatchSection, add: AddProblem): void {
  const keys = keyReferences(watch);
  for (const property of ["lists", "without", "advisory"] as const) {
    for (const [index, zone] of watch[property].entries()) {
      const list = BLOCKLISTS.find((one) => one.zone === zone);
      const ended = expiredListsOf(zone);
      const path = ["watch", property, index];
      if (ended !== undefined) {
        add(
          path,
          "BlocklistExpired",
          `${zone} has ended (${ended.ended}); its zone holds nothing, or lists everything, so leave it out`,
        );
      } else if (list === undefined) {
        add(
          path,
          "BlocklistUnknown",
          `${JSON.stringify(zone)} is not in the registry; docs/watch.md lists the zones that are`,
        );
      } else if (property !== "without" && list.operator.key !== undefined && !(list.operator.key in keys)) {
        add(
          path,
          "BlocklistKeyMissing",
          `${zone} answers only with a key of ${list.operator.name}; add watch.keys.${list.operator.key}: ssm:/…`,
        );
      }
    }
  }
  if (watchedLists(watch).asked.length === 0) {
    add(
      ["watch"],
      "ValueNotAllowed",
      "no blocklist is left to ask; name fewer in without, or others in lists",
    );
  }
}
