import type { Rule } from "../../../rules/rule";
import { MAX_LOOK_UPS, MAX_VOID_LOOK_UPS, type SpfBudget, type SpfNode } from "../spf-budget";
import { ageDays, MAX_AGE_DAYS, SPF_CATALOGUE, type SpfCatalogue } from "../spf-catalogue";
import { mxHosts, publishedSpf, stackBudgets } from "../stack-spf";
import { breach } from "./breach";

/** From here on a single provider's change can break the record. */
const FEW_LEFT = 8;
/** Hosts behind one mx (RFC 7208 § 4.6.4). */
const MAX_MX_HOSTS = 10;

/**
 * What a record costs the receivers that evaluate it.
 *
 * @param catalogue records of providers, which a stack's own records include
 */
export function spfBudgetRules(catalogue: SpfCatalogue = SPF_CATALOGUE): readonly Rule[] {
  return [
    {
      id: "spf-look-ups",
      what: "A record costs at most 10 DNS look-ups over its whole tree.",
      why: "At the eleventh, receivers give a permanent error, for every message of the domain.",
      reference: "RFC 7208 § 4.6.4",
      severity: "error",
      check: (facts) =>
        stackBudgets(facts, catalogue)
          .filter(({ budget }) => budget.lookUps > MAX_LOOK_UPS)
          .map(({ record, budget }) =>
            breach(
              record,
              `${budget.lookUps} look-ups, allowed are ${MAX_LOOK_UPS} (${costs(budget)}); send from a subdomain, or write the networks of a provider that seldom changes`,
            ),
          ),
    },
    {
      id: "spf-look-up-headroom",
      what: "A record leaves room: fewer than 8 DNS look-ups.",
      why: "Providers add includes without notice; the one that makes eleven breaks the domain's mail.",
      reference: "RFC 7208 § 4.6.4",
      severity: "warning",
      check: (facts) =>
        stackBudgets(facts, catalogue)
          .filter(({ budget }) => budget.lookUps >= FEW_LEFT && budget.lookUps <= MAX_LOOK_UPS)
          .map(({ record, budget }) =>
            breach(
              record,
              `${budget.lookUps} of ${MAX_LOOK_UPS} look-ups (${costs(budget)}); remove services that no longer send, or give one a subdomain`,
            ),
          ),
    },
    {
      id: "spf-void-look-ups",
      what: "At most two look-ups of a record find nothing.",
      why: "At the third, receivers may give a permanent error.",
      reference: "RFC 7208 § 4.6.4",
      severity: "error",
      check: (facts) =>
        stackBudgets(facts, catalogue)
          .filter(({ budget }) => budget.voids > MAX_VOID_LOOK_UPS)
          .map(({ record, budget }) =>
            breach(
              record,
              `${budget.voids} look-ups find nothing, allowed are ${MAX_VOID_LOOK_UPS}; remove the terms that name nothing`,
            ),
          ),
    },
    {
      id: "spf-include-without-record",
      what: "Every name that a record includes publishes an SPF record.",
      why: "An include of a name without one is a permanent error.",
      reference: "RFC 7208 § 5.2",
      severity: "error",
      check: (facts) =>
        stackBudgets(facts, catalogue).flatMap(({ record, budget }) =>
          budget.missing.map((name) =>
            breach(
              record,
              `${JSON.stringify(name)} publishes no SPF record; correct the name or remove the term`,
            ),
          ),
        ),
    },
    {
      id: "spf-include-loop",
      what: "No record includes itself, directly or through others.",
      why: "Receivers follow the circle until the eleventh look-up, a permanent error.",
      reference: "RFC 7208 § 4.6.4 and § 11.1",
      severity: "error",
      check: (facts) =>
        stackBudgets(facts, catalogue).flatMap(({ record, budget }) =>
          budget.loops.map((loop) =>
            breach(
              record,
              `the record leads back to itself: ${loop.join(" > ")}; remove one of the includes`,
            ),
          ),
        ),
    },
    {
      id: "spf-mx-hosts",
      what: "At most 10 hosts stand behind one mx.",
      why: "More is a permanent error.",
      reference: "RFC 7208 § 4.6.4",
      severity: "error",
      check: (facts) =>
        publishedSpf(facts).flatMap((record) =>
          record.terms
            .filter(({ name }) => name === "mx")
            .map(({ text, domain }) => ({ text, hosts: mxHosts(facts, domain ?? record.name).length }))
            .filter(({ hosts }) => hosts > MAX_MX_HOSTS)
            .map(({ text, hosts }) =>
              breach(
                record,
                `${JSON.stringify(text)} means ${hosts} hosts, allowed are ${MAX_MX_HOSTS}; name their networks with ip4 and ip6`,
              ),
            ),
        ),
    },
  ];
}

/**
 * The rule that the look-ups of a record are counted from fresh records of providers.
 *
 * Not among the rules that run at synth: it depends on the day, and the same stack must always be judged alike.
 *
 * @param today ISO 8601 day
 */
export function spfCatalogueAge(today: string, catalogue: SpfCatalogue = SPF_CATALOGUE): Rule {
  return {
    id: "spf-catalogue-age",
    what: `The catalogue's records that a stack relies on are at most ${MAX_AGE_DAYS} days old.`,
    why: "Providers move and split their records; an old one makes the budget wrong.",
    reference: "RFC 7208 § 4.6.4",
    severity: "warning",
    check: (facts) =>
      stackBudgets(facts, catalogue).flatMap(({ record, budget }) => {
        const old = budget.catalogued.flatMap((name) => {
          const published = catalogue.get(name);
          const days = published === undefined ? 0 : ageDays(published, today);
          return days > MAX_AGE_DAYS ? [`${name} ${days}`] : [];
        });
        return old.length === 0
          ? []
          : [
              breach(
                record,
                `counted from records of the catalogue that are more than ${MAX_AGE_DAYS} days old: ${old.join(", ")}; run "protected-exchange spf refresh --write"`,
              ),
            ];
      }),
  };
}

/** What each term costs with all below it, and which names could not be followed. */
function costs({ tree, unknown }: SpfBudget): string {
  const terms = tree.branches.map(({ term, record }) => `${term.text} ${1 + lookUpsOf(record)}`);
  return [...terms, ...(unknown.length === 0 ? [] : [`not known: ${unknown.join(", ")}`])].join(", ");
}

function lookUpsOf(record: SpfNode | undefined): number {
  return record?.lookUps ?? 0;
}
