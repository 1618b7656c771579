import { chosenLists, type WithheldList } from "../blocklists/choice";
import { type ListAnswer, reasonText } from "../blocklists/decode";
import { askThrough, resolverProblems } from "../blocklists/dns-client";
import { type LookUpResult, lookUp } from "../blocklists/look-up";
import { type Subject, subjectOf } from "../blocklists/subject";
import { type Check, type CheckFinding, type Observation, verdictOf } from "./check";
import { egressAddresses } from "./egress-addresses";

/** Every address that mail leaves from, and every mail domain, in the blocklists. */
export const BLOCKLISTS: Check = {
  id: "blocklists",
  what: "The addresses that the servers' connections leave from, and the mail domains, in the blocklists of docs/watch.md.",
  run: async (declaration, vantage) => {
    const [refusal] = resolverProblems(vantage.blocklists.resolvers);
    if (refusal !== undefined) {
      return [unseen("the resolver", refusal.message)];
    }
    const { addresses, note } = await egressAddresses(declaration, vantage);
    const texts = [...addresses, ...declaration.domains];
    const read = texts.map((text) => ({ text, subject: subjectOf(text) }));
    const subjects = read.flatMap(({ subject }) => ("kind" in subject ? [subject] : []));
    const { asked, withheld } = chosenLists(vantage.blocklists.choice);
    const results = await lookUp(asked, subjects, {
      ask: askThrough(vantage.blocklists.resolvers, vantage.blocklists.timeoutMilliseconds),
      keys: vantage.blocklists.choice.keys,
      onProgress: (done, all) => vantage.onProgress(BLOCKLISTS.id, done, all),
    });
    return [
      ...(addresses.length === 0 ? [unseen("the address", note)] : []),
      ...read.map(({ text, subject }) =>
        "kind" in subject
          ? observed(
              subject,
              results.filter((result) => result.subject === subject),
              withheld.filter(({ list }) => list.of.includes(subject.kind)),
              subject.kind === "domain" ? "" : note,
            )
          : refused(text, subject.code, subject.message),
      ),
    ];
  },
};

/** Codes of findings about what cannot be looked up, by the code of the problem. */
const REFUSED: Readonly<Record<string, CheckFinding["code"]>> = {
  BlocklistAddressNotPublic: "address-not-public",
  BlocklistDomainReserved: "domain-reserved",
  BadDomain: "bad-domain",
};

function refused(text: string, code: string, message: string): Observation {
  const findings: readonly CheckFinding[] = [
    { code: REFUSED[code] ?? "bad-domain", severity: "error", message },
  ];
  return {
    name: text,
    port: null,
    address: null,
    seen: "nothing",
    verdict: "error",
    findings,
    note: null,
    details: null,
  };
}

function unseen(name: string, note: string): Observation {
  return {
    name,
    port: null,
    address: null,
    seen: "nothing",
    verdict: "not-seen",
    findings: [],
    note,
    details: null,
  };
}

function observed(
  { kind, value }: Subject,
  results: readonly LookUpResult[],
  withheld: readonly WithheldList[],
  note: string,
): Observation {
  const of = (answer: ListAnswer["answer"]): readonly LookUpResult[] =>
    results.filter((result) => result.answer.answer === answer);
  const answered = of("listed").length + of("clean").length;
  const findings = [...of("listed").map(listing), ...unanswered(results)];
  const notes = [note, ...silences(results), ...notAsked(withheld)].filter((line) => line !== "");
  return {
    name: value,
    port: null,
    address: kind === "domain" ? null : value,
    seen: answered === 0 ? "nothing" : `on ${of("listed").length} of ${answered} lists`,
    verdict: answered === 0 ? "not-seen" : verdictOf(findings),
    findings: answered === 0 ? [] : findings,
    note: notes.length === 0 ? null : notes.join("\n"),
    details: { lists: results.map(detail) },
  };
}

function listing({ list, answer }: LookUpResult): CheckFinding {
  const { zone, operator, weight } = list;
  const where =
    operator.delisting === null
      ? `the page for removal is not known, ask ${operator.name}`
      : `look it up and have it removed at ${operator.delisting}, once its cause is gone`;
  return weight === "decisive"
    ? {
        code: "listed",
        severity: "error",
        message: `${zone} (${operator.name}) lists it: ${reasonText(answer)}; ${where}`,
      }
    : {
        code: "listed-advisory",
        severity: "warning",
        message: `${zone} (${operator.name}) lists it: ${reasonText(answer)}; few refuse mail for that; ${where}`,
      };
}

/** A check that sees too little to mean anything says so. */
function unanswered(results: readonly LookUpResult[]): readonly CheckFinding[] {
  const decisive = results.filter(({ list }) => list.weight === "decisive");
  const silent = decisive.filter(({ answer: { answer } }) => answer === "error" || answer === "unusable");
  return silent.length * 2 <= decisive.length
    ? []
    : [
        {
          code: "lists-unanswered",
          severity: "warning",
          message: `${silent.length} of ${decisive.length} decisive lists give no answer that counts; ask through a resolver of your own that the operators accept, with --resolver <ip:port>`,
        },
      ];
}

const SILENT = { error: "no answer", unusable: "not to be believed" } as const;

/** Who gave no answer that counts, by the reason. */
function silences(results: readonly LookUpResult[]): readonly string[] {
  return (["error", "unusable"] as const).flatMap((kind) =>
    inLines(
      SILENT[kind],
      results.flatMap(({ list, answer }) =>
        answer.answer === kind ? [[answer.because, list.zone] as const] : [],
      ),
    ),
  );
}

function notAsked(withheld: readonly WithheldList[]): readonly string[] {
  return inLines(
    "not asked",
    withheld.map(({ list, because }) => [because, list.zone] as const),
  );
}

/** One line for each reason, with the lists that have it. */
function inLines(
  what: string,
  pairs: readonly (readonly [reason: string, zone: string])[],
): readonly string[] {
  return [...new Set(pairs.map(([reason]) => reason))].sort().map((reason) => {
    const zones = pairs.flatMap(([other, zone]) => (other === reason ? [zone] : []));
    return `${what}: ${zones.sort().join(", ")}; ${reason}`;
  });
}

function detail({ list: { zone, operator, weight }, answer }: LookUpResult): object {
  return { list: zone, operator: operator.name, weight, delisting: operator.delisting, ...answer };
}
