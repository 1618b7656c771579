import type { Observation } from "../../../../constructs/watch/checks/check";
import { REVERSE_NAMES } from "../../../../constructs/watch/checks/reverse-names";
import type { Facts } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { afterApply, factsOf } from "../../../posture/dns/zone-file";
import { vantageAt } from "./vantage";
import { ZoneServer } from "./zone-server";

/** 2a00:1440::1, from its end. */
const IPV6 = `1.${"0.".repeat(23)}0.4.4.1.0.0.a.2.ip6.arpa`;

const dns = new ZoneServer([
  "7.1.0.52.in-addr.arpa PTR mail.clinic.fr",
  "mail.clinic.fr A 52.0.1.7",
  "8.1.0.52.in-addr.arpa PTR ec2-52-0-1-8.compute.host.example",
  "ec2-52-0-1-8.compute.host.example A 52.0.1.8",
  "9.1.0.52.in-addr.arpa PTR mx.other.fr",
  "mx.other.fr A 52.0.1.9",
  "9.0.0.52.in-addr.arpa PTR srv52-0.other.fr",
  "srv52-0.other.fr A 52.0.0.9",
  "10.1.0.52.in-addr.arpa PTR mail.clinic.fr",
  `${IPV6} PTR mail.clinic.fr`,
  "mail.clinic.fr AAAA 2a00:1440::1",
]);
let port: number;

beforeAll(async () => {
  port = await dns.start();
});

afterAll(() => dns.stop());

function stack(egressAddresses: readonly string[], smartHost = ""): Facts {
  const facts = factsOf(["clinic.fr MX 10 mx.relay.net", "mail.clinic.fr A 52.0.1.7"], {
    egressAddresses,
    mailHosts: ["mail.clinic.fr"],
  });
  return {
    ...facts,
    mailFlow: {
      ...facts.mailFlow,
      smartHost: smartHost === "" ? null : { host: smartHost, port: 587 },
    },
  };
}

async function look(facts: Facts): Promise<readonly Observation[]> {
  return REVERSE_NAMES.run(declarationOf(facts), vantageAt(port));
}

test.each([
  ["52.0.1.7", "mail.clinic.fr, leads back", "ok", []],
  ["2a00:1440::1", "mail.clinic.fr, leads back", "ok", []],
  ["52.0.1.8", "ec2-52-0-1-8.compute.host.example, leads back", "warning", ["ptr-generic"]],
  ["52.0.1.9", "mx.other.fr, leads back", "warning", ["ptr-other-name"]],
  ["52.0.0.9", "srv52-0.other.fr, leads back", "warning", ["ptr-other-name"]],
  ["52.0.1.10", "mail.clinic.fr, does not lead back", "error", ["ptr-unconfirmed"]],
  ["52.0.1.11", "no name", "error", ["ptr-missing"]],
  ["10.0.0.1", "nothing", "not-seen", []],
])("the address %s %s: %s", async (address, seen, verdict, codes) => {
  const [observation] = await look(stack([address]));

  expect(observation).toMatchObject({ seen, verdict });
  expect(observation?.findings.map(({ code }) => code)).toEqual(codes);
});

test("where a smart host takes what the servers send, what is wrong with a name is a warning", async () => {
  const [missing, unconfirmed] = await look(stack(["52.0.1.11", "52.0.1.10"], "smtp.relay.net"));

  expect([unconfirmed?.verdict, missing?.verdict]).toEqual(["warning", "warning"]);
  expect(missing?.findings[0]?.message).toBe(
    '52.0.1.11 has no name, so mail that the server sends past the smart host is refused; have whom the address belongs to set it to "mail.clinic.fr"',
  );
});

test("an address that is known only after apply is that of the mail host", async () => {
  const [observation] = await look(stack([afterApply("aws_eip.mail.public_ip")]));

  expect(observation).toMatchObject({ address: "2a00:1440::1", verdict: "ok" });
  expect(observation?.note).toContain("only after apply");
});

test("a DNS that does not answer shows nothing", async () => {
  const declaration = declarationOf(stack(["52.0.1.7"]));
  const [observation] = await REVERSE_NAMES.run(declaration, {
    ...vantageAt(port),
    dns: { resolvers: ["127.0.0.1:1"], port, timeoutMilliseconds: 100 },
  });

  expect(observation).toMatchObject({ verdict: "not-seen", findings: [] });
});
