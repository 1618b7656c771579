import { postureOf } from "../../posture/posture";
import { synthesizeClient } from "../../stacks/synthesize";
import { exchangeFacts } from "../../tools/runbook/exchange-facts";
import { CLIENTS, TODAY, type Tree } from "../clinic";
import { CLIENT, changed, clientsFolder } from "./client-files";

function office(edge: string): Tree {
  const file = changed(CLIENT, "edge:\n", `edge:\n${edge}`);
  return synthesizeClient(clientsFolder({ "office.yaml": file }), "office") as Tree;
}

/** Who comes in from the internet, as `port sources`. */
function comingIn(json: Tree): readonly string[] {
  return postureOf(json, TODAY)
    .exposures.filter(({ from }) => from === "internet")
    .map(({ fromPort, toPort, sources }) => `${fromPort}-${toPort} ${sources.join(" ")}`);
}

/** Whether the web that each host reaches on the internet is limited to names. */
function webByName(json: Tree): readonly (readonly [source: string, byName: boolean])[] {
  return postureOf(json, TODAY)
    .egress.filter(({ fromPort, destinations }) => fromPort === 443 && destinations.includes("0.0.0.0/0"))
    .map(({ source, hosts }) => [source, hosts?.includes("officeclient.microsoft.com") === true]);
}

const ONLY_MAIL = ["25-25 185.201.16.0/22", "443-443 0.0.0.0/0"];

function broken(json: Tree): readonly string[] {
  return postureOf(json, TODAY).findings.flatMap(({ severity, rule }) =>
    severity === "error" ? [rule] : [],
  );
}

describe("a client whose servers are in the office", () => {
  const json = office(
    "  onPremises: { servers: [192.168.10.5], publicAddress: 8.8.4.4, networks: [192.168.10.0/24] }\n",
  );

  test("is reached on 25 by the relay and on 443, and breaks no rule", () => {
    expect(comingIn(json)).toEqual(ONLY_MAIL);
    expect(broken(json)).toEqual([]);
  });

  test("has a runbook that knows whose connections Exchange sees, and does not take them for the relay", () => {
    expect(exchangeFacts("office", json, TODAY)).toMatchObject({
      relayNetworks: ["185.201.16.0/22"],
      connectionsFrom: ["10.20.0.0/26"],
    });
  });

  test("sends from the office's own address, and launches nothing", () => {
    expect(json.output).toMatchObject({
      egress_addresses: { value: ["8.8.4.4"] },
      server_network_interfaces: { value: {} },
    });
    expect((json.resource as Tree).aws_network_interface).toBeUndefined();
  });

  test("keeps the keys of its tunnels out of the state, and allows no weak cipher", () => {
    const [connection] = Object.values((json.resource as Tree).aws_vpn_connection as Tree);

    expect(connection).toMatchObject({
      preshared_key_storage: "SecretsManager",
      tunnel1_ike_versions: ["ikev2"],
      tunnel2_phase1_encryption_algorithms: ["AES256-GCM-16"],
    });
    expect(Object.keys(connection as Tree).filter((key) => key.includes("preshared_key"))).toEqual([
      "preshared_key_storage",
    ]);
  });
});

describe("a client behind a shared firewall", () => {
  const json = office("  sharedFirewall: arn:aws:network-firewall:eu-west-3:111122223333:firewall/msp\n");

  test("is reached on 25 by the relay and on 443, whatever that firewall lets through", () => {
    expect(comingIn(json)).toEqual(ONLY_MAIL);
    expect(broken(json)).toEqual([]);
  });

  test("is not said to be inspected", () => {
    const { ips, findings } = postureOf(json, TODAY);

    expect(ips.map(({ mode, groups }) => [mode, groups.length])).toEqual([["unknown", 0]]);
    expect(findings.find(({ rule }) => rule === "https-inspected")?.message).toMatch(
      /^443 is let in by a firewall whose policy is not part of this stack/,
    );
  });

  test("is not said to reach listed hosts only", () => {
    expect(webByName(json)).toHaveLength(1);
    expect(webByName(json).map(([, byName]) => byName)).toEqual([false]);
    expect(postureOf(json, TODAY).findings.map(({ rule }) => rule)).toContain("egress-limited");
  });
});

describe("a client with two servers", () => {
  const json = office("").resource as Tree;
  const both = office(
    "  servers: [{ name: ex1, availabilityZone: eu-west-3a }, { name: ex2, availabilityZone: eu-west-3a }]\n",
  );
  const two = both.resource as Tree;

  test("has each of them behind the load balancer, which shows them who connects and stays in its zone", () => {
    const [balancer] = Object.values(two.aws_lb as Tree);
    expect(balancer).toMatchObject({
      internal: false,
      load_balancer_type: "network",
      enable_cross_zone_load_balancing: false,
    });
    expect(
      Object.values(two.aws_lb_target_group as Tree).map(({ port, preserve_client_ip }) => [
        port,
        preserve_client_ip,
      ]),
    ).toEqual([
      [25, "true"],
      [443, "true"],
    ]);
    expect(Object.keys(two.aws_lb_target_group_attachment as Tree)).toHaveLength(4);
    expect(Object.keys(two.aws_network_interface as Tree)).toHaveLength(2);
  });

  test("admits to the servers nobody who has not come through the load balancer, and them to each other", () => {
    const [front] =
      Object.entries(two.aws_security_group as Tree).find(([, { name }]) => `${name}` === "office-front") ??
      [];
    const [servers] =
      Object.entries(two.aws_security_group as Tree).find(([, { name }]) => `${name}` === "office-server") ??
      [];
    const admitted = Object.values(two.aws_vpc_security_group_ingress_rule as Tree)
      .filter(({ security_group_id }) => `${security_group_id}`.includes(`.${servers}.`))
      .map((rule) => [
        `${rule.ip_protocol} ${rule.from_port}`,
        `${rule.referenced_security_group_id ?? rule.cidr_ipv4}`,
      ]);

    expect(admitted.sort()).toEqual([
      ["-1 undefined", `\${aws_security_group.${servers}.id}`],
      ["tcp 25", `\${aws_security_group.${front}.id}`],
      ["tcp 443", `\${aws_security_group.${front}.id}`],
    ]);
  });

  test("has listed hosts only to reach from each of them, in two zones as well", () => {
    const apart = synthesizeClient(CLIENTS, "notary") as Tree;

    for (const json of [office(""), both, apart]) {
      const interfaces = Object.keys((json.resource as Tree).aws_network_interface as Tree);
      expect(webByName(json)).toEqual(interfaces.map((name) => [`aws_network_interface.${name}`, true]));
    }
  });

  test("keeps the firewall that one server has", () => {
    expect(Object.keys(two.aws_networkfirewall_firewall as Tree)).toEqual(
      Object.keys(json.aws_networkfirewall_firewall as Tree),
    );
  });
});
