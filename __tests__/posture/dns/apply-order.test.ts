import { appliedAfter } from "../../../posture/dns/apply-order";
import { TerraformJson } from "../../../posture/terraform-json";
import { afterApply } from "./zone-file";

const STACK = new TerraformJson({
  resource: {
    test_a: { one: {} },
    test_b: { two: { nested: [{ deep: { value: afterApply("test_a.one.id") } }] } },
    test_c: { three: { depends_on: ["test_b.two"] }, loop: { depends_on: ["test_c.loop"] } },
  },
});

test.each([
  ["test_b.two", "test_a.one", true],
  ["test_c.three", "test_a.one", true],
  ["test_a.one", "test_c.three", false],
  ["test_c.loop", "test_a.one", false],
  ["test_c.three", "test_z.none", undefined],
  ["test_z.none", "test_a.one", undefined],
])("%s comes after %s: %s", (later, earlier, expected) => {
  expect(appliedAfter(STACK, later, earlier)).toBe(expected);
});
