import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { basename, relative } from "node:path";
import { Command, Option } from "commander";
import { clientsOption } from "../clients-option";
import { EXIT } from "../exit-status";
import { type PostureInput, postureInputs } from "../posture-input";
import { refuse } from "../refuse";
import { today } from "../today";
import { reviewPage } from "./page";
import { type Review, reviewPairs } from "./review";
import type { StackPair } from "./stack-review";

interface ReviewOptions {
  readonly base?: string;
  readonly clients: string;
  readonly format: "markdown" | "json";
}

/** Signals that end a review early; its temporary checkout is removed all the same. */
const INTERRUPTIONS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A shell shows that a signal ended a program by this and the signal's number. */
const SIGNALLED = 128;

/** `review`: what a change means, for whoever has to approve it. */
export function reviewCommand(): Command {
  return new Command("review")
    .description("show what a change opens, closes, moves, replaces and costs, for a pull request")
    .argument("[before]", "instead of --base: a cdk.tf.json, or a folder of such, as it was")
    .argument("[after]", "the same as it would be")
    .option("--base <ref>", "branch, tag or commit to compare the working tree with, such as origin/main")
    .addOption(clientsOption())
    .addOption(
      new Option("--format <format>", "for a comment or for programs")
        .choices(["markdown", "json"])
        .default("markdown"),
    )
    .addHelpText(
      "after",
      "\nExit status: 0 nothing that a human must look at, 3 a human must look, 1 the input cannot be read.",
    )
    .action(async (before: string | undefined, after: string | undefined, options: ReviewOptions) => {
      try {
        const review = await reviewOf(before, after, options);
        if (review === undefined) {
          return;
        }
        console.log(
          options.format === "json" ? JSON.stringify(review, undefined, 2) : reviewPage(review).trimEnd(),
        );
        process.exitCode =
          review.verdict === "problems" ? EXIT.badInput : review.verdict === "look" ? EXIT.look : 0;
      } catch (error) {
        refuse(error);
      }
    });
}

/** The review that the words ask for, undefined when it was interrupted. */
async function reviewOf(
  before: string | undefined,
  after: string | undefined,
  { base, clients }: ReviewOptions,
): Promise<Review | undefined> {
  if (base !== undefined && before === undefined) {
    // Two files need no constructs, and those take longer to load than files to compare.
    const { reviewChange } = await import("./change-review.js");
    return interruptible((signal) =>
      reviewChange({ baseRef: base, clientsDirectory: clients, today: today(), signal }),
    );
  }
  if (base !== undefined || before === undefined || after === undefined) {
    throw new Error("give either --base <ref>, or two files or folders: what was, and what would be");
  }
  return reviewPairs(await stackPairs(before, after), today());
}

async function interruptible(review: (signal: AbortSignal) => Promise<Review>): Promise<Review | undefined> {
  const controller = new AbortController();
  const interrupt = (signal: (typeof INTERRUPTIONS)[number]): void => {
    process.exitCode = SIGNALLED + constants.signals[signal];
    controller.abort();
  };
  for (const signal of INTERRUPTIONS) {
    process.on(signal, interrupt);
  }
  try {
    return await review(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) {
      throw error;
    }
    return undefined;
  } finally {
    for (const signal of INTERRUPTIONS) {
      process.off(signal, interrupt);
    }
  }
}

/** Stacks of two files, or of two folders by their place in them. */
async function stackPairs(before: string, after: string): Promise<readonly StackPair[]> {
  const [isFolder, other] = [before, after].map((path) => {
    if (!existsSync(path)) {
      throw new Error(`there is no file or folder ${JSON.stringify(path)}`);
    }
    return statSync(path).isDirectory();
  });
  if (isFolder !== other) {
    throw new Error("give two files or two folders: a file cannot be compared with a folder");
  }
  const [old, now] = await Promise.all([before, after].map((path) => inputsByPlace(path, isFolder === true)));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort().map((place) => {
    const [was, is] = [old?.get(place), now?.get(place)];
    return { name: is?.name ?? was?.name ?? place, base: was?.json, head: is?.json };
  });
}

/** Stacks by their place in a folder; of a file the one, whatever it is called. */
async function inputsByPlace(path: string, isFolder: boolean): Promise<ReadonlyMap<string, PostureInput>> {
  const inputs = await postureInputs(path, path);
  return new Map(
    inputs.map((input) =>
      isFolder ? [relative(path, input.file ?? path), input] : ["", { ...input, name: basename(path) }],
    ),
  );
}
