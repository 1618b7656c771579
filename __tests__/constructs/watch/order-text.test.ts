import * as fc from "fast-check";
import { orderText } from "../../../constructs/watch/order-text";

const order = (addresses: readonly string[], domains: readonly string[] = []) => ({
  looks: "blocklists" as const,
  addresses,
  domains,
  lists: [],
  advisory: [],
  keys: {},
});

/** What stands for one address. */
function written(address: string): string | undefined {
  return /"addresses":\[(.*)\],"domains"/s.exec(orderText(order([address])))?.[1];
}

test("what is known is plain JSON", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/[$%]\{/.test(text)),
      (text) => {
        expect(JSON.parse(orderText(order(["52.0.0.1", text])))).toEqual(order(["52.0.0.1", text]));
      },
    ),
  );
});

test.each([
  ["an index", '${aws_eip.a["x"].public_ip}'],
  ["objects in it", '${lookup({a = {b = 1}}, "a")}'],
  ["a brace in a quoted text", '${replace(aws_eip.a.public_ip, "}", "")}'],
  ["an expression in a quoted text", '${lower("x-${aws_eip.a.id}-{y}")}'],
  ["an escaped quote", '${replace(var.a, "\\"}", "")}'],
])("an expression with %s becomes the JSON of its value", (_what, expression) => {
  expect(written(expression)).toBe(`\${jsonencode(${expression.slice(2, -1)})}`);
});

test("two expressions in one text are not taken for one", () => {
  expect(written("${a.b.c}${d.e.f}")).toBe('"${a.b.c}${d.e.f}"');
});

test("a text around expressions is escaped, they are not", () => {
  expect(written('a"${f("}")}\n${var.b}.')).toBe('"a\\"${f("}")}\\n${var.b}."');
});

test("a macro of SPF begins no template", () => {
  expect(orderText(order([], ["exists:%{i}.spf.example"]))).toContain("exists:%%{i}.spf.example");
});

test("an order that no schedule could take is refused", () => {
  expect(() => orderText(order(["x".repeat(250_000)]))).toThrow(
    /ValueOutOfRange: .* bytes, and a schedule takes/,
  );
});
