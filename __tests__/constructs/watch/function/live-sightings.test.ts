import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Declaration } from "../../../../constructs/watch/declaration";
import { LIVE_CHECKS, liveSightings } from "../../../../constructs/watch/function/live-sightings";

const declaration: Declaration = {
  client: null,
  egressAddresses: [],
  domains: [],
  zones: [],
  records: [],
  names: [{ name: "mail.office.fr", ofServer: true, mail: true, certificates: [] }],
  servers: [],
  relay: null,
  smartHost: null,
  stage: "cutover",
  ways: [],
  limitsHttps: false,
  isOneServer: true,
  mtaStsPolicies: [],
};

const silent = createSocket("udp4");
let vantage: Vantage;

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.bind(0, "127.0.0.1", resolve));
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([`127.0.0.1:${silent.address().port}`]);
  vantage = {
    resolver,
    dns: { resolvers: resolver.getServers(), port: 53, timeoutMilliseconds: 300 },
    serverAddresses: [],
    httpsPort: 443,
    httpPort: 80,
    smtpPort: 25,
    closedPorts: [],
    timeoutMilliseconds: 300,
    roots: [],
    now: new Date("2026-11-29T00:00:00Z"),
    blocklists: {
      choice: { zones: [], keys: {}, commercial: true },
      resolvers: [],
      timeoutMilliseconds: 300,
    },
    onProgress: () => {},
  };
});

afterAll(() => {
  silent.close();
});

test("nothing of what a schedule runs connects to port 25, or knocks at doors", () => {
  expect(LIVE_CHECKS.map(({ id }) => id)).toEqual(["records", "certificates", "endpoint", "reverse-names"]);
});

test("where nothing is seen, that is the one fault, whatever its cause, and 25 is not looked at", async () => {
  const { sightings, unfinished } = await liveSightings(declaration, vantage, 5000);
  const certificates = sightings.filter(({ subject }) => subject.startsWith("certificates/"));

  expect(unfinished).toEqual([]);
  expect(certificates).toEqual([
    {
      subject: "certificates/mail.office.fr 443",
      seen: "part",
      findings: [
        expect.objectContaining({
          code: "unseen",
          pages: true,
          what: expect.stringContaining("the DNS does not answer"),
        }),
      ],
    },
  ]);
});

test("a check that is not done in time is one, and says nothing of what it looks at", async () => {
  const { sightings, unfinished } = await liveSightings(declaration, vantage, 20);

  expect(unfinished).toContain("certificates");
  expect(sightings.filter(({ subject }) => subject.startsWith("certificates/"))).toEqual([]);
  expect(sightings).toContainEqual({
    subject: "look/certificates",
    seen: "whole",
    findings: [expect.objectContaining({ code: "unfinished", pages: true })],
  });
});
