import type { ManagementFact } from "../facts";
import type { Rule } from "./rule";

/** An echo tells that somebody is there, and nothing else. */
const ECHO = "ping";

/** The firewall's own door is closed. */
export const MANAGEMENT_NOT_OUTSIDE: Rule = {
  id: "management-not-outside",
  what: "From the internet nobody reaches the administration of the firewall: no interface outside answers any kind of it, or a local-in policy refuses it. An answer to ping alone is a warning. Where the stack says nothing about an interface, a local-in policy has to refuse all kinds.",
  why: "Whoever gets into the firewall opens every other door, and administration that faces the internet is there for everybody who knows its next vulnerability.",
  reference: "CVE-2022-40684, CVE-2024-55591, https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
  severity: "error",
  check: ({ management }) => {
    const places = [...new Set(management.map(placeOf))];
    return places.map((place) => {
      const facts = management.filter((fact) => placeOf(fact) === place);
      const [{ address, stated, sources } = NOWHERE] = facts;
      const kinds = [...new Set(facts.map(({ service }) => service))];
      const isEchoOnly = kinds.every((kind) => kind === ECHO);
      return {
        address,
        ...(isEchoOnly ? { severity: "warning" as const } : {}),
        message: stated
          ? `${kinds.join(", ")} of the firewall itself is open to ${sources.join(", ")}; take it off the interface, or refuse it in a local-in policy`
          : `the stack does not say which administration answers there, so that ${kinds.join(", ")} may be open to ${sources.join(", ")}; refuse it in a local-in policy, or declare the interface, or state that it is inside (output edge_interfaces)`,
      };
    });
  },
};

const NOWHERE: Pick<ManagementFact, "address" | "stated" | "sources"> = {
  address: "",
  stated: true,
  sources: [],
};

/** What is told together. */
function placeOf({ address, stated, sources }: ManagementFact): string {
  return JSON.stringify([address, stated, sources]);
}
