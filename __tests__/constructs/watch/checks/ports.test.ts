import { createServer } from "node:net";
import type { Observation } from "../../../../constructs/watch/checks/check";
import { CLOSED_PORTS, observationsOf, PORTS } from "../../../../constructs/watch/checks/ports";
import { ProbeFailure } from "../../../../constructs/watch/checks/probe-failure";
import type { Vantage } from "../../../../constructs/watch/checks/vantage";
import type { Exposure, ExternalEdgeFact, Facts } from "../../../../posture/facts";
import { declarationOf } from "../../../../stacks/declaration";
import { factsOf } from "../../../posture/dns/zone-file";
import { Servers } from "./servers";

/** Looks at what a stack with these facts declares, as a function is given it. */
function run(facts: Facts, from: Vantage): Promise<readonly Observation[]> {
  return PORTS.run(JSON.parse(JSON.stringify(declarationOf(facts))), from);
}

const servers = new Servers();
const RELAY = ["185.201.16.0/22"];
const ANYONE = ["0.0.0.0/0"];
let open: readonly [number, number, number];
let closed: number;

beforeAll(async () => {
  const listen = (): Promise<number> => servers.raw(() => undefined);
  open = [await listen(), await listen(), await listen()];
  closed = await servers.nobody();
});

afterAll(() => servers.stop());

function wayIn(port: number, sources: readonly string[]): Exposure {
  return {
    from: "internet",
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    sources,
    target: "aws_network_interface.mail",
    via: ["aws_security_group.mail"],
  };
}

/** A stack that opens 25 and 443 to these networks, with its server on the loopback. */
function stack(smtp: readonly string[], https: readonly string[], more: Partial<Facts> = {}): Facts {
  return factsOf(["mail.clinic.example A 127.0.0.1"], {
    mailHosts: ["mail.clinic.example"],
    exposures: [wayIn(25, smtp), wayIn(443, https)],
    ...more,
  });
}

const VANTAGE: Vantage = {
  resolver: {
    resolve4: () => Promise.reject(new Error("nobody is to be asked")),
    resolve6: () => Promise.reject(new Error("nobody is to be asked")),
  },
  serverAddresses: [],
  smtpPort: 25,
  httpsPort: 443,
  httpPort: 80,
  dns: { resolvers: [], port: 53, timeoutMilliseconds: 500 },
  onProgress: () => {},
  closedPorts: [],
  timeoutMilliseconds: 1000,
  roots: [],
  blocklists: {
    choice: { zones: [], keys: {}, commercial: true },
    resolvers: [],
    timeoutMilliseconds: 1000,
  },
  now: new Date("2026-11-24T00:00:00Z"),
};

function look(facts: Facts, vantage: Partial<Vantage> = {}): Promise<readonly Observation[]> {
  return run(facts, { ...VANTAGE, smtpPort: closed, httpsPort: open[0], ...vantage });
}

const at = (observations: readonly Observation[], port: number): string => {
  const { verdict, seen, findings } = observations.find((each) => each.port === port) as Observation;
  return [verdict, seen, ...findings.map(({ code }) => code)].join("; ");
};

describe("the ports of a server, seen from outside", () => {
  test("are as they should be: 25 shut to anyone but the relay, 443 open, and nothing else", async () => {
    const nobody = await servers.nobody();
    const seen = await look(stack(RELAY, ANYONE), { closedPorts: [nobody] });

    expect(at(seen, closed)).toBe("not-seen; closed, refused");
    expect(at(seen, open[0])).toBe("ok; open");
    expect(at(seen, nobody)).toBe("ok; closed, refused");
    expect(seen.find(({ port }) => port === closed)?.note).toContain("anywhere but 185.201.16.0/22");
  });

  test("are wrong where 25 answers a machine that is not the relay's", async () => {
    expect(at(await look(stack(RELAY, ANYONE), { smtpPort: open[1] }), open[1])).toBe(
      "error; open; open-past-relay",
    );
  });

  test("are right where this machine is the relay's, and while 25 is open to anyone", async () => {
    expect(at(await look(stack(["127.0.0.0/8"], ANYONE), { smtpPort: open[1] }), open[1])).toBe("ok; open");
    expect(at(await look(stack(ANYONE, ANYONE), { smtpPort: open[1] }), open[1])).toBe("ok; open");
  });

  test("are wrong where a port answers that the stack opens to nobody", async () => {
    expect(at(await look(stack(RELAY, ANYONE), { closedPorts: [open[2]] }), open[2])).toBe(
      "error; open; open",
    );
  });

  test("are wrong where nobody answers on a port that is open to anyone", async () => {
    expect(at(await look(stack(ANYONE, ANYONE)), closed)).toBe("error; closed, refused; refused");
  });

  test("are perhaps right where 443 is for named networks and answers here", async () => {
    expect(at(await look(stack(RELAY, ["203.0.113.0/24"])), open[0])).toBe("warning; open; open-to-some");
  });

  test("are those that somebody else's edge is asked for", async () => {
    const ways = [25, 443].map((port) => ({
      protocol: "tcp",
      port,
      networks: port === 25 ? RELAY : ANYONE,
      hosts: null,
      purpose: "",
    }));
    const externalEdge: ExternalEdgeFact = {
      managedBy: "Example IT",
      contact: "noc@it.example",
      publicAddresses: ["127.0.0.1"],
      egressAddresses: ["127.0.0.1"],
      ingress: ways,
      egress: [],
      ips: "prevent",
      address: "output.external_edge",
    };
    const seen = await look(stack([], [], { exposures: [], externalEdge }), { smtpPort: open[1] });

    expect(at(seen, open[0])).toBe("ok; open");
    expect(at(seen, open[1])).toBe("error; open; open-past-relay");
  });

  test.each([
    ["prove nothing where the whole address is silent", "timeout", "not-seen"],
    ["are closed where something else at the address answers", "refused", "ok"],
  ] as const)("%s", (_what, code, verdict) => {
    const place = { name: "mail.clinic.example", address: "198.51.100.1" };
    const knocks = [443, 3389].map((port) => ({
      place,
      port,
      failure: new ProbeFailure(port === 443 ? code : "timeout", "no answer"),
      from: null,
    }));

    expect(
      observationsOf(knocks, declarationOf(stack(RELAY, RELAY)), VANTAGE).map((each) => each.verdict),
    ).toEqual(["not-seen", verdict]);
  });

  test("are connected to at the address that the stack gives, and no more often than there are ports", async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };

    await look(stack(RELAY, ANYONE), { closedPorts: [port] });

    expect(connections).toBe(1);
    await new Promise((resolve) => server.close(resolve));
  });

  test("that must be closed are few, and none of those that mail needs", () => {
    expect(CLOSED_PORTS.length).toBeLessThanOrEqual(20);
    expect(CLOSED_PORTS.filter((port) => port === 25 || port === 443)).toEqual([]);
  });
});
