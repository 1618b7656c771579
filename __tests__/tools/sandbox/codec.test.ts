import { decode, ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { decodeValue, encodeValue, valueFromJson } from "../../../tools/sandbox/protocol/codec";
import { equal, UNKNOWN, type Value } from "../../../tools/sandbox/protocol/value";
import type { ValueType } from "../../../tools/sandbox/schema/model";

const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,7}$/);

const valueType: fc.Arbitrary<ValueType> = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<ValueType>("string", "number", "bool"),
    fc.tuple(fc.constantFrom<"list" | "set" | "map">("list", "set", "map"), tie("type")),
    fc.tuple(fc.constant<"object">("object"), fc.dictionary(identifier, tie("type"), { maxKeys: 4 })),
  ),
})).type;

function valuesOf(type: ValueType): fc.Arbitrary<Value> {
  const known = (): fc.Arbitrary<Value> => {
    if (type === "string" || type === "dynamic") return fc.string();
    if (type === "number")
      return fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    if (type === "bool") return fc.boolean();
    if (type[0] === "object") {
      return fc.record(
        Object.fromEntries(Object.entries(type[1]).map(([key, inner]) => [key, valuesOf(inner)])),
      );
    }
    return type[0] === "map"
      ? fc.dictionary(identifier, valuesOf(type[1]), { maxKeys: 3 })
      : fc.array(valuesOf(type[1]), { maxLength: 3 });
  };
  return fc.oneof(
    { weight: 8, arbitrary: known() },
    { weight: 1, arbitrary: fc.constantFrom<Value>(null, UNKNOWN) },
  );
}

const typedValue = valueType.chain((type) => fc.tuple(fc.constant(type), valuesOf(type)));

test("what is encoded decodes to the same value, unknowns and nulls included", () => {
  fc.assert(
    fc.property(typedValue, ([type, value]) => {
      expect(equal(type, decodeValue(type, encodeValue(type, value)), value)).toBe(true);
    }),
  );
});

test("a value is equal to itself with its sets in another order", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (elements) => {
      expect(equal(["set", "string"], elements, elements.toReversed())).toBe(true);
    }),
  );
  expect(equal(["list", "string"], ["a", "b"], ["b", "a"])).toBe(false);
});

test("plain and refined unknowns decode as unknown", () => {
  for (const extension of [0, 12]) {
    const msgpack = encode([new ExtData(extension, new Uint8Array([0x81, 1, 0xc2])), "known"]);
    expect(decodeValue(["list", "string"], { msgpack })).toEqual([UNKNOWN, "known"]);
  }
});

test("an unknown travels as extension 0", () => {
  const { msgpack } = encodeValue("string", UNKNOWN);
  expect(decode(msgpack ?? new Uint8Array())).toEqual(new ExtData(0, new Uint8Array([0])));
});

test.each([
  ["an integer", 443, 443],
  ["a decimal Terraform sends as text", "0.1", 0.1],
  ["digits beyond a double", "12345678901234567890", "12345678901234567890"],
])("%s keeps its exact value", (_case, wire, value) => {
  const decoded = decodeValue("number", { msgpack: encode(wire) });
  expect(decoded).toBe(value);
  expect(decode(encodeValue("number", decoded).msgpack ?? new Uint8Array())).toBe(wire);
});

test("a dynamic value keeps the type it came with", () => {
  const wire = encode([Buffer.from('"number"'), 128]);
  const decoded = decodeValue("dynamic", { msgpack: wire });
  expect(decoded).toEqual({ type: '"number"', value: 128 });
  const [type, value] = decode(encodeValue("dynamic", decoded).msgpack ?? new Uint8Array()) as [
    Uint8Array,
    unknown,
  ];
  expect([Buffer.from(type).toString(), value]).toEqual(['"number"', 128]);
});

test("state of an older schema is fitted to the present one", () => {
  const type: ValueType = ["object", { kept: "string", added: "number" }];
  expect(valueFromJson(type, { kept: "a", dropped: true })).toEqual({ kept: "a", added: null });
});
