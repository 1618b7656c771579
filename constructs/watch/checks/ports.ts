import { connect } from "node:net";
import ipaddr from "ipaddr.js";
import { ask } from "../../core/dns-question";
import { type Declaration, isKnown, isOpenToAnyone, sourcesOf } from "../declaration";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { failureOf, type ProbeFailure } from "./probe-failure";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/**
 * Ports that must be closed at a server's public address, each an open door of Exchange or Windows somewhere: web
 * without TLS, POP and IMAP, RPC, file sharing, submission, remote desktop, remote management.
 */
export const CLOSED_PORTS: readonly number[] = [
  22, 80, 110, 135, 139, 143, 389, 445, 465, 587, 993, 995, 3389, 5985, 5986, 8443,
];

/** More would be a scan. */
export const MOST_CLOSED_PORTS = 32;

/** What the servers' own addresses answer on, against what the stack lets in. */
export const PORTS: Check = {
  id: "ports",
  what: "What the servers' public addresses answer on: 25 and 443 as declared, and a few ports that must be closed. By connecting and nothing else.",
  option: "ports",
  run: async (declaration, vantage) => {
    const places = await placesOf(declaration, vantage);
    const ports = [...new Set([vantage.smtpPort, vantage.httpsPort, ...vantage.closedPorts])].sort(
      (a, b) => a - b,
    );
    const knocks = await atMost(
      CONNECTIONS_AT_ONCE,
      places.flatMap((place) => ports.map((port) => () => knock(place, port, vantage.timeoutMilliseconds))),
    );
    return observationsOf(knocks, declaration, vantage);
  },
};

/** An address of a server, and the name that leads to it. */
export interface Place {
  readonly name: string;
  readonly address: string;
}

/** What a port answered. */
export interface Knock {
  readonly place: Place;
  readonly port: number;
  /** Null where the connection was accepted. */
  readonly failure: ProbeFailure | null;
  /** This machine's end of the connection; null where there was none. */
  readonly from: string | null;
}

/** More than a real client has. */
const MOST_ADDRESSES = 8;

/** The addresses that the stack gives the servers; where only an apply knows them, those of the servers' names. */
async function placesOf(
  { servers }: Declaration,
  { resolver, serverAddresses }: Vantage,
): Promise<readonly Place[]> {
  const places = await Promise.all(
    servers.map(async ({ name, addresses: own }) => {
      const given = serverAddresses.length > 0 ? serverAddresses : own.every(isKnown) ? own : [];
      const addresses = given.length > 0 ? given : await addressesOf(name, resolver);
      return addresses.map((address) => ({ name, address }));
    }),
  );
  const all = new Map(places.flat().map((place) => [place.address, place] as const));
  return [...all.values()].slice(0, MOST_ADDRESSES);
}

async function addressesOf(name: string, resolver: Vantage["resolver"]): Promise<readonly string[]> {
  const answered = await Promise.all([
    ask(() => resolver.resolve4(name)),
    ask(() => resolver.resolve6(name)),
  ]);
  return answered.flatMap((answer) => (answer.kind === "record" ? answer.value : [])).sort();
}

/** Connects, and ends the connection as soon as it is accepted. */
function knock(place: Place, port: number, timeoutMilliseconds: number): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.address, port });
    const ended = (failure: ProbeFailure | null): void => {
      clearTimeout(timer);
      const from = failure === null ? (socket.localAddress ?? null) : null;
      socket.destroy();
      resolve({ place, port, failure, from });
    };
    const timer = setTimeout(
      () => ended(failureOf(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }))),
      timeoutMilliseconds,
    );
    socket.once("connect", () => ended(null));
    socket.on("error", (error) => ended(failureOf(error)));
  });
}

/** What the answers of some ports come to: an address that says nothing at all proves nothing. */
export function observationsOf(
  knocks: readonly Knock[],
  declaration: Declaration,
  vantage: Vantage,
): readonly Observation[] {
  const alive = new Set(knocks.filter(answers).map(({ place: { address } }) => address));
  return knocks.map((each) => observationOf(each, alive.has(each.place.address), declaration, vantage));
}

/** Did the host, or what stands before it, say anything? */
function answers({ failure }: Knock): boolean {
  return failure === null || failure.code === "refused";
}

function observationOf(
  { place, port, failure, from }: Knock,
  isAlive: boolean,
  declaration: Declaration,
  vantage: Vantage,
): Observation {
  const at = {
    name: place.name,
    port,
    address: place.address,
    seen: failure === null ? "open" : failure.code === "refused" ? "closed, refused" : "closed, no answer",
    details: { open: failure === null, answer: failure?.code ?? "connected" },
  };
  const judged = (findings: readonly CheckFinding[]): Observation => ({
    ...at,
    verdict: verdictOf(findings),
    findings,
    note: null,
  });
  const notSeen = (note: string): Observation => ({ ...at, verdict: "not-seen", findings: [], note });
  if (failure?.code === "unreachable") {
    return notSeen(`${failure.message}; look from a machine that reaches the address`);
  }
  const declared = declaredPort(port, vantage);
  const sources = sourcesOf(declaration, declared);
  const isForAll = isOpenToAnyone(declaration, declared);
  if (failure === null) {
    return judged(
      isForAll || (from !== null && isAmong(from, sources))
        ? []
        : [opened(port, sources, declaration, vantage)],
    );
  }
  if (isForAll) {
    return judged([
      {
        code: failure.code,
        severity: "error",
        message: `${failure.message}, and the stack opens the port to anyone${port === vantage.smtpPort ? "; many providers block outgoing connections to port 25, so look from a machine that may send mail before you blame the server" : ""}`,
      },
    ]);
  }
  if (sources.length > 0) {
    return notSeen(
      `closed from here, as it should be from anywhere but ${sources.join(", ")}; whether it is open from there, only they see`,
    );
  }
  return isAlive
    ? judged([])
    : notSeen("nothing at this address answers here, so that the port is closed shows nothing");
}

/** What is open and should not be, or perhaps not. */
function opened(
  port: number,
  sources: readonly string[],
  { relay }: Declaration,
  { httpsPort, smtpPort }: Vantage,
): CheckFinding {
  if (sources.length === 0) {
    return {
      code: "open",
      severity: "error",
      message: `${port} accepts connections from the internet, and the stack lets nobody in there; close it on the edge`,
    };
  }
  return port === httpsPort && httpsPort !== smtpPort
    ? {
        code: "open-to-some",
        severity: "warning",
        message: `${port} accepts connections from here, and is for ${sources.join(", ")} alone; that is right if this machine comes from there, and wrong if not`,
      }
    : {
        code: "open-past-relay",
        severity: "error",
        message: `${port} accepts connections from here, and is ${relay?.name ?? "the relay"}'s alone (${sources.join(", ")}): anyone delivers past the filter; restrict it on the edge, or look from outside if this machine is in the server's own network`,
      };
}

/** The port of the stack that one stands for: tests and forwards have others. */
function declaredPort(port: number, { httpsPort, smtpPort }: Vantage): number {
  return port === smtpPort ? 25 : port === httpsPort ? 443 : port;
}

/** Is an address in one of some CIDR blocks? */
function isAmong(address: string, blocks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  const own = ipaddr.process(address);
  return blocks.some((block) => {
    const [network, length] = ipaddr.parseCIDR(block);
    return network.kind() === own.kind() && own.match(network, length);
  });
}
