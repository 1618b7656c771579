import { BOGONS_IPV4, CidrSet } from "../core/cidr-set";
import { countryCodeProblem } from "../core/country-codes";
import type { Problem } from "../core/errors";
import type { Ingress } from "./ingress";

/** Who may not come in, whatever an ingress says. */
export interface DenyList {
  /**
   * Networks that reach neither port; the edge has no IPv6, so of an IPv6 network nothing is left to deny.
   *
   * @default - none by name; networks that are nobody's on the internet are turned away in any case
   */
  readonly networks?: CidrSet;
  /**
   * Countries that do not reach 443, as codes of ISO 3166-1 alpha-2, such as `KP`. Where an address is, a database
   * guesses, and it may place a relay anywhere: mail is never turned away by country.
   *
   * @default - none
   */
  readonly countries?: readonly string[];
  /**
   * Why, for whoever reads it in a year; one line.
   *
   * @default - nobody says
   */
  readonly reason?: string;
}

/**
 * IPv4 networks that no packet from the internet is really from. One that the ingress names, such as an office's behind
 * a VPN, is left out: it is let in as named.
 */
export function reservedSources(ingress: Ingress): CidrSet {
  return ingress.rules
    .map(({ sources }) => sources)
    .filter((sources) => !sources.containsAll(CidrSet.ANY_IPV4))
    .reduce((rest, named) => rest.minus(named), BOGONS_IPV4);
}

/** Who a deny list must leave alone. */
export interface Admitted {
  /** Networks the relay delivers from, whether or not others may still deliver too. */
  readonly relay: CidrSet;
  /** Networks whose users may reach Exchange. */
  readonly users: CidrSet;
}

/** Everything that is wrong with a deny list; properties are paths, such as `countries.0`. */
export function denyListProblems(
  { networks = CidrSet.EMPTY, countries = [] }: DenyList,
  { relay, users }: Admitted,
): readonly Problem[] {
  const cutOff = networks.intersect(relay.ipv4);
  return [
    ...(cutOff.isEmpty
      ? []
      : [
          {
            code: "DenyListCutsRelay" as const,
            property: "networks",
            message: `the relay delivers from ${cutOff}, and its mail would not get through; take these networks out of the list`,
          },
        ]),
    ...(!users.ipv4.isEmpty && networks.containsAll(users.ipv4)
      ? [
          {
            code: "DenyListCutsUsers" as const,
            property: "networks",
            message:
              "every network whose users may reach Exchange would be turned away; name those that are really meant",
          },
        ]
      : []),
    ...countries.flatMap((code, index) => {
      const message = countryCodeProblem(code);
      return message === undefined
        ? []
        : [{ code: "CountryUnknown" as const, property: `countries.${index}`, message }];
    }),
  ];
}
