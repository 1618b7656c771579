import { askThrough, resolverProblems } from "../../../../constructs/watch/blocklists/dns-client";
import { DnsServer } from "../../../tools/dns-server";

const dns = new DnsServer({
  "2.0.0.127.a.z": { addresses: ["127.0.0.2", "127.0.0.4"] },
  "broken.a.z": 2,
  "refused.a.z": 5,
  "silent.a.z": "silence",
});
let ask: ReturnType<typeof askThrough>;

beforeAll(async () => {
  ask = askThrough([await dns.start()], 200);
});

afterAll(() => dns.stop());

test.each([
  ["2.0.0.127.a.z", { addresses: ["127.0.0.2", "127.0.0.4"] }],
  ["none.a.z", { addresses: [] }],
  ["broken.a.z", { failure: expect.stringContaining("SERVFAIL") }],
  ["refused.a.z", { failure: expect.stringContaining("REFUSED") }],
  ["silent.a.z", { failure: "nobody answers in time" }],
])("%s is answered as it is", async (name, reply) => {
  expect(await ask(name)).toEqual(reply);
});

test("a question that nobody answers is asked twice", async () => {
  dns.asked.length = 0;
  await ask("silent.a.z");

  expect(dns.asked).toEqual(["silent.a.z", "silent.a.z"]);
});

test.each([
  "8.8.8.8",
  "1.1.1.1:53",
  "9.9.9.9",
  "149.112.112.112",
  "208.67.222.222",
  "2001:4860:4860::8844",
  "[2606:4700:4700::1001]:53",
  "::ffff:8.8.4.4",
])("%s is refused, and it is said why", (server) => {
  expect(resolverProblems([server])).toEqual([
    { code: "PublicResolver", message: expect.stringMatching(/public resolver.*--resolver <ip:port>/) },
  ]);
});

test.each(["127.0.0.53", "10.0.0.2:5353", "[::1]:53", "fd00::53", "8.8.8.80"])(
  "%s is one's own",
  (server) => {
    expect(resolverProblems([server])).toEqual([]);
  },
);
