import { runSimulation } from "@cloud-copilot/iam-simulate";

/** A request to AWS, as it comes from somewhere. */
interface SimulatedRequest {
  /** ARN of who asks. */
  readonly principal: string;
  readonly action: string;
  /** ARN of what it is about. */
  readonly resource: string;
  /** Keys of the request, such as `aws:SourceIp`. */
  readonly context: Readonly<Record<string, string>>;
}

/** Policies as JSON texts. */
interface SimulatedPolicies {
  /** Of the user or role. */
  readonly identity: readonly string[];
  /** Of what it asks for. */
  readonly resource?: string;
}

const ACCOUNT = "123456789012";

/** Does AWS allow a request? Judged by somebody else's evaluation of policies. */
export async function isAllowed(
  { principal, action, resource, context }: SimulatedRequest,
  { identity, resource: resourcePolicy }: SimulatedPolicies,
): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { "aws:PrincipalArn": principal, ...context },
      },
      identityPolicies: identity.map((text, index) => ({ name: `${index}`, policy: JSON.parse(text) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy === undefined ? undefined : JSON.parse(resourcePolicy),
    },
    {},
  );
  if (result.resultType === "error") {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === "Allowed";
}
