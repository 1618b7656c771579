#!/usr/bin/env node
import { Command } from "commander";

/** Every subcommand by its name, in the order of the help; loaded only when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  "new-client": async () => (await import("./new-client/command.js")).newClientCommand(),
  validate: async () => (await import("./validate.js")).validateCommand(),
  synth: async () => (await import("./synth.js")).synthCommand(),
  diff: async () => (await import("./deploy.js")).cdktfCommand("diff"),
  deploy: async () => (await import("./deploy.js")).cdktfCommand("deploy"),
  destroy: async () => (await import("./deploy.js")).cdktfCommand("destroy"),
  ci: async () => (await import("./ci/command.js")).ciCommand(),
  "deploy-roles": async () => (await import("./deploy-roles.js")).deployRolesCommand(),
  posture: async () => (await import("./posture.js")).postureCommand(),
  review: async () => (await import("./review/command.js")).reviewCommand(),
  check: async () => (await import("./check/command.js")).checkCommand(),
  cost: async () => (await import("./cost.js")).costCommand(),
  catalogue: async () => (await import("./catalogue.js")).catalogueCommand(),
  spf: async () => (await import("./spf.js")).spfCommand(),
  "import-dns": async () => (await import("./import-dns/command.js")).importDnsCommand(),
  report: async () => (await import("./report/command.js")).reportCommand(),
  runbook: async () => (await import("./runbook/command.js")).runbookCommand(),
  sandbox: async () => (await import("./sandbox/command.js")).sandboxCommand(),
  demo: async () => (await import("./demo.js")).demoCommand(),
  schema: async () => (await import("./json-schema.js")).schemaCommand(),
};

/**
 * The command line: one command, a subcommand per task.
 *
 * @param wanted the subcommand that is going to run; where it is none, as for help, all are loaded
 */
export async function commandLine(wanted: string | undefined): Promise<Command> {
  const one = wanted === undefined ? undefined : COMMANDS[wanted];
  const root = new Command("protected-exchange")
    .description("Protect a company's Exchange server with infrastructure as code.")
    .enablePositionalOptions()
    .showHelpAfterError("(--help shows what is known)");
  for (const load of one === undefined ? Object.values(COMMANDS) : [one]) {
    root.addCommand(await load());
  }
  return root;
}

if (require.main === module) {
  const [wanted] = process.argv.slice(2);
  void commandLine(wanted).then((root) => root.parseAsync());
}
