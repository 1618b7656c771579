import type { Posture } from "../../posture/facts";
import { postureOf } from "../../posture/posture";
import { synthesizeClient } from "../../stacks/synthesize";
import { postureText } from "../../tools/posture-text";
import { exchangeFacts } from "../../tools/runbook/exchange-facts";
import { externalEdgeRequest } from "../../tools/runbook/external-edge";
import { runbookMarkdown } from "../../tools/runbook/markdown";
import { only, resources, TODAY, type Tree } from "../clinic";
import { advice, gist, sheetOf, sheetOfPosture } from "../tools/report/sample-sheet";
import { changed, clientsFolder, EXTERNAL_CLIENT, MERAKI_CLIENT } from "./client-files";

function office(file: string): Tree {
  return synthesizeClient(clientsFolder({ "office.yaml": file }), "office") as Tree;
}

const ACKNOWLEDGED = (...rules: readonly string[]): string =>
  `acknowledge:\n${rules
    .map(
      (rule) =>
        `  - { rule: ${rule}, reason: agreed with the client, owner: A. Martin, until: 2027-06-30 }\n`,
    )
    .join("")}`;

const rules = ({ findings }: Posture, severity: string): readonly string[] => [
  ...new Set(findings.filter((finding) => finding.severity === severity).map(({ rule }) => rule)),
];

describe("a client behind a Meraki MX", () => {
  const json = office(MERAKI_CLIENT);
  const posture = postureOf(json, TODAY);

  test("is reached on 25 by the relay and on 443, and breaks no rule of severity error", () => {
    expect(posture.exposures.map(({ fromPort, sources }) => `${fromPort} ${sources.join(" ")}`)).toEqual([
      "25 185.201.16.0/22",
      "443 0.0.0.0/0",
    ]);
    expect(rules(posture, "error")).toEqual([]);
  });

  test("is told what the appliance cannot do: read 443, tell somebody, and let the web out by name", () => {
    expect(rules(posture, "warning")).toEqual(
      expect.arrayContaining(["https-inspected", "edge-watched", "egress-limited"]),
    );
  });

  test("has a key for the dashboard in no file", () => {
    expect(json.provider).toMatchObject({ meraki: [{}] });
    expect(JSON.stringify(json.provider?.meraki)).toBe("[{}]");
  });

  test("reaches what the server needs, each port once, and then nothing", () => {
    const { rules: list } = only(json, "meraki_appliance_l3_firewall_rules") as unknown as {
      readonly rules: readonly { readonly policy: string; readonly dest_port: string }[];
    };

    expect(list.map(({ policy, dest_port }) => `${policy} ${dest_port}`)).toEqual([
      "allow Any",
      "allow 80",
      "allow 443",
      "allow 587",
      "deny Any",
    ]);
  });

  test("goes from detection to prevention, and the sheet dates it", () => {
    const prevented = office(
      changed(
        MERAKI_CLIENT,
        "  aws:",
        "  ips: { stages: [{ stage: detect, since: 2026-11-02 }, { stage: prevent, since: 2026-11-16 }] }\n  aws:",
      ),
    );

    expect(only(prevented, "meraki_appliance_network_security_intrusion").mode).toBe("prevention");
    expect(postureOf(prevented, TODAY).rollouts).toContainEqual({
      of: "ips",
      domain: null,
      stage: "prevent",
      since: "2026-11-16",
    });
    expect(gist(advice(sheetOf(prevented), "ips"))).toMatchObject({
      what: ["attacksBlocked"],
      missing: ["encryptedUnread", "alarmMissing"],
    });
  });

  test("whose office keeps its outgoing rules does not deploy before somebody answers for that", () => {
    const left = changed(MERAKI_CLIENT, "{ office: [] }", "leave");
    const unlimited = rules(postureOf(office(left), TODAY), "error");

    expect(unlimited).toEqual(["no-direct-delivery", "no-smb-out"]);
    expect(rules(postureOf(office(`${left}${ACKNOWLEDGED(...unlimited)}`), TODAY), "error")).toEqual([]);
    expect((office(left).resource as Tree).meraki_appliance_l3_firewall_rules).toBeUndefined();
  });

  test("shows on one screen which forward opens what", () => {
    expect(postureText("office", posture)).toContain(
      '    25/tcp    185.201.16.0/22        forward "mail from the relay"',
    );
  });
});

describe("a client whose firewall somebody else manages", () => {
  const json = office(EXTERNAL_CLIENT);
  const posture = postureOf(json, TODAY);

  test("has no resource of an edge, and its names and its certificate all the same", () => {
    expect(
      Object.keys(json.resource as Tree).filter((type) => /^(fortios|meraki|aws_network)/.test(type)),
    ).toEqual([]);
    expect(
      resources(json, "cloudflare_dns_record").map(({ type, content }) => [type, content]),
    ).toContainEqual(["A", "8.8.4.4"]);
    expect(posture.mailHosts).toEqual(["mail.office.example"]);
  });

  test("states what that firewall is to do, from the relay and the users, and is proved to do nothing", () => {
    expect(posture.externalEdge).toMatchObject({
      managedBy: "Example IT",
      ingress: [
        { port: 25, networks: ["185.201.16.0/22"] },
        { port: 443, networks: ["0.0.0.0/0"] },
      ],
      ips: "prevent",
    });
    expect(posture.exposures).toEqual([]);
    expect(posture.assumptions.map(({ address }) => address)).toEqual(
      Array.from({ length: 3 }, () => "output.external_edge"),
    );
  });

  test("is warned until somebody answers for it, with an end", () => {
    expect(rules(posture, "warning")).toContain("edge-elsewhere");
    expect(rules(posture, "error")).toEqual([]);
    const accepted = postureOf(office(`${EXTERNAL_CLIENT}${ACKNOWLEDGED("edge-elsewhere")}`), TODAY);
    expect(rules(accepted, "warning")).not.toContain("edge-elsewhere");
  });

  test("is warned as well where nobody states whose the edge is", () => {
    const { external_edge: _, ...output } = json.output as Tree;

    expect(rules(postureOf({ ...json, output }, TODAY), "warning")).toContain("edge-elsewhere");
  });

  test.each([
    ["a third port", { protocol: "tcp", port: 3389, networks: ["0.0.0.0/0"] }],
    ["mail from anyone", { protocol: "tcp", port: 25, networks: ["0.0.0.0/0"] }],
  ])("does not ask for %s", (_what, way) => {
    const stated = (json.output as Tree).external_edge?.value as Tree;
    const value = { ...stated, ingress: [...(stated.ingress as unknown as Tree[]), way] };
    const output = { ...(json.output as Tree), external_edge: { value } };

    expect(rules(postureOf({ ...json, output }, TODAY), "error")).toEqual(["external-edge-asked"]);
  });

  test("does not forget a network of the relay", () => {
    const value = { ...((json.output as Tree).external_edge?.value as Tree), ingress: [] };
    const output = { ...(json.output as Tree), external_edge: { value } };

    expect(rules(postureOf({ ...json, output }, TODAY), "error")).toEqual(["external-edge-asked"]);
  });

  test("is not shown as closed, neither on the screen nor on the sheet", () => {
    const screen = postureText("office", posture);
    const sheet = sheetOfPosture(posture);

    expect(screen).toContain("    asked     25/tcp from 185.201.16.0/22");
    expect(screen).toContain("    unknown   Example IT (noc@it.example) manages the edge");
    expect(screen).not.toMatch(/nobody$|nothing$|nothing else comes in/m);
    expect(gist(advice(sheet, "ports"))).toEqual({
      status: "unknown",
      what: [],
      missing: [],
      unknown: ["waysInElsewhere"],
    });
    expect(gist(advice(sheet, "ips"))).toMatchObject({
      status: "unknown",
      unknown: ["attackWatchElsewhere"],
    });
    expect(gist(advice(sheet, "relay-in")).unknown).toEqual(["waysInElsewhere"]);
    expect(gist(advice(sheet, "relay-out"))).toMatchObject({
      status: "unknown",
      unknown: ["waysOutElsewhere"],
    });
  });

  test("that opens something itself is shown with it", () => {
    const both = { ...posture, exposures: postureOf(office(MERAKI_CLIENT), TODAY).exposures };

    expect(postureText("office", both)).toContain("443/tcp   anywhere");
    expect(gist(advice(sheetOfPosture(both), "ports"))).toMatchObject({
      what: [],
      unknown: ["waysInElsewhere"],
    });
  });

  test("has a runbook for its server, with the relay's networks and the request to the other provider", () => {
    const facts = exchangeFacts("office", json, TODAY);
    const text = runbookMarkdown(facts);

    expect(facts.relayNetworks).toEqual(["185.201.16.0/22"]);
    expect(text).toContain("## The firewall that somebody else manages");
    expect(text).toContain("### What comes in");
  });

  test("asks for 25 from anyone while mail moves to the relay, and says that this will end", () => {
    const moving = office(
      changed(
        EXTERNAL_CLIENT,
        "  smartHost:",
        "  inbound: [{ stage: observe, since: 2026-11-16 }]\n  previousMx: { hosts: [{ host: mail.office.example, preference: 10 }] }\n  smartHost:",
      ),
    );
    const { externalEdge, mailFlow, findings } = postureOf(moving, TODAY);
    const text = externalEdgeRequest(
      "office",
      externalEdge as NonNullable<Posture["externalEdge"]>,
      mailFlow,
    );

    expect(findings.map(({ rule }) => rule)).not.toContain("external-edge-asked");
    expect(text).toContain("| allow | tcp | 25 | anyone |");
    expect(text).toContain("- 25 is open to anyone while mail moves to SpamExperts");
    expect(text).not.toContain("Other senders are not let in there");
  });

  test("asks for exact rules", () => {
    const lines = externalEdgeRequest(
      "office",
      posture.externalEdge as NonNullable<Posture["externalEdge"]>,
      posture.mailFlow,
    ).split("\n");

    expect(lines).toEqual(
      expect.arrayContaining([
        "For Example IT (noc@it.example), who manages it.",
        "| allow | tcp | 25 | `185.201.16.0/22` | mail from the relay |",
        "| allow | tcp | 443 | anyone | Outlook, phones and webmail |",
        "| deny, and log | any | any | anyone | nothing else reaches the server |",
        "| allow | tcp | 587 | anywhere | mail to the smart host |",
        "- On 587 the server talks to `smtp.antispamcloud.com` alone; where the firewall can, limit the port to that name.",
        "- Attacks are dropped: addresses that are known to be bad, and signatures.",
      ]),
    );
  });
});
