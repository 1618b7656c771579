import { connect } from "node:net";
import ipaddr from "ipaddr.js";
import type { Place } from "./places";
import { failureOf, type ProbeFailure } from "./probe-failure";

/** What a port answered. */
export interface Knock {
  readonly place: Place;
  readonly port: number;
  /** Null where the connection was accepted. */
  readonly failure: ProbeFailure | null;
  /** This machine's end of the connection; null where there was none. */
  readonly from: string | null;
}

/** Connects, and ends the connection as soon as it is accepted. */
export function knock(place: Place, port: number, timeoutMilliseconds: number): Promise<Knock> {
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

/** Is an address in one of some CIDR blocks? */
export function isAmong(address: string, blocks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  const own = ipaddr.process(address);
  return blocks.some((block) => {
    const [network, length] = ipaddr.parseCIDR(block);
    return network.kind() === own.kind() && own.match(network, length);
  });
}
