/** Entries of a table keyed by type that apply to `type`: those with a `*` pattern first, the exact one last. */
export function entriesFor<Entry>(table: Readonly<Record<string, Entry>>, type: string): readonly Entry[] {
  return Object.entries(table)
    .filter(([key]) => key === type || (key.endsWith("*") && type.startsWith(key.slice(0, -1))))
    .sort(([left], [right]) => left.length - right.length)
    .map(([, entry]) => entry);
}
