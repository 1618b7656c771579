/** A table of a page that is generated. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return [header, header.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
  );
}

/** Values as code, in a row. */
export function codeList(items: readonly string[]): string {
  return items.map((item) => `\`${item}\``).join(", ");
}
