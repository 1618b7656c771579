import type { Posture } from "../../posture/facts";
import { demandsEncryption, namesSenders, refusesForgeries, signsZones } from "./domains";
import type { Judgement } from "./judgement";
import { filteredUpstream, receivesDirectly, sentThroughRelay, survivesOutage } from "./mail-way";
import { watchesAddresses, watchesDomains } from "./reputation";
import { backsUpMailboxes, looksForAttacks, opensMailPortsOnly, showsCertificate } from "./server";

/** Part of the sheet that an advice stands in. */
export type Subject = "mail" | "server" | "name";

/** An advice of the advice sheet, and who judges it. */
interface AdviceEntry {
  readonly subject: Subject;
  /** Its row in the advice sheet; what has come after SPF belongs to the row of SPF. */
  readonly row: number;
  readonly judge: (posture: Posture) => Judgement;
}

/** Every advice, in the order of the sheet. */
export const ADVICES = {
  "direct-mx": { subject: "mail", row: 1, judge: receivesDirectly },
  "relay-in": { subject: "mail", row: 5, judge: filteredUpstream },
  "relay-out": { subject: "mail", row: 6, judge: sentThroughRelay },
  continuity: { subject: "mail", row: 2, judge: survivesOutage },
  ports: { subject: "server", row: 3, judge: opensMailPortsOnly },
  ips: { subject: "server", row: 4, judge: looksForAttacks },
  certificate: { subject: "server", row: 10, judge: showsCertificate },
  backup: { subject: "server", row: 11, judge: backsUpMailboxes },
  spf: { subject: "name", row: 9, judge: namesSenders },
  forgery: { subject: "name", row: 9, judge: refusesForgeries },
  encryption: { subject: "name", row: 9, judge: demandsEncryption },
  dnssec: { subject: "name", row: 9, judge: signsZones },
  "blocklist-addresses": { subject: "name", row: 7, judge: watchesAddresses },
  "blocklist-domains": { subject: "name", row: 8, judge: watchesDomains },
} as const satisfies Readonly<Record<string, AdviceEntry>>;

/** Which advice. */
export type AdviceId = keyof typeof ADVICES;

/** An advice and what a stack says about it. */
export interface JudgedAdvice extends Judgement {
  readonly advice: AdviceId;
  readonly subject: Subject;
  readonly row: number;
}

/** Every advice, judged. */
export function judgeAll(posture: Posture): readonly JudgedAdvice[] {
  return (Object.keys(ADVICES) as AdviceId[]).map((advice) => {
    const { subject, row, judge } = ADVICES[advice];
    return { advice, subject, row, ...judge(posture) };
  });
}
