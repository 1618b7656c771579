import fc from "fast-check";
import type { Rule } from "../../../../constructs/relay/ses/template";
import { synthesized } from "../../../synthesized-stack";
import { CHOICES, type Choices, declareRelay, templateOf } from "./relay-stack";

const template = (choices: Partial<Choices> = {}, domains?: readonly string[]) =>
  templateOf(synthesized((stack) => declareRelay(stack, choices, domains)));

const rulesOf = (choices: Partial<Choices> = {}): readonly Rule[] =>
  Object.values(template(choices).Resources).flatMap((resource) =>
    resource.Type === "AWS::SES::MailManagerRuleSet" ? resource.Properties.Rules : [],
  );

const attribute = (logicalId: string, name: string) => ({ "Fn::GetAtt": [logicalId, name] });

describe("the template of a Mail Manager", () => {
  test("takes mail for the domains only, and over TLS 1.2 or later", () => {
    expect(template({}, ["shop.example", "clinic.example"]).Resources.TrafficPolicy).toEqual({
      Type: "AWS::SES::MailManagerTrafficPolicy",
      Properties: {
        DefaultAction: "DENY",
        PolicyStatements: [
          {
            Action: "ALLOW",
            Conditions: [
              {
                StringExpression: {
                  Evaluate: { Attribute: "RECIPIENT" },
                  Operator: "ENDS_WITH",
                  Values: ["@clinic.example", "@shop.example"],
                },
              },
              {
                TlsExpression: {
                  Evaluate: { Attribute: "TLS_PROTOCOL" },
                  Operator: "MINIMUM_TLS_VERSION",
                  Value: "TLS1_2",
                },
              },
            ],
          },
        ],
      },
    });
  });

  test("opens an endpoint that requires TLS", () => {
    expect(template().Resources.IngressPoint?.Properties).toEqual({
      Type: "OPEN",
      TlsPolicy: "REQUIRED",
      NetworkConfiguration: { PublicNetworkConfiguration: { IpType: "IPV4" } },
      RuleSetId: attribute("RuleSet", "RuleSetId"),
      TrafficPolicyId: attribute("TrafficPolicy", "TrafficPolicyId"),
    });
  });

  test("asks no sender for TLS when it is opportunistic", () => {
    const { Resources } = template({ tls: "opportunistic" });

    expect(Resources.IngressPoint?.Properties).toMatchObject({ TlsPolicy: "OPTIONAL" });
    expect(JSON.stringify(Resources.TrafficPolicy)).not.toContain("TLS");
  });

  test("relays to the server with credentials that it only names", () => {
    expect(template().Resources.Server).toEqual({
      Type: "AWS::SES::MailManagerRelay",
      Properties: {
        Authentication: { SecretArn: CHOICES.serverCredentialsArn },
        ServerName: "mail.clinic.example",
        ServerPort: 25,
      },
    });
  });

  test("delivers only what both filters cleared, and keeps the rest in quarantine", () => {
    const quarantined = [
      {
        Archive: {
          TargetArchive: attribute("QuarantineArchive", "ArchiveId"),
          ActionFailurePolicy: "CONTINUE",
        },
      },
      { Drop: {} },
    ];
    const cleared = (filter: string, field: string) => ({
      BooleanExpression: {
        Evaluate: {
          Analysis: { Analyzer: attribute(filter, "AddonInstanceArn"), ResultField: field },
        },
        Operator: "IS_TRUE",
      },
    });

    expect(rulesOf()).toEqual([
      { Name: "not-cleared-of-virus", Unless: [cleared("VirusFilter", "virusPassed")], Actions: quarantined },
      { Name: "not-cleared-of-spam", Unless: [cleared("SpamFilter", "spamPassed")], Actions: quarantined },
      {
        Name: "deliver",
        Actions: [
          {
            Archive: {
              TargetArchive: attribute("MailArchive", "ArchiveId"),
              ActionFailurePolicy: "CONTINUE",
            },
          },
          {
            Relay: {
              Relay: attribute("Server", "RelayId"),
              MailFrom: "PRESERVE",
              ActionFailurePolicy: "CONTINUE",
            },
          },
        ],
      },
    ]);
  });

  test("drops what is not cleared, without a quarantine, when told so", () => {
    const { Resources, Outputs } = template({ unwanted: "drop" });

    expect(rulesOf({ unwanted: "drop" }).map(({ Actions }) => Actions)).toEqual([
      [{ Drop: {} }],
      [{ Drop: {} }],
      [
        expect.objectContaining({ Archive: expect.anything() }),
        expect.objectContaining({ Relay: expect.anything() }),
      ],
    ]);
    expect(Resources.QuarantineArchive).toBeUndefined();
    expect(Object.keys(Outputs)).toEqual(["IngressHost", "MailArchiveId"]);
  });

  test("keeps no copy when told so", () => {
    const { Resources } = template({ archive: false });

    expect(Resources.MailArchive).toBeUndefined();
    expect(rulesOf({ archive: false }).at(-1)?.Actions).toEqual([
      expect.objectContaining({ Relay: expect.anything() }),
    ]);
  });

  test("keeps archives for as long as told, under the client's key, and beyond the stack's own life", () => {
    const archiveKeyArn = "arn:aws:kms:eu-west-3:123456789012:key/1";
    const { Resources } = template({
      archiveRetention: "TEN_YEARS",
      quarantineRetention: "SIX_MONTHS",
      archiveKeyArn,
    });
    const archive = (RetentionPeriod: string) => ({
      Type: "AWS::SES::MailManagerArchive",
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: { KmsKeyArn: archiveKeyArn, Retention: { RetentionPeriod } },
    });

    expect(Resources.MailArchive).toEqual(archive("TEN_YEARS"));
    expect(Resources.QuarantineArchive).toEqual(archive("SIX_MONTHS"));
  });

  test("keeps archives for three months under AWS's key when nothing is said", () => {
    expect(template().Resources.MailArchive?.Properties).toEqual({
      Retention: { RetentionPeriod: "THREE_MONTHS" },
    });
  });

  test("subscribes to a filter of each kind", () => {
    const { Resources } = template();

    expect(Resources.VirusFilterSubscription?.Properties).toEqual({ AddonName: "TRENDMICRO_VSAPI" });
    expect(Resources.SpamFilterSubscription?.Properties).toEqual({
      AddonName: "VADE_ADVANCED_EMAIL_SECURITY",
    });
    expect(Resources.SpamFilter?.Properties).toEqual({
      AddonSubscriptionId: attribute("SpamFilterSubscription", "AddonSubscriptionId"),
    });
  });

  test("uses a filter that the account has already", () => {
    const instanceArn = "arn:aws:ses:eu-west-3:123456789012:mailmanager-addon-instance/ai-1a2b";
    const choices = { spamFilter: { passedField: "spamPassed", instanceArn } };
    const { Resources } = template(choices);

    expect(Object.keys(Resources).filter((logicalId) => logicalId.startsWith("Spam"))).toEqual([]);
    expect(rulesOf(choices)[1]?.Unless?.[0]?.BooleanExpression.Evaluate.Analysis.Analyzer).toBe(instanceArn);
  });

  test("is the same text whatever the order in which domains and choices are given", () => {
    const text = (choices: Partial<Choices>, domains: readonly string[]) =>
      synthesized((stack) => declareRelay(stack, choices, domains)).only("aws_cloudformation_stack")
        .template_body;
    const domains = ["clinic.example", "clinic-nord.example", "shop.example"];
    const choices = Object.entries(CHOICES) as [keyof Choices, never][];
    const expected = text(CHOICES, domains);

    fc.assert(
      fc.property(
        fc.shuffledSubarray(domains, { minLength: domains.length }),
        fc.shuffledSubarray(choices, { minLength: choices.length }),
        (someOrder, otherOrder) => {
          expect(text(Object.fromEntries(otherOrder), someOrder)).toBe(expected);
        },
      ),
      { numRuns: 20 },
    );
  });
});
