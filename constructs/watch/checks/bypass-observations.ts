import { shown } from "../../core/visible-text";
import { type Declaration, isOpenToAnyone, sourcesOf } from "../declaration";
import { type CheckFinding, type Observation, verdictOf } from "./check";
import { isAmong, type Knock } from "./knock";

/**
 * What connections to 25 come to.
 *
 * Silence shows that a port is closed only where this network lets connections to 25 out at all, which many providers do
 * not.
 *
 * @param servers addresses of the servers
 * @param isLetOut did the relay, which takes mail from anybody, accept a connection from here?
 */
export function bypassObservations(
  knocks: readonly Knock[],
  declaration: Declaration,
  servers: ReadonlySet<string>,
  isLetOut: boolean,
): readonly Observation[] {
  const works = isLetOut || knocks.some(({ failure }) => failure === null);
  return knocks.map((each) => observationOf(each, declaration, servers.has(each.place.address), works));
}

function observationOf(
  knock: Knock,
  declaration: Declaration,
  isServer: boolean,
  works: boolean,
): Observation {
  const { place, port, failure } = knock;
  const findings = failure === null ? openFindings(knock, declaration, isServer) : [];
  const shows = failure === null || failure.code === "refused" || (works && failure.code !== "unreachable");
  return {
    name: place.name,
    port,
    address: place.address,
    seen: failure === null ? "open" : failure.code === "refused" ? "closed, refused" : "closed, no answer",
    verdict: shows ? verdictOf(findings) : "not-seen",
    findings,
    note: shows
      ? null
      : failure?.code === "unreachable"
        ? `${failure.message}; look from a machine that reaches the address`
        : "nothing on 25 answers here, not even the relay, so that this does not shows nothing: many providers block outgoing connections to 25; look from a machine that may send mail",
    details: { open: failure === null, answer: failure?.code ?? "connected" },
  };
}

function openFindings(
  { place, port, from }: Knock,
  declaration: Declaration,
  isServer: boolean,
): readonly CheckFinding[] {
  if (!isServer) {
    return [
      {
        code: "host-takes-mail",
        severity: "warning",
        message: `${shown(place.name)} leads to ${place.address}, which is neither the server nor the relay and accepts connections on ${port}: if it takes mail for the domain, it takes it past the relay; remove the name, or have the host refuse the domain`,
      },
    ];
  }
  const isAdmitted =
    isOpenToAnyone(declaration, 25) || (from !== null && isAmong(from, sourcesOf(declaration, 25)));
  return isAdmitted
    ? []
    : [
        {
          code: "bypass-open",
          severity: "error",
          message: `${port} of the server accepts connections from here, so anyone delivers past ${declaration.relay?.name ?? "the relay"}; restrict it on the edge, or look from outside if this machine is in the server's own network`,
        },
      ];
}
