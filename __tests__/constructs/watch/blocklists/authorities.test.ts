import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { createServer, type Server } from "node:net";
import { type Answer, decode, encode, type Packet } from "dns-packet";
import { askAuthorities } from "../../../../constructs/watch/blocklists/authorities";
import type { Ask } from "../../../../constructs/watch/blocklists/dns-client";
import { listenOnBoth } from "../../../listen-on-both";

const AA = 1 << 10;
const TC = 1 << 9;

/** What the one server of this test says; it plays the shared resolver, which is asked with recursion, and everybody else. */
function reply(type: string, name: string, overTcp: boolean): Packet | undefined {
  const a = (data: string): Answer => ({ type: "A", name, ttl: 60, data });
  const ns = (zone: string, data: string): Answer => ({ type: "NS", name: zone, ttl: 60, data });
  const answers = (...records: Answer[]): Packet => ({ flags: AA, answers: records });
  if (type === "NS") {
    if (name === "unfound.list.test") {
      return { flags: AA | 2 };
    }
    return ["list.test", "alone.test"].includes(name) ? answers(ns(name, `ns.${name}`)) : { flags: AA };
  }
  switch (name) {
    case "ns.list.test":
    case "ns.alone.test":
    case "ns.below.test":
      return answers(a("127.0.0.1"));
    case "listed.zone.list.test":
      return answers(a("127.0.0.2"), a("127.0.0.4"));
    case "long.zone.list.test":
      return overTcp ? answers(a("127.0.0.9")) : { flags: AA | TC };
    case "refused.zone.list.test":
      return { flags: 5 };
    case "failing.zone.list.test":
      return { flags: AA | 2 };
    case "silent.zone.list.test":
      return undefined;
    case "alias.zone.list.test":
      return answers({ type: "CNAME", name, ttl: 60, data: "elsewhere.test" });
    case "upward.zone.list.test":
      return { flags: 0, authorities: [ns("test", "ns.below.test")] };
    case "1.secret.zone.list.test":
      // The key's zone is delegated, with glue; only its own servers know by themselves.
      delegations += 1;
      return delegations === 1
        ? {
            flags: 0,
            authorities: [ns("secret.zone.list.test", "ns.below.test")],
            additionals: [{ type: "A", name: "ns.below.test", ttl: 60, data: "127.0.0.1" }],
          }
        : answers(a("127.0.0.3"));
    default:
      return { flags: AA | 3 };
  }
}

let delegations = 0;
const asked: { readonly name: string; readonly type: string; readonly recursion: boolean }[] = [];
const udp = createSocket("udp4");
let tcp: Server;
let ask: Ask;

function respond(bytes: Buffer, overTcp: boolean): Buffer | undefined {
  const { id, flag_rd, questions = [] } = decode(bytes);
  const [{ name, type } = { name: "", type: "" }] = questions;
  asked.push({ name, type, recursion: flag_rd });
  const said = reply(type, name, overTcp);
  return said && encode({ ...said, type: "response", id, questions });
}

beforeAll(async () => {
  udp.on("message", (bytes, { port, address }) => {
    const said = respond(bytes, false);
    if (said !== undefined) {
      udp.send(said, port, address);
    }
  });
  tcp = createServer((socket) => {
    socket.on("data", (bytes) => {
      const said = respond(bytes.subarray(2), true) ?? Buffer.alloc(0);
      socket.end(Buffer.concat([Buffer.from([said.length >> 8, said.length & 255]), said]));
    });
  });
  const port = await listenOnBoth(tcp, udp, "127.0.0.1");
  const finder = new Resolver({ timeout: 200, tries: 1 });
  finder.setServers([`127.0.0.1:${port}`]);
  ask = askAuthorities({
    zones: ["zone.list.test", "alone.test", "unfound.list.test", "nowhere.example"],
    finder,
    timeoutMilliseconds: 100,
    port,
  });
});

afterAll(() => {
  udp.close();
  tcp.close();
});

beforeEach(() => {
  asked.length = 0;
  delegations = 0;
});

test.each([
  ["listed.zone.list.test", { addresses: ["127.0.0.2", "127.0.0.4"] }],
  ["clean.zone.list.test", { addresses: [] }],
  ["long.zone.list.test", { addresses: ["127.0.0.9"] }],
  ["refused.zone.list.test", { failure: expect.stringContaining("REFUSED") }],
  ["failing.zone.list.test", { failure: expect.stringContaining("SERVFAIL") }],
  ["silent.zone.list.test", { failure: "nobody answers in time" }],
  ["alias.zone.list.test", { failure: expect.stringContaining("alias") }],
  ["upward.zone.list.test", { failure: expect.stringContaining("know nothing") }],
  ["1.unfound.list.test", { failure: expect.stringContaining("ESERVFAIL") }],
  ["1.nowhere.example", { failure: expect.stringContaining("not found") }],
])("the servers of the list's own zone say of %s what they know", async (name, said) => {
  expect(await ask(name)).toEqual(said);
});

test("whoever asks for recursion hears no name that is looked up, and no key", async () => {
  expect(await ask("1.secret.zone.list.test")).toEqual({ addresses: ["127.0.0.3"] });

  expect(asked.filter(({ recursion }) => recursion).map(({ name }) => name)).not.toContainEqual(
    expect.stringContaining("secret"),
  );
  expect(asked.filter(({ name }) => name.includes("secret"))).toEqual([
    { name: "1.secret.zone.list.test", type: "A", recursion: false },
    { name: "1.secret.zone.list.test", type: "A", recursion: false },
  ]);
});

test("a zone's servers are looked for once, and a question that is lost is asked again", async () => {
  await ask("silent.alone.test");
  await ask("1.alone.test");

  expect(asked.filter(({ type }) => type === "NS").map(({ name }) => name)).toEqual(["alone.test"]);
});
