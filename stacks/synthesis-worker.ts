import type { Client } from "./client-schema";
import { type ClientOutcome, synthesizeInto } from "./client-synthesis";
import type { Fleet } from "./fleet-schema";

/** What a worker process is told before it is given clients. */
export interface WorkerTask {
  readonly fleet: Fleet;
  /** Folder of the worker's app. */
  readonly outputDirectory: string;
}

/** What a worker process is asked. */
export type WorkerRequest = { readonly task: WorkerTask } | { readonly clients: readonly Client[] };

/** What it answers: how each of the clients went. */
export type WorkerAnswer = readonly ClientOutcome[];

// A process of its own, forked by synthesis-pool.ts.
if (process.send !== undefined) {
  let task: WorkerTask | undefined;
  process.on("message", (request: WorkerRequest) => {
    if ("task" in request) {
      task = request.task;
      return;
    }
    const { fleet, outputDirectory } = task as WorkerTask;
    const answer: WorkerAnswer = request.clients.map((client) =>
      synthesizeInto(outputDirectory, client, fleet),
    );
    process.send?.(answer);
  });
}
