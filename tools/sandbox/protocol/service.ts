import type { ServiceDefinition } from "@grpc/grpc-js";
import type { fromJSON } from "@grpc/proto-loader";
import { MESSAGES, PROCEDURES } from "./messages";

/** A value as it travels: msgpack from Terraform, JSON when it comes from a state file. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** An error (1) or warning (2) Terraform prints to its user. */
export interface Diagnostic {
  readonly severity: 1 | 2;
  readonly summary: string;
  readonly detail: string;
}

type Descriptor = Parameters<typeof fromJSON>[0];

function field(description: string): object {
  const [rule, ...rest] = description.split(" ");
  if (rule === "repeated") return { rule, type: rest[0], id: Number(rest[1]) };
  if (rule === "map") return { keyType: "string", type: rest[0], id: Number(rest[1]) };
  return { type: rule, id: Number(rest[0]) };
}

function descriptor(): Descriptor {
  const messages = Object.entries(MESSAGES).map(([name, fields]) => [
    name,
    { fields: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, field(text)])) },
  ]);
  const methods = PROCEDURES.map(([name, requestType, responseType]) => [
    name,
    { requestType, responseType },
  ]);
  const provider = { methods: Object.fromEntries(methods) };
  return { nested: { tfplugin6: { nested: { ...Object.fromEntries(messages), Provider: provider } } } };
}

/** The gRPC service definition of `tfplugin6.Provider`, built in memory: there is no .proto file to ship. */
export async function providerService(): Promise<ServiceDefinition> {
  const { fromJSON } = await import("@grpc/proto-loader");
  const loaded = fromJSON(descriptor(), { longs: Number, defaults: false, arrays: true, objects: true });
  return loaded["tfplugin6.Provider"] as ServiceDefinition;
}
