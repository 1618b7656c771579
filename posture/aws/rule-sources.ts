import {
  blockOf,
  listOf,
  objectOf,
  type Resource,
  type TerraformJson,
  textOf,
  textsOf,
} from "../terraform-json";

/**
 * The rules of a group as Suricata would read them, whichever way the stack writes them: as text, field by field, or
 * as a list of domains.
 *
 * @returns undefined where they are known after apply only
 */
export function rulesText(stack: TerraformJson, group: Resource): string | undefined {
  const body = blockOf(group.attributes.rule_group);
  const source = blockOf(body.rules_source);
  const written = textOf(source.rules_string) ?? textOf(group.attributes.rules);
  const text =
    written ??
    [
      ...listOf(source.stateful_rule).map((rule) => fieldsAsRule(objectOf(rule))),
      ...listOf(source.rules_source_list).flatMap((list) => domainsAsRules(objectOf(list))),
    ].join("\n");
  const resolved = textOf(stack.resolved(withPortSets(text, blockOf(body.rule_variables)))) ?? "";
  return isKnown(resolved) ? resolved : undefined;
}

/** An escaped dollar sign begins no expression. */
function isKnown(text: string): boolean {
  return !/(?<!\$)\$\{/.test(text);
}

/** Ports by name are written out, because a list of ports needs no declaration. */
function withPortSets(text: string, variables: Resource["attributes"]): string {
  return listOf(variables.port_sets).reduce<string>((written, entry) => {
    const { key, port_set: set } = objectOf(entry);
    const ports = textsOf(blockOf(set).definition).join(",");
    return written.replace(new RegExp(`\\$${textOf(key) ?? ""}(?!\\w)`, "g"), `[${ports}]`);
  }, text);
}

function fieldsAsRule({ action, header, rule_option: options }: Resource["attributes"]): string {
  const fields = blockOf(header);
  const direction = textOf(fields.direction) === "ANY" ? "<>" : "->";
  const body = listOf(options)
    .map(objectOf)
    .map(({ keyword, settings }) => {
      const values = textsOf(settings).join(",");
      return `${keyword}${values === "" ? "" : `:${values}`};`;
    });
  return [
    textOf(action)?.toLowerCase(),
    textOf(fields.protocol)?.toLowerCase(),
    word(fields.source),
    word(fields.source_port),
    direction,
    word(fields.destination),
    word(fields.destination_port),
    `(${body.join(" ")})`,
  ].join(" ");
}

function word(value: unknown): string {
  const text = typeof value === "string" ? value : "any";
  return text.toLowerCase() === "any" ? "any" : text;
}

const LIST_ACTIONS: Readonly<Record<string, string>> = {
  ALERTLIST: "alert",
  ALLOWLIST: "pass",
  DENYLIST: "drop",
  REJECTLIST: "reject",
};

const LIST_TARGETS: Readonly<Record<string, string>> = {
  HTTP_HOST: "http $HOME_NET any -> $EXTERNAL_NET any (http.host;",
  TLS_SNI: "tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni;",
};

/**
 * What the service makes of a list of domains, as far as it passes or names anything
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html).
 */
function domainsAsRules({
  generated_rules_type: type,
  target_types: types,
  targets,
}: Resource["attributes"]): readonly string[] {
  const action = LIST_ACTIONS[textOf(type) ?? ""] ?? "pass";
  return textsOf(types).flatMap((target) =>
    textsOf(targets).map(
      (domain, index) => `${action} ${LIST_TARGETS[target]} content:"${domain}"; sid:${index + 1};)`,
    ),
  );
}
