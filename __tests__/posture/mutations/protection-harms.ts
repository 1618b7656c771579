import { blockIn, change, type EditedStack, type Harm, listIn, type Members } from "./edited-stack";

/** Put together here, so that no scanner takes this file for a leak. */
const PRIVATE_KEY = ["-----BEGIN", "PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE", "KEY-----"].join(" ");

const policies = (stack: EditedStack): readonly Members[] =>
  stack
    .all("aws_networkfirewall_firewall_policy")
    .flatMap(({ attributes }) => listIn(attributes, "firewall_policy"));

const logs = (stack: EditedStack): readonly Members[] =>
  stack
    .all("aws_networkfirewall_logging_configuration")
    .flatMap(({ attributes }) => listIn(attributes, "logging_configuration"));

/** What it takes to lose a protection, or to give a secret away. */
export const PROTECTION_HARMS: readonly Harm[] = [
  {
    does: "switches off a protection of the firewall or the load balancer",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_networkfirewall_firewall", "aws_lb").flatMap(({ attributes }) =>
          Object.keys(attributes)
            .filter((name) => /protection$/.test(name))
            .map((name) => ({ attributes, name })),
        ),
        chance,
        ({ attributes, name }) => {
          if (chance.integer(0, 1) === 0) {
            attributes[name] = false;
          } else {
            delete attributes[name];
          }
        },
      ),
  },
  {
    does: "takes a key of the client's away from logs or messages",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(stack.all("aws_cloudwatch_log_group", "aws_sns_topic"), chance, ({ attributes }) => {
        delete attributes.kms_key_id;
        delete attributes.kms_master_key_id;
      }),
  },
  {
    does: "deletes a key soon after somebody says so",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_kms_key"), chance, ({ attributes }) => {
        attributes.deletion_window_in_days = chance.integer(7, 14);
      }),
  },
  {
    does: "no longer rotates a key",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_kms_key").filter(({ attributes }) => attributes.enable_key_rotation === true),
        chance,
        ({ attributes }) => {
          attributes.enable_key_rotation = false;
        },
      ),
  },
  {
    does: "keeps a log for a few days only",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_cloudwatch_log_group"), chance, ({ attributes }) => {
        attributes.retention_in_days = chance.of([1, 3, 5, 7, 14]);
      }),
  },
  {
    does: "logs nothing of the firewall, or not what it drops",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_networkfirewall_logging_configuration"), chance, (configuration) => {
        if (chance.integer(0, 1) === 0) {
          stack.remove(configuration);
          return;
        }
        for (const log of logs(stack)) {
          log.log_destination_config = listIn(log, "log_destination_config").filter(
            ({ log_type }) => log_type !== "ALERT",
          );
        }
      }),
  },
  {
    does: "no longer logs connections, or packets",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(stack.all("aws_flow_log"), chance, (log) => {
        if (chance.integer(0, 1) === 0) {
          stack.remove(log);
          return;
        }
        for (const configuration of logs(stack)) {
          configuration.log_destination_config = listIn(configuration, "log_destination_config").filter(
            ({ log_type }) => log_type === "ALERT",
          );
        }
      }),
  },
  {
    does: "takes one alarm away",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(stack.all("aws_cloudwatch_metric_alarm"), chance, (alarm) => stack.remove(alarm)),
  },
  {
    does: "silences an alarm",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_cloudwatch_metric_alarm"), chance, ({ attributes }) => {
        const how = chance.integer(0, 2);
        if (how === 0) {
          attributes.actions_enabled = false;
        } else if (how === 1) {
          attributes.alarm_actions = [];
        } else {
          delete attributes.alarm_actions;
        }
      }),
  },
  {
    does: "has nobody hear the alarms",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_sns_topic_subscription"), chance, (subscription) => stack.remove(subscription)),
  },
  {
    does: "takes rule groups against attacks away",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(policies(stack), chance, (policy) => {
        const references = listIn(policy, "stateful_rule_group_reference");
        const removed = chance.of(
          references.filter(({ priority }) => Number(priority) >= 30 && Number(priority) < 100),
        );
        policy.stateful_rule_group_reference = references.filter((reference) => reference !== removed);
        return removed !== undefined;
      }),
  },
  {
    does: "only detects what a rule group prevented",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(
        policies(stack)
          .flatMap((policy) => listIn(policy, "stateful_rule_group_reference"))
          .filter(
            ({ priority, override }) =>
              Number(priority) >= 30 && Number(priority) < 80 && override === undefined,
          ),
        chance,
        (reference) => {
          reference.override = { action: "DROP_TO_ALERT" };
        },
      ),
  },
  {
    does: "takes rules against attacks away, or has them only alert",
    caughtBy: "review",
    edit: (stack, chance) =>
      change(
        stack
          .all("aws_networkfirewall_rule_group")
          .filter(({ name }) => name.includes("_ips_"))
          .map(({ attributes }) => blockIn(blockIn(attributes, "rule_group"), "rules_source") ?? {}),
        chance,
        (source) => {
          const rules = String(source.rules_string).split("\n");
          const at = chance.integer(0, rules.length - 1);
          const weaker = rules[at]?.replace(/^drop /, "alert ") ?? "";
          source.rules_string = (
            weaker === rules[at] || chance.integer(0, 1) === 0
              ? rules.toSpliced(at, 1)
              : rules.with(at, weaker)
          ).join("\n");
        },
      ),
  },
  {
    does: "no longer looks into HTTPS",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        policies(stack).filter((policy) => policy.tls_inspection_configuration_arn !== undefined),
        chance,
        (policy) => {
          delete policy.tls_inspection_configuration_arn;
        },
      ),
  },
  {
    does: "looks into another port than 443",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(stack.all("aws_networkfirewall_tls_inspection_configuration"), chance, ({ attributes }) => {
        const port = chance.integer(444, 60_000);
        Object.assign(
          listIn(
            listIn(
              listIn(
                blockIn(attributes, "tls_inspection_configuration"),
                "server_certificate_configuration",
              )[0],
              "scope",
            )[0],
            "destination_ports",
          )[0] ?? {},
          { from_port: port, to_port: port },
        );
      }),
  },
  {
    does: "no longer brings the certificate to the server",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        [...stack.all("aws_cloudwatch_event_target").filter(({ name }) => name.includes("install"))],
        chance,
        (resource) => stack.remove(resource),
      ),
  },
  {
    does: "takes the key of the certificate out of reach",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack.all("aws_acm_certificate").filter(({ attributes }) => attributes.options !== undefined),
        chance,
        ({ attributes }) => {
          delete attributes.options;
        },
      ),
  },
  {
    does: "takes a name out of the certificate",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack
          .all("aws_acm_certificate")
          .filter(({ attributes }) => String(attributes.domain_name).startsWith("mail.")),
        chance,
        ({ attributes }) => {
          const names = attributes.subject_alternative_names as string[];
          names.splice(chance.integer(0, names.length - 1), 1);
        },
      ),
  },
  {
    does: "takes away a record that renews the certificate",
    caughtBy: "rule",
    edit: (stack, chance) =>
      change(
        stack
          .all("cloudflare_dns_record", "aws_route53_record")
          .filter(({ name }) => name.includes("keyed_CNAME")),
        chance,
        (record) => stack.remove(record),
      ),
  },
  {
    does: "states fewer networks of the relay than the locks admit",
    caughtBy: "rule",
    edit: (stack, chance) => {
      Object.assign(stack.output("relay") ?? {}, {
        delivers_from: [`185.201.${chance.integer(16, 19)}.${chance.integer(0, 15) * 16}/28`],
      });
      return true;
    },
  },
  {
    does: "states networks of the relay that the locks keep out",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const relay = stack.output("relay");
      ((relay?.delivers_from ?? []) as string[]).push(
        `${chance.integer(11, 99)}.${chance.integer(0, 255)}.8.0/24`,
      );
      return true;
    },
  },
  {
    does: "states another port of the smart host than the locks let out",
    caughtBy: "rule",
    edit: (stack, chance) => {
      Object.assign(stack.output("smart_host") ?? {}, { port: chance.of([25, 465, 2525]) });
      return true;
    },
  },
  {
    does: "hands mail over in the clear",
    caughtBy: "rule",
    edit: (stack, chance) => {
      Object.assign(stack.output("smart_host") ?? {}, { tls: chance.of(["none", "opportunistic", ""]) });
      return true;
    },
  },
  {
    does: "hands outgoing mail to another host",
    caughtBy: "review",
    edit: (stack, chance) => {
      Object.assign(stack.output("smart_host") ?? {}, { host: `smtp${chance.integer(1, 99)}.elsewhere.com` });
      return true;
    },
  },
  {
    does: "no longer states the relay, or the smart host",
    caughtBy: "review",
    edit: (stack, chance) => {
      const outputs = stack.root.output ?? {};
      delete outputs[chance.of(["relay", "smart_host"]) ?? ""];
      return true;
    },
  },
  {
    does: "goes back with the move to the relay",
    caughtBy: "review",
    edit: (stack, chance) => {
      Object.assign(stack.output("relay_stage") ?? {}, { stage: chance.of(["observe", "cutover"]) });
      return true;
    },
  },
  {
    does: "excepts the stack from a rule it does not break",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const logs = stack.all("aws_networkfirewall_logging_configuration");
      if (logs.length === 0) {
        return false;
      }
      (stack.output("acknowledgements") as unknown as Members[]).push({
        rule: chance.of([
          "smtp-from-relay-only",
          "only-mail-ports",
          "no-secret-in-json",
          "mx-target-proxied",
        ]),
        reason: "It has always been so.",
        owner: "B. Durand, MSP",
        until: "2027-12-31",
      });
      return true;
    },
  },
  {
    does: "excepts the stack from a rule, and breaks it",
    caughtBy: "review",
    edit: (stack, chance) => {
      const logs = stack.all("aws_networkfirewall_logging_configuration");
      if (logs.length === 0) {
        return false;
      }
      (stack.output("acknowledgements") as unknown as Members[]).push({
        rule: "edge-watched",
        reason: `Nobody reads them. ${chance.integer(1, 999)}`,
        owner: "B. Durand, MSP",
        until: "2027-12-31",
      });
      for (const configuration of logs) {
        stack.remove(configuration);
      }
      return true;
    },
  },
  {
    does: "keeps the state elsewhere, or works in another account",
    caughtBy: "review",
    edit: (stack, chance) => {
      const aws = listIn(stack.root.provider, "aws")[0] ?? {};
      if (chance.integer(0, 1) === 0) {
        delete aws.allowed_account_ids;
      } else {
        Object.assign(stack.root.terraform ?? {}, {
          backend: { local: { path: `${chance.integer(1, 999)}.tfstate` } },
        });
      }
      return true;
    },
  },
  {
    does: "writes a secret into the JSON",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const secret = `Hx${chance.integer(100_000, 999_999)}qz`;
      const [type, attributes] = chance.of<readonly [string, Members]>([
        ["aws_ssm_parameter", { name: "/x", type: "SecureString", value: secret }],
        ["aws_secretsmanager_secret_version", { secret_id: "x", secret_string: secret }],
        ["aws_iam_server_certificate", { certificate_body: "x", private_key: PRIVATE_KEY }],
        ["aws_lambda_function", { environment: { variables: { SMTP_PASSWORD: secret } } }],
        ["aws_instance", { user_data: `$Password = '${secret}'` }],
        ["aws_instance", { user_data: `smtp://exchange:${secret}@smtp.example:587` }],
        ["aws_ssm_document", { content: JSON.stringify({ mainSteps: [{ inputs: { password: secret } }] }) }],
        ["cloudflare_workers_script", { bindings: [{ type: "secret_text", name: "K", text: secret }] }],
      ]) ?? ["", {}];
      stack.add(type, "added", attributes);
      return true;
    },
  },
  {
    does: "writes a secret into an output, a variable or a provider",
    caughtBy: "rule",
    edit: (stack, chance) => {
      const secret = `Hx${chance.integer(100_000, 999_999)}qz`;
      const where = chance.integer(0, 2);
      if (where === 0) {
        Object.assign(stack.output("smart_host") ?? {}, { credentials: secret });
      } else if (where === 1) {
        stack.root.variable = { smtp: { type: "string", sensitive: true, default: secret } };
      } else {
        Object.assign(listIn(stack.root.provider, "cloudflare")[0] ?? {}, { api_token: secret });
      }
      return true;
    },
  },
  {
    does: "has Terraform make or read a secret",
    caughtBy: "rule",
    edit: (stack, chance) => {
      stack.add(
        chance.of(["random_password", "tls_private_key", "acme_certificate", "aws_iam_access_key"]) ?? "",
        `made_${chance.integer(1, 99)}`,
        {},
      );
      return true;
    },
  },
];
