import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Client } from "./client-schema";
import type { ClientOutcome } from "./client-synthesis";
import type { Fleet } from "./fleet-schema";
import type { WorkerAnswer, WorkerRequest, WorkerTask } from "./synthesis-worker";

/** Clients that a worker is given at once: fewer and it waits for the next, more and the last worker is waited for. */
const BATCH = 8;

/**
 * Clients after which a worker is replaced: CDKTF keeps every token of a process for ever, and with it the whole of
 * each stack, some 1.3 MB a client.
 */
const CLIENTS_PER_PROCESS = 512;

/** New space of a worker's heap: what one stack needs does not outlive it, and should not be copied about meanwhile. */
const NEW_SPACE_MB = 32;

/** Clients below which a second process costs more than it saves. */
const WORTH_A_PROCESS = 8;

/** How many processes synthesize so many clients; 1 is this one. */
export function processesFor(clients: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(clients / WORTH_A_PROCESS)));
}

/** Processes beside this one that synthesize clients; they begin to load what they need at once. */
export class SynthesisPool {
  private readonly first: readonly Worker[];

  /** @param outputDirectory folder of every worker's app; it exists */
  constructor(
    private readonly outputDirectory: string,
    processes: number,
  ) {
    this.first = Array.from({ length: processes }, () => new Worker());
  }

  /**
   * Synthesizes clients, in any order.
   *
   * @throws Error when a process ends before its work does
   */
  async synthesize(clients: readonly Client[], fleet: Fleet): Promise<readonly ClientOutcome[]> {
    const task = { fleet, outputDirectory: this.outputDirectory };
    const waiting = [...clients];
    const outcomes: ClientOutcome[] = [];
    await Promise.all(
      this.first.map(async (first) => {
        let next: Worker | undefined = first;
        while (waiting.length > 0) {
          const worker: Worker = next ?? new Worker();
          next = undefined;
          try {
            worker.begin(task);
            for (let done = 0; done < CLIENTS_PER_PROCESS && waiting.length > 0; done += BATCH) {
              outcomes.push(...(await worker.synthesize(waiting.splice(0, BATCH))));
            }
          } catch (error) {
            // Nothing is written any more, so the others need not go on.
            waiting.length = 0;
            throw error;
          } finally {
            worker.stop();
          }
        }
      }),
    );
    return outcomes;
  }

  /** Ends the processes; those that work end after what they have been given. */
  stop(): void {
    for (const worker of this.first) {
      worker.stop();
    }
  }
}

class Worker {
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(join(__dirname, "synthesis-worker.js"), [], {
      execArgv: [`--max-semi-space-size=${NEW_SPACE_MB}`],
      // What a client file leaves out stays left out; JSON would turn some of it into null.
      serialization: "advanced",
    });
  }

  begin(task: WorkerTask): void {
    this.send({ task });
  }

  synthesize(clients: readonly Client[]): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      const answered = (answer: unknown): void => {
        this.child.off("exit", ended);
        resolve(answer as WorkerAnswer);
      };
      const ended = (code: number | null, signal: string | null): void => {
        this.child.off("message", answered);
        const ids = clients.map(({ id }) => id).join(", ");
        reject(
          new Error(`the process that synthesizes ${ids} ended with ${signal ?? code}, before it was done`),
        );
      };
      this.child.once("message", answered).once("exit", ended);
      this.send({ clients });
    });
  }

  stop(): void {
    if (this.child.connected) {
      this.child.disconnect();
    }
  }

  private send(request: WorkerRequest): void {
    // A child that is gone is told by its exit.
    this.child.send(request, () => undefined);
  }
}
