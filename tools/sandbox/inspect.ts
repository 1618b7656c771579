import { rmSync } from "node:fs";
import { join } from "node:path";
import { distance } from "fastest-levenshtein";
import { type CloudObject, CloudStore, withObject } from "./cloud/store";
import { WORKDIRS_FILE, WorkingDirectories } from "./cloud/workdirs";
import { valueFromJson } from "./protocol/codec";
import { isObject, type ObjectValue } from "./protocol/value";
import { terraformBlock } from "./schema";
import { objectType } from "./schema/model";

/** A name the sandbox does not know. The message names the nearest ones. */
class UnknownName extends Error {
  constructor(what: string, name: string, known: readonly string[]) {
    const bare = (each: string) => (name.includes("/") ? each : each.slice(each.lastIndexOf("/") + 1));
    const nearest = [...known]
      .sort((left, right) => distance(bare(left), name) - distance(bare(right), name))
      .slice(0, 3);
    const hint = nearest.length === 0 ? "; nothing was applied here yet" : `; nearest: ${nearest.join(", ")}`;
    super(`no ${what} ${JSON.stringify(name)} in the sandbox${hint}`);
  }
}

/** One line of `sandbox list`. */
interface ListedObject {
  /** `<stack>/<address>`. */
  readonly address: string;
  readonly type: string;
  readonly id: string;
}

function idOf(object: CloudObject): string {
  const { values } = object;
  const id =
    values.id ?? Object.entries(values).find(([name, value]) => /_(id|arn)$/.test(name) && value)?.[1];
  return typeof id === "string" ? id : "";
}

/** Everything in the cloud of `directory`, by address. */
export function listObjects(directory: string): readonly ListedObject[] {
  return Object.entries(new CloudStore(directory).read().objects).map(([address, object]) => ({
    address,
    type: object.type,
    id: idOf(object),
  }));
}

/**
 * The full key of an address; the stack may be left out where that is not ambiguous.
 *
 * @param lists keys that exist, then those that are declared: only when none of a list fits is the next looked at
 */
function keyOf(address: string, ...lists: readonly (readonly string[])[]): string {
  const keys = lists.flat();
  const fits = (key: string) => key === address || key.endsWith(`/${address}`);
  const fitting = (lists.find((list) => list.some(fits)) ?? []).filter(fits);
  if (fitting.length > 1)
    throw new Error(`${address} is in several stacks: say one of ${fitting.join(", ")}`);
  const [key] = fitting;
  if (key === undefined) throw new UnknownName("object", address, keys);
  return key;
}

/**
 * The values of one object.
 *
 * @throws {UnknownName} when there is no such address
 */
export function showObject(directory: string, address: string): ObjectValue {
  const { objects } = new CloudStore(directory).read();
  return objects[keyOf(address, Object.keys(objects))]?.values ?? {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A copy of `container` with the value at `path` replaced; a map or list may gain a last step. */
function replaced(container: unknown, path: readonly string[], value: unknown, whole: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(container)) {
    const index = Number(step);
    if (!Number.isInteger(index) || index < 0 || index > container.length) {
      throw new UnknownName(
        "element",
        whole,
        container.map((_each, place) => String(place)),
      );
    }
    return container.toSpliced(index, 1, replaced(container[index], rest, value, whole));
  }
  const members: Readonly<Record<string, unknown>> = container === null ? {} : Object(container);
  return { ...members, [step]: replaced(members[step], rest, value, whole) };
}

/**
 * Changes one attribute in the cloud, as somebody would by hand behind Terraform's back.
 *
 * @param path attribute name, or a dotted path into it: `tags.Name`, `subnet_mapping.0.subnet_id`
 * @param text JSON, or plain text for a string
 * @throws {UnknownName} when there is no such address or attribute
 */
export function setAttribute(directory: string, address: string, path: string, text: string): void {
  new CloudStore(directory).update((state) => {
    const key = keyOf(address, Object.keys(state.objects));
    const object = state.objects[key];
    const block = object && terraformBlock("resource", object.type);
    if (object === undefined || block === undefined) throw new UnknownName("object", address, []);
    const steps = path.split(".");
    if (!(String(steps[0]) in object.values)) {
      throw new UnknownName(`attribute of ${object.type}`, path, Object.keys(object.values));
    }
    const values = valueFromJson(objectType(block), replaced(object.values, steps, parsed(text), path));
    if (!isObject(values)) throw new UnknownName("attribute", path, []);
    return { state: withObject(state, key, { ...object, values }), result: undefined };
  });
}

/**
 * Makes the next applies of one address fail.
 *
 * @param times how many applies fail before one succeeds again
 * @throws {UnknownName} when the address neither exists nor is declared by a stack seen here
 * @returns the full address
 */
export function failObject(directory: string, address: string, times: number): string {
  const declared = new WorkingDirectories(directory)
    .all()
    .flatMap((each) => each.resources)
    .map((each) => `${each.stack}/${each.address}${each.repeated ? "[0]" : ""}`);
  return new CloudStore(directory).update((state) => {
    const key = keyOf(address, Object.keys(state.objects), declared);
    return { state: { ...state, failures: { ...state.failures, [key]: times } }, result: key };
  });
}

/** Forgets the cloud, the Terraform states that describe it, and what cdktf synthesized for it. */
export function resetSandbox(directory: string): void {
  new CloudStore(directory).clear();
  for (const name of ["state", "data", "cdktf.out", WORKDIRS_FILE]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}
