import type { Answer, DecodedPacket } from "dns-packet";
import { canonical } from "../../core/domain-names";
import { messageOf } from "../../core/thrown";
import { visible } from "../../core/visible-text";
import { type DnsQuestion, type DnsServerPlace, transact } from "../dns-transport";
import { liveValue } from "./record-values";

/** One record of an answer. */
export interface LiveRecord {
  /** Owner, canonical. */
  readonly name: string;
  readonly type: string;
  /** In the form of {@link liveValue}. */
  readonly value: string;
}

/** What a server says. */
export type DnsReply =
  | {
      readonly kind: "answered";
      /** Does it answer for the zone itself (RFC 1035 § 4.1.1, AA)? */
      readonly authoritative: boolean;
      readonly records: readonly LiveRecord[];
      /** Of a referral, the name servers of the zone below. */
      readonly authorities: readonly LiveRecord[];
    }
  | { readonly kind: "unanswered"; readonly reason: string };

const ATTEMPTS = 2;

/** Codes that answer a question, and words for those that do not. */
const ANSWERS: ReadonlySet<string> = new Set(["NOERROR", "NXDOMAIN"]);
const FAILURES: Readonly<Record<string, string>> = {
  FORMERR: "the server does not understand the question (FORMERR)",
  SERVFAIL: "the server fails (SERVFAIL)",
  NOTIMP: "the server does not know the kind of question (NOTIMP)",
  REFUSED: "the server refuses (REFUSED)",
};

/**
 * Asks one server one question; once more where no answer comes. Never rejects.
 *
 * @param recursive is the server to ask others, as a resolver does?
 */
export async function askServer(
  server: DnsServerPlace,
  question: DnsQuestion,
  recursive: boolean,
): Promise<DnsReply> {
  let reason = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return replyOf(await transact(question, server, { recursive, extended: true }));
    } catch (error) {
      reason = visible(messageOf(error));
    }
  }
  return { kind: "unanswered", reason };
}

function replyOf(packet: DecodedPacket): DnsReply {
  // dns-packet knows it; its types do not.
  const { rcode } = packet as DecodedPacket & { readonly rcode: string };
  return ANSWERS.has(rcode)
    ? {
        kind: "answered",
        authoritative: packet.flag_aa,
        records: (packet.answers ?? []).flatMap(liveRecord),
        authorities: (packet.authorities ?? []).filter(({ type }) => type === "NS").flatMap(liveRecord),
      }
    : { kind: "unanswered", reason: FAILURES[rcode] ?? `the server answers ${rcode}` };
}

function liveRecord(answer: Answer): readonly LiveRecord[] {
  const value = liveValue(answer);
  return value === undefined ? [] : [{ name: canonical(answer.name), type: answer.type, value }];
}
