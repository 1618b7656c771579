import { blocksOf, PAGES } from "./documentation";

/** A command that pages tell their readers to run. */
interface DocumentedCommand {
  readonly command: string;
  /** Where it stands. */
  readonly pages: readonly string[];
}

/** Every command of every page once: lines that go on are one, and what is said about them is left out. */
export function documentedCommands(): readonly DocumentedCommand[] {
  const pages = new Map<string, string[]>();
  for (const page of PAGES) {
    for (const block of blocksOf(page, "sh")) {
      for (const line of block.replace(/\\\n\s*/g, "").split("\n")) {
        const command = line.replace(/(^| +)#.*$/, "").trim();
        if (command !== "") {
          pages.set(command, [...(pages.get(command) ?? []), page]);
        }
      }
    }
  }
  return [...pages].map(([command, all]) => ({ command, pages: [...new Set(all)] }));
}

/** The words of a command, as a shell splits them. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}
