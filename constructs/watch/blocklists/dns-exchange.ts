import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { type DecodedPacket, decode, encode } from "dns-packet";

/** A name server, and how long it may take. */
export interface DnsServerPlace {
  /** IPv4 address. */
  readonly host: string;
  readonly port: number;
  readonly timeoutMilliseconds: number;
}

/** What a name server says about the addresses of a name. */
export interface DnsAnswer {
  /** Does it know by itself (RFC 1035 § 4.1.1, AA)? */
  readonly authoritative: boolean;
  readonly addresses: readonly string[];
  /** Is the name an alias, of whose target it says no address? */
  readonly isAlias: boolean;
  /** Name servers of a zone that it names instead, in lower case. */
  readonly delegatedTo: readonly { readonly zone: string; readonly host: string }[];
  readonly glue: readonly { readonly host: string; readonly address: string }[];
}

/** What is said where not one server could be asked. */
export const ALL_SERVERS_FAIL = "its name servers have no address";

const RESPONSE_CODES: Readonly<Record<string, string>> = {
  SERVFAIL: "its servers fail (SERVFAIL)",
  REFUSED: "its servers refuse (REFUSED)",
  FORMERR: "its servers do not understand the question (FORMERR)",
  NOTIMP: "its servers do not know the kind of question (NOTIMP)",
};

/** Asks one name server for the IPv4 addresses of a name, without recursion; over TCP where UDP is too short. */
export async function exchange(
  name: string,
  server: DnsServerPlace,
): Promise<DnsAnswer | { readonly failure: string }> {
  const id = randomInt(0x10000);
  const question = encode({
    type: "query",
    id,
    flags: 0,
    questions: [{ type: "A", class: "IN", name }],
  });
  const isReply = (bytes: Buffer): boolean => isReplyTo(bytes, id, name);
  try {
    let packet = decode(await overUdp(question, server, isReply));
    if (packet.flag_tc) {
      packet = decode(await overTcp(question, server, isReply));
    }
    return answerOf(packet);
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function answerOf(packet: DecodedPacket): DnsAnswer | { readonly failure: string } {
  // dns-packet knows it; its types do not.
  const { rcode } = packet as DecodedPacket & { readonly rcode: string };
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") {
    return { failure: RESPONSE_CODES[rcode] ?? `its servers answer ${rcode}` };
  }
  const addresses = (packet.answers ?? []).flatMap((record) => (record.type === "A" ? [record.data] : []));
  return {
    authoritative: packet.flag_aa,
    addresses,
    isAlias: addresses.length === 0 && (packet.answers ?? []).some(({ type }) => type === "CNAME"),
    delegatedTo: (packet.authorities ?? []).flatMap((record) =>
      record.type === "NS" ? [{ zone: record.name.toLowerCase(), host: record.data.toLowerCase() }] : [],
    ),
    glue: (packet.additionals ?? []).flatMap((record) =>
      record.type === "A" ? [{ host: record.name.toLowerCase(), address: record.data }] : [],
    ),
  };
}

/** Somebody else's packet is not waited for any less: a forged reply would have to guess the id (RFC 5452). */
function isReplyTo(bytes: Buffer, id: number, name: string): boolean {
  try {
    const packet = decode(bytes);
    return (
      packet.type === "response" &&
      packet.id === id &&
      packet.questions?.[0]?.name.toLowerCase() === name.toLowerCase()
    );
  } catch {
    return false;
  }
}

const SILENCE = "nobody answers in time";

function overUdp(
  question: Buffer,
  { host, port, timeoutMilliseconds }: DnsServerPlace,
  isReply: (bytes: Buffer) => boolean,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
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
    socket.connect(port, host, () => socket.send(question));
  });
}

/** Length of the length that stands before a message (RFC 1035 § 4.2.2). */
const PREFIX = 2;

function overTcp(
  question: Buffer,
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
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      if (received.length >= PREFIX && received.length >= PREFIX + received.readUInt16BE(0)) {
        const message = received.subarray(PREFIX, PREFIX + received.readUInt16BE(0));
        end(() => (isReply(message) ? resolve(message) : reject(new Error("the reply cannot be read"))));
      }
    });
    const length = Buffer.alloc(PREFIX);
    length.writeUInt16BE(question.length);
    socket.write(Buffer.concat([length, question]));
  });
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
