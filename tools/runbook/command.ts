import { Command, Option } from "commander";
import { postureOf } from "../../posture/posture";
import { clientJson } from "../client-json";
import { clientsOption } from "../clients-option";
import { refuse } from "../refuse";
import { today } from "../today";
import { writeOut } from "../write-out";
import { exchangeFacts } from "./exchange-facts";
import { externalEdgeRequest } from "./external-edge";
import { runbookMarkdown } from "./markdown";
import { installScript, rollbackScript } from "./script";

interface RunbookOptions {
  readonly clients: string;
  readonly part?: "install" | "rollback" | "edge";
  readonly format: "powershell" | "markdown";
  readonly output?: string;
}

/** `runbook`: the Exchange Management Shell script of one client, its rollback, or both for people. */
export function runbookCommand(): Command {
  return new Command("runbook")
    .description("write the script that sets a client's Exchange up for its relay, or the one that goes back")
    .argument("<client>", "a client's id")
    .addOption(clientsOption())
    .addOption(
      new Option(
        "--part <part>",
        "set up, or restore what was there before (default: install); or what somebody else's edge is to do, in Markdown",
      ).choices(["install", "rollback", "edge"]),
    )
    .addOption(
      new Option("--format <format>", "a script, or both parts explained for people")
        .choices(["powershell", "markdown"])
        .default("powershell"),
    )
    .option("--output <file>", "where to write it instead of to the screen")
    .addHelpText(
      "after",
      "\nExit status: 0, or 1 when there is no such client or its stack lacks what Exchange must be told.",
    )
    .action((client: string, options: RunbookOptions) => {
      try {
        writeOut(runbook(client, options), options.output);
      } catch (error) {
        refuse(error);
      }
    });
}

function runbook(client: string, { clients, part, format }: RunbookOptions): string {
  if (part === "edge") {
    return edgeRequest(client, clients);
  }
  if (format === "markdown" && part !== undefined) {
    throw new Error("the Markdown runbook holds both parts; leave --part out");
  }
  const facts = exchangeFacts(client, clientJson(clients, client), today());
  if (format === "markdown") {
    return runbookMarkdown(facts);
  }
  return part === "rollback" ? rollbackScript(facts) : installScript(facts);
}

function edgeRequest(client: string, clients: string): string {
  const { externalEdge, mailFlow } = postureOf(clientJson(clients, client), today());
  if (externalEdge === null) {
    throw new Error(
      `the edge of ${JSON.stringify(client)} is part of its own stack; there is nobody to ask ("edge: { kind: external }")`,
    );
  }
  return externalEdgeRequest(client, externalEdge, mailFlow);
}
