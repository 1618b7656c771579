import { shownAll, visible } from "../../core/visible-text";
import type { Declaration, DeclaredPolicy } from "../declaration";
import { addressesFor } from "./addresses";
import { type CheckFinding, error, type Observation, verdictOf } from "./check";
import { get, type HttpReply } from "./https-get";
import { failureOf, ProbeFailure } from "./probe-failure";
import { differenceOf } from "./record-comparison";
import { atMost, CONNECTIONS_AT_ONCE, type Vantage } from "./vantage";

/** Where a policy is (RFC 8461 § 3.3). */
const PATH = "/.well-known/mta-sts.txt";

/** Each declared policy as it is served. */
export async function policyObservations(
  { mtaStsPolicies }: Declaration,
  vantage: Vantage,
): Promise<readonly Observation[]> {
  return atMost(
    CONNECTIONS_AT_ONCE,
    mtaStsPolicies.map((policy) => () => observed(policy, vantage)),
  );
}

async function observed(policy: DeclaredPolicy, vantage: Vantage): Promise<Observation> {
  const at = { name: `mta-sts.${policy.domain}`, port: vantage.httpsPort, note: null };
  try {
    const found = await addressesFor(at.name, vantage.resolver);
    // Most machines reach IPv4, some nothing else.
    const address = found.find((each) => typeof each === "string" && !each.includes(":")) ?? found[0];
    if (address instanceof ProbeFailure || address === undefined) {
      throw address ?? new ProbeFailure("no-address", "the DNS has no address for it");
    }
    const reply = await get(
      { name: at.name, address, port: at.port, path: PATH, protocol: "https" },
      vantage.timeoutMilliseconds,
    ).catch(failureOf);
    const findings =
      reply instanceof ProbeFailure ? [unreachable(reply.message)] : policyFindings(policy, reply);
    return {
      ...at,
      address,
      seen: reply instanceof ProbeFailure ? "nothing" : `policy, status ${reply.status}`,
      verdict: verdictOf(findings),
      findings,
      details:
        reply instanceof ProbeFailure
          ? null
          : { status: reply.status, text: reply.body, declared: policy.text },
    };
  } catch (thrown) {
    const findings = [unreachable(failureOf(thrown).message)];
    return { ...at, address: null, seen: "nothing", verdict: verdictOf(findings), findings, details: null };
  }
}

function unreachable(because: string): CheckFinding {
  return error(
    "policy-unreachable",
    `the policy is not to be had: ${because}; senders keep the last one they saw until its max_age has passed, and then deliver without`,
  );
}

function policyFindings(
  policy: DeclaredPolicy,
  { status, headers, body }: HttpReply,
): readonly CheckFinding[] {
  if (status >= 300 && status < 400) {
    return [
      error(
        "policy-redirected",
        `the policy's place leads to ${visible(headers.location ?? "nowhere")}, and senders follow no redirect (RFC 8461 § 3.3); serve it there`,
      ),
    ];
  }
  if (status !== 200) {
    return [unreachable(`the server answers with status ${status}`)];
  }
  const { missing, extra } = differenceOf(lines(policy.text), lines(body));
  return [
    ...(missing.length + extra.length === 0
      ? []
      : [
          error(
            "policy-differs",
            `the policy ${[
              ...(missing.length > 0 ? [`lacks ${shownAll(missing)}`] : []),
              ...(extra.length > 0 ? [`has ${shownAll(extra.map(visible))} instead or besides`] : []),
            ].join(" and ")}; deploy the stack, or find out who changed it`,
          ),
        ]),
    ...(/^text\/plain\b/i.test(headers["content-type"] ?? "")
      ? []
      : [
          error(
            "policy-type",
            `the policy is served as ${visible(headers["content-type"] ?? "nothing in particular")}, and senders need text/plain (RFC 8461 § 3.3)`,
          ),
        ]),
  ];
}

/** Fields of a policy; their order, but for the first, means nothing. */
function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/\s*:\s*/, ": "))
    .filter((line) => line !== "");
}
