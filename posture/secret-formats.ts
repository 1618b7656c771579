import { remembered } from "../constructs/core/remembered";

/** A form that values of one kind of secret have, and nothing else. */
interface SecretFormat {
  /** What it is, with its article. */
  readonly what: string;
  readonly form: RegExp;
}

/** Forms that their issuers document, so that leaked ones are found. */
const FORMATS: readonly SecretFormat[] = [
  // RFC 7468 § 10 and § 11; OpenSSH and OpenPGP write theirs in the same way.
  { what: "a private key", form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { what: "an access key of AWS", form: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
  { what: "a key or token of Cloudflare", form: /\bcf(?:k|ut|at)_[A-Za-z0-9_-]{40,}/ },
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  { what: "a token of GitHub", form: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/ },
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  { what: "a token of GitLab", form: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}/ },
  // https://docs.slack.dev/authentication/tokens
  { what: "a token of Slack", form: /\bxox[a-z]-[A-Za-z0-9-]{10,}/ },
  // Whoever knows the address posts: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  { what: "a webhook of Slack", form: /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/ },
  // https://developer.hashicorp.com/vault/docs/concepts/tokens
  { what: "a token of Vault", form: /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/ },
  // RFC 7519 § 3: the header begins with `{"`, in base64url.
  { what: "a JSON Web Token", form: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  // RFC 3986 § 3.2.1
  { what: "a password in a URL", form: /:\/\/[^\s/:@"'${}]+:[^\s/:@"'${}]+@/ },
  // As scripts and policies assign it; what begins with a sign is a variable or a placeholder.
  {
    what: "a password in a text",
    form: /(?:password|passwd|passphrase|secret|api_?key|token)\\?["']?\s*(?:=|:|=>)\s*\\?["'][A-Za-z0-9][^\s"'\\${}<>]{7,}\\?["']/i,
  },
  {
    what: "a password in a text",
    form: /ConvertTo-SecureString\s+(?:-String\s+)?\\?["'][^"'\\$][^"'\\]*\\?["']/i,
  },
];

/** Kinds of secrets whose values stand in a text, each once. */
export const secretsIn = remembered((text): readonly string[] => [
  ...new Set(FORMATS.filter(({ form }) => form.test(text)).map(({ what }) => what)),
]);

const SECRET_NAME =
  /(?:^|_)(?:passwords?|passwd|passphrase|secret|secret_(?:string|binary|text|token|key|access_key)|private_key(?:_pem)?|tunnel_secret|(?:preshared|pre_shared|shared|auth)_key|psk|api_key|access_key|account_key_pem|key_material|token|credentials?)(?:_wo|_base64)?$/;

/** Tokens that only keep a request from being done twice, or name a page. */
const NO_SECRET = /(?:^|_)(?:client|creation|page|next|request|idempotency)_token$/;

/** Is a member with this name a secret, in whatever way names are spelt there? */
export const isSecretName = remembered((name) => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
  return SECRET_NAME.test(words) && !NO_SECRET.test(words);
});

/** What says where a secret is, and is none itself. */
const REFERENCE =
  /^(?:ssm:|secretsmanager:|arn:aws[a-z-]*:|\{\{\s*(?:resolve|ssm|ssm-secure|secretsmanager):)|^alias\//;

/** Words that switch something on or off. */
const SWITCH = /^(?:true|false|enabled|disabled|required|optional|none|default)?$/i;

/** Does a text, as the value of a secret, hold the secret itself? */
export function isSecretValue(text: string): boolean {
  return !text.includes("${") && !REFERENCE.test(text) && !SWITCH.test(text.trim());
}

/** Where a text says that a secret of AWS's stores is kept: `ssm:/path`, `secretsmanager:name`, an ARN. */
export function secretReferences(text: string): readonly string[] {
  const whole = /^(?:ssm|secretsmanager):\S+$/.exec(text)?.[0];
  return whole !== undefined
    ? [whole]
    : (text.match(
        /arn:aws[a-z-]*:secretsmanager:[\w*-]*:[\w*]*:secret:[\w/+=.@*-]+|\{\{resolve:(?:ssm-secure|secretsmanager):[^}]+\}\}/g,
      ) ?? []);
}
