import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type Answer, decode, encode, type Packet, type RecordType } from "dns-packet";
import { canonical } from "../../core/domain-names";
import { messageOf } from "../../core/thrown";
import { visible } from "../../core/visible-text";
import { liveValue } from "./record-values";

/** One question. */
export interface DnsQuestion {
  /** As A-labels. */
  readonly name: string;
  /** Such as `MX`. */
  readonly type: string;
}

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
      /** Does the name exist? */
      readonly exists: boolean;
      readonly records: readonly LiveRecord[];
      /** Of a referral, the name servers of the zone below. */
      readonly authorities: readonly LiveRecord[];
    }
  | { readonly kind: "unanswered"; readonly reason: string };

/** Where questions go. */
export interface DnsServerAddress {
  readonly address: string;
  readonly port: number;
}

/** How a question is put. */
export interface DnsManner {
  /** For one attempt. */
  readonly timeoutMilliseconds: number;
  /** Is the server to ask others? One that answers for the zone is not. */
  readonly recursive: boolean;
}

const ATTEMPTS = 2;
/** Fits every network without fragments (RFC 9715 § 3.2); what is longer comes over TCP. */
const UDP_OCTETS = 1232;

const RECURSION_DESIRED = 0x0100;
const TRUNCATED = 0x0200;
const AUTHORITATIVE = 0x0400;
const CODE_BITS = 0x000f;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const FAILURES: Readonly<Record<number, string>> = {
  1: "the server does not understand the question (FORMERR)",
  2: "the server fails (SERVFAIL)",
  4: "the server does not know the kind of question (NOTIMP)",
  5: "the server refuses (REFUSED)",
};

/**
 * Asks one server one question, over UDP, over TCP where the answer is too long (RFC 7766 § 5). Never rejects.
 *
 * Node.js itself asks resolvers only: it tells neither who answers for the zone, nor an alias from what it leads to,
 * and knows no DS records.
 */
export async function askServer(
  server: DnsServerAddress,
  question: DnsQuestion,
  manner: DnsManner,
): Promise<DnsReply> {
  const id = randomInt(0x1_0000);
  const query = encode({
    type: "query",
    id,
    flags: manner.recursive ? RECURSION_DESIRED : 0,
    questions: [{ type: question.type as RecordType, name: question.name, class: "IN" }],
    additionals: [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: UDP_OCTETS,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  let reason = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const answers = (packet: Packet): boolean => isAnswerTo(packet, id, question);
      const short = await overUdp(server, query, answers, manner.timeoutMilliseconds);
      const whole =
        ((short.flags ?? 0) & TRUNCATED) === 0
          ? short
          : await overTcp(server, query, answers, manner.timeoutMilliseconds);
      return replyOf(whole);
    } catch (error) {
      reason = visible(messageOf(error));
    }
  }
  return { kind: "unanswered", reason };
}

function isAnswerTo({ id, type, questions }: Packet, own: number, question: DnsQuestion): boolean {
  const [asked] = questions ?? [];
  return (
    type === "response" &&
    id === own &&
    asked !== undefined &&
    canonical(asked.name) === canonical(question.name) &&
    asked.type === question.type
  );
}

function replyOf({ flags = 0, answers = [], authorities = [] }: Packet): DnsReply {
  const code = flags & CODE_BITS;
  return code === NO_ERROR || code === NO_SUCH_NAME
    ? {
        kind: "answered",
        authoritative: (flags & AUTHORITATIVE) !== 0,
        exists: code === NO_ERROR,
        records: answers.flatMap(liveRecord),
        authorities: authorities.filter(({ type }) => type === "NS").flatMap(liveRecord),
      }
    : { kind: "unanswered", reason: FAILURES[code] ?? `the server answers with code ${code}` };
}

function liveRecord(answer: Answer): readonly LiveRecord[] {
  const value = liveValue(answer);
  return value === undefined ? [] : [{ name: canonical(answer.name), type: answer.type, value }];
}

const SILENCE = "nobody answers in time";

function overUdp(
  { address, port }: DnsServerAddress,
  query: Buffer,
  isAnswer: (packet: Packet) => boolean,
  timeoutMilliseconds: number,
): Promise<Packet> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    const failed = (error: Error): void => end(() => reject(error));
    const timer = setTimeout(() => failed(new Error(SILENCE)), timeoutMilliseconds);
    socket.once("error", failed);
    socket.on("message", (message) => {
      try {
        const packet = decode(message);
        // What is not the answer is somebody else's packet; the answer may still come.
        if (isAnswer(packet)) {
          end(() => resolve(packet));
        }
      } catch {
        failed(new Error("the reply cannot be read"));
      }
    });
    socket.connect(port, address, () => socket.send(query));
  });
}

const LENGTH_OCTETS = 2;

function overTcp(
  { address, port }: DnsServerAddress,
  query: Buffer,
  isAnswer: (packet: Packet) => boolean,
  timeoutMilliseconds: number,
): Promise<Packet> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const failed = (error: Error): void => end(() => reject(error));
    const timer = setTimeout(() => failed(new Error(SILENCE)), timeoutMilliseconds);
    let received = Buffer.alloc(0);
    socket.on("error", failed);
    socket.once("close", () => failed(new Error("the server ends the connection before it has answered")));
    socket.once("connect", () => {
      const length = Buffer.alloc(LENGTH_OCTETS);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    });
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const length = received.length < LENGTH_OCTETS ? Number.POSITIVE_INFINITY : received.readUInt16BE();
      if (received.length < LENGTH_OCTETS + length) {
        return;
      }
      try {
        const packet = decode(received.subarray(LENGTH_OCTETS, LENGTH_OCTETS + length));
        if (isAnswer(packet)) {
          end(() => resolve(packet));
        } else {
          failed(new Error("the reply is to another question"));
        }
      } catch {
        failed(new Error("the reply cannot be read"));
      }
    });
  });
}
