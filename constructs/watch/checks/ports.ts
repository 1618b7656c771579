import { type Declaration, isOpenToAnyone, sourcesOf } from "../declaration";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { isAmong, type Knock, knock } from "./knock";
import { serverPlaces } from "./places";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/**
 * Ports that must be closed at a server's public address, each an open door of Exchange or Windows somewhere: web
 * without TLS, Exchange's own back end, POP and IMAP, RPC, directories, file sharing, submission and the transport
 * behind 25, remote desktop, remote management
 * (https://learn.microsoft.com/en-us/exchange/plan-and-deploy/deployment-ref/network-ports).
 */
export const CLOSED_PORTS: readonly number[] = [
  22, 80, 110, 135, 139, 143, 389, 444, 445, 465, 587, 636, 717, 993, 995, 2525, 3389, 5985, 5986, 8443,
];

/** More would be a scan. */
export const MOST_CLOSED_PORTS = 32;

/** What the servers' own addresses answer on, against what the stack lets in. */
export const PORTS: Check = {
  id: "ports",
  what: "What the servers' public addresses answer on: 25 and 443 as declared, and a few ports that must be closed. By connecting and nothing else.",
  option: "ports",
  run: async (declaration, vantage) => {
    const places = await serverPlaces(declaration, vantage);
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
