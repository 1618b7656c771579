import { CidrSet } from "../../../constructs/core/cidr-set";
import { exchangeEgress } from "../../../constructs/edge/egress";
import { Ingress } from "../../../constructs/edge/ingress";

describe("what may leave", () => {
  test("is the server's own needs and mail to the smart host's networks", () => {
    const rules = exchangeEgress(25, CidrSet.of("203.0.113.128/25"));

    expect(rules.map(({ port, destinations }) => `${port} ${destinations}`)).toEqual([
      "25 203.0.113.128/25",
      "80 0.0.0.0/0",
      "443 0.0.0.0/0",
    ]);
  });

  test("is a port of submission to anywhere where the smart host's networks are unknown", () => {
    expect(exchangeEgress(587).find(({ port }) => port === 587)?.destinations.blocks).toEqual(["0.0.0.0/0"]);
  });

  test("fails for port 25 to the whole world", () => {
    expect(() => exchangeEgress(25)).toThrow(
      "SmartHostPort25Anywhere: port 25 would be open to every mail server of the world; name the smart host's networks",
    );
  });
});

test("an open port 25 says for whom it is open", () => {
  const purposes = [CidrSet.of("203.0.113.0/25"), CidrSet.ANY_IPV4].map(
    (smtpFrom) => Ingress.of({ smtpFrom }).rules[0]?.purpose,
  );

  expect(purposes).toEqual(["mail from the relay", "mail from anyone, not locked to the relay"]);
});
