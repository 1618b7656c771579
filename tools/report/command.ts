import { Command, InvalidArgumentError, Option } from "commander";
import { isDay } from "../../posture/acknowledgements";
import { postureOf } from "../../posture/posture";
import { clientsOption } from "../clients-option";
import { postureInputs } from "../posture-input";
import { refuse } from "../refuse";
import { today } from "../today";
import { writeOut } from "../write-out";
import { CATALOGUES, LANGUAGES, type Language } from "./catalogue";
import { sheetPage } from "./page";
import { protectionSheet, sheetJson } from "./sheet";

interface ReportOptions {
  readonly clients: string;
  readonly lang: Language;
  readonly date: string;
  readonly format: "html" | "json";
  readonly output?: string;
}

/** `report`: the client's protection sheet, for the company's boss. */
export function reportCommand(): Command {
  return new Command("report")
    .description("write a client's protection sheet: each advice, what is in place, and what is missing")
    .argument("<client | file>", "a client's id, or a cdk.tf.json")
    .addOption(clientsOption())
    .addOption(new Option("--lang <language>", "language of the sheet").choices(LANGUAGES).default("en"))
    .addOption(
      new Option("--date <day>", "day on which exceptions are judged; it is printed")
        .argParser(day)
        .default(today(), "today"),
    )
    .addOption(
      new Option("--format <format>", "one page to print, or the judgements for programs")
        .choices(["html", "json"])
        .default("html"),
    )
    .option("--output <file>", "where to write it instead of to the screen")
    .addHelpText("after", "\nExit status: 0, whatever is missing; 1 when the input cannot be read.")
    .action(async (argument: string, options: ReportOptions) => {
      try {
        writeOut(await report(argument, options), options.output);
      } catch (error) {
        refuse(error);
      }
    });
}

async function report(argument: string, { clients, lang, date, format }: ReportOptions): Promise<string> {
  const [input, ...others] = await postureInputs(argument, clients);
  if (input === undefined || others.length > 0) {
    throw new Error(
      `${JSON.stringify(argument)} holds ${others.length + 1} stacks, and a sheet is about one; name its file`,
    );
  }
  const sheet = protectionSheet(postureOf(input.json, date), input.name, date);
  const catalogue = CATALOGUES[lang];
  return format === "json"
    ? `${JSON.stringify(sheetJson(sheet, catalogue), undefined, 2)}\n`
    : sheetPage(sheet, catalogue);
}

function day(text: string): string {
  if (!isDay(text)) {
    throw new InvalidArgumentError("write a calendar day as 2026-11-24.");
  }
  return text;
}
