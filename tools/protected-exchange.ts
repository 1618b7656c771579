#!/usr/bin/env node
import { Command } from "commander";
import { catalogueCommand } from "./catalogue";
import { costCommand } from "./cost";
import { demoCommand } from "./demo";
import { importDnsCommand } from "./import-dns/command";
import { schemaCommand } from "./json-schema";
import { postureCommand } from "./posture";
import { sandboxCommand } from "./sandbox/command";
import { spfCommand } from "./spf";
import { validateCommand } from "./validate";

/** The command line: one command, a subcommand per task. */
export function commandLine(): Command {
  return new Command("protected-exchange")
    .description("Protect a company's Exchange server with infrastructure as code.")
    .enablePositionalOptions()
    .showHelpAfterError("(--help shows what is known)")
    .addCommand(validateCommand())
    .addCommand(postureCommand())
    .addCommand(costCommand())
    .addCommand(catalogueCommand())
    .addCommand(spfCommand())
    .addCommand(importDnsCommand())
    .addCommand(sandboxCommand())
    .addCommand(demoCommand())
    .addCommand(schemaCommand());
}

if (require.main === module) {
  void commandLine().parseAsync();
}
