import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:net";
import { decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import { askServer, type DnsReply } from "../../../../constructs/watch/checks/dns-query";
import { listenOnBoth } from "../../../listen-on-both";

let udp: Socket;
let tcp: Server;
let port: number;
let answers: (query: Buffer) => readonly Buffer[];
let overTcp: (query: Buffer) => Buffer;

beforeAll(async () => {
  udp = createSocket("udp4");
  udp.on("message", (query, from) => {
    for (const answer of answers(query)) {
      udp.send(answer, from.port, from.address);
    }
  });
  tcp = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (query) => socket.end(overTcp(query)));
  });
  port = await listenOnBoth(tcp, udp, "127.0.0.1");
});

afterAll(async () => {
  udp.close();
  await new Promise((resolve) => tcp.close(resolve));
});

/** The answer to a question for an address, with what is given otherwise. */
function answer(
  query: Buffer,
  more: {
    readonly id?: number;
    readonly flags?: number;
    readonly name?: string;
    readonly type?: "AAAA";
  } = {},
): Buffer {
  const { id = 0, questions = [] } = decode(query);
  const name = more.name ?? questions[0]?.name ?? "";
  return encode({
    type: "response",
    id: more.id ?? id,
    flags: more.flags ?? 0,
    questions: [{ type: more.type ?? "A", name, class: "IN" }],
    answers: [{ type: "A", name, data: more.name === undefined ? "192.0.2.1" : "198.51.100.1" }],
  });
}

const ask = (): Promise<DnsReply> =>
  askServer(
    { host: "127.0.0.1", port, timeoutMilliseconds: 100 },
    { name: "mail.clinic.example", type: "A" },
    false,
  );

const FOUND = { kind: "answered", records: [{ name: "mail.clinic.example", type: "A", value: "192.0.2.1" }] };

test("what is not the answer to the question is left aside until the answer comes", async () => {
  answers = (query) => [
    answer(query, { id: ((decode(query).id ?? 0) + 1) % 0x1_0000, name: "mail.clinic.example" }),
    answer(query, { name: "other.clinic.example" }),
    answer(query, { name: "mail.clinic.example", type: "AAAA" }),
    answer(query),
  ];
  expect(await ask()).toMatchObject(FOUND);
});

test("a question that gets lost is asked once more", async () => {
  let asked = 0;
  answers = (query) => {
    asked += 1;
    return asked === 1 ? [] : [answer(query)];
  };
  expect(await ask()).toMatchObject(FOUND);
  expect(asked).toBe(2);
});

test.each<[string, (query: Buffer) => readonly Buffer[], string]>([
  ["silence", () => [], "nobody answers in time"],
  ["rubbish", () => [Buffer.from("no packet")], "nobody answers in time"],
  ["a refusal", (query) => [answer(query, { flags: 5 })], "the server refuses (REFUSED)"],
  ["a failure", (query) => [answer(query, { flags: 2 })], "the server fails (SERVFAIL)"],
])("%s is no answer", async (_what, behave, reason) => {
  answers = behave;
  expect(await ask()).toEqual({ kind: "unanswered", reason });
});

test.each<[string, (query: Buffer) => Buffer, string]>([
  ["nothing", () => Buffer.alloc(0), "its server hangs up"],
  ["less than it announces", () => Buffer.from([0, 200, 1]), "its server hangs up"],
  ["rubbish", () => Buffer.from([0, 3, 1, 2, 3]), "the reply cannot be read"],
  [
    "the answer to another question",
    (query) => {
      const other = answer(query.subarray(2), { name: "other.clinic.example" });
      return Buffer.concat([Buffer.from([other.length >> 8, other.length & 0xff]), other]);
    },
    "the reply cannot be read",
  ],
])("where the answer is cut, and over TCP comes %s, there is none", async (_what, behave, reason) => {
  answers = (query) => [answer(query, { flags: TRUNCATED_RESPONSE })];
  overTcp = behave;
  expect(await ask()).toEqual({ kind: "unanswered", reason });
});
