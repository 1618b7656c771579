import fc from "fast-check";
import { CidrSet } from "../../../constructs/core/cidr-set";
import { type EgressNeeds, exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";
import { IPS_MODES } from "../../../constructs/edge/ips-mode";
import type { PolicyInspection } from "../../../posture/aws/inspection";
import {
  CLOSED_PORTS,
  HONEST_CONNECTIONS,
  httpTo,
  slowTlsTo,
  type Turn,
  tlsTo,
  UNLISTED_CONNECTIONS,
} from "../../corpus/outgoing-connections";
import {
  exchangePolicy,
  fromPeer,
  fromServer,
  INSPECTED,
  inspection,
  RELAY,
  rulesOf,
} from "./exchange-policy";

const access = (needs: EgressNeeds) => ({
  access: {
    ingress: Ingress.of({ smtpFrom: CidrSet.of(RELAY) }),
    egress: exchangeEgress(587, undefined, needs),
  },
});

/** What becomes of each packet of a connection. */
function verdicts(policy: PolicyInspection, port: number, turns: readonly Turn[]) {
  const send = policy.connection();
  return turns.map(([by, packet]) => ({
    data: by === "peer" && packet.payload !== undefined,
    ...send(by === "server" ? fromServer(port, packet) : fromPeer(port, packet)),
  }));
}

const passes = (policy: PolicyInspection, port: number, turns: readonly Turn[]): boolean =>
  verdicts(policy, port, turns).every((verdict) => verdict.passes);
const answered = (policy: PolicyInspection, port: number, turns: readonly Turn[]): boolean =>
  verdicts(policy, port, turns).some(({ data, passes: passed }) => data && passed);

describe.each(IPS_MODES)("in the mode %s", (mode) => {
  describe.each([
    ["decrypted", INSPECTED],
    ["encrypted", {}],
  ])("with 443 %s", (_how, tls) => {
    const policy = inspection(exchangePolicy({ ...tls, ips: { mode } }));

    test.each(HONEST_CONNECTIONS.map((one) => [one.name, one] as const))(
      "%s: every packet passes, without a line in the log",
      (_name, { port, turns }) => {
        expect(verdicts(policy, port, turns)).toEqual(
          turns.map(() => expect.objectContaining({ passes: true, alerts: [] })),
        );
      },
    );

    test.each(UNLISTED_CONNECTIONS.map((one) => [one.name, one] as const))(
      "%s: no answer comes back",
      (_name, { port, turns }) => {
        expect(turns.some(([by, { payload }]) => by === "peer" && payload !== undefined)).toBe(true);
        expect(answered(policy, port, turns)).toBe(false);
      },
    );

    test.each(CLOSED_PORTS)("%i: not even the first packet leaves, by TCP or UDP", (port) => {
      for (const protocol of ["tcp", "udp"] as const) {
        expect(policy.connection()(fromServer(port, { protocol, state: "opening" })).passes).toBe(false);
      }
    });
  });
});

describe("the log says why a connection was refused", () => {
  const stack = exchangePolicy();
  const policy = inspection(stack);
  const messages = new Map(
    rulesOf(stack, "access").map((rule) => [/sid:(\d+);/.exec(rule)?.[1], /msg:"([^"]*)"/.exec(rule)?.[1]]),
  );

  test.each([
    ["TLS to another name", "out 443: host that is not on the list, or none"],
    ["TLS without a name", "out 443: host that is not on the list, or none"],
    ["a shell on 443", "out 443: not TLS"],
    ["a server on 443 that speaks first", "out 443: answer before a host of the list was asked for"],
    ["TLS that never completes its first message", "out 443: answer before a host of the list was asked for"],
    ["HTTP to another host", "out 80: host that is not on the list"],
    ["HTTP without a host", "out 80: answer before a host of the list was asked for"],
    ["TLS on 80, even with a listed name", "out 80: not HTTP"],
    ["a tunnel through a proxy, even to a listed host", "out 80: tunnel through a proxy"],
  ])("%s: %s", (name, message) => {
    const connection = UNLISTED_CONNECTIONS.find((one) => one.name === name);
    const refused = verdicts(policy, connection?.port ?? 0, connection?.turns ?? []).find(
      (verdict) => !verdict.passes,
    );

    expect(messages.get(refused?.by)).toBe(message);
  });
});

describe("a list by name", () => {
  const listed = ["a.example.com", "b-2.example.net", "*.wild.example.org"];
  const policy = inspection(
    exchangePolicy(
      access({ allow: listed.map((host) => ({ host, port: 8443, reason: "a test of the list" })) }),
    ),
  );
  const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
  const name = fc.oneof(
    fc.constantFrom(...listed, "wild.example.org"),
    label.map((first) => `${first}.wild.example.org`),
    fc.tuple(label, label).map(([first, second]) => `${first}.${second}.wild.example.org`),
    label.map((first) => `${first}.a.example.com`),
    label.map((first) => `${first}a.example.com`),
    label.map((last) => `a.example.com.${last}`),
    fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join(".")),
  );
  const expected = (host: string): boolean =>
    listed.includes(host) || (host.endsWith(".wild.example.org") && !host.startsWith("*"));

  test("passes the names on it and no other, whole or in two packets", () => {
    fc.assert(
      fc.property(
        name.filter((host) => !host.startsWith("*")),
        fc.boolean(),
        fc.boolean(),
        (host, capitals, slow) => {
          const asked = capitals ? host.toUpperCase() : host;
          const turns = slow ? slowTlsTo(asked) : tlsTo(asked);

          expect(passes(policy, 8443, turns)).toBe(expected(host));
          expect(answered(policy, 8443, turns)).toBe(expected(host));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("does not pass on one port what is listed for another", () => {
    expect(passes(policy, 443, tlsTo("a.example.com"))).toBe(false);
    expect(passes(policy, 8443, tlsTo("officeclient.microsoft.com"))).toBe(false);
  });

  test("holds for each request of a connection, in whatever order", () => {
    const byDefault = inspection(exchangePolicy());
    const hosts = fc.constantFrom(
      "crl.microsoft.com",
      "ocsp.digicert.com",
      "files.attacker.example",
      undefined,
    );

    fc.assert(
      fc.property(fc.array(hosts, { minLength: 1, maxLength: 5 }), (asked) => {
        const turns = httpTo(...asked);
        const after = verdicts(byDefault, 80, turns);
        const first = asked.indexOf("files.attacker.example");
        const answers = after.filter(({ data }) => data);

        expect(answers.slice(first < 0 ? asked.length : first).some((one) => one.passes)).toBe(false);
        expect(answers[0]?.passes).toBe(asked[0] === "crl.microsoft.com" || asked[0] === "ocsp.digicert.com");
      }),
      { numRuns: 200 },
    );
  });

  test("is not there where the client wants any host: whatever goes over 443 passes", () => {
    const open = inspection(exchangePolicy(access({ web: "any" })));

    for (const { port, turns } of UNLISTED_CONNECTIONS) {
      expect(passes(open, port, turns)).toBe(true);
    }
  });

  test("leaves networks alone that are named by address", () => {
    const mixed = inspection(
      exchangePolicy(
        access({ allow: [{ cidr: "203.0.113.80/32", port: 443, reason: "a peer without a name" }] }),
      ),
    );
    const elsewhere = mixed.connection();

    expect(passes(mixed, 443, tlsTo("files.attacker.example"))).toBe(true);
    expect(
      elsewhere(
        fromServer(443, {
          destination: "203.0.113.81",
          clientHello: { serverName: "files.attacker.example" },
        }),
      ).passes,
    ).toBe(false);
  });

  test("may hold for some networks only", () => {
    const narrow = inspection(
      exchangePolicy({
        access: {
          ingress: Ingress.of({ smtpFrom: CidrSet.of(RELAY) }),
          egress: [
            {
              protocol: "tcp",
              port: 443,
              destinations: CidrSet.of("203.0.113.0/24"),
              hosts: ["a.example.com"],
              purpose: "x",
            },
            {
              protocol: "tcp",
              port: 443,
              destinations: CidrSet.of("198.51.100.0/24"),
              hosts: ["b.example.com"],
              purpose: "y",
            },
          ],
        },
      }),
    );

    expect(passes(narrow, 443, tlsTo("a.example.com"))).toBe(true);
    expect(passes(narrow, 443, tlsTo("b.example.com"))).toBe(false);
    expect(narrow.connection()(fromServer(443, { destination: "192.0.2.1", state: "opening" })).passes).toBe(
      false,
    );
  });
});

test("named resolvers and time servers are asked by UDP, and answer", () => {
  const policy = inspection(exchangePolicy(access({ dns: ["203.0.113.80/32"], ntp: ["203.0.113.80/32"] })));

  for (const port of [53, 123]) {
    const send = policy.connection();
    const packet = { protocol: "udp", state: "opening" } as const;

    expect(send(fromServer(port, packet)).passes).toBe(true);
    expect(send(fromPeer(port, { protocol: "udp" })).passes).toBe(true);
    expect(policy.connection()(fromServer(port, { ...packet, destination: "203.0.113.81" })).passes).toBe(
      false,
    );
  }
});
