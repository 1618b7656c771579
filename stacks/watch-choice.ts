import { type ChosenLists, chosenLists } from "../constructs/watch/blocklists/choice";
import type { Client } from "./client-schema";
import { type AwsPlace, awsPlaceOf, type Edge } from "./edge-schema";
import type { Fleet } from "./fleet-schema";
import { type WatchSection, watch } from "./watch-schema";

/** What a watch does of which the client file says nothing. */
const DEFAULTS = watch.parse({}) as WatchSection;

/** The watch of a client, with its defaults. */
export function watchOf({ watch = DEFAULTS }: Pick<Client, "watch">): WatchSection {
  return watch;
}

/** Who is told of a client's alarms. */
export function toldOf(client: Pick<Client, "watch">, { msp }: Fleet): readonly string[] {
  return watchOf(client).notify ?? [msp.contact];
}

/** Where the provider's engineers read the docs, without a slash at the end; undefined where the file does not say. */
export function runbooksOf({ msp: { runbooks } }: Fleet): string | undefined {
  return runbooks?.replace(/\/$/, "");
}

/** Where the watch of a client runs; undefined where none does. */
export function watchPlaceOf(client: {
  readonly watch?: Client["watch"];
  readonly edge: Edge;
}): AwsPlace | undefined {
  return watchOf(client).enabled ? awsPlaceOf(client.edge) : undefined;
}

/** References to keys, by the name of the key. */
export function keyReferences({ keys }: WatchSection): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([name, reference]) => (reference === undefined ? [] : [[name, reference]])),
  );
}

/** The lists that a watch asks. A reference stands for its key: what that is, only the watch reads. */
export function watchedLists(section: WatchSection): ChosenLists {
  const { lists, nonCommercial } = section;
  const keys = Object.fromEntries(Object.keys(keyReferences(section)).map((name) => [name, "reference"]));
  const chosen = chosenLists({ zones: lists, keys, commercial: !nonCommercial });
  return { ...chosen, asked: chosen.asked.filter(({ zone }) => !section.without.includes(zone)) };
}
