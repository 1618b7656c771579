import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import { postureOf } from "../../posture/posture";
import { loadClientFiles } from "../../stacks/client";
import { fleetApp } from "../../stacks/fleet-app";
import { zoneFileLine } from "../../tools/import-dns/zone-file";
import { CLIENTS, TODAY } from "../clinic";
import { expectGolden } from "../golden-file";
import { SynthesizedStack } from "../synthesized-stack";
import { CLIENT, changed, clientsFolder, FLEET } from "./client-files";

const ROOT = resolve(__dirname, "..", "..");

let outputFolders: readonly string[] | undefined;

/** The whole fleet, synthesized from the repository and from elsewhere, once for all clients. */
function fleetFromTwoPlaces(): readonly string[] {
  outputFolders ??= [ROOT, mkdtempSync(join(tmpdir(), "elsewhere-"))].map((cwd) => {
    const outdir = mkdtempSync(join(tmpdir(), "output-"));
    execFileSync(process.execPath, [join(ROOT, "dist", "main.js")], {
      cwd,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    return outdir;
  });
  return outputFolders;
}

const synthesized = new Map<string, string>();

/** A client of a fleet, which is synthesized as a whole, once. */
function synthesize(
  clientsDirectory: string,
  id: string,
): { readonly text: string; readonly stack: SynthesizedStack } {
  const known = synthesized.get(clientsDirectory);
  const outputDirectory = known ?? mkdtempSync(join(tmpdir(), "output-"));
  if (known === undefined) {
    fleetApp({ clientsDirectory, outputDirectory }).synth();
    synthesized.set(clientsDirectory, outputDirectory);
  }
  const text = readFileSync(join(outputDirectory, "stacks", id, "cdk.tf.json"), "utf8");
  return { text, stack: new SynthesizedStack(JSON.parse(text) as Record<string, unknown>) };
}

/** What a reviewer reads: the JSON without CDKTF's notes, and without what changes with every word of a function's code. */
function withoutNotes(text: string): string {
  const json: unknown = JSON.parse(text, (key, value: unknown) => (key === "//" ? undefined : value));
  return `${JSON.stringify(json, undefined, 2)}\n`
    .replace(/"source_code_hash": "[A-Za-z0-9+/=]{44}"/g, '"source_code_hash": "(of the code)"')
    .replace(/(\/watch_function_code_[0-9A-F]{8}\/)[0-9a-f]{32}\//g, "$1(of the code)/");
}

describe.each(["clinic", "law-firm", "notary"])("the sample client %s", (id) => {
  const { text, stack } = synthesize(CLIENTS, id);

  test("is the JSON in the golden file; `npm run golden` writes it anew", () => {
    expectGolden(`${id}.tf.json`, withoutNotes(text));
  });

  test("keeps every address: a renamed one would destroy a client's firewall", () => {
    expectGolden(`${id}.addresses.txt`, `${stack.addresses.join("\n")}\n`);
  });

  test("publishes the records of the golden zone file", () => {
    const records = postureOf(stack.json, "2026-11-24").records.filter(({ name }) => !name.includes("${"));

    expectGolden(`${id}.zone`, `${records.map(zoneFileLine).join("\n")}\n`);
  });

  test("holds no path of this machine", () => {
    expect(text).not.toContain(ROOT);
    expect(text).not.toContain(homedir());
    expect(text).not.toContain(tmpdir());
  });

  test("is byte-identical when synthesized from another working directory", () => {
    const outputs = fleetFromTwoPlaces().map((outdir) =>
      readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"),
    );

    expect(outputs[0]).toBe(outputs[1]);
    expect(outputs[0]).toBe(text);
  });

  test("sorts every list that means a set", () => {
    const lists = [
      ...text.matchAll(/"(?:definition|subject_alternative_names|allowed_account_ids)": \[([^\]]*)\]/g),
    ];
    expect(lists.length).toBeGreaterThan(0);
    for (const list of lists) {
      const items = (list[1] as string).split(",").map((item) => item.trim());
      expect(items).toEqual([...items].sort());
    }
  });
});

describe("a client's stack", () => {
  const stackOf = (client: string, fleet = FLEET): Record<string, unknown> =>
    synthesize(clientsFolder({ "office.yaml": client, "fleet.yaml": fleet }), "office").stack.json as Record<
      string,
      never
    >;

  test("keeps its state in S3, encrypted and locked, when the fleet says so", () => {
    const { terraform } = stackOf(
      CLIENT,
      changed(
        FLEET,
        "kind: local",
        "kind: s3\n  bucket: msp-states\n  region: eu-west-3\n  kmsKeyId: alias/states",
      ),
    );

    expect((terraform as { backend: unknown }).backend).toEqual({
      s3: {
        bucket: "msp-states",
        encrypt: true,
        key: "protected-exchange/office.tfstate",
        kms_key_id: "alias/states",
        region: "eu-west-3",
        use_lockfile: true,
      },
    });
  });

  test("keeps its state in a file with a relative path otherwise", () => {
    expect((stackOf(CLIENT).terraform as { backend: unknown }).backend).toEqual({
      local: { path: "../../../terraform.office.tfstate" },
    });
  });

  test("can be deployed into the client's own account only, with the tags of fleet and client", () => {
    const { provider } = stackOf(
      changed(CLIENT, "edge:\n", "tags: { team: mail, cost: office }\nedge:\n"),
      `${FLEET}tags: { team: msp, managed-by: us }\n`,
    );

    expect((provider as { aws: unknown }).aws).toEqual([
      {
        allowed_account_ids: ["123456789012"],
        default_tags: [{ tags: { client: "office", cost: "office", "managed-by": "us", team: "mail" } }],
        region: "eu-west-3",
      },
    ]);
  });

  test("takes another API token from an input variable that no plan and no state keeps", () => {
    const { provider, variable } = stackOf(
      changed(CLIENT, "host: cloudflare", "host: cloudflare\n  apiToken: env:TF_VAR_office_cloudflare"),
    );

    expect((provider as { cloudflare: unknown }).cloudflare).toEqual([
      { api_token: "${var.office_cloudflare}" },
    ]);
    expect(variable).toMatchObject({
      office_cloudflare: { ephemeral: true, sensitive: true, nullable: false },
    });
  });

  test("prevents as far as the last of its stages says", () => {
    const overridden = (stages: string): number =>
      JSON.stringify(
        stackOf(
          changed(
            CLIENT,
            "    cidr: 10.20.0.0/24\n",
            `    cidr: 10.20.0.0/24\n  ips: { stages: [${stages}] }\n`,
          ),
        ),
      ).split("DROP_TO_ALERT").length - 1;
    const detect = "{ stage: detect, since: 2026-10-01 }";
    const reputation = "{ stage: prevent-reputation, since: 2026-10-15 }";

    expect(overridden(detect)).toBe(15);
    expect(overridden(`${detect}, ${reputation}`)).toBe(11);
    expect(overridden(`${detect}, ${reputation}, { stage: prevent, since: 2026-11-02 }`)).toBe(0);
    expect(
      overridden(
        `{ stage: prevent, since: 2020-01-01, inherited: true }, { stage: detect, since: 2026-11-02 }`,
      ),
    ).toBe(15);
  });

  test("turns away whom the client names, from the first stage on", () => {
    const { resource } = stackOf(
      changed(
        CLIENT,
        "    cidr: 10.20.0.0/24\n",
        "    cidr: 10.20.0.0/24\n  deny: { countries: [RU, KP], networks: [46.10.0.0/16], reason: guessed passwords }\n",
      ),
    ) as { resource: Record<string, Record<string, { description?: string }>> };
    const [group, ...others] = Object.values(resource.aws_networkfirewall_rule_group ?? {}).filter(
      ({ description }) => description === "guessed passwords",
    );

    expect(others).toEqual([]);
    expect(JSON.stringify(group)).toMatch(/drop tcp [^;]*443 [^;]*; flow:to_server; geoip:src,KP,RU;/);
    expect(JSON.stringify(group)).toContain('{"definition":["46.10.0.0/16"]}');
  });

  test("lets the server reach what the client file says, and by name where it says nothing", () => {
    const ways = (egress: string) =>
      postureOf(
        stackOf(changed(CLIENT, "    cidr: 10.20.0.0/24\n", `    cidr: 10.20.0.0/24\n${egress}`)),
        TODAY,
      ).egress;
    const hostsOn = (egress: string, port: number) =>
      ways(egress).find(({ fromPort }) => fromPort === port)?.hosts;
    const more = [
      "  egress:",
      "    hybrid: true",
      "    dns: [192.0.2.53/32]",
      "    ntp: [192.0.2.123/32]",
      "    allow:",
      '      - { host: "*.Überwachung.example", port: 8443, reason: monitoring of the servers }',
      "      - { cidr: 198.51.100.0/24, port: 514, protocol: udp, reason: where logs are kept }",
      "",
    ].join("\n");

    expect(hostsOn("", 443)).toContain("officeclient.microsoft.com");
    expect(hostsOn("", 443)).not.toContain("login.microsoftonline.com");
    expect(hostsOn("  egress: { web: any }\n", 443)).toBeNull();
    expect(hostsOn(more, 443)).toContain("login.microsoftonline.com");
    expect(hostsOn(more, 8443)).toEqual(["*.xn--berwachung-8db.example"]);
    expect(
      ways(more)
        .filter(({ fromPort }) => [53, 123, 514].includes(fromPort))
        .map(({ protocol, fromPort, destinations }) => `${fromPort}/${protocol} ${destinations.join(" ")}`),
    ).toEqual([
      "53/tcp 192.0.2.53/32",
      "53/udp 192.0.2.53/32",
      "123/udp 192.0.2.123/32",
      "514/udp 198.51.100.0/24",
    ]);
  });

  test("lets the server fetch its certificate where it is installed there, and else not", () => {
    const webHosts = (file: string) =>
      postureOf(stackOf(file), TODAY).egress.find(({ fromPort }) => fromPort === 443)?.hosts;

    expect(webHosts(`${CLIENT}certificate: { issuer: acm-exportable }\n`)).toContain(
      "acm.eu-west-3.amazonaws.com",
    );
    expect(webHosts(CLIENT)).not.toContain("acm.eu-west-3.amazonaws.com");
  });

  test("says which quota to ask for when rule groups were left out", () => {
    const withPreset = (more: string): unknown =>
      (
        stackOf(
          changed(
            CLIENT,
            "    cidr: 10.20.0.0/24\n",
            `    cidr: 10.20.0.0/24\n  ips: { preset: exchange-with-threat-intelligence${more} }\n`,
          ),
        ).output as Record<string, { value: unknown } | undefined>
      ).quota_requests?.value;

    expect(withPreset("")).toEqual([
      { current: 30_000, needed: 32_800, quota: "Stateful rules per firewall policy" },
    ]);
    expect(withPreset(", quotas: { capacity: 50000 }")).toBeUndefined();
  });

  test("writes internationalised domains as A-labels everywhere", () => {
    const { stack } = synthesize(
      clientsFolder({ "office.yaml": CLIENT.replaceAll("office.example", "Büro-Müller.example") }),
      "office",
    );
    const names = stack.all("cloudflare_dns_record").map(({ name }) => String(name));

    expect(names).toContain("xn--bro-mller-q9ae.example");
    expect(JSON.stringify(stack.json)).not.toMatch(/ü/i);
  });

  test("is refused, and nothing written, when what it would expose breaks a rule", () => {
    const outputDirectory = mkdtempSync(join(tmpdir(), "output-"));
    const app = fleetApp({
      clientsDirectory: clientsFolder({ "office.yaml": CLIENT }),
      outputDirectory,
    });
    const [stack] = app.node.children;
    const record = stack?.node
      .findAll()
      .find((each) => each instanceof DnsRecord && each.node.path.includes("/MX/"));
    (record as DnsRecord).content = "mail.office.example";

    expect(() => app.synth()).toThrow(
      /PostureRuleBroken: mail-host-not-in-mx: cloudflare_dns_record\.\S+: the MX of office.example is the server itself/,
    );
    expect(() => readFileSync(join(outputDirectory, "stacks", "office", "cdk.tf.json"))).toThrow("ENOENT");
  });
});

test("client files are read with defaults filled in", () => {
  const { clients } = loadClientFiles(clientsFolder({ "office.yaml": CLIENT }));

  expect(clients[0]).toMatchObject({
    dns: { apiToken: "env:CLOUDFLARE_API_TOKEN" },
    domains: [{ autodiscover: "host", dkim: [], dnssec: true, noMail: [] }],
    edge: { protection: true, egress: { web: "listed", hybrid: false, dns: [], ntp: [], allow: [] } },
    tags: {},
  });
});

describe("an Exchange whose updates have ended", () => {
  const client = changed(CLIENT, "exchange: SE", 'exchange: "2019"');
  const acknowledged = (until: string): string =>
    `${client}acknowledge:
  - rule: exchange-supported
    reason: The upgrade to SE is ordered for the winter.
    owner: A. Martin, MSP
    until: ${until}
`;
  const synthesis = (text: string) => () => synthesize(clientsFolder({ "office.yaml": text }), "office");

  test("is refused", () => {
    expect(synthesis(client)).toThrow(
      'PostureRuleBroken: exchange-supported: output.exchange_version: the servers run Exchange "2019", whose updates ended on 2025-10-14; upgrade to Exchange Server SE, or acknowledge exchange-supported until the day of the upgrade',
    );
  });

  test("stands until the day that somebody answers for, and is refused again after it", () => {
    expect(synthesis(acknowledged("9999-12-31"))).not.toThrow();
    expect(synthesis(acknowledged("2026-01-31"))).toThrow("PostureRuleBroken: exchange-supported");
  });
});
