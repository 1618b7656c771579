import { App, type StackManifest } from "cdktf";
import type { Client } from "./client-schema";
import type { Fleet } from "./fleet-schema";
import { ProtectedExchangeStack } from "./protected-exchange-stack";
import { withoutTraces } from "./without-traces";

/** What a synthesis of one client came to: its entry in the manifest, or why there is none. */
export type ClientOutcome =
  | { readonly id: string; readonly entry: StackManifest }
  | { readonly id: string; readonly failure: string };

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
    return { id, entry: app.manifest.stacks[id] as StackManifest };
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
