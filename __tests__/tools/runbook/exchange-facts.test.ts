import { exchangeFacts, MissingFactsError } from "../../../tools/runbook/exchange-facts";
import { resources, TODAY, type Tree } from "../../clinic";
import { SIGNED_IN, sampleFacts, sampleJson } from "./sample-runbook";

/** The clinic's JSON with one thing changed. */
function changed(change: (json: Tree) => void): Tree {
  const json = sampleJson("clinic");
  change(json);
  return json;
}

function refusal(change: (json: Tree) => void): string {
  try {
    exchangeFacts("clinic", changed(change), TODAY);
  } catch (error) {
    if (error instanceof MissingFactsError) {
      return error.message;
    }
    throw error;
  }
  return "nothing was refused";
}

describe("what Exchange is told", () => {
  test("is read from the stack", () => {
    expect(sampleFacts("clinic")).toEqual({
      client: "clinic",
      mailHost: "mail.clinic.example",
      certificateNames: ["autodiscover.clinic.example", "mail.clinic.example"],
      installCertificate:
        "aws ssm send-command --region eu-west-3 --document-name protected-exchange-clinic-certificate --targets Key=tag:protected-exchange-server,Values=clinic",
      mailDomains: ["clinic.example"],
      smtpPort: 25,
      relayNetworks: ["185.201.16.0/22"],
      connectionsFrom: ["185.201.16.0/22"],
      smartHost: { host: "smtp.antispamcloud.com", port: 587, credentials: "ssm:/clinic/smart-host" },
      region: "eu-west-3",
      backup: {
        product: "Veeam Backup & Replication",
        targets: [
          {
            bucket: "clinic-backup-123456789012",
            region: "eu-central-1",
            signsInAs:
              "an access key of the user `clinic-backup`, made by hand: `aws iam create-access-key --user-name clinic-backup`",
          },
        ],
        everyHours: 24,
        keepDays: 30,
        immutableDays: 30,
        rtoHours: 8,
        testEveryMonths: 3,
        snapshotTag: "protected-exchange-backup = clinic",
      },
    });
  });

  test("holds domains that receive mail and none of the others", () => {
    expect(sampleFacts("notary").mailDomains).toEqual([
      "archive.notary.example",
      "notary.example",
      "xn--tude-notariale-9jb.example",
    ]);
  });

  test("holds where the credentials are of a relay that signs in", () => {
    expect(sampleFacts(SIGNED_IN)).toMatchObject({
      relayNetworks: ["198.51.100.0/24"],
      connectionsFrom: ["198.51.100.0/24"],
      relayCredentials:
        "secretsmanager:arn:aws:secretsmanager:eu-west-3:123456789012:secret:office/relay-1a2B3c",
      smartHost: {
        host: "email-smtp.eu-west-3.amazonaws.com",
        port: 587,
        credentials: "ssm:/office/ses-smtp",
      },
    });
  });

  test("takes the Region of the provider without an alias", () => {
    const json = changed(({ provider }) => {
      Object.assign(provider as Tree, {
        aws: [{ alias: "virginia", region: "us-east-1" }, { region: "eu-north-1" }],
      });
    });

    expect(exchangeFacts("clinic", json, TODAY).region).toBe("eu-north-1");
  });
});

describe("a stack without a runbook", () => {
  test.each<[string, string, (json: Tree) => void]>([
    [
      "a smart host",
      'the output "smart_host" names no host; outgoing mail has nowhere to go',
      ({ output }) => delete (output as Tree).smart_host,
    ],
    [
      "a place for the credentials",
      'the output "smart_host" does not say where the credentials are; add relay.smartHost.credentials',
      ({ output }) =>
        delete (output as { smart_host: { value: { credentials?: unknown } } }).smart_host.value.credentials,
    ],
    [
      "a name of the server",
      'no address record leads to the output "server_addresses"; the mail host has no name',
      (json) => {
        for (const record of resources(json, "cloudflare_dns_record").filter(
          ({ type }) => String(type) === "A",
        )) {
          Object.assign(record, { content: "192.0.2.1" });
        }
      },
    ],
    [
      "a certificate",
      "no certificate covers the mail host",
      ({ resource }) => delete (resource as Tree).aws_acm_certificate,
    ],
    [
      "mail",
      "no domain has an MX; there is no mail to receive",
      ({ resource }) => delete (resource as Tree).cloudflare_dns_record,
    ],
    ["a Region", "the aws provider names no region", ({ provider }) => delete (provider as Tree).aws],
    [
      "a way in",
      "nothing can reach the server on 25; open it to the relay",
      ({ resource }) => delete (resource as Tree).aws_vpc_security_group_ingress_rule,
    ],
    [
      "STARTTLS at the smart host",
      "the smart host's port is 465, where TLS begins without STARTTLS, which Exchange's send connectors cannot do; use 587",
      ({ output }) =>
        Object.assign((output as { smart_host: { value: Tree } }).smart_host.value, { port: 465 }),
    ],
  ])("fails without %s and says what to do", (_, reason, change) => {
    expect(refusal(change)).toContain(`the stack of "clinic" has no runbook:`);
    expect(refusal(change)).toContain(`\n  - ${reason}`);
  });

  test.each([
    ["the whole internet", "0.0.0.0/0"],
    ["what is left of it beside denied networks", "128.0.0.0/1"],
  ])("fails while 25 is open to %s, because mail still arrives past the relay", (_what, networks) => {
    const message = refusal((json) => {
      const text = JSON.stringify(json).replaceAll("185.201.16.0/22", networks);
      Object.assign(json, JSON.parse(text));
    });

    expect(message).toContain("25 is open to the whole internet");
    expect(message).toContain("close the firewall first");
  });

  test("says all that is missing at once", () => {
    const message = refusal(({ output, provider }) => {
      delete (output as Tree).smart_host;
      delete (provider as Tree).aws;
    });

    expect(message.split("\n  - ")).toHaveLength(3);
  });
});
