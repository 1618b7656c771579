import { createSocket, type Socket } from "node:dgram";

const TXT = 16;
const NXDOMAIN = 3;

/** TXT records by name: each a list of strings; undefined is answered with NXDOMAIN, "silence" not at all. */
export type Zone = Readonly<Record<string, readonly (readonly string[])[] | "silence" | number>>;

/** A DNS server on the loopback that knows TXT records only. */
export class DnsServer {
  /** Names asked for, in order. */
  readonly asked: string[] = [];
  private readonly socket: Socket = createSocket("udp4");

  /** @param zone a number stands for a response code, such as 2 for SERVFAIL */
  constructor(private readonly zone: Zone) {
    this.socket.on("message", (query, { port, address }) => {
      const answer = this.answer(query);
      if (answer !== undefined) {
        this.socket.send(answer, port, address);
      }
    });
  }

  /** Starts to listen. @returns `ip:port` */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** Stops listening. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  private answer(query: Buffer): Buffer | undefined {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const question = query.subarray(12, at + 5);
    const name = labels.join(".").toLowerCase();
    this.asked.push(name);
    const known = this.zone[name];
    if (known === "silence") {
      return undefined;
    }
    const code = known === undefined ? NXDOMAIN : typeof known === "number" ? known : 0;
    const records = Array.isArray(known) ? known.map(resourceRecord) : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, question, ...records]);
  }
}

function resourceRecord(strings: readonly string[]): Buffer {
  const data = Buffer.concat(
    strings.map((string) => Buffer.concat([Buffer.from([string.length]), Buffer.from(string, "latin1")])),
  );
  const head = Buffer.alloc(12);
  // A pointer to the name in the question.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
