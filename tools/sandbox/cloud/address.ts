import { createHash } from "node:crypto";
import { canonical, type ObjectValue, type Value } from "../protocol/value";
import { type Block, objectType } from "../schema/model";
import type { CloudState } from "./store";
import { declarationMatches, lookupAffinity, writtenValues } from "./template-match";
import type { DeclaredResource, WorkingDirectory } from "./workdirs";

/** What is being created, as far as the protocol tells. */
export interface Creation {
  readonly type: string;
  readonly block: Block;
  /** The evaluated configuration. */
  readonly config: ObjectValue;
  /** Region of the provider configuration in use; empty for providers without regions. */
  readonly region: string;
  /** Working directory Terraform runs in, when it said so. */
  readonly workdir: string | undefined;
}

/** Key for an instance beyond the first of a counted block, or for a replacement made before the old one goes. */
function instanceKey(base: string, taken: (key: string) => boolean): string {
  for (let index = 1; ; index++) {
    const key = `${base}[${index}]`;
    if (!taken(key)) return key;
  }
}

function resolver(state: CloudState, stack: string) {
  return (address: string, attribute: string): Value | undefined => {
    const object = state.objects[`${stack}/${address}`];
    const value = object?.values[attribute];
    return value === null ? undefined : value;
  };
}

function candidates(
  directories: readonly WorkingDirectory[],
  creation: Creation,
): readonly DeclaredResource[] {
  const here = directories.filter((each) => creation.workdir === undefined || each.path === creation.workdir);
  return here
    .flatMap((each) => each.resources)
    .filter((each) => each.type === creation.type)
    .filter((each) => each.region === undefined || creation.region === "" || each.region === creation.region);
}

/**
 * The key, `<stack>/<address>`, of an object about to be created. The plugin protocol carries no address,
 * so the declared blocks of the working directory are searched for the one that was evaluated; blocks that
 * already have an object come last. Two blocks with the very same arguments cannot be told apart.
 *
 * When nothing fits (native HCL, modules), the key is made of the configuration itself, so that it is still
 * the same after destroy and apply.
 */
export function keyFor(
  state: CloudState,
  directories: readonly WorkingDirectory[],
  creation: Creation,
): string {
  const taken = (key: string) => key in state.objects;
  const fitting = candidates(directories, creation).filter((each) =>
    declarationMatches(creation.block, each.arguments, creation.config, resolver(state, each.stack)),
  );
  const weighed = fitting.map((each) => ({
    each,
    written: writtenValues(each.arguments),
    affinity: lookupAffinity(each.arguments, creation.config),
  }));
  // Stable: blocks that weigh the same stay in the order of their addresses.
  const likeliest = weighed
    .toSorted((left, right) => right.written - left.written || right.affinity - left.affinity)
    .map(({ each }) => each);
  const keys = likeliest.map((each) => `${each.stack}/${each.address}${each.repeated ? "[0]" : ""}`);
  const free = keys.find((key) => !taken(key));
  if (free !== undefined) return free;
  if (keys[0] !== undefined) return instanceKey(keys[0].replace(/\[0\]$/, ""), taken);
  const digest = createHash("sha256")
    .update(canonical(objectType(creation.block), creation.config))
    .digest("hex");
  const stack = directories.find((each) => each.path === creation.workdir)?.stack ?? "unnamed";
  const generated = `${stack}/${creation.type}.${digest.slice(0, 8)}`;
  return taken(generated) ? instanceKey(generated, taken) : generated;
}
