import { CidrSet, prefixLength } from "../../constructs/core/cidr-set";
import type { MailFlow } from "../facts";
import { admitsTcp, isWide, strangers } from "../ports";
import type { Breach, Rule } from "./rule";

/** Wider than this is no relay's, whoever states it; the widest that one documents is a /14. */
const WIDEST_STATED_IPV4 = 12;

/** 25 is the relay's. */
export const SMTP_FROM_RELAY_ONLY: Rule = {
  id: "smtp-from-relay-only",
  what: "25/tcp is open to the relay's networks only: those the stack states in its output `relay`, else none wider than /16 (IPv6 /32); and to networks that are connected to the server's own. A warning while the output `relay_stage` says that the move to the relay is not finished.",
  why: "A server that accepts mail from anyone is reached past the filter, by spam, viruses and password guessing.",
  reference: "advice sheet, rows 3 and 5",
  severity: "error",
  check: ({ exposures, mailFlow }) =>
    exposures
      .filter((exposure) => admitsTcp(exposure, 25))
      .flatMap((exposure): readonly Breach[] => {
        const { target, via } = exposure;
        const others = othersAmong(CidrSet.of(...strangers(exposure)), mailFlow);
        if (others.isEmpty) {
          return [];
        }
        const opening = `25/tcp is open to ${others} through ${via.join(" > ")}`;
        return [
          mailFlow.stage === "locked"
            ? {
                address: target,
                message: `${opening}; restrict it to the networks the relay delivers from`,
              }
            : {
                address: target,
                severity: "warning",
                message: `${opening}: the move to the relay is in its stage ${JSON.stringify(mailFlow.stage)}${mailFlow.stageSince === null ? "" : ` since ${mailFlow.stageSince}`}; ${NEXT_STEP[mailFlow.stage]}`,
              },
        ];
      }),
};

/** Networks that many companies share. */
export const RELAY_NETWORKS_WIDE: Rule = {
  id: "relay-networks-wide",
  what: "The networks that a relay delivers from are none wider than /16 (IPv6 /32).",
  why: "In a network that wide the vendor's other customers have hosts, too: an address alone does not show that mail has passed this client's filter.",
  reference:
    "https://learn.microsoft.com/exchange/mail-flow-best-practices/manage-mail-flow-using-third-party-cloud",
  severity: "warning",
  check: ({ mailFlow }) =>
    (mailFlow.relay?.networks ?? []).filter(isWide).map((block) => ({
      address: "output.relay",
      message: `${mailFlow.relay?.name} delivers from ${block}, which its other customers use as well; have the receive connector ask for the relay's certificate, too`,
    })),
};

const NEXT_STEP = {
  observe: "go on to the cutover once the relay delivers",
  cutover: "lock it once the old MX has left all caches and queues",
} as const;

/** Who is admitted and is not the relay. */
function othersAmong(admitted: CidrSet, { relay }: MailFlow): CidrSet {
  const wide = admitted.blocks.filter(isWide);
  if (relay === null) {
    return CidrSet.of(...wide);
  }
  const absurd = wide.filter((block) => !block.includes(":") && prefixLength(block) < WIDEST_STATED_IPV4);
  return admitted.minus(CidrSet.of(...relay.networks)).union(CidrSet.of(...absurd));
}
