import type { Resolver } from "node:dns/promises";
import { writeFileSync } from "node:fs";
import { Command } from "commander";
import pc from "picocolors";
import { reasons, resolverFor, resolverName } from "../constructs/core/dns-question";
import { spfCatalogueAge } from "../posture/dns/spf/rules/budget-rules";
import { namesToResolve, PROVIDER_NAMES } from "../posture/dns/spf/spf-catalogue";
import { catalogueText } from "../posture/dns/spf/spf-catalogue-text";
import { PUBLISHED_SPF } from "../posture/dns/spf/spf-published-data";
import { spfTreeLines } from "../posture/dns/spf/spf-tree";
import { stackBudgets } from "../posture/dns/spf/stack-spf";
import type { Posture } from "../posture/facts";
import { postureOf } from "../posture/posture";
import { TerraformJson } from "../posture/terraform-json";
import { clientsOption } from "./clients-option";
import { EXIT } from "./exit-status";
import { postureInputs } from "./posture-input";
import { refuse } from "./refuse";
import { askForSpf, driftOf, refreshedRecords, type SpfAnswer, type SpfDrift } from "./spf-refresh";
import { today } from "./today";

/** The file that `refresh --write` writes, seen from the repository's root. */
const DATA_FILE = "posture/dns/spf/spf-published-data.ts";

/** `spf`: what the SPF records of a stack cost, and whether the catalogue of providers is still right. */
export function spfCommand(): Command {
  return new Command("spf")
    .description("count the DNS look-ups of SPF records; keep the catalogue of providers' records true")
    .addCommand(treeCommand())
    .addCommand(refreshCommand());
}

function treeCommand(): Command {
  return new Command("tree")
    .description("show each SPF record of a stack with what it includes and how many look-ups are left")
    .argument("<client | file | folder>", "a client's id, a cdk.tf.json, or a folder of such")
    .addOption(clientsOption())
    .addHelpText("after", "\nExit status: 0, or 1 when the input cannot be read. Asks no DNS.")
    .action(async (argument: string, { clients }: { readonly clients: string }) => {
      try {
        const inputs = await postureInputs(argument, clients);
        const texts = inputs.map(({ name, json }) => treeText(name, postureOf(json, today())));
        console.log(texts.join("\n\n"));
      } catch (error) {
        refuse(error);
      }
    });
}

function treeText(title: string, posture: Posture): string {
  const trees = stackBudgets(posture).flatMap(({ record, budget }) => [
    ...spfTreeLines(budget).map((line) => `  ${line}`),
    `  ${record.octetsAtName} octets with the name and all its TXT records`,
    "",
  ]);
  const old = spfCatalogueAge(today()).check(posture, new TerraformJson(null));
  return [
    pc.bold(title),
    "",
    ...(trees.length === 0 ? ["  no SPF record"] : trees),
    ...new Set(old.map(({ message }) => `  ${pc.yellow("warning")} ${message}`)),
  ]
    .join("\n")
    .trimEnd();
}

interface RefreshOptions {
  readonly resolver?: string;
  readonly output: string;
  readonly write?: boolean;
}

function refreshCommand(): Command {
  return new Command("refresh")
    .description("ask the DNS for the providers' SPF records and compare them with the catalogue")
    .option("--resolver <ip:port>", "resolver to ask instead of the system's")
    .option("--output <file>", "where --write writes", DATA_FILE)
    .option("--write", "write the answers into the catalogue")
    .addHelpText(
      "after",
      "\nExit status: 0 the catalogue is right or was written, 2 it is not, 1 the DNS could not be asked.",
    )
    .action(async ({ resolver: server, output, write }: RefreshOptions) => {
      try {
        await refresh(resolverFor(server), resolverName(server), output, write === true);
      } catch (error) {
        refuse(error);
      }
    });
}

async function refresh(resolver: Resolver, server: string, output: string, write: boolean): Promise<void> {
  const answers = await askForSpf(namesToResolve(PUBLISHED_SPF, PROVIDER_NAMES), resolver);
  if (!answers.some(({ kind }) => kind === "record")) {
    throw new Error(
      `offline: ${server} gave no SPF record for any of ${answers.length} names (${reasons(answers)}); nothing was compared`,
    );
  }
  const drift = driftOf(PUBLISHED_SPF, answers);
  const unanswered = answers.filter((answer) => answer.kind === "unanswered");
  for (const line of [...drift.map(driftLine), ...unanswered.map(unansweredLine)]) {
    console.log(line);
  }
  console.log(
    `${answers.length} names asked, ${drift.length} differ from the catalogue, ${unanswered.length} without answer`,
  );
  if (write) {
    writeFileSync(output, catalogueText(refreshedRecords(PUBLISHED_SPF, answers, today(), server)));
    console.log(output);
  } else if (drift.length > 0) {
    process.exitCode = EXIT.drift;
    return;
  }
  if (unanswered.length > 0) {
    process.exitCode = EXIT.badInput;
  }
}

function driftLine({ name, kind, was, is }: SpfDrift): string {
  const before = was === undefined ? "" : `\n    was ${JSON.stringify(was)}`;
  return `${pc.yellow(kind)} ${name}${before}\n    is  ${JSON.stringify(is)}`;
}

function unansweredLine({ name, reason }: Extract<SpfAnswer, { kind: "unanswered" }>): string {
  return `${pc.red("no answer")} ${name}: ${reason}`;
}
