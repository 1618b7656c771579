import { bypassObservations } from "../../../../constructs/watch/checks/bypass-observations";
import type { Observation } from "../../../../constructs/watch/checks/check";
import type { Knock } from "../../../../constructs/watch/checks/knock";
import { ProbeFailure } from "../../../../constructs/watch/checks/probe-failure";
import { RELAY_BYPASS } from "../../../../constructs/watch/checks/relay-bypass";
import type { MailFlow } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { factsOf } from "../../../posture/dns/zone-file";
import { Servers } from "./servers";
import { vantageAt } from "./vantage";
import { ZoneServer } from "./zone-server";

const servers = new Servers();
const LIVE = [
  "clinic.example MX 10 mx1.relay.example",
  "mx1.relay.example A 127.0.0.2",
  "mail.clinic.example A 127.0.0.1",
];
const dns = new ZoneServer(LIVE);
let dnsPort: number;
let open: number;
let closed: number;

beforeAll(async () => {
  dnsPort = await dns.start();
  open = await servers.raw(() => undefined);
  closed = await servers.nobody();
});

afterAll(() => Promise.all([dns.stop(), servers.stop()]));

/** What is found with these records besides, where 25 is open at 127.0.0.1 or not. */
async function look(
  smtpPort: number,
  lines: readonly string[] = LIVE,
  stage: MailFlow["stage"] = "locked",
  admitted: readonly string[] = ["198.51.100.0/24"],
): Promise<readonly Observation[]> {
  dns.serve(lines);
  const facts = factsOf(["clinic.example MX 10 mx1.relay.example", "mail.clinic.example A 127.0.0.1"], {
    mailHosts: ["mail.clinic.example"],
    exposures: [
      {
        from: "internet",
        protocol: "tcp",
        fromPort: 25,
        toPort: 25,
        sources: admitted,
        target: "aws_network_interface.mail",
        via: ["aws_security_group.mail"],
      },
    ],
  });
  const relay = { name: "Relay", networks: ["198.51.100.0/24"], mxHosts: ["mx1.relay.example"] };
  const declaration = declarationOf({ ...facts, mailFlow: { ...facts.mailFlow, relay, stage } });
  return RELAY_BYPASS.run(declaration, vantageAt(dnsPort, { smtpPort }));
}

const codes = (observations: readonly Observation[]): readonly string[] =>
  observations.flatMap(({ name, findings }) => findings.map(({ code }) => `${name} ${code}`));

test("mail comes in through the relay alone where the MX lead there and 25 is closed", async () => {
  const observations = await look(closed);

  expect(observations.map(({ name, seen, verdict }) => [name, seen, verdict])).toEqual([
    ["clinic.example", "mx1.relay.example", "ok"],
    ["mail.clinic.example", "closed, refused", "ok"],
  ]);
});

test("25 of the server, open from here, is wrong", async () => {
  expect(codes(await look(open))).toEqual(["mail.clinic.example bypass-open"]);
});

test("25 of the server, open to the relay, is right where this machine is among its addresses", async () => {
  expect(codes(await look(open, LIVE, "locked", ["127.0.0.0/8"]))).toEqual([]);
});

test("before the lock 25 of the server is nobody's business", async () => {
  expect(codes(await look(open, LIVE, "cutover"))).toEqual([]);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["leads to the server", ["clinic.example MX 20 mail.clinic.example"], ["clinic.example mx-to-server"]],
  [
    "leads to another host",
    ["clinic.example MX 20 mx.elsewhere.example", "mx.elsewhere.example A 127.0.0.9"],
    ["clinic.example mx-past-relay"],
  ],
])("an MX that %s is wrong", async (_what, lines, expected) => {
  expect(codes(await look(closed, [...LIVE, ...lines]))).toEqual(expected);
});

test("a domain without MX is wrong, and before the move nothing is", async () => {
  expect(codes(await look(closed, LIVE.slice(1)))).toEqual(["clinic.example mx-missing"]);
  expect(codes(await look(closed, LIVE.slice(1), "observe"))).toEqual([]);
});

test("hosts of the domain that take mail are found, each address once, and those of the relay are left alone", async () => {
  // The same port on another address of the loopback.
  await servers.rawAt("127.0.0.3", open);
  const observations = await look(open, [
    ...LIVE,
    "clinic.example A 127.0.0.3",
    "smtp.clinic.example A 127.0.0.3",
    "mx.clinic.example A 127.0.0.2",
    "webmail.clinic.example A 127.0.0.1",
  ]);

  expect(codes(observations)).toEqual(["mail.clinic.example bypass-open", "clinic.example host-takes-mail"]);
  expect(observations.map(({ address }) => address)).toEqual([null, "127.0.0.1", "127.0.0.3"]);
});

test("silence shows that 25 is closed where this network lets connections to 25 out, and nothing where not", () => {
  const declaration = declarationOf(factsOf());
  const silent: Knock = {
    place: { name: "mail.clinic.example", address: "203.0.113.7" },
    port: 25,
    failure: new ProbeFailure("timeout", "nothing answers"),
    from: null,
  };
  const other: Knock = { ...silent, place: { name: "b.example", address: "203.0.113.8" }, failure: null };
  const verdicts = (knocks: readonly Knock[], isLetOut: boolean): readonly string[] =>
    bypassObservations(knocks, declaration, new Set(["203.0.113.7"]), isLetOut).map(({ verdict }) => verdict);

  expect(verdicts([silent], true)).toEqual(["ok"]);
  expect(verdicts([silent], false)).toEqual(["not-seen"]);
  expect(verdicts([silent, other], false)).toEqual(["ok", "warning"]);
  expect(verdicts([{ ...silent, failure: new ProbeFailure("refused", "") }], false)).toEqual(["ok"]);
  expect(verdicts([{ ...silent, failure: new ProbeFailure("unreachable", "") }], true)).toEqual(["not-seen"]);
});
