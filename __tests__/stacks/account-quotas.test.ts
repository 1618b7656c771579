import fc from "fast-check";
import { loadClientFiles } from "../../stacks/client";
import { CLIENT, changed, clientsFolder, FLEET, problemsIn } from "./client-files";

/** What a generated client has of its own. */
interface Place {
  readonly account?: string;
  readonly region?: string;
  readonly shared?: boolean;
  readonly decrypted?: boolean;
}

const OTHER_ACCOUNT = "210987654321";
const OTHER_REGION = "eu-west-1";

/** Client files by name: `c01`, `c02` and so on, each with a domain of its own. */
function clients(places: readonly Place[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    places.map(({ account = "123456789012", region = "eu-west-3", shared, decrypted }, index) => {
      const id = `c${String(index + 1).padStart(2, "0")}`;
      const text = CLIENT.replaceAll("office", id)
        .replace("123456789012", account)
        .replaceAll("eu-west-3", region);
      const own = [
        ...(shared ? [`sharedFirewall: arn:aws:network-firewall:${region}:111122223333:firewall/msp`] : []),
        ...(decrypted ? ["tlsInspection: true"] : []),
      ];
      const file = own.reduce((whole, line) => changed(whole, "edge:\n", `edge:\n  ${line}\n`), text);
      return [`${id}.yaml`, decrypted ? `${file}certificate: { issuer: acm-exportable }\n` : file];
    }),
  );
}

const times = (count: number, place: Place = {}): readonly Place[] =>
  Array.from({ length: count }, () => place);
const withQuotas = (quotas: string): string =>
  `${FLEET}awsQuotas: [{ account: "123456789012", region: eu-west-3, ${quotas} }]\n`;
const read = (places: readonly Place[], fleet = FLEET): readonly string[] =>
  problemsIn({ ...clients(places), "fleet.yaml": fleet }).map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column}: ${code}: ${message}`,
  );

describe("the clients of one account and Region", () => {
  test("may have as many firewalls as AWS allows", () => {
    expect(read(times(5))).toEqual([]);
  });

  test("are refused one more, where the first without room says its account", () => {
    expect(read(times(7))).toEqual([
      "c06.yaml:20:12: AwsQuotaExceeded: the 7 clients of account 123456789012 in eu-west-3 need 7 firewalls, and AWS allows 5; ask Service Quotas for 7 and write it in fleet.yaml (awsQuotas, firewalls), or let clients share a firewall (edge.sharedFirewall)",
    ]);
  });

  test.each([
    ["account", { account: OTHER_ACCOUNT }],
    ["Region", { region: OTHER_REGION }],
  ])("are counted apart from those of another %s", (_what, other) => {
    expect(read([...times(5), ...times(5, other)])).toEqual([]);
    expect(read([...times(5), ...times(6, other)])).toEqual([
      expect.stringMatching(/^c11\.yaml:20:12: AwsQuotaExceeded: the 6 clients /),
    ]);
  });

  test("that share another's firewall need none", () => {
    expect(read([...times(5), ...times(10, { shared: true })])).toEqual([]);
  });

  test("may have what AWS has granted", () => {
    expect(read(times(12), withQuotas("firewalls: 12"))).toEqual([]);
    expect(read(times(13), withQuotas("firewalls: 12"))).toHaveLength(1);
    expect(read(times(6, { region: OTHER_REGION }), withQuotas("firewalls: 12"))).toHaveLength(1);
  });

  test("are held against each quota by itself", () => {
    const problems = read(times(21), withQuotas("firewalls: 100"));

    expect(problems.map((problem) => problem.replace(/;.*$/, ""))).toEqual([
      "c17.yaml:20:12: AwsQuotaExceeded: the 21 clients of account 123456789012 in eu-west-3 need 63 stateful rule groups, and AWS allows 50",
      "c21.yaml:20:12: AwsQuotaExceeded: the 21 clients of account 123456789012 in eu-west-3 need 21 firewall policies, and AWS allows 20",
    ]);
    expect(read(times(21), withQuotas("firewalls: 100, policies: 21, ruleGroups: 63"))).toEqual([]);
  });

  test("need more rule groups, and TLS inspection configurations, where 443 is decrypted", () => {
    const decrypted = times(21, { decrypted: true });
    const raised = "firewalls: 100, policies: 100";

    expect(read(decrypted, withQuotas(raised)).map((problem) => problem.replace(/;.*$/, ""))).toEqual([
      "c11.yaml:21:12: AwsQuotaExceeded: the 21 clients of account 123456789012 in eu-west-3 need 105 stateful rule groups, and AWS allows 50",
      "c21.yaml:21:12: AwsQuotaExceeded: the 21 clients of account 123456789012 in eu-west-3 need 21 TLS inspection configurations, and AWS allows 20",
    ]);
    expect(read(decrypted, withQuotas(`${raised}, ruleGroups: 105, tlsInspections: 21`))).toEqual([]);
  });

  test("are counted although another file or the fleet's is wrong elsewhere", () => {
    const files = clients(times(6));
    const wrong = { ...files, "c01.yaml": changed(files["c01.yaml"] ?? "", "exchange: SE", "exchange: x") };
    const fleet = changed(FLEET, "contact: noc@msp.example", "contact: noc");

    expect(problemsIn({ ...wrong, "fleet.yaml": fleet }).map(({ file, code }) => `${file} ${code}`)).toEqual([
      "c01.yaml ValueNotAllowed",
      "c06.yaml AwsQuotaExceeded",
      "fleet.yaml BadEmailAddress",
    ]);
  });
});

test("whatever the fleet, it is refused exactly where an account has more firewalls than its quota", () => {
  const place = fc.record({
    account: fc.constantFrom("123456789012", OTHER_ACCOUNT),
    region: fc.constantFrom("eu-west-3", OTHER_REGION),
    shared: fc.boolean(),
  });

  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 1, max: 8 }),
      (places, granted) => {
        const counts = new Map<string, number>();
        for (const { account, region, shared } of places) {
          const key = `${account} ${region}`;
          counts.set(key, (counts.get(key) ?? 0) + (shared ? 0 : 1));
        }
        const full = [...counts].filter(
          ([key, count]) => count > (key === "123456789012 eu-west-3" ? granted : 5),
        );

        expect(read(places, withQuotas(`firewalls: ${granted}`)).length).toBe(full.length);
      },
    ),
    { numRuns: 15 },
  );
});

test("a fleet within its quotas is read with them", () => {
  expect(loadClientFiles(clientsFolder(clients(times(1)))).fleet.awsQuotas).toEqual([]);
  expect(
    loadClientFiles(clientsFolder({ ...clients(times(1)), "fleet.yaml": withQuotas("firewalls: 9") })).fleet
      .awsQuotas,
  ).toEqual([
    {
      account: "123456789012",
      region: "eu-west-3",
      firewalls: 9,
      policies: 20,
      ruleGroups: 50,
      tlsInspections: 20,
    },
  ]);
});
