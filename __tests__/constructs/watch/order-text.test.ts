import { orderText } from "../../../constructs/watch/order-text";

const order = (addresses: readonly string[], domains: readonly string[] = []) => ({
  looks: "blocklists" as const,
  addresses,
  domains,
  lists: [],
  advisory: [],
  keys: {},
});

test("what is known is plain JSON", () => {
  expect(JSON.parse(orderText(order(["52.0.0.1"], ['a "quoted" text\nin \\ lines'])))).toEqual(
    order(["52.0.0.1"], ['a "quoted" text\nin \\ lines']),
  );
});

test("what an apply fills in is written as JSON by Terraform itself", () => {
  expect(orderText(order([`\${aws_eip.a["x"].public_ip}`, `10 \${aws_eip.b.public_ip}.`]))).toContain(
    `"addresses":[\${jsonencode(aws_eip.a["x"].public_ip)},"10 \${aws_eip.b.public_ip}."]`,
  );
});

test("two expressions in one text are not taken for one", () => {
  expect(orderText(order([`\${a.b.c}\${d.e.f}`]))).toContain(`"\${a.b.c}\${d.e.f}"`);
});

test("a macro of SPF begins no template", () => {
  expect(orderText(order(["exists:%{i}.spf.example"]))).toContain("exists:%%{i}.spf.example");
});

test("an order that no schedule could take is refused", () => {
  expect(() => orderText(order(["x".repeat(250_000)]))).toThrow(
    /ValueOutOfRange: .* bytes, and a schedule takes/,
  );
});
