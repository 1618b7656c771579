import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { AcmMailCertificate } from "../../../constructs/certificate/acm-mail-certificate";
import {
  CertificateDelivery,
  type CertificateDeliveryProps,
} from "../../../constructs/certificate/certificate-delivery";
import { INSTALL_SCRIPT } from "../../../constructs/certificate/install-script";
import { CloudflareZone } from "../../../constructs/dns/cloudflare-zone";
import { certificateManagerService } from "../../../constructs/edge/aws/certificate-manager-service";
import { type SynthesizedStack, synthesized } from "../../synthesized-stack";

const ARN = "${aws_acm_certificate_validation.certificate_validation_5EC41E25.certificate_arn}";
const TARGETS = [{ key: "tag:protected-exchange-server", values: ["clinic"] }];

function delivered(
  more: Partial<CertificateDeliveryProps> = {},
  exportable = true,
): { readonly stack: SynthesizedStack; readonly delivery: CertificateDelivery } {
  const made: CertificateDelivery[] = [];
  const stack = synthesized((scope) => {
    new AwsProvider(scope, "aws", { region: "eu-west-3" });
    new CloudflareProvider(scope, "cloudflare");
    const zone = CloudflareZone.fromZoneAttributes(scope, "zone", {
      zoneName: "clinic.example",
      zoneId: "023e105f4ecef8ad9ca31a8372d0c353",
    });
    const certificate = new AcmMailCertificate(scope, "certificate", {
      names: ["mail.clinic.example", "autodiscover.clinic.example"].map((name) => ({ name, zone })),
      exportable,
    });
    made.push(new CertificateDelivery(scope, "delivery", { name: "clinic", certificate, ...more }));
  });
  return { stack, delivery: made[0] as CertificateDelivery };
}

const { stack, delivery } = delivered();

interface Command {
  readonly schemaVersion: string;
  readonly parameters: Readonly<
    Record<string, { readonly default: string; readonly allowedPattern: string }>
  >;
  readonly mainSteps: readonly {
    readonly action: string;
    readonly precondition: unknown;
    readonly inputs: { readonly timeoutSeconds: string; readonly runCommand: readonly string[] };
  }[];
}

const content = String(stack.only("aws_ssm_document").content);
const command = JSON.parse(content) as Command;

describe("the command on the server", () => {
  test("is one that Systems Manager accepts, for Windows only", () => {
    expect(stack.only("aws_ssm_document")).toMatchObject({
      name: delivery.documentName,
      document_type: "Command",
    });
    expect(delivery.documentName).toMatch(/^(?!aws|amazon|amzn)[A-Za-z0-9_.-]{3,128}$/i);
    expect(command.schemaVersion).toBe("2.2");
    expect(command.mainSteps).toEqual([
      expect.objectContaining({
        action: "aws:runPowerShellScript",
        precondition: { StringEquals: ["platformType", "Windows"] },
      }),
    ]);
    // https://docs.aws.amazon.com/general/latest/gr/ssm.html
    expect(content.length).toBeLessThan(64 * 1024);
  });

  test("runs the script as it stands", () => {
    expect(command.mainSteps[0]?.inputs.runCommand.join("\n")).toBe(INSTALL_SCRIPT);
  });

  test("has nothing in it that Terraform or Systems Manager would read, but for the two parameters", () => {
    expect(INSTALL_SCRIPT.match(/\$\{|%\{|\{\{.*?\}\}/g)).toEqual(["{{ CertificateArn }}", "{{ MailHost }}"]);
    expect(INSTALL_SCRIPT).not.toMatch(/[^\n\x20-\x7e]/);
  });

  test("lets in no parameter that could end a string of the script", () => {
    const { CertificateArn, MailHost } = command.parameters;
    const arn = "arn:aws:acm:eu-west-3:123456789012:certificate/8f0c6b9e-1d2f-4a5b-8c7d-0e1f2a3b4c5d";

    expect(CertificateArn?.default).toBe(ARN);
    expect(MailHost?.default).toBe("mail.clinic.example");
    expect(arn).toMatch(new RegExp(CertificateArn?.allowedPattern ?? ""));
    expect(MailHost?.default).toMatch(new RegExp(MailHost?.allowedPattern ?? ""));
    for (const pattern of [CertificateArn?.allowedPattern ?? "", MailHost?.allowedPattern ?? ""]) {
      expect("a'; Get-Secret; 'b").not.toMatch(new RegExp(pattern));
      expect(`${arn}'`).not.toMatch(new RegExp(pattern));
    }
  });

  test("prints neither key nor passphrase", () => {
    const printing = INSTALL_SCRIPT.split("\n").filter((line) => /Write-|throw|Out-|Set-Content/.test(line));

    expect(printing.filter((line) => /passphrase|\$key\b|\$exported/i.test(line))).toEqual([]);
    expect(INSTALL_SCRIPT).not.toMatch(/WriteAll|Out-File|Set-Content|Export-Pfx|Start-Process/);
  });
});

describe("the delivery", () => {
  test("starts at AWS's event about this certificate, on this client's server", () => {
    expect(JSON.parse(String(stack.only("aws_cloudwatch_event_rule").event_pattern))).toEqual({
      source: ["aws.acm"],
      "detail-type": ["ACM Certificate Available"],
      resources: [ARN],
    });
    const target = stack.only("aws_cloudwatch_event_target");
    expect(target).toMatchObject({ run_command_targets: TARGETS });
    expect(JSON.parse(String(target.input))).toEqual({
      CertificateArn: [ARN],
      MailHost: ["mail.clinic.example"],
    });
  });

  test("runs once a day too, for an event that was missed and a server that was off", () => {
    expect(stack.only("aws_ssm_association")).toMatchObject({
      schedule_expression: "rate(1 day)",
      targets: TARGETS,
      parameters: { CertificateArn: ARN, MailHost: "mail.clinic.example" },
    });
  });

  test("finds the server by the tag that it tells the engineer to set", () => {
    expect(delivery.serverTags).toEqual({ "protected-exchange-server": "clinic" });
    expect(stack.only("aws_iam_instance_profile").name).toBe(delivery.instanceProfileName);
  });

  test("lets the server have its own certificate and nothing else", () => {
    expect(stack.only("aws_iam_role_policy_attachment").policy_arn).toBe(
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    );
    expect(stack.only("aws_iam_role_policy", { name: "certificate" }).policy).toBe(
      `\${jsonencode({"Version" = "2012-10-17", "Statement" = [{"Effect" = "Allow", "Action" = ["acm:ExportCertificate", "acm:GetCertificate"], "Resource" = ${ARN.slice(2, -1)}}]})}`,
    );
  });

  test("lets EventBridge start this document on tagged servers and nothing else", () => {
    const { policy } = stack.only("aws_iam_role_policy", { name: "command" });

    expect(String(policy).match(/"Action" = [^,]+/g)).toEqual([
      '"Action" = "ssm:SendCommand"',
      '"Action" = "ssm:SendCommand"',
    ]);
    expect(policy).toContain(
      '"Condition" = {"StringEquals" = {"ssm:resourceTag/protected-exchange-server" = "clinic"}}',
    );
    expect(policy).not.toContain('"Resource" = "*"');
  });

  test("needs AWS Certificate Manager in the certificate's Region, China included", () => {
    expect(certificateManagerService("eu-west-3").hosts).toEqual(["acm.eu-west-3.amazonaws.com"]);
    expect(certificateManagerService("cn-north-1").hosts).toEqual(["acm.cn-north-1.amazonaws.com.cn"]);
  });

  test("refuses a certificate whose key cannot leave AWS", () => {
    expect(() => delivered({}, false)).toThrow(
      "test/delivery: CertificateNotInstallable: the key of the certificate for mail.clinic.example, autodiscover.clinic.example cannot leave AWS, so nothing can be delivered; make the certificate exportable",
    );
  });

  test("tells a topic of failures and of a certificate that is not renewed, where there is one", () => {
    const { stack: told } = delivered({ notifyTopicArn: "arn:aws:sns:eu-west-3:123456789012:alarms" });
    const patterns = told.all("aws_cloudwatch_event_rule").map(({ event_pattern }) => String(event_pattern));

    expect(
      told.all("aws_cloudwatch_event_target", { arn: "arn:aws:sns:eu-west-3:123456789012:alarms" }),
    ).toHaveLength(2);
    expect(patterns.filter((pattern) => pattern.includes('"status":["Failed","TimedOut"]'))).toEqual([
      expect.stringContaining(`"document-name":["${delivery.documentName}"]`),
    ]);
    expect(patterns.filter((pattern) => pattern.includes("ACM Certificate Expired"))).toHaveLength(1);
  });
});
