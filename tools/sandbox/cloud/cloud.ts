import { planChange } from "../plan/plan";
import type { ObjectValue, Value } from "../protocol/value";
import type { Block } from "../schema/model";
import type { ValueContext } from "../values/context";
import { readDataSource } from "../values/data-source";
import { withEffects } from "../values/effects";
import { settleValues } from "../values/engine";
import { type Creation, keyFor } from "./address";
import { type CloudState, type CloudStore, withObject, withoutObject } from "./store";
import type { WorkingDirectories } from "./workdirs";

/** The settings one provider configuration runs with. */
export interface ProviderSettings {
  /** Empty for providers without regions. */
  readonly region: string;
  /** Tags every object gets. */
  readonly defaultTags: ObjectValue;
}

/** An object together with the key it is found by again. */
interface KeyedObject {
  readonly key: string;
  readonly values: ObjectValue;
}

/** Apply was told to fail, by `sandbox fail`. */
export class InjectedFailure extends Error {
  constructor(
    readonly key: string,
    readonly remaining: number,
  ) {
    super(
      `the sandbox was told to fail here: ${key} (${remaining === 0 ? "the next apply succeeds" : `${remaining} more to come`})`,
    );
  }
}

type Outcome<Result> = { readonly state: CloudState; readonly result: Result };

/** Takes one injected failure off the counter; undefined when none is due. */
function dueFailure(state: CloudState, key: string): Outcome<InjectedFailure> | undefined {
  const left = state.failures[key] ?? 0;
  if (left === 0) return undefined;
  const { [key]: _due, ...others } = state.failures;
  const failures = left > 1 ? { ...others, [key]: left - 1 } : others;
  return { state: { ...state, failures }, result: new InjectedFailure(key, left - 1) };
}

function regionOf(values: ObjectValue, settings: ProviderSettings): string {
  return typeof values.region === "string" && settings.region !== "" ? values.region : settings.region;
}

/** Types that are imported by what they connect, and not by an id of their own. */
const COMPOSED_IDS: Readonly<Record<string, (values: ObjectValue) => string>> = {
  aws_route_table_association: (values) =>
    `${values.subnet_id ?? values.gateway_id}/${values.route_table_id}`,
};

/** The cloud as a provider sees it: plan, create, update, delete, read, look up. */
export class Cloud {
  constructor(
    private readonly store: CloudStore,
    private readonly directories: WorkingDirectories,
  ) {}

  /** Plans a creation (`prior` undefined) or change. */
  readonly plan = planChange;

  private context(
    state: CloudState,
    kind: ValueContext["kind"],
    type: string,
    key: string,
    region: string,
    revision: number,
  ): ValueContext {
    const stack = key.slice(0, key.lastIndexOf("/"));
    const declaredKeys = (types: readonly string[]) =>
      this.directories
        .all()
        .flatMap((directory) => directory.resources)
        .filter((each) => each.stack === stack && types.includes(each.type))
        .map((each) => `${each.stack}/${each.address}`);
    return { kind, type, key, region, revision, state, declaredKeys };
  }

  /**
   * Creates an object.
   *
   * @throws {InjectedFailure} when this address was told to fail
   */
  create(creation: Creation, planned: ObjectValue, settings: ProviderSettings): KeyedObject {
    const outcome = this.store.update<KeyedObject | InjectedFailure>((state) => {
      const region = regionOf(planned, settings);
      const key = keyFor(state, this.directories.all(), { ...creation, region: settings.region });
      const failure = dueFailure(state, key);
      if (failure !== undefined) return failure;
      const values = settleValues(
        creation.block,
        planned,
        this.context(state, "resource", creation.type, key, region, 0),
      );
      const created = withObject(state, key, { type: creation.type, values, region, revision: 0 });
      return { state: withEffects(created, creation.type, values), result: { key, values } };
    });
    if (outcome instanceof InjectedFailure) throw outcome;
    return outcome;
  }

  /**
   * Changes an object in place.
   *
   * @throws {InjectedFailure} when this address was told to fail
   * @throws when the object is gone from the cloud
   */
  update(key: string, type: string, block: Block, planned: ObjectValue): KeyedObject {
    const outcome = this.store.update<KeyedObject | InjectedFailure>((state) => {
      const failure = dueFailure(state, key);
      if (failure !== undefined) return failure;
      const object = state.objects[key];
      if (object === undefined) throw new Error(`${key} is gone from the sandbox's cloud`);
      const revision = object.revision + 1;
      const values = settleValues(
        block,
        planned,
        this.context(state, "resource", type, key, object.region, revision),
      );
      const changed = withObject(state, key, { ...object, values, revision });
      return { state: withEffects(changed, type, values), result: { key, values } };
    });
    if (outcome instanceof InjectedFailure) throw outcome;
    return outcome;
  }

  /**
   * Deletes an object; one that is gone already stays gone.
   *
   * @throws {InjectedFailure} when this address was told to fail
   */
  delete(key: string): void {
    const outcome = this.store.update<InjectedFailure | undefined>(
      (state) => dueFailure(state, key) ?? { state: withoutObject(state, key), result: undefined },
    );
    if (outcome !== undefined) throw outcome;
  }

  /** The object's present values; undefined when it was deleted behind Terraform's back. */
  read(key: string, type: string): ObjectValue | undefined {
    const object = this.store.read().objects[key];
    return object?.type === type ? object.values : undefined;
  }

  /** Finds an object by what users know it by: its id or ARN, or a path that ends in its id. */
  find(type: string, id: string): KeyedObject | undefined {
    const isIt = (value: Value | undefined) => value === id || value === id.slice(id.lastIndexOf("/") + 1);
    const objects = Object.entries(this.store.read().objects);
    const composed = COMPOSED_IDS[type];
    const found = objects.find(
      ([, object]) =>
        object.type === type &&
        (isIt(object.values.id) || object.values.arn === id || composed?.(object.values) === id),
    );
    return found && { key: found[0], values: found[1].values };
  }

  /** Answers a data source. */
  lookUp(type: string, block: Block, config: ObjectValue, settings: ProviderSettings): ObjectValue {
    const key = `data/${type}/${JSON.stringify(Object.entries(config).filter(([, value]) => value !== null))}`;
    const region = regionOf(config, settings);
    return readDataSource(block, config, this.context(this.store.read(), "data", type, key, region, 0));
  }

  /** Types of the objects that exist, so that Terraform can destroy what is no longer declared. */
  types(): readonly string[] {
    return [...new Set(Object.values(this.store.read().objects).map((object) => object.type))];
  }
}
