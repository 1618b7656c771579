/** Every text and number of a tree. */
export function scalars(tree: unknown): readonly (string | number)[] {
  if (typeof tree === "string" || typeof tree === "number") {
    return [tree];
  }
  return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(scalars) : [];
}

/** Every text and number of the table `$Client` of a script, in order. */
export function literalsOf(script: string): readonly (string | number)[] {
  const [, table = ""] = /^\$Client = @\{\n([\s\S]*?)\n\}$/m.exec(script) ?? [];
  return [...table.matchAll(/'((?:[^']|'')*)'|(\d+)/g)].map(([, text, number]) =>
    text === undefined ? Number(number) : text.replaceAll("''", "'"),
  );
}
