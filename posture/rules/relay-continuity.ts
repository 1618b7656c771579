import type { WhenDown } from "../facts";
import type { Rule } from "./rule";

/** Days that a queue must last: a server that fails on the eve of a long weekend is noticed on the fourth day. */
export const SHORTEST_QUEUE_DAYS = 4;

/** Mail neither is lost nor stands still while the server is down. */
export const RELAY_CONTINUITY: Rule = {
  id: "relay-continuity",
  what: "While the server is down, the relay keeps mail for at least four days, and users can read it there.",
  why: "The provider's server that once stood in between gave both; a company that has moved to a relay without them finds out during its first outage.",
  reference: "advice sheet, row 2",
  severity: "warning",
  check: ({ mailFlow: { whenDown, relay } }) => {
    const losses = whenDown === null ? [] : lossesOf(whenDown);
    return losses.length === 0
      ? []
      : [
          {
            address: "output.continuity",
            message: `while the server is down, ${losses.join(", and ")}; book continuity with ${relay?.name ?? "the relay"} or agree with the client that it does without`,
          },
        ];
  },
};

function lossesOf({ queueDays, webmail }: WhenDown): readonly string[] {
  return [
    ...(queueDays === null ? ["nobody says how long mail waits before it goes back to its senders"] : []),
    ...(queueDays !== null && queueDays < SHORTEST_QUEUE_DAYS
      ? [`mail goes back to its senders after ${queueDays} ${queueDays === 1 ? "day" : "days"}`]
      : []),
    ...(webmail === "none" ? ["users can neither read nor answer new mail"] : []),
    ...(webmail === "unknown" ? ["nobody says that users can read and answer new mail"] : []),
  ];
}
