import { type DecoderOptions, decode, ExtData, ExtensionCodec, encode } from "@msgpack/msgpack";
import type { ValueType } from "../schema/model";
import type { DynamicValue } from "./service";
import { isList, isObject, UNKNOWN, UnknownValue, type Value } from "./value";

/** Extension 0 is a plain unknown, 12 one with refinements ("not null", a known prefix, …). */
const UNKNOWN_EXTENSIONS = [0, 12];

const extensions = new ExtensionCodec();
for (const type of UNKNOWN_EXTENSIONS) {
  extensions.register({ type, encode: () => null, decode: () => UNKNOWN });
}

const DECODER: DecoderOptions = { extensionCodec: extensions, useBigInt64: true };
const PLAIN_UNKNOWN = new ExtData(0, new Uint8Array([0]));

/** Numbers keep their exact decimal text where a double would change them. */
function numberFromWire(raw: unknown): Value {
  if (typeof raw === "bigint") return Number.isSafeInteger(Number(raw)) ? Number(raw) : String(raw);
  if (typeof raw === "string") return String(Number(raw)) === raw ? Number(raw) : raw;
  return Number(raw);
}

/** Integers travel as integers; anything else as decimal text, since Terraform reads a double bit by bit. */
function numberToWire(value: Value): unknown {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return String(value);
  return value;
}

function entriesFromWire(raw: unknown): readonly (readonly [string, unknown])[] {
  return typeof raw === "object" && raw !== null ? Object.entries(raw) : [];
}

function fromWire(type: ValueType, raw: unknown): Value {
  if (raw instanceof UnknownValue) return UNKNOWN;
  if (raw === null || raw === undefined) return null;
  if (type === "number") return numberFromWire(raw);
  if (type === "bool") return raw === true;
  if (type === "string") return String(raw);
  if (type === "dynamic") {
    const [encodedType, inner] = Array.isArray(raw) ? raw : [];
    const actual: ValueType = JSON.parse(Buffer.from(encodedType).toString("utf8"));
    return { type: JSON.stringify(actual), value: fromWire(actual, inner) };
  }
  if (type[0] === "object") {
    const source = Object.fromEntries(entriesFromWire(raw));
    return mapEntries(type[1], (inner, name) => fromWire(inner, source[name]));
  }
  if (type[0] === "map") {
    return Object.fromEntries(entriesFromWire(raw).map(([key, inner]) => [key, fromWire(type[1], inner)]));
  }
  return Array.isArray(raw) ? raw.map((inner) => fromWire(type[1], inner)) : [];
}

function toWire(type: ValueType, value: Value): unknown {
  if (value === UNKNOWN) return PLAIN_UNKNOWN;
  if (value === null || value === undefined) return null;
  if (type === "dynamic") {
    if (!isObject(value)) throw new Error("a dynamic value must carry its type");
    const actual: ValueType = JSON.parse(String(value.type));
    return [Buffer.from(JSON.stringify(actual)), toWire(actual, value.value ?? null)];
  }
  if (type === "number") return numberToWire(value);
  if (typeof type === "string") return value;
  if (type[0] === "object") {
    const members = isObject(value) ? value : {};
    return mapEntries(type[1], (inner, name) => toWire(inner, members[name] ?? null));
  }
  if (type[0] === "map") return isObject(value) ? mapEntries(value, (inner) => toWire(type[1], inner)) : {};
  return isList(value) ? value.map((inner) => toWire(type[1], inner)) : [];
}

function mapEntries<In, Out>(source: Readonly<Record<string, In>>, map: (value: In, key: string) => Out) {
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, map(value, key)]));
}

/**
 * A value as a state file holds it, fitted to the current schema: attributes the schema gained are null,
 * attributes it lost are dropped.
 */
export function valueFromJson(type: ValueType, raw: unknown): Value {
  if (raw === null || raw === undefined) return null;
  if (type === "dynamic") {
    const { type: actual, value } = raw as { readonly type: ValueType; readonly value: unknown };
    return { type: JSON.stringify(actual), value: valueFromJson(actual, value) };
  }
  if (typeof type === "string") return fromWire(type, raw);
  if (type[0] === "object") {
    const source = Object.fromEntries(entriesFromWire(raw));
    return mapEntries(type[1], (inner, name) => valueFromJson(inner, source[name]));
  }
  if (type[0] === "map") {
    return Object.fromEntries(
      entriesFromWire(raw).map(([key, inner]) => [key, valueFromJson(type[1], inner)]),
    );
  }
  return Array.isArray(raw) ? raw.map((inner) => valueFromJson(type[1], inner)) : [];
}

/** Decodes what Terraform sent; an absent value is null. */
export function decodeValue(type: ValueType, dynamic: DynamicValue | undefined): Value {
  if (dynamic?.msgpack !== undefined && dynamic.msgpack.length > 0) {
    return fromWire(type, decode(dynamic.msgpack, DECODER));
  }
  if (dynamic?.json !== undefined && dynamic.json.length > 0) {
    return valueFromJson(type, JSON.parse(Buffer.from(dynamic.json).toString("utf8")));
  }
  return null;
}

/** Encodes a value for Terraform. */
export function encodeValue(type: ValueType, value: Value): DynamicValue {
  return { msgpack: encode(toWire(type, value)) };
}
