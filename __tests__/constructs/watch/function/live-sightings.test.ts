import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import type { Observation } from "../../../../constructs/watch/checks/check";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Declaration } from "../../../../constructs/watch/declaration";
import {
  connectionMilliseconds,
  isUnknown,
  LIVE_CHECKS,
  liveSightings,
  sightingsOf,
} from "../../../../constructs/watch/function/live-sightings";

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

const observation = (more: Partial<Observation>): Observation => ({
  name: "mail.office.fr",
  port: null,
  address: null,
  seen: "A",
  verdict: "error",
  findings: [{ code: "record-differs", severity: "error", message: "it differs" }],
  note: null,
  part: "A",
  details: { type: "A" },
  ...more,
});

test("records of one name are different things, and one code of a thing is one fault", () => {
  const caa: Observation["findings"] = [
    { code: "caa-extra", severity: "error", message: "one at a" },
    { code: "caa-extra", severity: "warning", message: "one at b" },
  ];

  expect(sightingsOf("records", [observation({}), observation({ part: "CAA", findings: caa })])).toEqual([
    {
      subject: "records/mail.office.fr A",
      seen: "whole",
      findings: [expect.objectContaining({ code: "record-differs", what: "mail.office.fr A: it differs" })],
    },
    {
      subject: "records/mail.office.fr CAA",
      seen: "whole",
      findings: [
        expect.objectContaining({
          code: "caa-extra",
          pages: true,
          what: "mail.office.fr CAA: one at a; one at b",
        }),
      ],
    },
  ]);
});

test("a warning informs, and pages where it is about a certificate that will end", () => {
  const findings: Observation["findings"] = [
    { code: "renewal-due", severity: "warning", message: "it ends in 20 days" },
  ];
  const pages = (check: string): boolean | undefined =>
    sightingsOf(check, [observation({ findings, details: {} })])[0]?.findings[0]?.pages;

  expect([pages("certificates"), pages("endpoint")]).toEqual([true, false]);
});

test("what two looks saw of one thing is one sighting", () => {
  expect(
    sightingsOf("records", [observation({}), observation({ verdict: "not-seen", findings: [] })]),
  ).toEqual([expect.objectContaining({ subject: "records/mail.office.fr A", seen: "part" })]);
});

test.each([
  [1, 8000],
  [24, 6000],
  [100, 1714],
])("of %i names that nobody answers at, all are looked at in time", (count, milliseconds) => {
  const [name] = declaration.names;
  const names = Array.from({ length: count }, () => name as NonNullable<typeof name>);

  expect(connectionMilliseconds({ ...declaration, names }, 24_000)).toBe(milliseconds);
});

test("an answer that is not known hides the rest", () => {
  const findings: Observation["findings"] = [
    { code: "record-unanswered", severity: "warning", message: "silence" },
  ];

  expect(sightingsOf("records", [observation({ findings })])).toEqual([
    expect.objectContaining({ seen: "part", findings: [expect.objectContaining({ pages: false })] }),
  ]);
});

test.each([
  ["records/mail.office.fr A", true],
  ["records/_dmarc.office.fr TXT", true],
  ["records/office.fr", true],
  ["records/other.fr A", false],
  ["records/fooffice.fr A", false],
  ["certificates/mail.office.fr 443", false],
  ["endpoint/mail.office.fr 443", true],
])(
  "of %s, where its zone was not seen and another check was not done, nothing is known: %s",
  (subject, unknown) => {
    const zone = sightingsOf("records", [observation({ name: "office.fr", details: null })]);

    expect(isUnknown(subject, { sightings: zone, unfinished: ["endpoint"] })).toBe(unknown);
  },
);
