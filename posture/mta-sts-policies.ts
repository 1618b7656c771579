import type { MtaStsPolicyFact } from "./facts";
import { type Resource, type TerraformJson, textOf, textsOf } from "./terraform-json";

/** Every MTA-STS policy that a stack serves, sorted by domain: read back from the scripts that answer for it. */
export function mtaStsPolicies(stack: TerraformJson): readonly MtaStsPolicyFact[] {
  const workers = stack.all("cloudflare_workers_script").flatMap((script) => {
    const hosts = stack
      .referring("cloudflare_workers_custom_domain", "service", script)
      .flatMap(({ attributes }) => textOf(attributes.hostname) ?? []);
    return served(script, textOf(script.attributes.content), hosts);
  });
  const functions = stack.all("aws_cloudfront_function").flatMap((script) => {
    const hosts = stack
      .all("aws_cloudfront_distribution")
      .filter((distribution) => mentions(stack, distribution, script))
      .flatMap(({ attributes }) => textsOf(attributes.aliases));
    return served(script, textOf(script.attributes.code), hosts);
  });
  return [...workers, ...functions].sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

const HOST = /^mta-sts\.(.+)$/;

/** The policies of a script whose hosts really lead to it. */
function served(
  script: Resource,
  code: string | undefined,
  hosts: readonly string[],
): readonly MtaStsPolicyFact[] {
  const table = /^const policies = (\{.*\});$/m.exec(code ?? "")?.[1];
  const policies = table === undefined ? {} : (JSON.parse(table) as Readonly<Record<string, string>>);
  return Object.entries(policies).flatMap(([host, text]) => {
    const domain = HOST.exec(host)?.[1];
    return domain === undefined || !hosts.includes(host) ? [] : [{ domain, text, address: script.address }];
  });
}

function mentions(stack: TerraformJson, distribution: Resource, script: Resource): boolean {
  return stack.refers(distribution.attributes.default_cache_behavior, script);
}
