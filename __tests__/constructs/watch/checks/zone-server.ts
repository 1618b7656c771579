import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:net";
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { listenOnBoth } from "../../../listen-on-both";

/** How a server of a test behaves; it answers what it has, as one that is responsible, unless it is given. */
interface ZoneManners {
  /** Says that it answers for others. */
  readonly isLame?: boolean;
  /** Response code, such as 5 for REFUSED. */
  readonly code?: number;
  /** Never answers. */
  readonly isSilent?: boolean;
  /** Sends every answer short over UDP, so that it has to be asked over TCP. */
  readonly truncates?: boolean;
}

/** A DNS server on the loopback, over UDP and TCP, with records as lines: `owner TYPE value`, a TXT unquoted. */
export class ZoneServer {
  /** Questions that it was asked, as `name TYPE`. */
  readonly asked: string[] = [];
  private readonly udp: Socket = createSocket("udp4");
  private readonly tcp: Server = createServer();
  private records: readonly Answer[] = [];

  constructor(
    lines: readonly string[],
    private readonly manners: ZoneManners = {},
  ) {
    this.serve(lines);
    this.udp.on("message", (query, { port, address }) => {
      const answer = this.answer(query, this.manners.truncates === true);
      if (answer !== undefined) {
        this.udp.send(answer, port, address);
      }
    });
    this.tcp.on("connection", (socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (chunk) => {
        const answer = this.answer(chunk.subarray(2), false);
        if (answer !== undefined) {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(answer.length);
          // In two parts, as a network may deliver it.
          socket.write(Buffer.concat([length, answer.subarray(0, 5)]));
          setTimeout(() => socket.end(answer.subarray(5)), 5);
        }
      });
    });
  }

  /** Has other records from now on. */
  serve(lines: readonly string[]): void {
    this.records = lines.map(recordOf);
  }

  /** Starts to listen, at a port that another has on another address, or at a free one. @returns the port */
  start(address = "127.0.0.1", port = 0): Promise<number> {
    return listenOnBoth(this.tcp, this.udp, address, port);
  }

  async stop(): Promise<void> {
    await Promise.all([
      new Promise<void>((resolve) => this.udp.close(() => resolve())),
      new Promise((resolve) => this.tcp.close(resolve)),
    ]);
  }

  private answer(query: Buffer, cut: boolean): Buffer | undefined {
    const { id = 0, questions = [] }: Packet = decode(query);
    const [question] = questions;
    if (question === undefined || this.manners.isSilent === true) {
      return undefined;
    }
    this.asked.push(`${question.name.toLowerCase()} ${question.type}`);
    const own = this.records.filter(({ name }) => name === question.name.toLowerCase());
    const answers = own.filter(({ type }) => type === question.type || type === "CNAME");
    const { code = own.length === 0 ? 3 : 0, isLame = false } = this.manners;
    const flags = (isLame ? 0 : AUTHORITATIVE_ANSWER) | (cut ? TRUNCATED_RESPONSE : 0) | code;
    return encode({ type: "response", id, flags, questions, answers: cut || code > 0 ? [] : answers });
  }
}

function recordOf(line: string): Answer {
  const [, name = "", type = "", value = ""] = /^(\S+) (\S+) (.*)$/s.exec(line) ?? [];
  return { name: name.toLowerCase(), type, ttl: 60, class: "IN", data: dataOf(type, value) } as Answer;
}

function dataOf(type: string, value: string): unknown {
  const parts = value.split(" ");
  const number = (index: number): number => Number(parts[index]);
  switch (type) {
    case "TXT":
      return value.match(/.{1,255}/gs) ?? [""];
    case "MX":
      return { preference: number(0), exchange: parts[1] };
    case "SRV":
      return { priority: number(0), weight: number(1), port: number(2), target: parts[3] };
    case "CAA": {
      const [, flags, tag, text] = /^(\d+) (\S+) "(.*)"$/.exec(value) ?? [];
      return { flags: Number(flags), tag, value: text };
    }
    case "DS":
      return {
        keyTag: number(0),
        algorithm: number(1),
        digestType: number(2),
        digest: Buffer.from(parts[3] ?? "", "hex"),
      };
    case "DNSKEY":
      return { flags: number(0), algorithm: number(2), key: Buffer.from(parts[3] ?? "", "base64") };
    case "TLSA":
      return {
        usage: number(0),
        selector: number(1),
        matchingType: number(2),
        certificate: Buffer.from(parts[3] ?? "", "hex"),
      };
    case "SOA":
      return { mname: parts[0], rname: parts[1], serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
    default:
      return value;
  }
}
