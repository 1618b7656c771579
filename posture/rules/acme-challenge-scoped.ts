import { canonical } from "../dns/names";
import type { Facts } from "../facts";
import { type RecordWriter, recordWriters } from "../record-writers";
import type { Rule } from "./rule";

/** Names that an authority asks for its challenge begin so (RFC 8555 § 8.4). */
const CHALLENGE = "_acme-challenge.";

/** Whoever takes the server over changes no record but the answer to a challenge. */
export const ACME_CHALLENGE_SCOPED: Rule = {
  id: "acme-challenge-scoped",
  what: "Whom a policy of the stack lets change records in Route 53 may write TXT only, and only where the alias of a challenge leads.",
  why: "The server writes there to renew its certificate; with more, an intruder moves the company's mail to himself.",
  reference:
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html; RFC 8555 § 8.4",
  severity: "error",
  check: (facts, stack) => {
    const answers = challengeAnswers(facts);
    return recordWriters(stack).flatMap((writer) => {
      const excess = excessOf(writer, answers);
      return excess === undefined
        ? []
        : [
            {
              address: writer.address,
              message: `whoever has this policy may change ${excess}; allow TXT at the name that the alias of a challenge leads to, in its zone, by the conditions that Route 53 has for names and types`,
            },
          ];
    });
  },
};

function challengeAnswers({ records }: Pick<Facts, "records">): ReadonlySet<string> {
  return new Set(
    records
      .filter(({ name, type }) => type === "CNAME" && name.startsWith(CHALLENGE))
      .map(({ value }) => canonical(value)),
  );
}

function excessOf({ records, zones }: RecordWriter, answers: ReadonlySet<string>): string | undefined {
  if (records === null) {
    return "records of any name or type";
  }
  const wide = zones.find((zone) => /[*?]/.test(zone));
  if (wide !== undefined) {
    return "zones that the policy does not name";
  }
  const types = records.types.filter((type) => type.toUpperCase() !== "TXT");
  const names = records.names.filter((name) => !answers.has(canonical(name)));
  return types.length > 0
    ? `records of the type ${types.join(", ")}`
    : names.length > 0
      ? `${names.map((name) => JSON.stringify(name)).join(", ")}, where no challenge leads`
      : undefined;
}
