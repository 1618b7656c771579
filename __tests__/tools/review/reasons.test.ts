import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { IRREPLACEABLE, REASONS } from "../../../tools/review/reasons";
import { reviewStack, type StackReview } from "../../../tools/review/stack-review";
import { terraformBlock } from "../../../tools/sandbox/schema";
import { clinicJson, only, resources, TODAY, type Tree } from "../../clinic";

function review(before: unknown, after: unknown): StackReview {
  return reviewStack({ name: "clinic", base: before, head: after }, TODAY);
}

/** The clinic after an edit. */
function edited(edit: (json: Tree) => void, json: Tree = clinicJson()): Tree {
  edit(json);
  return json;
}

const set =
  (type: string, values: object, which: (resource: Tree) => boolean = () => true) =>
  (json: Tree): void => {
    Object.assign(resources(json, type).find(which) as Tree, values);
  };

/** Changes what the look at the blocklists is told. */
const ordered =
  (part: string, by: string) =>
  (json: Tree): void => {
    const { target } = resources(json, "aws_scheduler_schedule").find(
      ({ name }) => String(name) === "clinic-watch-blocklists",
    ) as Tree;
    const body = target as unknown as { input: string };
    expect(body.input).toContain(part);
    body.input = body.input.replace(part, by);
  };

const without =
  (type: string) =>
  (json: Tree): void => {
    delete (json.resource as Record<string, unknown>)[type];
  };

const output =
  (name: string, value: unknown) =>
  (json: Tree): void => {
    Object.assign(json.output as Tree, { [name]: { value } });
  };

/** Changes the text of the one record whose content begins so. */
const record =
  (beginning: string, change: (text: string) => string) =>
  (json: Tree): void => {
    const found = resources(json, "cloudflare_dns_record").filter(({ content }) =>
      String(content).replace(/^"/, "").startsWith(beginning),
    );
    for (const one of found) {
      const [, text = "", quote = ""] = /^"?(.*?)("?)$/.exec(String(one.content)) ?? [];
      Object.assign(one, { content: `${quote}${change(text)}${quote}` });
    }
    expect(found.length).toBeGreaterThan(0);
  };

/** Changes what the firewall policy says. */
const policy =
  (change: (body: Record<string, unknown>) => void) =>
  (json: Tree): void => {
    const body = only(json, "aws_networkfirewall_firewall_policy").firewall_policy as unknown;
    change((Array.isArray(body) ? body[0] : body) as Record<string, unknown>);
  };

/** Adds a condition to the rule that turns reserved networks away. */
const denied =
  (condition: string) =>
  (json: Tree): void => {
    const [group] = resources(json, "aws_networkfirewall_rule_group").filter(({ name }) =>
      String(name).startsWith("clinic-deny-list-"),
    );
    const source = ((group as Tree).rule_group as Tree).rules_source as unknown as { rules_string: string };
    source.rules_string = source.rules_string
      .replace("drop ip $RESERVED any", "drop ip any any")
      .replace(/(sid:9254001;)(?: geoip:[^;]*;)?/, `$1 ${condition}`);
  };

const references = (body: Record<string, unknown>): Record<string, unknown>[] =>
  body.stateful_rule_group_reference as Record<string, unknown>[];

const INSPECTION = edited((json) => {
  Object.assign(json.resource as Tree, {
    aws_networkfirewall_tls_inspection_configuration: {
      https: {
        name: "https",
        tls_inspection_configuration: [
          {
            server_certificate_configuration: [
              { scope: [{ destination_ports: [{ from_port: 443, to_port: 443 }] }] },
            ],
          },
        ],
      },
    },
  });
  policy((body) => {
    body.tls_inspection_configuration_arn = "${aws_networkfirewall_tls_inspection_configuration.https.arn}";
  })(json);
});

const LOGGED = edited(
  set("aws_cloudwatch_log_group", { lifecycle: { prevent_destroy: true }, retention_in_days: 90 }),
);

/** Changes the one rule of the plan for snapshots. */
const backupRule =
  (values: object) =>
  (json: Tree): void => {
    const { rule } = only(json, "aws_backup_plan") as unknown as { rule: readonly object[] };
    Object.assign(rule[0] as object, values);
  };

/** Changes the bucket that holds the backups. */
function backupBucket(json: Tree, values: object): void {
  const [bucket] = resources(json, "aws_s3_bucket").filter(
    ({ object_lock_enabled }) => object_lock_enabled !== undefined,
  );
  Object.assign(bucket as Tree, values);
}

/** The policy of the backup's user, which may then delete the bucket as far as this policy is concerned. */
const BACKUP_POLICY = String(only(clinicJson(), "aws_iam_policy").policy).replace('"s3:DeleteBucket",', "");

type Case = readonly [reason: string, what: RegExp, edit: (json: Tree) => void, base: Tree];

/** Each reason with a change that gives it, of the clinic or of another base. */
const CASES: readonly Case[] = (
  [
    [
      "new-exposure",
      /^25\/tcp from anywhere but 185\.201\.16\.0\/22$/,
      (json) => {
        const [rule] = resources(json, "aws_vpc_security_group_ingress_rule").filter(
          ({ from_port }) => Number(from_port) === 25,
        );
        Object.assign(rule as Tree, { cidr_ipv4: "0.0.0.0/0" });
        delete (json.resource as Record<string, unknown>).aws_network_acl;
        const access = resources(json, "aws_networkfirewall_rule_group").find(({ name }) =>
          String(name).startsWith("clinic-access-"),
        ) as Tree;
        const sets = (access.rule_group as Tree).rule_variables?.ip_sets as Tree;
        for (const one of Object.values(sets).filter(({ key }) => String(key) === "RELAY")) {
          Object.assign(one.ip_set as Tree, { definition: ["0.0.0.0/0"] });
        }
      },
    ],
    [
      "path-changed",
      /instead of .*aws_networkfirewall_firewall\./,
      (json) => {
        const all = json.resource as Record<string, Record<string, Record<string, unknown>>>;
        const [gateway] = Object.keys(all.aws_internet_gateway ?? {});
        const drop = (type: string, gone: (body: Record<string, unknown>) => boolean): void => {
          all[type] = Object.fromEntries(Object.entries(all[type] ?? {}).filter(([, body]) => !gone(body)));
        };
        drop("aws_route_table_association", ({ gateway_id }) => gateway_id !== undefined);
        drop("aws_route", ({ destination_cidr_block }) => destination_cidr_block !== "0.0.0.0/0");
        for (const route of Object.values(all.aws_route ?? {})) {
          delete route.vpc_endpoint_id;
          route.gateway_id = `\${aws_internet_gateway.${gateway}.id}`;
        }
      },
    ],
    [
      "edge-request-changed",
      /^send Example IT the request anew/,
      output("external_edge", { managed_by: { name: "Example IT", contact: "noc@it.example" }, ingress: [] }),
    ],
    [
      "new-egress",
      /^587\/tcp to anywhere|^25\/tcp to/,
      (json) => {
        Object.assign(json, clinicJson());
      },
      edited((json) => {
        const rules = (json.resource as Tree).aws_vpc_security_group_egress_rule as Record<string, unknown>;
        for (const name of Object.keys(rules).filter((key) => key.includes("587"))) {
          delete rules[name];
        }
      }),
    ],
    [
      "relay-stage-back",
      /^from locked to cutover$/,
      output("relay_stage", { stage: "cutover", since: "2026-11-10" }),
    ],
    [
      "ips-mode-lowered",
      /^from prevent to prevent-in-part$/,
      policy((body) => {
        (references(body)[0] as Record<string, unknown>).override = [{ action: "DROP_TO_ALERT" }];
      }),
    ],
    [
      "ips-group-removed",
      /StrictOrder is removed$/,
      policy((body) => {
        const first = references(body).find(({ resource_arn }) => /aws-managed/.test(`${resource_arn}`));
        body.stateful_rule_group_reference = references(body).filter((one) => one !== first);
      }),
    ],
    [
      "deny-list-shortened",
      /^ip from 203\.0\.113\.0\/24$/,
      (json) => {
        const groups = JSON.stringify(json.resource).replaceAll('"203.0.113.0/24",', "");
        Object.assign(json, { resource: JSON.parse(groups) });
      },
    ],
    [
      "deny-list-shortened",
      /^ip from country FR$/,
      denied("geoip:src,CH;"),
      edited(denied("geoip:src,CH,FR;")),
    ],
    [
      "tls-inspection-off",
      /^443$/,
      policy((body) => {
        delete body.tls_inspection_configuration_arn;
      }),
      INSPECTION,
    ],
    [
      "protection-off",
      /^delete_protection is no longer true$/,
      set("aws_networkfirewall_firewall", { delete_protection: false }),
    ],
    [
      "protection-off",
      /^lifecycle\.prevent_destroy is no longer true$/,
      set("aws_cloudwatch_log_group", { lifecycle: {} }),
      LOGGED,
    ],
    ["watch-lowered", /^is removed$/, without("aws_flow_log")],
    [
      "watch-lowered",
      /^keeps its entries 30 days instead of 90$/,
      set("aws_cloudwatch_log_group", { retention_in_days: 30 }),
      LOGGED,
    ],
    [
      "watch-lowered",
      /^no longer logs FLOW$/,
      (json) => {
        const logging = only(json, "aws_networkfirewall_logging_configuration")
          .logging_configuration as unknown;
        const body = (Array.isArray(logging) ? logging[0] : logging) as {
          log_destination_config: readonly { readonly log_type: string }[];
        };
        body.log_destination_config = body.log_destination_config.filter(
          ({ log_type }) => log_type !== "FLOW",
        );
      },
    ],
    ["watch-lowered", /^is removed$/, without("aws_scheduler_schedule")],
    ["watch-lowered", /^asks 107 blocklists instead of 108$/, ordered('"psbl.surriel.com",', "")],
    ["watch-lowered", /^clinic\.example is looked up in no blocklist$/, ordered('["clinic.example"]', "[]")],
    [
      "watch-lowered",
      /^certificates and records are looked at no more$/,
      set(
        "aws_scheduler_schedule",
        { state: "DISABLED" },
        ({ name }) => String(name) === "clinic-watch-live",
      ),
    ],
    ["rule-broken", /^mail-host-not-in-mx: /, record("mx1-eu.", () => "mail.clinic.example")],
    [
      "exception-made",
      /^relay-continuity: A new reason\. \(C\. Petit, MSP, until 2027-12-31\)$/,
      (json) => {
        const { value } = (json.output as Tree).acknowledgements as Tree;
        for (const entry of value as unknown as readonly Record<string, unknown>[]) {
          if (entry.rule === "relay-continuity") {
            Object.assign(entry, { reason: "A new reason.", owner: "C. Petit, MSP", until: "2027-12-31" });
          }
        }
      },
    ],
    [
      "protection-off",
      /^kms_key_id is gone: no key of the client's encrypts it$/,
      (json) => {
        for (const group of resources(json, "aws_cloudwatch_log_group")) {
          delete (group as Record<string, unknown>).kms_key_id;
        }
      },
    ],
    [
      "attack-rule-weakened",
      /^sid 9251020, .*ProxyLogon/,
      (json) => {
        for (const group of resources(json, "aws_networkfirewall_rule_group")) {
          const source = (group.rule_group as Tree).rules_source as Record<string, unknown>;
          source.rules_string = String(source.rules_string).replace(/^drop (?=.*sid:9251020;)/m, "alert ");
        }
      },
    ],
    [
      "relay-exchanged",
      /^from smtp\.antispamcloud\.com to smtp\.elsewhere\.example$/,
      output("smart_host", { host: "smtp.elsewhere.example", port: 587, tls: "starttls" }),
    ],
    ["relay-exchanged", /^from SpamExperts Hosted Cloud to no relay$/, output("relay", {})],
    [
      "dmarc-weakened",
      /^clinic\.example: from p=reject to p=none$/,
      record("v=DMARC1", (text) => text.replace("p=reject", "p=none")),
      edited(record("v=DMARC1", (text) => text.replace("p=none", "p=reject"))),
    ],
    [
      "dmarc-weakened",
      /^clinic\.example: t=y, receivers apply one step less$/,
      record("v=DMARC1", (text) => `${text}; t=y`),
    ],
    ["dmarc-weakened", /^clinic\.example has no DMARC record any more$/, record("v=DMARC1", () => "nothing")],
    [
      "mta-sts-weakened",
      /^clinic\.example: from testing to none$/,
      (json) => {
        const worker = only(json, "cloudflare_workers_script");
        Object.assign(worker, { content: String(worker.content).replace("mode: testing", "mode: none") });
      },
    ],
    [
      "mta-sts-weakened",
      /^clinic\.example: from testing to no policy$/,
      without("cloudflare_workers_script"),
    ],
    [
      "spf-weakened",
      /^from v=spf1 include:spf\.antispamcloud\.com ~all to v=spf1 include:spf\.antispamcloud\.com \?all$/,
      record("v=spf1 include", (text) => text.replace("~all", "?all")),
    ],
    ["dnssec-off", /^clinic\.example was signed$/, without("cloudflare_zone_dnssec")],
    [
      "irreplaceable-destroyed",
      /^replaced, because of domain: the public address changes/,
      set("aws_eip", { domain: "standard" }),
    ],
    [
      "irreplaceable-destroyed",
      /^destroyed: what it encrypted cannot be read again$/,
      without("aws_kms_key"),
    ],
    [
      "irreplaceable-destroyed",
      /^destroyed and made again as aws_eip\.renamed, for want of a moved block: /,
      (json) => {
        const all = json.resource as Record<string, Record<string, unknown>>;
        const [[name, body]] = Object.entries(all.aws_eip ?? {}) as [[string, unknown]];
        const text = JSON.stringify(json).replaceAll(`aws_eip.${name}.`, "aws_eip.renamed.");
        Object.assign(json, JSON.parse(text));
        (json.resource as Record<string, unknown>).aws_eip = { renamed: body };
      },
    ],
    [
      "state-elsewhere",
      /^from \["123456789012"\] to \["210987654321"\]$/,
      (json) => {
        const [provider] = (json.provider as Tree).aws as unknown as Record<string, unknown>[];
        Object.assign(provider as object, { allowed_account_ids: ["210987654321"] });
      },
    ],
    [
      "module-changed",
      /^look at what it declares$/,
      (json) => {
        Object.assign(json, { module: { network: { source: "./network" } } });
      },
    ],
    ["backup-weakened", /^no snapshot goes into this vault any more$/, backupRule({ copy_action: [] })],
    [
      "backup-weakened",
      /^days that snapshots are kept: from 35 to 7$/,
      backupRule({ lifecycle: { delete_after: 7 } }),
    ],
    [
      "backup-weakened",
      /^its lock goes from governance to none$/,
      without("aws_backup_vault_lock_configuration"),
    ],
    [
      "backup-weakened",
      /^no restore of a server is tried any more$/,
      without("aws_backup_restore_testing_plan"),
    ],
    [
      "backup-weakened",
      /^no longer denied: s3:DeleteBucket$/,
      set("aws_iam_policy", { policy: BACKUP_POLICY }),
    ],
    ["backup-weakened", /^Object Lock is off/, (json) => backupBucket(json, { object_lock_enabled: false })],
    ["backup-weakened", /^what was agreed about restoring mail is no longer stated$/, output("backup", {})],
  ] as readonly (readonly [string, RegExp, (json: Tree) => void, Tree?])[]
).map(([reason, what, edit, base = clinicJson()]) => [reason, what, edit, base]);

/** Edits that mean nothing, or only good. */
const HARMLESS: readonly (readonly [what: string, edit: (json: Tree) => void])[] = [
  ["other tags", set("aws_eip", { tags: { Name: "another" } })],
  ["another description of a group", set("aws_networkfirewall_rule_group", { description: "other words" })],
  [
    "another order of a set",
    (json) => {
      const endpoint = resources(json, "aws_vpc_endpoint")[0] as Record<string, unknown>;
      endpoint.subnet_ids = [...(endpoint.subnet_ids as readonly string[])].reverse();
    },
  ],
  ["logs kept for longer", set("aws_cloudwatch_log_group", { retention_in_days: 400 })],
  ["logs kept for ever", set("aws_cloudwatch_log_group", { retention_in_days: 0 })],
  ["a stricter DMARC policy", record("v=DMARC1", (text) => text.replaceAll("p=none", "p=quarantine"))],
  ["a stricter SPF", record("v=spf1 include", (text) => text.replace("~all", "-all"))],
];

describe("a reason to look", () => {
  test.each(CASES)("%s: %s", (reason, what, edit, base) => {
    const copy = JSON.parse(JSON.stringify(base)) as Tree;
    const { lookAt, verdict } = review(base, edited(edit, copy));

    expect(verdict).toBe("look");
    expect(lookAt.filter((one) => one.reason === reason).map((one) => one.what)).toContainEqual(
      expect.stringMatching(what),
    );
  });

  test.each(HARMLESS)("is not given by %s", (_what, edit) => {
    expect(
      review(clinicJson(), edited(edit)).lookAt.filter(({ reason }) => reason !== "rule-broken"),
    ).toEqual([]);
  });

  test("is given to a stack that goes", () => {
    const { state, lookAt } = review(clinicJson(), undefined);

    expect(state).toBe("removed");
    expect(lookAt).toEqual([
      { reason: "client-removed", at: "clinic", what: expect.stringMatching(/^\d+ resources would stay/) },
    ]);
  });

  test("is given when the base cannot be judged, and the head then counts as new", () => {
    const broken = edited((json) => {
      const access = resources(json, "aws_networkfirewall_rule_group").find(({ name }) =>
        String(name).startsWith("clinic-access-"),
      ) as Tree;
      const source = (access.rule_group as Tree).rules_source as unknown as Record<string, unknown>;
      source.rules_string = "not a rule";
    });
    const { lookAt, exposures } = review(broken, clinicJson());

    expect(lookAt[0]).toEqual({
      reason: "base-unreadable",
      at: "clinic",
      what: 'not a Suricata rule: "not a rule"',
    });
    expect(exposures.opens).toHaveLength(2);
  });

  test("exists in a test for every line of the table, and in the documentation", () => {
    const tested = new Set([...CASES.map(([reason]) => reason), "client-removed", "base-unreadable"]);
    const page = readFileSync(resolve(__dirname, "..", "..", "..", "docs", "review.md"), "utf8");

    expect(REASONS.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
    expect(REASONS.map(({ id }) => id).filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
  });

  test("knows only types that the providers have", () => {
    expect(
      Object.keys(IRREPLACEABLE).filter((type) => terraformBlock("resource", type) === undefined),
    ).toEqual([]);
  });
});

describe("a change of an output", () => {
  /** What is shown of settings, and of facts and mail flow. */
  const shown = (name: string, value: object): readonly (readonly string[])[] => {
    const head = edited((json) => {
      const before = ((json.output as Tree)[name] as Tree).value as object;
      output(name, Array.isArray(before) ? value : { ...before, ...value })(json);
    });
    const { settings, facts, mailFlow } = review(clinicJson(), head);
    return [settings, [...facts, ...mailFlow]].map((changes) => changes.map(({ what }) => what));
  };

  test("is said once, where the facts hold it", () => {
    expect(shown("relay", { name: "Other" })).toEqual([[], ["relay"]]);
    expect(shown("smart_host", { port: 465 })).toEqual([[], ["smart host"]]);
    expect(shown("smart_host", { credentials: "ssm:/clinic/other" })).toEqual([
      [],
      ["secrets output.smart_host"],
    ]);
    expect(shown("rollouts", [])[0]).toEqual([]);
  });

  test("is said all the same where they do not", () => {
    expect(shown("relay", { signs_in_with: "a certificate" })).toEqual([["output relay"], []]);
    expect(shown("smart_host", { tls: "implicit" })).toEqual([["output smart_host"], []]);
  });

  test("tells the rollouts of one domain apart", () => {
    const value = (clinicJson().output as Tree).rollouts?.value as unknown as readonly {
      readonly of: string;
      readonly since: string;
    }[];
    const later = value.map((one) => (one.of === "mta-sts" ? { ...one, since: "2026-12-01" } : one));

    expect(shown("rollouts", later)[1]).toEqual(["rollouts mta-sts at clinic.example"]);
  });
});
