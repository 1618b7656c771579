import { messageOf } from "../../constructs/core/thrown";
import { type Cloud, InjectedFailure, type ProviderSettings } from "./cloud/cloud";
import type { WorkingDirectories } from "./cloud/workdirs";
import { decodeValue, encodeValue } from "./protocol/codec";
import { schemaMessage } from "./protocol/schema-message";
import type { Diagnostic, DynamicValue } from "./protocol/service";
import { isList, isObject, type ObjectValue, type Value } from "./protocol/value";
import { providerBlock, terraformBlock } from "./schema";
import { ephemeralBlock } from "./schema/ephemeral";
import type { BindingFamily } from "./schema/families";
import { type Block, objectType, type ValueType } from "./schema/model";
import { ephemeralValues } from "./values/ephemeral-values";

/** Fields of any request; which are set depends on the procedure. */
export interface ProviderRequest {
  readonly typeName?: string;
  readonly config?: DynamicValue;
  readonly rawState?: DynamicValue;
  readonly currentState?: DynamicValue;
  readonly priorState?: DynamicValue;
  readonly proposedNewState?: DynamicValue;
  readonly plannedState?: DynamicValue;
  readonly providerMeta?: DynamicValue;
  readonly private?: Uint8Array;
  readonly priorPrivate?: Uint8Array;
  readonly plannedPrivate?: Uint8Array;
  readonly id?: string;
}

/** The module tells in which working directory Terraform runs; see the `terraform` shim. */
const META_BLOCK: Block = {
  attributes: [
    { name: "workdir", type: "string", required: false, optional: true, computed: false, writeOnly: false },
  ],
  blocks: [],
};

const DEFAULT_REGION = "eu-west-3";

function keyOf(data: Uint8Array | undefined): string {
  return data === undefined ? "" : Buffer.from(data).toString("utf8");
}

function failure(error: unknown): Diagnostic {
  const summary = error instanceof InjectedFailure ? "Injected failure" : "Sandbox provider failed";
  const detail = messageOf(error);
  return { severity: 1, summary, detail };
}

function objectOrUndefined(value: Value): ObjectValue | undefined {
  return isObject(value) ? value : undefined;
}

/** One stand-in provider: answers Terraform's procedures for one family of bindings. */
export class SandboxProvider {
  /** Each provider configuration has its own connection, named by the caller's port. */
  private readonly settings = new Map<string, ProviderSettings>();

  constructor(
    private readonly family: BindingFamily,
    private readonly cloud: Cloud,
    private readonly directories: WorkingDirectories,
  ) {}

  private isOurs = (type: string): boolean => type.startsWith(`${this.family.typePrefix}_`);

  private schemas(types: Iterable<string>, blockOf: (type: string) => Block | undefined): object {
    const blocks = [...new Set(types)].filter(this.isOurs).map((type) => [type, blockOf(type)] as const);
    // A type the sandbox does not have is left out, and Terraform itself says that it is invalid.
    return Object.fromEntries(
      blocks.flatMap(([type, block]) => (block ? [[type, schemaMessage(block)]] : [])),
    );
  }

  private block(kind: "resource" | "data", type: string): Block {
    const block = terraformBlock(kind, type);
    if (block === undefined) throw new Error(`the installed bindings have no ${kind} type ${type}`);
    return block;
  }

  private settingsOf(peer: string): ProviderSettings {
    return this.settings.get(peer) ?? { region: this.defaultRegion(), defaultTags: {} };
  }

  /** Providers without regions say nothing of one in their configuration. */
  private defaultRegion(): string {
    return providerBlock(this.family).attributes.some((each) => each.name === "region") ? DEFAULT_REGION : "";
  }

  /** Schemas of the types in use, and only those: all of them would be tens of megabytes. */
  getProviderSchema(): object {
    const directories = this.directories.all();
    const inUse = [...directories.flatMap((each) => [...each.resourceTypes]), ...this.cloud.types()];
    return {
      provider: schemaMessage(providerBlock(this.family)),
      resourceSchemas: this.schemas(inUse, (type) => terraformBlock("resource", type)),
      dataSourceSchemas: this.schemas(
        directories.flatMap((each) => [...each.dataTypes]),
        (type) => terraformBlock("data", type),
      ),
      ephemeralResourceSchemas: this.schemas(
        directories.flatMap((each) => [...each.ephemeralTypes]),
        ephemeralBlock,
      ),
      providerMeta: schemaMessage(META_BLOCK),
    };
  }

  configureProvider(request: ProviderRequest, peer: string): object {
    const config = decodeValue(objectType(providerBlock(this.family)), request.config);
    const values = objectOrUndefined(config) ?? {};
    const region = typeof values.region === "string" ? values.region : this.defaultRegion();
    const blocks = isList(values.default_tags) ? values.default_tags : [];
    const tags = blocks.map((each) => (isObject(each) ? objectOrUndefined(each.tags ?? null) : undefined));
    this.settings.set(peer, { region, defaultTags: Object.assign({}, ...tags) });
    return {};
  }

  upgradeResourceState(request: ProviderRequest): object {
    const type = objectType(this.block("resource", request.typeName ?? ""));
    return { upgradedState: encodeValue(type, decodeValue(type, request.rawState)) };
  }

  readResource(request: ProviderRequest): object {
    const name = request.typeName ?? "";
    const type = objectType(this.block("resource", name));
    const values = this.cloud.read(keyOf(request.private), name) ?? null;
    return { newState: encodeValue(type, values), private: request.private };
  }

  planResourceChange(request: ProviderRequest, peer: string): object {
    const name = request.typeName ?? "";
    const block = this.block("resource", name);
    const type = objectType(block);
    const proposed = objectOrUndefined(decodeValue(type, request.proposedNewState));
    if (proposed === undefined)
      return { plannedState: encodeValue(type, null), plannedPrivate: request.priorPrivate };
    const prior = objectOrUndefined(decodeValue(type, request.priorState));
    const config = objectOrUndefined(decodeValue(type, request.config)) ?? {};
    const plan = this.cloud.plan(block, { type: name, ...this.settingsOf(peer) }, prior, proposed, config);
    return {
      plannedState: encodeValue(type, plan.planned),
      requiresReplace: plan.requiresReplace.map((attributeName) => ({ steps: [{ attributeName }] })),
      plannedPrivate: request.priorPrivate,
    };
  }

  applyResourceChange(request: ProviderRequest, peer: string): object {
    const name = request.typeName ?? "";
    const block = this.block("resource", name);
    const type = objectType(block);
    try {
      return this.applied(request, peer, name, block, type);
    } catch (error) {
      // What existed before still exists: Terraform keeps it in its state and tries again next time.
      const prior = decodeValue(type, request.priorState);
      const unchanged = { newState: encodeValue(type, prior), private: request.plannedPrivate };
      return { ...unchanged, diagnostics: [failure(error)] };
    }
  }

  private applied(
    request: ProviderRequest,
    peer: string,
    name: string,
    block: Block,
    type: ValueType,
  ): object {
    const planned = objectOrUndefined(decodeValue(type, request.plannedState));
    const prior = objectOrUndefined(decodeValue(type, request.priorState));
    if (planned === undefined) {
      this.cloud.delete(keyOf(request.plannedPrivate));
      return { newState: encodeValue(type, null) };
    }
    const object =
      prior === undefined
        ? this.cloud.create(this.creation(request, name, block, type), planned, this.settingsOf(peer))
        : this.cloud.update(keyOf(request.plannedPrivate), name, block, planned);
    return { newState: encodeValue(type, object.values), private: Buffer.from(object.key) };
  }

  private creation(request: ProviderRequest, name: string, block: Block, type: ValueType) {
    const config = objectOrUndefined(decodeValue(type, request.config)) ?? {};
    const meta = objectOrUndefined(decodeValue(objectType(META_BLOCK), request.providerMeta));
    const workdir = typeof meta?.workdir === "string" ? meta.workdir : undefined;
    return { type: name, block, config, region: "", workdir };
  }

  importResourceState(request: ProviderRequest): object {
    const typeName = request.typeName ?? "";
    const type = objectType(this.block("resource", typeName));
    const object = this.cloud.find(typeName, request.id ?? "");
    if (object === undefined) throw new Error(`the sandbox's cloud has no ${typeName} with id ${request.id}`);
    const state = encodeValue(type, object.values);
    return { importedResources: [{ typeName, state, private: Buffer.from(object.key) }] };
  }

  readDataSource(request: ProviderRequest, peer: string): object {
    const name = request.typeName ?? "";
    const block = this.block("data", name);
    const type = objectType(block);
    const config = objectOrUndefined(decodeValue(type, request.config)) ?? {};
    return { state: encodeValue(type, this.cloud.lookUp(name, block, config, this.settingsOf(peer))) };
  }

  /** The answer goes to Terraform and nowhere else: not into the cloud's file, not into a state. */
  openEphemeralResource(request: ProviderRequest): object {
    const name = request.typeName ?? "";
    const block = ephemeralBlock(name);
    if (block === undefined) throw new Error(`the sandbox has no ephemeral type ${name}`);
    const type = objectType(block);
    const config = objectOrUndefined(decodeValue(type, request.config)) ?? {};
    return { result: encodeValue(type, ephemeralValues(name, config)) };
  }

  /** Every answer that goes wrong becomes a diagnostic Terraform prints, never a broken connection. */
  static diagnosed(error: unknown): object {
    return { diagnostics: [failure(error)] };
  }
}
