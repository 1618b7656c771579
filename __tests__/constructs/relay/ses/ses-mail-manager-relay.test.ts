import { Token } from "cdktf";
import type { ErrorCode } from "../../../../constructs/core/error-codes";
import { ValidationError } from "../../../../constructs/core/errors";
import { MAIL_MANAGER_REGIONS } from "../../../../constructs/relay/ses/regions";
import type { SesMailManagerRelay } from "../../../../constructs/relay/ses/ses-mail-manager-relay";
import { synthesized } from "../../../synthesized-stack";
import { type Choices, declareRelay } from "./relay-stack";

const stackOf = (choices: Partial<Choices> = {}, domains?: readonly string[]) =>
  synthesized((stack) => declareRelay(stack, choices, domains));

/** A relay, for what it says of itself. */
function relayOf(choices: Partial<Choices> = {}): SesMailManagerRelay {
  let relay: SesMailManagerRelay | undefined;
  synthesized((stack) => {
    relay = declareRelay(stack, choices);
  });
  return relay as SesMailManagerRelay;
}

/** Everything a relay's constructor has against its properties, code by code. */
function problems(
  choices: Partial<Choices>,
  domains?: readonly string[],
): Partial<Record<ErrorCode, string>> {
  try {
    stackOf(choices, domains);
  } catch (error) {
    return Object.fromEntries(
      (error as ValidationError).problems.map(({ code, message }) => [code, message]),
    );
  }
  return {};
}

describe("a relay at Amazon SES", () => {
  test("says what the rest of the house has to know", () => {
    const relay = relayOf();

    expect(relay.deliversFrom.blocks).toEqual(["198.51.100.0/24"]);
    expect(relay.spf).toEqual(["include:amazonses.com"]);
    expect(relay.smartHosts).toEqual([
      {
        host: "email-smtp.eu-west-3.amazonaws.com",
        port: 587,
        tls: "starttls",
        credentials: "secretsmanager:clinic/ses-smtp",
      },
    ]);
    expect(relay.continuity).toEqual({
      webmail: "none",
      activation:
        "nothing to switch on: an administrator searches and exports the copies of the last three months in the SES console",
    });
    expect(relayOf({ archive: false }).continuity.activation).toBe(
      "nothing to switch on: no copy of delivered mail is kept",
    );
  });

  test("opens the way out to the given networks only", () => {
    const relay = relayOf({ smartHostAddresses: ["203.0.113.8/32"] });

    expect(relay.smartHosts[0]?.addresses?.blocks).toEqual(["203.0.113.8/32"]);
  });

  test("gives one MX, known after apply and told apart by a key", () => {
    const [mx, ...others] = relayOf().mxHosts("clinic.example");

    expect(others).toEqual([]);
    expect(Token.isUnresolved(mx?.host)).toBe(true);
    expect(mx).toMatchObject({ key: "mail-manager", preference: 10 });
  });

  test("has ids only of the archives that exist", () => {
    expect(relayOf().mailArchiveId).toBeDefined();
    expect(relayOf({ archive: false }).mailArchiveId).toBeUndefined();
    expect(relayOf().quarantineArchiveId).toBeDefined();
    expect(relayOf({ unwanted: "drop" }).quarantineArchiveId).toBeUndefined();
  });

  test("keeps CloudFormation from replacing what mail depends on", () => {
    const policyOf = (choices: Partial<Choices>) =>
      JSON.parse(String(stackOf(choices).only("aws_cloudformation_stack").policy_body)).Statement[1];

    expect(policyOf({})).toEqual({
      Effect: "Deny",
      Action: ["Update:Delete", "Update:Replace"],
      Principal: "*",
      Resource: [
        "LogicalResourceId/IngressPoint",
        "LogicalResourceId/MailArchive",
        "LogicalResourceId/QuarantineArchive",
      ],
    });
    expect(policyOf({ archive: false, unwanted: "drop" }).Resource).toEqual([
      "LogicalResourceId/IngressPoint",
    ]);
  });

  test("is declared in its own Region, whatever the provider's", () => {
    const stack = stackOf({
      region: "eu-south-1",
      serverCredentialsArn: "arn:aws:secretsmanager:eu-south-1:123456789012:secret:clinic/relay-1a2B3c",
    });

    for (const type of [
      "aws_cloudformation_stack",
      "aws_kms_key",
      "aws_sesv2_configuration_set",
      "aws_sesv2_configuration_set_event_destination",
      "aws_sesv2_email_identity",
      "aws_sesv2_email_identity_mail_from_attributes",
      "aws_sns_topic",
      "aws_sns_topic_policy",
    ]) {
      stack.only(type, { region: "eu-south-1" });
    }
    expect(stack.all("cloudflare_dns_record", { type: "CNAME" }).map(({ content }) => content)).toEqual(
      [0, 1, 2].map(() => expect.stringMatching(/\}\.dkim\.eu-south-1\.amazonses\.com$/)),
    );
  });
});

describe("mail sent through Amazon SES", () => {
  test("leaves over TLS or not at all, and is measured", () => {
    stackOf().only("aws_sesv2_configuration_set", {
      configuration_set_name: "clinic-exchange",
      delivery_options: { tls_policy: "REQUIRE" },
      reputation_options: { reputation_metrics_enabled: true },
    });
  });

  test("is signed with keys of 2048 bits that the zone publishes", () => {
    const stack = stackOf();

    stack.only("aws_sesv2_email_identity", {
      email_identity: "clinic.example",
      configuration_set_name: expect.stringContaining("aws_sesv2_configuration_set."),
      dkim_signing_attributes: { next_signing_key_length: "RSA_2048_BIT" },
    });
    const keys = stack.all("cloudflare_dns_record", { type: "CNAME" });
    expect(keys).toHaveLength(3);
    for (const [index, { name, content }] of keys.entries()) {
      const token = String.raw`\$\{aws_sesv2_email_identity\.[\w-]+\.dkim_signing_attributes\[0\]\.tokens\[${index}\]\}`;
      expect(name).toMatch(new RegExp(`^${token}\\._domainkey\\.clinic\\.example$`));
      expect(content).toMatch(new RegExp(`^${token}\\.dkim\\.amazonses\\.com$`));
    }
  });

  test("has a bounce domain of its own, announced once its records stand", () => {
    const stack = stackOf();

    stack.only("cloudflare_dns_record", {
      type: "MX",
      name: "bounce.clinic.example",
      content: "feedback-smtp.eu-west-3.amazonses.com",
      priority: 10,
    });
    stack.only("cloudflare_dns_record", {
      type: "TXT",
      name: "bounce.clinic.example",
      content: '"v=spf1 include:amazonses.com ~all"',
    });
    const { depends_on: waits } = stack.only("aws_sesv2_email_identity_mail_from_attributes", {
      mail_from_domain: "bounce.clinic.example",
      behavior_on_mx_failure: "USE_DEFAULT_VALUE",
    });
    expect(waits).toHaveLength(2);
  });

  test("bounces to the domain that is asked for", () => {
    stackOf({ bounceLabel: "ses" }).only("aws_sesv2_email_identity_mail_from_attributes", {
      mail_from_domain: "ses.clinic.example",
    });
  });

  test("reports what did not arrive on a topic that only SES may write to", () => {
    const stack = stackOf();

    const { depends_on: waits } = stack.only("aws_sesv2_configuration_set_event_destination", {
      event_destination: {
        enabled: true,
        matching_event_types: ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT"],
        sns_destination: { topic_arn: expect.stringContaining("aws_sns_topic.") },
      },
    });
    expect(waits).toEqual([expect.stringMatching(/^aws_sns_topic_policy\./)]);
    stack.only("aws_sns_topic", { kms_master_key_id: expect.stringContaining("aws_kms_key.") });
    stack.only("aws_kms_key", { enable_key_rotation: true });
    const { policy } = stack.only("aws_sns_topic_policy");
    expect(policy).toContain('"Service" = "ses.amazonaws.com"');
    expect(policy).toMatch(/"aws:SourceArn" = aws_sesv2_configuration_set\./);
    expect(policy).not.toContain('"*"');
  });

  test("holds no secret and makes no key for a user", () => {
    const { json } = stackOf();

    expect(JSON.stringify(json)).not.toMatch(/aws_iam_access_key|ses_smtp_password|secret_string/);
  });
});

describe("a relay at Amazon SES fails", () => {
  test("with everything that is wrong at once", () => {
    const found = problems(
      {
        region: "eu-south-2",
        serverHostName: "mail",
        serverCredentialsArn: "hunter2",
        deliversFrom: [],
        spamFilter: { passedField: "is-passed?" },
      },
      [],
    );

    expect(Object.keys(found).sort()).toEqual([
      "BadHostName",
      "BadSecretReference",
      "NoMailDomain",
      "RelayRegionUnknown",
      "VendorValueUnconfirmed",
    ]);
  });

  test("where Mail Manager is not", () => {
    expect(problems({ region: "eu-south-2" }).RelayRegionUnknown).toBe(
      `Amazon SES Mail Manager is not in "eu-south-2"; it is in ${MAIL_MANAGER_REGIONS.join(", ")}`,
    );
  });

  test("without the networks it delivers from, and says where they are listed", () => {
    expect(problems({ deliversFrom: [] }).VendorValueUnconfirmed).toBe(
      "the catalogue does not hold the networks that Amazon SES Mail Manager delivers from; copy those of the Region from https://docs.aws.amazon.com/general/latest/gr/ses.html#ses_mm_relay_ip_ranges",
    );
  });

  test("without the name of a filter's result, and says how to find it", () => {
    expect(problems({ virusFilter: { passedField: "" } }).VendorValueUnconfirmed).toBe(
      'AWS does not document what its API calls the result "Is passed" of TRENDMICRO_VSAPI, and "" cannot be it; make a rule with it in the console, read it with "aws mailmanager get-rule-set", and write it here',
    );
  });

  test("for a filter that is none", () => {
    expect(
      problems({ spamFilter: { passedField: "x", instanceArn: "arn:aws:ses:eu-west-3:1:identity/x" } })
        .ValueNotAllowed,
    ).toContain("is not the ARN of an add-on's instance");
  });

  test.each([
    ["the secret itself", "hunter2"],
    ["a secret of another Region", "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-1a2B3c"],
    ["a parameter", "arn:aws:ssm:eu-west-3:123456789012:parameter/x"],
  ])("given %s as credentials, which it does not repeat", (_what, serverCredentialsArn) => {
    const { BadSecretReference: message } = problems({ serverCredentialsArn });

    expect(message).toContain("not the ARN of a secret in eu-west-3");
    expect(message).not.toContain(serverCredentialsArn);
  });

  test.each(["mail", "mail.clinic.example.", `${"a".repeat(60)}.${"b".repeat(60)}.example`])(
    "for the server name %s",
    (serverHostName) => {
      expect(problems({ serverHostName }).BadHostName).toContain("at most 100");
    },
  );

  test("for a domain given twice", () => {
    expect(problems({}, ["clinic.example", "clinic.example"]).DuplicateDomain).toContain('"clinic.example"');
  });

  test("when it is asked to take mail for a domain that it refuses", () => {
    expect(() => relayOf().mxHosts("other.example")).toThrow(ValidationError);
    expect(() => relayOf().mxHosts("other.example")).toThrow(
      'RelayDomainUnknown: the ingress endpoint takes mail for clinic.example and refuses "other.example"; add it to the relay\'s domains',
    );
  });
});
