import { type Declaration, isKnown } from "../declaration";
import { addressesFor, MOST_ADDRESSES } from "./addresses";
import type { Vantage } from "./vantage";

/** An address of a server, and the name that leads to it. */
export interface Place {
  readonly name: string;
  readonly address: string;
}

/** The addresses that the stack gives the servers; where only an apply knows them, those of the servers' names. */
export async function serverPlaces(
  { servers }: Declaration,
  { resolver, serverAddresses }: Vantage,
): Promise<readonly Place[]> {
  const places = await Promise.all(
    servers.map(async ({ name, addresses: own }) => {
      const given = serverAddresses.length > 0 ? serverAddresses : own.every(isKnown) ? own : [];
      const addresses =
        given.length > 0
          ? given
          : (await addressesFor(name, resolver)).filter((each) => typeof each === "string");
      return addresses.map((address) => ({ name, address }));
    }),
  );
  const all = new Map(places.flat().map((place) => [place.address, place] as const));
  return [...all.values()].slice(0, MOST_ADDRESSES);
}
