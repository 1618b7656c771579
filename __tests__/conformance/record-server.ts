import { createSocket } from "node:dgram";
import { type Answer, decode, encode, type Question, type RecordType } from "dns-packet";
import { parseCaa } from "../../posture/dns/caa-property";
import { txtText } from "../../posture/dns-records";
import type { DnsRecordFact } from "../../posture/facts";
import { isExpression } from "../../posture/terraform-json";

const NXDOMAIN = 3;

/** More aliases than any real name has. */
const MAX_ALIASES = 8;

/** Answers, as a resolver would, from the records that a stack publishes and those written since. */
export class RecordServer {
  private readonly socket = createSocket("udp4");
  /** TXT records that are not the stack's, by name. */
  private readonly written = new Map<string, ReadonlySet<string>>();
  private records: readonly DnsRecordFact[];

  constructor(records: readonly DnsRecordFact[]) {
    this.records = known(records);
    this.socket.on("message", (query, { address, port }) =>
      this.socket.send(this.answer(query), port, address),
    );
  }

  /** Starts to listen. @returns `ip:port` */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return `127.0.0.1:${this.socket.address().port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }

  /** Publishes other records in the place of the stack's. */
  publish(records: readonly DnsRecordFact[]): void {
    this.records = known(records);
  }

  /** Texts of a name that are not the stack's. */
  texts(name: string): ReadonlySet<string> {
    return this.written.get(name) ?? new Set();
  }

  /** Sets the texts of a name. */
  write(name: string, texts: ReadonlySet<string>): void {
    this.written.set(name, texts);
  }

  private answer(packet: Buffer): Buffer {
    const { id = 0, questions = [] } = decode(packet);
    const [question] = questions;
    const answers = question === undefined ? [] : this.resolve(question);
    const exists = answers.length > 0 || (question !== undefined && this.exists(question.name));
    return encode({
      id,
      type: "response",
      flags: 0x180 | (exists ? 0 : NXDOMAIN),
      questions,
      answers: [...answers],
    });
  }

  private exists(name: string): boolean {
    const owner = name.toLowerCase();
    const within = (other: string): boolean => other === owner || other.endsWith(`.${owner}`);
    return this.records.some((record) => within(record.name)) || [...this.written.keys()].some(within);
  }

  private resolve({ name, type }: Question): readonly Answer[] {
    const answers: Answer[] = [];
    let owner = name.toLowerCase();
    for (let step = 0; step < MAX_ALIASES; step += 1) {
      const found = this.at(owner, type);
      answers.push(...found);
      const alias = found.length > 0 ? undefined : this.at(owner, "CNAME")[0];
      if (alias === undefined) {
        break;
      }
      answers.push(alias);
      owner = String((alias as { readonly data: unknown }).data).toLowerCase();
    }
    return answers;
  }

  private at(name: string, type: RecordType): readonly Answer[] {
    const texts = type === "TXT" ? [...this.texts(name)] : [];
    return [
      ...this.records
        .filter((record) => record.name === name && record.type === type)
        .flatMap(({ value }) => rendered(name, type, value)),
      ...texts.map((data): Answer => ({ type: "TXT", name, ttl: 60, data })),
    ];
  }
}

function known(records: readonly DnsRecordFact[]): readonly DnsRecordFact[] {
  return records.filter(({ name, value }) => !isExpression(name) && !isExpression(value));
}

/** A record as it goes over the wire; kinds that no authority asks for are left out. */
function rendered(name: string, type: RecordType, value: string): readonly Answer[] {
  const common = { name, ttl: 60 };
  switch (type) {
    case "A":
    case "CNAME":
      return [{ ...common, type, data: value }];
    case "TXT":
      return [{ ...common, type, data: txtText(value) }];
    case "CAA": {
      const property = parseCaa(value);
      return property === undefined
        ? []
        : [{ ...common, type, data: { ...property, tag: property.tag as "issue" } }];
    }
    default:
      return [];
  }
}
