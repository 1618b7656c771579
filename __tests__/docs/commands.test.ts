import { execFileSync } from "node:child_process";
import { NOT_RUN, RUN, RUN_FIRST, RUN_LAST } from "../command-runs";
import { ROOT } from "../documentation";
import { documentedCommands, wordsOf } from "../documented-commands";

/** What a command takes, as the command line itself says. */
interface Taken {
  readonly name: string;
  readonly commands: readonly Taken[];
  /** Long options, and whether a value follows. */
  readonly options: Readonly<Record<string, boolean>>;
  /** Fewest and most arguments; no most where any number may follow. */
  readonly least: number;
  readonly most?: number;
  /** Hands on what it does not know. */
  readonly open: boolean;
}

/** Describes the whole command line. The commands are modules of Node's own kind, which only Node loads. */
const DESCRIBE = `
const taken = (command) => ({
  name: command.name(),
  commands: command.commands.map(taken),
  options: Object.fromEntries(command.options.map(({ long, required, optional }) => [long, required || optional])),
  least: command.registeredArguments.filter(({ required }) => required).length,
  ...(command.registeredArguments.some(({ variadic }) => variadic) ? {} : { most: command.registeredArguments.length }),
  open: /options of cdktf/.test(command.usage()),
});
require("./dist/tools/protected-exchange.js").commandLine().then((root) => console.log(JSON.stringify(taken(root))));
`;

const OURS = documentedCommands().filter(({ command }) => command.startsWith("npx protected-exchange "));

let root: Taken;
beforeAll(() => {
  root = JSON.parse(
    execFileSync(process.execPath, ["-e", DESCRIBE], { cwd: ROOT, encoding: "utf8" }),
  ) as Taken;
});

test("pages tell what to run", () => {
  expect(OURS.length).toBeGreaterThan(40);
});

test.each(OURS.map(({ command, pages }) => [command, pages.join(", ")] as const))(
  "the command line knows every word of: %s (%s)",
  (command) => {
    const left = wordsOf(command).slice(2);
    let known = root;
    for (let next = inside(root, left[0]); next !== undefined; next = inside(known, left[0])) {
      known = next;
      left.shift();
    }
    expect(known).not.toBe(root);

    const unknown: string[] = [];
    let given = 0;
    while (left.length > 0) {
      const word = left.shift() ?? "";
      const option = word.replace(/=.*$/, "");
      if (word === "--") {
        break;
      }
      if (!word.startsWith("-")) {
        given += 1;
      } else if (!(option in known.options)) {
        unknown.push(...(known.open ? [] : [option]));
      } else if (known.options[option] === true && !word.includes("=")) {
        left.shift();
      }
    }

    expect(unknown).toEqual([]);
    expect(given).toBeGreaterThanOrEqual(known.least);
    expect(given).toBeLessThanOrEqual(known.most ?? given);
  },
);

function inside({ commands }: Taken, word: string | undefined): Taken | undefined {
  return commands.find(({ name }) => name === word);
}

test("every command is run by a test, or it is said why not", () => {
  const run = new Set([...RUN_FIRST, ...RUN.map(([command]) => command), RUN_LAST]);
  const unclear = documentedCommands().filter(
    ({ command }) =>
      Number(run.has(command)) + NOT_RUN.filter(([commands]) => commands.test(command)).length !== 1,
  );

  expect(unclear).toEqual([]);
});

test("no command is run that no page shows, and no reason is given for none", () => {
  const shown = documentedCommands().map(({ command }) => command);

  expect(
    [...RUN_FIRST, ...RUN.map(([command]) => command), RUN_LAST].filter(
      (command) => !shown.includes(command),
    ),
  ).toEqual([]);
  expect(NOT_RUN.filter(([commands]) => !shown.some((command) => commands.test(command)))).toEqual([]);
});
