import type { SecretFact } from "./facts";
import { isSecretName, isSecretValue, secretReferences, secretsIn } from "./secret-formats";
import {
  type Declaration,
  isExpression,
  type Json,
  objectOf,
  type TerraformJson,
  textOf,
} from "./terraform-json";

/** Resources whose secret AWS, Cloudflare or Terraform makes, and Terraform then keeps in its state. */
const MADE: Readonly<Record<string, { readonly what: string; unless?(attributes: Attributes): boolean }>> = {
  random_password: { what: "a password that Terraform makes" },
  random_bytes: { what: "a key that Terraform makes" },
  tls_private_key: { what: "a private key that Terraform makes" },
  acme_registration: { what: "the private key of the account at the authority" },
  acme_certificate: {
    what: "the private key of the certificate",
    unless: ({ certificate_request_pem: request }) => isGiven(request),
  },
  aws_iam_access_key: { what: "an access key", unless: ({ pgp_key: key }) => isGiven(key) },
  aws_iam_user_login_profile: { what: "a user's password", unless: ({ pgp_key: key }) => isGiven(key) },
  aws_iam_service_specific_credential: { what: "a user's password" },
  aws_vpn_connection: {
    what: "the pre-shared keys of the tunnels",
    unless: ({ preshared_key_storage: storage }) => storage === "SecretsManager",
  },
  cloudflare_account_token: { what: "an API token" },
  cloudflare_api_token: { what: "an API token" },
  cloudflare_zero_trust_access_service_token: { what: "the secret of a service token" },
};

/** Data sources whose answer is a secret. */
const LOOKED_UP: Readonly<Record<string, string>> = {
  aws_kms_secrets: "what it decrypts",
  aws_secretsmanager_random_password: "the password it makes",
  aws_secretsmanager_secret_version: "the value of the secret it reads",
  aws_ssm_parameter: "the value of the parameter it reads",
  aws_ssm_parameters_by_path: "the values of the parameters it reads",
  cloudflare_zero_trust_tunnel_cloudflared_token: "the token of the tunnel",
};

/** Members that hold a secret because of the type beside them. */
const SECRET_BY_TYPE: Readonly<Record<string, string>> = { SecureString: "value", secret_text: "text" };

type Attributes = { readonly [key: string]: Json };

/** The secrets that a stack needs, makes or holds, sorted by address. */
export function secrets(stack: TerraformJson): readonly SecretFact[] {
  const found = stack.declarations.flatMap((declaration) => [
    ...written(declaration),
    ...made(declaration),
    ...variable(declaration, stack),
  ]);
  const each = new Map(found.map((fact) => [`${fact.address}\n${fact.kind}\n${fact.what}`, fact]));
  return [...each.keys()].sort().flatMap((key) => each.get(key) ?? []);
}

/** What stands in a declaration, or is handed over by it. */
function written({ kind, address, value }: Declaration): readonly SecretFact[] {
  const facts: SecretFact[] = [];
  const note = (of: SecretFact["kind"], what: string) => facts.push({ kind: of, what, address });
  // Of a provider's own settings Terraform keeps nothing.
  const handedOver = kind === "provider" || kind === "ephemeral" ? "reference" : "in-state";
  forEachText(value, (text, where, secret) => {
    const path = kind === "output" ? where.replace(/^value\./, "") : where;
    for (const what of secretsIn(text)) {
      note("in-json", `${what}, in ${path}`);
    }
    for (const reference of secretReferences(text)) {
      note("reference", `${path}: ${reference}`);
    }
    if (!secret) {
      return;
    }
    if (isSecretValue(text)) {
      note("in-json", `a literal, in ${path}`);
    } else if (isExpression(text) && !namesOnly(text)) {
      note(path.endsWith("_wo") ? "reference" : handedOver, `${path}: ${sourceOf(text)}`);
    }
  });
  return facts;
}

function made({ kind, type, address, value }: Declaration): readonly SecretFact[] {
  if (kind === "ephemeral") {
    return [{ kind: "reference", what: "a value that Terraform reads and does not keep", address }];
  }
  if (kind === "data") {
    const what = objectOf(value).with_decryption === false ? undefined : LOOKED_UP[type];
    return what === undefined ? [] : [{ kind: "in-state", what, address }];
  }
  if (kind !== "resource") {
    return [];
  }
  if (type === "aws_secretsmanager_secret") {
    return [{ kind: "reference", what: "a secret of AWS Secrets Manager", address }];
  }
  const known = MADE[type];
  return known === undefined || known.unless?.(objectOf(value))
    ? []
    : [{ kind: "in-state", what: known.what, address }];
}

/** A sensitive input: its value comes from outside, and stays in the state wherever it is used. */
function variable({ kind, address, value }: Declaration, stack: TerraformJson): readonly SecretFact[] {
  const { sensitive, ephemeral, default: given } = objectOf(value);
  if (kind !== "variable" || sensitive !== true) {
    return [];
  }
  if (typeof given === "string" && isSecretValue(given)) {
    return [{ kind: "in-json", what: "the default of a sensitive variable", address }];
  }
  const name = new RegExp(`\\bvar\\.${address.slice("variable.".length)}\\b`);
  const kept =
    ephemeral !== true &&
    stack.declarations.some(
      (user) => user.kind !== "provider" && user.kind !== "variable" && name.test(JSON.stringify(user.value)),
    );
  return [{ kind: kept ? "in-state" : "reference", what: "the value of a sensitive variable", address }];
}

/** Calls back for each text, with the names that lead to it, and whether those make it a secret. */
function forEachText(
  value: Json,
  visit: (text: string, path: string, secret: boolean) => void,
  path = "",
  secret = false,
): void {
  if (typeof value === "string") {
    const inner = embedded(value);
    if (inner === undefined) {
      visit(value, path, secret);
    } else {
      forEachText(inner, visit, path, secret);
    }
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      forEachText(item, visit, path, secret);
    }
    return;
  }
  const members = objectOf(value);
  const byType = SECRET_BY_TYPE[textOf(members.type) ?? ""];
  for (const [name, member] of Object.entries(members)) {
    const at = path === "" ? name : `${path}.${name}`;
    forEachText(member, visit, at, name === byType || isSecretName(name));
  }
}

/** JSON that stands in a text: templates, policies, documents. */
function embedded(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Does an expression give only the name of something? */
function namesOnly(text: string): boolean {
  return /\.(?:arn|id|name|version_id|key_id)\}$/.test(text);
}

/** What an expression takes its value from, in few words. */
function sourceOf(text: string): string {
  const [source] = /(?:data\.|var\.|local\.|ephemeral\.)?[a-z][\w]*\.[\w-]+(?:\.[\w-]+)?/.exec(text) ?? [];
  return source === undefined ? "a value that only Terraform knows" : `the value of ${source}`;
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}
