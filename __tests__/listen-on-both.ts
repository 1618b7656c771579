import type { Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

const ATTEMPTS = 20;

/**
 * Lets two sockets listen at one port, as name servers do.
 *
 * A port that is free for TCP may be taken for UDP, by whatever else runs on this machine.
 *
 * @param port where they listen; any where both are free by default
 * @returns the port
 */
export async function listenOnBoth(tcp: Server, udp: Socket, address: string, port = 0): Promise<number> {
  for (let left = ATTEMPTS; ; left -= 1) {
    tcp.listen(port, address);
    await once(tcp, "listening");
    const own = (tcp.address() as AddressInfo).port;
    udp.bind(own, address);
    try {
      await once(udp, "listening");
      return own;
    } catch (error) {
      await new Promise((resolve) => tcp.close(resolve));
      if (port !== 0 || left === 0) {
        throw error;
      }
    }
  }
}
