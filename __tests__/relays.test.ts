import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CidrSet } from "../constructs/core/cidr-set";
import { RELAY_VENDORS } from "../constructs/relay/vendors";
import type { Posture } from "../posture/facts";
import { postureOf } from "../posture/posture";
import { loadClientFiles } from "../stacks/client";
import { relayOf } from "../stacks/relay-choice";
import { exchangeFacts } from "../tools/runbook/exchange-facts";
import { installScript, rollbackScript, values } from "../tools/runbook/script";
import { TODAY } from "./clinic";
import { clientsDirectory, RelayFleet, SECTIONS } from "./relay-fleet";
import { literalsOf, scalars } from "./tools/runbook/held-values";

const clients = new Map(loadClientFiles(clientsDirectory).clients.map((client) => [client.id, client]));
const stacks = new Map<string, unknown>();
const postures = new Map<string, Posture>();
let fleet: RelayFleet;

beforeAll(() => {
  fleet = new RelayFleet();
  for (const id of SECTIONS.keys()) {
    const stack: unknown = JSON.parse(readFileSync(join(fleet.folderOf(id), "cdk.tf.json"), "utf8"));
    stacks.set(id, stack);
    postures.set(id, postureOf(stack, TODAY));
  }
});

const smtpSources = (posture: Posture | undefined): readonly string[] =>
  CidrSet.of(
    ...(posture?.exposures ?? []).filter(({ fromPort }) => fromPort === 25).flatMap(({ sources }) => sources),
  ).blocks;

describe.each([...RELAY_VENDORS.keys(), "custom"])("behind the relay %s", (id) => {
  test("the whole path is shown, in and out, and no rule of severity error is broken", () => {
    const client = clients.get(id);
    const relay = relayOf(client?.relay as NonNullable<typeof client>["relay"]);
    const posture = postures.get(id);
    const [smartHost] = relay.smartHosts;

    expect(posture?.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(posture?.mailFlow).toMatchObject({
      inbound: [{ domain: `${id}.example`, exchanges: relay.mxHosts(`${id}.example`) }],
      deliversFrom: relay.deliversFrom.ipv4.blocks,
      relay: { name: relay.name, networks: relay.deliversFrom.blocks },
      stage: "locked",
      smartHost: { host: smartHost?.host, port: smartHost?.port },
      senders: expect.arrayContaining([
        { domain: `${id}.example`, spf: `v=spf1 ${relay.spf.join(" ")} ~all` },
      ]),
      whenDown: { webmail: relay.continuity.webmail, queueDays: relay.continuity.queueDays ?? null },
    });
    expect(smtpSources(posture)).toEqual(relay.deliversFrom.ipv4.blocks);
    expect(
      posture?.egress
        .filter(({ fromPort }) => fromPort === smartHost?.port)
        .flatMap(({ destinations }) => destinations),
    ).toEqual((smartHost?.addresses ?? CidrSet.ANY_IPV4).blocks);
  });
});

/** How a script and its rollback differ from any other one's: the client's values. */
function told(id: string): readonly (string | number)[] {
  return scalars(values(exchangeFacts(id, stacks.get(id), TODAY)));
}

describe.each([...RELAY_VENDORS.keys(), "custom", "ses-mail-manager"])(
  "the runbook of a client behind the relay %s",
  (id) => {
    test("tells Exchange what the Terraform JSON holds, value by value, and nothing else", () => {
      const held = new Set(scalars(stacks.get(id)));
      const facts = exchangeFacts(id, stacks.get(id), TODAY);

      expect(told(id).length).toBeGreaterThan(9);
      expect(told(id).filter((value) => !held.has(value))).toEqual([]);
      expect(literalsOf(installScript(facts))).toEqual(told(id));
      expect(literalsOf(rollbackScript(facts))).toEqual([id]);
    });

    test("opens the server to the relay, to no address more", () => {
      const posture = postures.get(id);

      expect(exchangeFacts(id, stacks.get(id), TODAY).relayNetworks).toEqual(posture?.mailFlow.deliversFrom);
    });
  },
);

test("only the relay whose networks are shared signs in on the server", () => {
  const signingIn = [...SECTIONS.keys()].filter((id) =>
    JSON.stringify(stacks.get(id)).includes("signs_in_with"),
  );

  expect(signingIn).toEqual(["ses-mail-manager"]);
});

describe("a client that moves to a relay", () => {
  test("keeps its old MX and an open port 25 while it observes, with a warning for each", () => {
    const posture = postures.get("observing");

    expect(posture?.mailFlow.inbound[0]?.exchanges).toEqual([
      { host: "mail.observing.example", preference: 5 },
    ]);
    expect(posture?.mailFlow.senders).toContainEqual({
      domain: "observing.example",
      spf: "v=spf1 include:spf.filter.example ~all",
    });
    expect(smtpSources(posture)).toEqual(["0.0.0.0/0"]);
    expect(posture?.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      expect.arrayContaining(["warning smtp-from-relay-only", "warning mail-host-not-in-mx"]),
    );
  });

  test("has the relay's MX and an open port 25 after the cutover", () => {
    const posture = postures.get("cutting-over");

    expect(posture?.mailFlow.inbound[0]?.exchanges.map(({ host }) => host)).toEqual([
      "mx1.filter.example",
      "mx2.filter.example",
    ]);
    expect(smtpSources(posture)).toEqual(["0.0.0.0/0"]);
    expect(posture?.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain(
      "warning smtp-from-relay-only",
    );
    expect(posture?.findings.map(({ rule }) => rule)).not.toContain("mail-host-not-in-mx");
  });
});
