import { Command, InvalidArgumentError, Option } from "commander";
import { messageOf } from "../../constructs/core/thrown";
import { failObject, listObjects, resetSandbox, setAttribute, showObject } from "./inspect";
import { runInSandbox } from "./run";

const DEFAULT_DIRECTORY = ".sandbox";

/** Prints one line instead of a stack for what the user can mend, and makes the process exit with 1. */
async function told(action: () => void | Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}

function positiveCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("a whole number from 1 up is wanted.");
  return count;
}

function printList(directory: string, format: string): void {
  const objects = listObjects(directory);
  if (format === "json") {
    console.log(JSON.stringify(objects, undefined, 2));
    return;
  }
  const widest = (pick: (each: (typeof objects)[number]) => string) =>
    Math.max(0, ...objects.map((each) => pick(each).length));
  const address = widest((each) => each.address);
  const type = widest((each) => each.type);
  for (const each of objects)
    console.log(`${each.address.padEnd(address)}  ${each.type.padEnd(type)}  ${each.id}`);
}

async function run(directory: string, words: readonly string[], help: () => void): Promise<void> {
  const [program, ...args] = words;
  if (program === undefined) {
    help();
    process.exitCode = 1;
    return;
  }
  process.exitCode = await runInSandbox(directory, [program, ...args]);
}

/** The `sandbox` command, to be added to the program's root command. */
export function sandboxCommand(): Command {
  const command = new Command("sandbox")
    .description("run Terraform or cdktf against a stand-in cloud: no account, no network")
    .argument("[command...]", "what to run, after --: sandbox -- npx cdktf deploy contoso")
    .addOption(
      new Option("--dir <folder>", "where the sandbox keeps its cloud and state").default(DEFAULT_DIRECTORY),
    );
  const directory = () => command.opts<{ dir: string }>().dir;

  command.action((words: string[]) =>
    told(() => run(directory(), words, () => command.outputHelp({ error: true }))),
  );
  command
    .command("list")
    .description("what exists in the sandbox")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(({ format }: { format: string }) => told(() => printList(directory(), format)));
  command
    .command("show <address>")
    .description("all values of one object, as JSON")
    .action((address: string) =>
      told(() => console.log(JSON.stringify(showObject(directory(), address), undefined, 2))),
    );
  command
    .command("set <address> <attribute> <value>")
    .description("change an object behind Terraform's back: the next plan shows the drift")
    .action((address: string, attribute: string, value: string) =>
      told(() => setAttribute(directory(), address, attribute, value)),
    );
  command
    .command("fail <address>")
    .description("make the next apply of one object fail")
    .option("--times <count>", "how many applies are to fail", positiveCount, 1)
    .action((address: string, { times }: { times: number }) =>
      told(() =>
        console.log(
          `${failObject(directory(), address, times)} fails ${times === 1 ? "once" : `${times} times`}`,
        ),
      ),
    );
  command
    .command("reset")
    .description("forget everything")
    .action(() => told(() => resetSandbox(directory())));
  return command;
}
