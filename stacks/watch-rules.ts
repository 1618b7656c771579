import ipaddr from "ipaddr.js";
import type { Problem } from "../constructs/core/errors";
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
  const address = ipaddr.parse(text);
  const isExample = DOCUMENTATION.some(
    ([base, length]) => base.kind() === address.kind() && address.match(base, length),
  );
  if ("code" in subject && !(isSample && isExample)) {
    add(path, "BlocklistAddressNotPublic", subject.message);
  }
}

const DOCUMENTATION = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"].map((network) =>
  ipaddr.parseCIDR(network),
);

function listProblems(watch: WatchSection, add: AddProblem): void {
  const { asked, withheld } = watchedLists(watch);
  const problems = (["lists", "without", "advisory"] as const).flatMap((property) =>
    watch[property].flatMap((zone, index) => {
      const problem = listProblem(zone, property, watch, withheld);
      return problem === undefined ? [] : [{ path: ["watch", property, index], ...problem }];
    }),
  );
  for (const { path, code, message } of problems) {
    add(path, code, message);
  }
  if (asked.length === 0 && problems.length === 0) {
    add(
      ["watch"],
      "ValueNotAllowed",
      "no blocklist is left to ask; name fewer in without, or others in lists",
    );
  }
}

function listProblem(
  zone: string,
  property: "lists" | "without" | "advisory",
  watch: WatchSection,
  withheld: ReturnType<typeof watchedLists>["withheld"],
): Pick<Problem, "code" | "message"> | undefined {
  const ended = expiredListsOf(zone);
  if (ended !== undefined) {
    return {
      code: "BlocklistExpired",
      message: `${zone} has ended (${ended.ended}); its zone holds nothing, or lists everything, so leave it out`,
    };
  }
  const operator = BLOCKLISTS.find((one) => one.zone === zone)?.operator;
  if (operator === undefined) {
    return {
      code: "BlocklistUnknown",
      message: `${JSON.stringify(zone)} is not in the registry; docs/watch.md lists the zones that are`,
    };
  }
  const { key, name, insteadWithKey, terms } = operator;
  if (property !== "without" && key !== undefined && !(key in keyReferences(watch))) {
    return {
      code: "BlocklistKeyMissing",
      message: `${zone} answers only with a key of ${name}; add watch.keys.${key}: ssm:/…`,
    };
  }
  return property === "lists" && withheld.some(({ list }) => list.zone === zone)
    ? {
        code: "ValueNotAllowed",
        message:
          insteadWithKey !== undefined && insteadWithKey in keyReferences(watch)
            ? `${zone} has the same data as the lists of the key ${insteadWithKey}; leave it out`
            : `${zone} is not for everybody (${terms ?? "non-commercial use only"}); add watch.keys.${insteadWithKey}: ssm:/…, or nonCommercial: true where that is so`,
      }
    : undefined;
}
