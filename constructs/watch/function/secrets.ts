import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Reads what a reference names. */
export type ReadSecret = (reference: string) => Promise<string>;

/**
 * Reads secrets where they are kept: `ssm:/…` is a parameter of AWS Systems Manager, `secretsmanager:…` a secret of AWS
 * Secrets Manager, its name or its ARN.
 */
export function secretReader(parameters = new SSMClient(), secrets = new SecretsManagerClient()): ReadSecret {
  return async (reference) => {
    const [, scheme, name] = /^(ssm|secretsmanager):(.+)$/.exec(reference) ?? [];
    const value =
      scheme === "ssm"
        ? (await parameters.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter
            ?.Value
        : (await secrets.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
    const text = value?.trim() ?? "";
    if (scheme === undefined || text === "") {
      throw new Error("it is empty, or no text");
    }
    return text;
  };
}
