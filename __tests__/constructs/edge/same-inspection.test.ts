import { CidrSet } from "../../../constructs/core/cidr-set";
import { MANAGED_RULE_GROUPS } from "../../../constructs/edge/aws/ips/managed-rule-groups";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { EXCHANGE_VULNERABILITIES } from "../../../constructs/edge/exchange-vulnerabilities";
import { IPS_MODES, type IpsMode } from "../../../constructs/edge/ips-mode";
import { type Json, listOf, objectOf, textOf } from "../../../posture/terraform-json";
import { CLOSED_PATH_REQUESTS, CVE_ATTACKS } from "../../corpus/attack-requests";
import { BENIGN_REQUESTS } from "../../corpus/benign-requests";
import type { VpcEvaluator } from "./aws/vpc-evaluator";
import type { UnitEvaluator, UnitProfiles } from "./fortigate/unit-evaluator";
import { awsEdge, type EdgeIntent, fortiGateEdge } from "./same-intent";

/** A user on the internet. */
const USER = "93.184.215.14";

const INTENT: EdgeIntent = {
  smtpFrom: CidrSet.of("185.201.16.0/22"),
  deny: {},
  egress: exchangeEgress(587, CidrSet.of("185.201.16.0/22")),
  tlsInspected: true,
};

/** What is done with what is found. */
type Done = "prevented" | "reported" | "nothing";

/** Rules on AWS that do not do what a FortiGate does with the same attack, by id, each with its reason. */
const RULE_DIFFERENCES: ReadonlyMap<number, string> = new Map([
  [
    9_251_080,
    "honest requests may look like our own pattern, which reports only; Fortinet's signature is another, and prevents",
  ],
]);

/** What is looked for by name on AWS alone. No list of Fortinet's can be asked for it, and we bring none. */
const ON_AWS_ALONE: readonly {
  readonly what: string;
  readonly because: string;
  readonly sids: readonly number[];
}[] = [
  {
    what: "paths that no client uses from outside",
    because:
      "no vulnerability has them for its number, and the stack brings no signatures of its own to the unit",
    sids: CLOSED_PATH_REQUESTS.map(({ sid }) => sid),
  },
];

function edges(told: Partial<EdgeIntent>) {
  const intent = { ...INTENT, ...told };
  const unit = fortiGateEdge(intent);
  return { aws: awsEdge(intent), unit, profiles: profilesFor443(unit) };
}

const byMode = new Map(IPS_MODES.map((mode) => [mode, edges({ mode })] as const));

function inMode(mode: IpsMode): ReturnType<typeof edges> {
  return byMode.get(mode) as ReturnType<typeof edges>;
}

const usual = inMode("detect");

/** The profiles of the policy by which a user comes in. */
function profilesFor443(unit: UnitEvaluator): UnitProfiles {
  const policy = unit.admittedBy({ protocol: "tcp", source: USER, port: 443 });
  if (policy === undefined) {
    throw new Error("no policy lets users in");
  }
  return unit.profilesOf(policy);
}

/** What the first entry of a sensor that holds a vulnerability does with it; without decryption it sees nothing. */
function doneByUnit({ entries, decrypts443 }: UnitProfiles, cve: string): Done {
  const entry = entries.find(
    ({ status, cve: cves }) =>
      status === "enable" &&
      listOf(cves).some((one) => textOf(objectOf(one).cve_entry)?.toUpperCase() === cve),
  );
  return entry === undefined || !decrypts443 ? "nothing" : doneBy(entry);
}

function doneBy({ action, log, exempt_ip: exempt }: { readonly [key: string]: Json }): Done {
  if (listOf(exempt).length > 0 || log !== "enable") {
    return "nothing";
  }
  return action === "block" ? "prevented" : action === "pass" ? "reported" : "nothing";
}

/** What the firewall does with the weakest of some requests. */
function doneByFirewall(aws: VpcEvaluator, requests: (typeof CVE_ATTACKS)[number]["requests"]): Done {
  const all = requests.map((request): Done => {
    const { passes, sids } = aws.request(request, USER);
    return passes ? (sids.length > 1 ? "reported" : "nothing") : "prevented";
  });
  return (["nothing", "reported", "prevented"] as const).find((one) => all.includes(one)) ?? "nothing";
}

describe.each(IPS_MODES)("in the mode %s, with 443 decrypted,", (mode) => {
  const { aws, unit, profiles } = inMode(mode);

  test("both edges do the same with every attack of the corpus, by its CVE", () => {
    const done = CVE_ATTACKS.map(({ sid, requests }) => ({
      sid,
      cve: aws.cves.get(`${sid}`),
      firewall: doneByFirewall(aws, requests),
      unit: doneByUnit(profiles, aws.cves.get(`${sid}`) ?? ""),
    }));
    const differing = done.filter((one) => one.firewall !== one.unit);

    expect(done.filter((one) => one.unit === "nothing" || one.firewall === "nothing")).toEqual([]);
    expect(differing.map(({ sid }) => sid)).toEqual(mode === "prevent" ? [...RULE_DIFFERENCES.keys()] : []);
  });

  test("both let every honest request through, and no signature of the stack's own could stop one", () => {
    const noticed = BENIGN_REQUESTS.filter(({ request }) => {
      const { passes, sids } = aws.request(request, USER);
      return !passes || sids.length > 1;
    });

    expect(noticed).toEqual([]);
    expect(unit.ownSignatures).toEqual([]);
  });

  test("both do the same by kind: signatures wait for the last stage, reputation for the second", () => {
    expect(kindsOfUnit(unit)).toEqual(kindsOfFirewall(aws));
    expect(kindsOfFirewall(aws)).toEqual({
      reputation: [expected(mode, "reputation")],
      signatures: [expected(mode, "signatures")],
    });
  });

  test.each(ON_AWS_ALONE.map((one) => [one.what, one.because, one.sids] as const))(
    "only AWS looks for %s: %s",
    (_what, _because, sids) => {
      const attacks = CLOSED_PATH_REQUESTS.filter(({ sid }) => sids.includes(sid));

      expect(attacks.filter(({ requests }) => doneByFirewall(aws, requests) === "nothing")).toEqual([]);
      expect(sids.filter((sid) => aws.cves.has(`${sid}`))).toEqual([]);
    },
  );
});

function expected(mode: IpsMode, kind: "reputation" | "signatures"): Done {
  const since = kind === "reputation" ? "prevent-reputation" : "prevent";
  return IPS_MODES.indexOf(mode) >= IPS_MODES.indexOf(since) ? "prevented" : "reported";
}

type ByKind = Readonly<Record<"reputation" | "signatures", readonly Done[]>>;

/** What AWS's own groups do, each answer once. */
function kindsOfFirewall(aws: VpcEvaluator): ByKind {
  const of = (kind: string): readonly Done[] => [
    ...new Set(
      aws.managedGroups
        .filter(({ name }) => MANAGED_RULE_GROUPS.some((group) => group.name === name && group.kind === kind))
        .map(({ reportsOnly }): Done => (reportsOnly ? "reported" : "prevented")),
    ),
  ];
  return { reputation: of("reputation"), signatures: of("signatures") };
}

/** What a unit's sensors and its antivirus do, in and out, each answer once. */
function kindsOfUnit(unit: UnitEvaluator): ByKind {
  const inwards = [25, 443].map((port) =>
    unit.admittedBy({ protocol: "tcp", source: port === 25 ? "185.201.16.10" : USER, port }),
  );
  const outwards = unit.letOutBy({
    protocol: "tcp",
    destination: "185.201.16.10",
    port: 587,
    says: { speaks: "something else" },
  });
  const all = [...inwards, outwards].map((policy) => {
    if (policy === undefined) {
      throw new Error("a policy is missing");
    }
    return unit.profilesOf(policy);
  });
  const out = all.at(-1);
  return {
    reputation: [
      ...new Set([scan(out?.botnets), out?.maliciousUrls === "enable" ? "prevented" : "reported"] as const),
    ],
    signatures: [
      ...new Set(all.flatMap(({ entries, malware }) => [...entries.map(doneBy), ...malware.map(scan)])),
    ],
  };
}

function scan(word: Json | undefined): Done {
  return word === "block" ? "prevented" : word === "monitor" ? "reported" : "nothing";
}

test("both look for the same vulnerabilities, and leave out the same", () => {
  const disabledCves = [{ cve: "CVE-2021-34523", reason: "a monitoring probe sends the parameter" }];
  const cvesOf = ({ aws, profiles }: ReturnType<typeof edges>) => [
    [...new Set(aws.cves.values())].sort(),
    EXCHANGE_VULNERABILITIES.map(({ cve }) => cve).filter((cve) => doneByUnit(profiles, cve) !== "nothing"),
  ];
  const all = EXCHANGE_VULNERABILITIES.map(({ cve }) => cve);
  const others = all.filter((cve) => cve !== "CVE-2021-34523");

  expect(cvesOf(usual)).toEqual([all, all]);
  expect(cvesOf(edges({ disabledCves }))).toEqual([others, others]);
});

test("without a certificate, neither reads a request", () => {
  const { aws, profiles } = edges({ mode: "prevent", tlsInspected: false });

  expect([aws.decrypts443, profiles.decrypts443]).toEqual([false, false]);
  expect(CVE_ATTACKS.filter(({ requests }) => doneByFirewall(aws, requests) !== "nothing")).toEqual([]);
  expect([usual.aws.decrypts443, usual.profiles.decrypts443]).toEqual([true, true]);
});

test("neither reads mail", () => {
  const { aws, unit } = usual;
  const policy = unit.admittedBy({ protocol: "tcp", source: "185.201.16.10", port: 25 });

  expect(policy?.attributes.ssl_ssh_profile).toBe("no-inspection");
  expect(aws.decryptedPorts).toEqual([443]);
});

test("who tries an attack is kept out by a FortiGate alone: the firewall drops the connection, not the sender", () => {
  const quarantined = IPS_MODES.map((mode) =>
    inMode(mode).profiles.entries.map(({ quarantine }) => quarantine ?? null),
  );

  expect(quarantined).toEqual([
    [null, null],
    [null, null],
    ["attacker", null],
  ]);
});
