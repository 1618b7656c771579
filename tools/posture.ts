import { Command, Option } from "commander";
import type { Posture } from "../posture/facts";
import { postureOf } from "../posture/posture";
import { clientsOption } from "./clients-option";
import { EXIT } from "./exit-status";
import { type PostureInput, postureInputs } from "./posture-input";
import { postureText } from "./posture-text";
import { refuse } from "./refuse";
import { today } from "./today";

interface PostureOptions {
  readonly clients: string;
  readonly format: "text" | "json";
}

/** `posture`: what would be reachable and where mail would flow. */
export function postureCommand(): Command {
  return new Command("posture")
    .description("show what a stack exposes, where its mail flows, and which rules it breaks")
    .argument("<client | file | folder>", "a client's id, a cdk.tf.json, or a folder of such")
    .addOption(clientsOption())
    .addOption(
      new Option("--format <format>", "for people or for programs").choices(["text", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      "\nExit status: 0 nothing is wrong, 3 a rule of severity error is broken, 1 the input cannot be read.",
    )
    .action(async (argument: string, { clients, format }: PostureOptions) => {
      let postures: readonly (readonly [PostureInput, Posture])[];
      try {
        const inputs = await postureInputs(argument, clients);
        postures = inputs.map((input) => [input, postureOf(input.json, today())]);
      } catch (error) {
        refuse(error);
        return;
      }
      console.log(
        format === "json"
          ? JSON.stringify(inOne(postures), undefined, 2)
          : postures.map(([{ name }, posture]) => postureText(name, posture)).join("\n\n"),
      );
      if (postures.some(([, { findings }]) => findings.some(({ severity }) => severity === "error"))) {
        process.exitCode = EXIT.ruleBroken;
      }
    });
}

/** One stack as itself, several by name. */
function inOne(postures: readonly (readonly [PostureInput, Posture])[]): unknown {
  const [first, ...others] = postures;
  return first !== undefined && others.length === 0
    ? first[1]
    : Object.fromEntries(postures.map(([{ name }, posture]) => [name, posture]));
}
