import { createSocket, type Socket } from "node:dgram";

const A = 1;
const TXT = 16;
const NXDOMAIN = 3;

/**
 * Records by name: TXT as lists of strings, A as addresses; undefined is answered with NXDOMAIN, "silence" not at
 * all.
 */
export type Zone = Readonly<
  Record<
    string,
    readonly (readonly string[])[] | { readonly addresses: readonly string[] } | "silence" | number
  >
>;

/** A DNS server on the loopback that knows TXT and A records. */
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
    const type = query.readUInt16BE(at + 1);
    const name = labels.join(".").toLowerCase();
    this.asked.push(name);
    const known = this.zone[name];
    if (known === "silence") {
      return undefined;
    }
    const code = known === undefined ? NXDOMAIN : typeof known === "number" ? known : 0;
    const records = recordsOf(known, type);
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, question, ...records]);
  }
}

function recordsOf(known: Zone[string] | undefined, type: number): readonly Buffer[] {
  if (typeof known !== "object") {
    return [];
  }
  if ("addresses" in known) {
    return type === A
      ? known.addresses.map((address) => resourceRecord(A, Buffer.from(address.split(".").map(Number))))
      : [];
  }
  return type === TXT ? known.map((strings) => resourceRecord(TXT, characterStrings(strings))) : [];
}

function characterStrings(strings: readonly string[]): Buffer {
  return Buffer.concat(
    strings.map((string) => Buffer.concat([Buffer.from([string.length]), Buffer.from(string, "latin1")])),
  );
}

function resourceRecord(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  // A pointer to the name in the question.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
