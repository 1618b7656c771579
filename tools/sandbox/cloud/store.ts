import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ObjectValue } from "../protocol/value";
import { withLock } from "./lock";

/** One thing that exists in the sandbox's cloud. */
export interface CloudObject {
  readonly type: string;
  readonly values: ObjectValue;
  /** Region the object was created in; empty for providers without regions. */
  readonly region: string;
  /** Counts in-place updates; feeds update tokens, etags and modification times. */
  readonly revision: number;
}

/** Everything in the cloud. Keys are `<stack>/<address>`, as `sandbox list` prints them. */
export interface CloudState {
  readonly objects: { readonly [key: string]: CloudObject };
  /** How many more times apply is to fail, by key. */
  readonly failures: { readonly [key: string]: number };
}

const EMPTY: CloudState = { objects: {}, failures: {} };

/** Terraform works in parallel; the file must not show in which order things happened. */
function sorted(state: CloudState): CloudState {
  const byKey = <Entry>(entries: { readonly [key: string]: Entry }) =>
    Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)));
  return { objects: byKey(state.objects), failures: byKey(state.failures) };
}

/**
 * The cloud of one sandbox directory: a single JSON file that several processes may share.
 *
 * It remembers what was applied and nothing else. What an API would refuse (a CIDR outside the VPC, a
 * quota, a name taken by another account) it cannot know, and does not pretend to.
 */
export class CloudStore {
  private readonly file: string;
  private cached: { readonly stamp: string; readonly state: CloudState } | undefined;

  constructor(readonly directory: string) {
    this.file = join(directory, "cloud.json");
  }

  /** The present state, read again only when the file changed. */
  read(): CloudState {
    const stamp = this.stamp();
    if (stamp === undefined) return EMPTY;
    if (this.cached?.stamp !== stamp) {
      this.cached = { stamp, state: JSON.parse(readFileSync(this.file, "utf8")) };
    }
    return this.cached.state;
  }

  /** Reads, changes and writes the state as one step that no other process can come between. */
  update<Result>(
    change: (state: CloudState) => { readonly state: CloudState; readonly result: Result },
  ): Result {
    mkdirSync(this.directory, { recursive: true });
    return withLock(`${this.file}.lock`, () => {
      const before = this.read();
      const { state, result } = change(before);
      if (state !== before) {
        const draft = `${this.file}.${process.pid}`;
        const written = sorted(state);
        writeFileSync(draft, `${JSON.stringify(written, undefined, 1)}\n`);
        renameSync(draft, this.file);
        // Whoever writes knows what it wrote: with hundreds of resources, reading it again took most of the time.
        this.cached = { stamp: this.stamp() ?? "", state: written };
      }
      return result;
    });
  }

  /** Tells one version of the file from another: a rename gives a new inode, so two writes within one clock tick differ. */
  private stamp(): string | undefined {
    const stats = statSync(this.file, { throwIfNoEntry: false });
    return stats && `${stats.ino}:${stats.mtimeMs}:${stats.size}`;
  }

  /** Forgets everything. */
  clear(): void {
    rmSync(this.file, { force: true });
    this.cached = undefined;
  }
}

/** The state with one object added or replaced. */
export function withObject(state: CloudState, key: string, object: CloudObject): CloudState {
  return { ...state, objects: { ...state.objects, [key]: object } };
}

/** The state with one object gone. */
export function withoutObject(state: CloudState, key: string): CloudState {
  const { [key]: _gone, ...objects } = state.objects;
  return { ...state, objects };
}
