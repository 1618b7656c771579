import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { type DecodedPacket, decode, encode, RECURSION_DESIRED, type RecordType } from "dns-packet";

/** One question. */
export interface DnsQuestion {
  /** As A-labels. */
  readonly name: string;
  /** Such as `MX`. */
  readonly type: string;
}

/** A server, and how long one attempt may take. */
export interface DnsServerPlace {
  /** IPv4 or IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMilliseconds: number;
}

/** How a question is put. */
interface DnsManner {
  /** Is the server to ask others? One that answers for the zone is not. */
  readonly recursive: boolean;
  /** Does it say how long an answer over UDP may be (RFC 6891)? Old servers do not understand that. */
  readonly extended: boolean;
}

/** Fits every network without fragments (RFC 9715 § 3.2); what is longer comes over TCP. */
const UDP_OCTETS = 1232;

/**
 * Asks one server one question, once: over UDP, over TCP where the answer is too long (RFC 7766 § 5).
 *
 * Node.js itself asks resolvers only: it tells neither who answers for a zone, nor an alias from what it leads to, and
 * knows no DS records.
 *
 * @throws Error where no answer comes; lower case, no final period
 */
export async function transact(
  question: DnsQuestion,
  server: DnsServerPlace,
  { recursive, extended }: DnsManner,
): Promise<DecodedPacket> {
  const id = randomInt(0x1_0000);
  const query = encode({
    type: "query",
    id,
    flags: recursive ? RECURSION_DESIRED : 0,
    questions: [{ type: question.type as RecordType, class: "IN", name: question.name }],
    additionals: extended
      ? [
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
        ]
      : [],
  });
  const isReply = (bytes: Buffer): boolean => isReplyTo(bytes, id, question);
  const packet = decode(await overUdp(query, server, isReply));
  return packet.flag_tc ? decode(await overTcp(query, server, isReply)) : packet;
}

/** Somebody else's packet is not waited for any less: a forged reply would have to guess the id (RFC 5452). */
function isReplyTo(bytes: Buffer, id: number, { name, type }: DnsQuestion): boolean {
  try {
    const packet = decode(bytes);
    const [asked] = packet.questions ?? [];
    return (
      packet.type === "response" &&
      packet.id === id &&
      asked?.name.toLowerCase() === name.toLowerCase() &&
      asked.type === type
    );
  } catch {
    return false;
  }
}

const SILENCE = "nobody answers in time";

function overUdp(
  query: Buffer,
  { host, port, timeoutMilliseconds }: DnsServerPlace,
  isReply: (bytes: Buffer) => boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.close();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Error(SILENCE))), timeoutMilliseconds);
    socket.on("error", (error) => end(() => reject(new Error(`its server is not there (${codeOf(error)})`))));
    socket.on("message", (bytes) => {
      if (isReply(bytes)) {
        end(() => resolve(bytes));
      }
    });
    // A connected socket hears nobody else.
    socket.connect(port, host, () => socket.send(query));
  });
}

/** Length of the length that stands before a message (RFC 1035 § 4.2.2). */
const PREFIX = 2;

function overTcp(
  query: Buffer,
  { host, port, timeoutMilliseconds }: DnsServerPlace,
  isReply: (bytes: Buffer) => boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, host);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const timer = setTimeout(() => end(() => reject(new Error(SILENCE))), timeoutMilliseconds);
    socket.on("error", (error) => end(() => reject(new Error(`its server is not there (${codeOf(error)})`))));
    socket.on("close", () => end(() => reject(new Error("its server hangs up"))));
    socket.on("data", (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (received.length >= PREFIX && received.length >= PREFIX + received.readUInt16BE(0)) {
        const message = received.subarray(PREFIX, PREFIX + received.readUInt16BE(0));
        end(() => (isReply(message) ? resolve(message) : reject(new Error("the reply cannot be read"))));
      }
    });
    const length = Buffer.alloc(PREFIX);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
  });
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : error.message;
}
