import { objections, SCHEMAS } from "./fortigate-schema";
import { OFFICE, unit } from "./fortigate-unit";

describe("stacks for a FortiGate that tests write", () => {
  if (SCHEMAS === undefined) {
    test("are not held against the provider's schema: shared/provider-schemas/fortios.json is not at hand", () => {
      expect(objections(OFFICE)).toEqual([]);
    });
    return;
  }

  test("say what the provider knows", () => {
    expect(Object.keys(OFFICE).filter((type) => type in (SCHEMAS ?? {}))).toEqual([
      "fortios_firewall_localinpolicy",
      "fortios_firewall_address",
      "fortios_firewall_vip",
      "fortios_firewall_policy",
    ]);
    expect(objections(OFFICE)).toEqual([]);
  });

  test("are refused where they say anything else, in a block as well", () => {
    const wrong = { fortios_firewall_vip: { a: { external: "x", mappedip: [{ ip: "192.0.2.1" }] } } };

    expect(objections(wrong)).toEqual([
      "fortios_firewall_vip.a.external",
      "fortios_firewall_vip.a.mappedip.ip",
    ]);
    expect(() => unit(wrong)).toThrow("fortios_firewall_vip.a.external");
  });
});
