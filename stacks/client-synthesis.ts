import { join } from "node:path";
import { App, Manifest, type StackAnnotation } from "cdktf";
import type { Client } from "./client-schema";
import type { Fleet } from "./fleet-schema";
import { ProtectedExchangeStack } from "./protected-exchange-stack";
import { digestOf } from "./synthesis-record";
import { withoutTraces } from "./without-traces";

/** A client whose stack has been written. */
export interface SynthesizedClient {
  readonly id: string;
  /** Digest of the file. */
  readonly output: string;
  /** Warnings, as the manifest states them. */
  readonly annotations: readonly StackAnnotation[];
}

/** What a synthesis of one client came to, or why it came to nothing. */
export type ClientOutcome = SynthesizedClient | { readonly id: string; readonly failure: string };

/** Where the stack of a client is in an output folder. */
export function stackFile(outputDirectory: string, id: string): string {
  return join(outputDirectory, Manifest.stacksFolder, id, "cdk.tf.json");
}

/**
 * Synthesizes one client in an app of its own, byte for byte what the whole fleet in one app writes.
 *
 * @param outputDirectory folder of the app; it exists, and `stacks/<id>/cdk.tf.json` is written in it
 */
export function synthesizeInto(outputDirectory: string, client: Client, fleet: Fleet): ClientOutcome {
  const { id } = client;
  const synthesis = (): ClientOutcome => {
    const app = new App({ outdir: outputDirectory, stackTraces: false });
    new ProtectedExchangeStack(app, id, { client, fleet });
    app.synth();
    return {
      id,
      output: digestOf(stackFile(outputDirectory, id)) ?? "",
      annotations: app.manifest.stacks[id]?.annotations ?? [],
    };
  };
  try {
    return withoutTraces(synthesis);
  } catch (error) {
    return { id, failure: expectedText(error) ?? placedText(synthesis, error) };
  }
}

/** Broken rules and values that cannot be used say all there is to say; undefined for any other error. */
function expectedText(error: unknown): string | undefined {
  return error instanceof Error && (error.name === "ValidationError" || EXPECTED.test(error.message))
    ? error.message
    : undefined;
}

/** How CDKTF reports what validations and error annotations say. */
const EXPECTED = /^(Validation failed|App-level validation failed|Encountered Annotations)/;

/** An error of the code itself, with its place there, which only a second synthesis can tell. */
function placedText(synthesis: () => unknown, first: unknown): string {
  try {
    synthesis();
    return String(first);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
