import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SsmAssociation } from "@cdktf/provider-aws/lib/ssm-association";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { throwIfAny } from "../core/errors";
import { resourcePolicy, takenBy } from "../core/resource-policy";
import { INSTALL_SCRIPT } from "./install-script";
import type { MailCertificate } from "./mail-certificate";

/** What is brought where. */
export interface CertificateDeliveryProps {
  /** Prefix of the resources' names, and the value of the server's tag; the client's id. */
  readonly name: string;
  /** The certificate; its key must be exportable. */
  readonly certificate: MailCertificate;
  /**
   * Topic that hears of a delivery that failed and of a certificate that AWS does not renew. Its policy must let
   * `events.amazonaws.com` publish.
   *
   * @default - nobody is told; Systems Manager keeps the state of each run
   */
  readonly notifyTopicArn?: string;
}

/** Tag of the server, by which Systems Manager finds it. */
const SERVER_TAG = "protected-exchange-server";

/** Longer than the script waits for services, one after the other. */
const TIMEOUT_SECONDS = 1800;

/**
 * Brings an exportable certificate of AWS Certificate Manager to the Exchange server, and every renewal of it.
 *
 * AWS renews the certificate under the same ARN, and whatever follows the ARN shows the new one at once; the
 * server does not, until somebody installs it. Here AWS's own event starts a Systems Manager command on the
 * server, which fetches certificate and key, installs and binds them. As AWS promises no event
 * (https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html), and as a server may be switched off
 * or be launched later, the same document runs once a day too; a run that finds everything in place changes
 * nothing.
 *
 * The key goes from AWS to the server and nowhere else: it is in no plan, no state and no output of a command.
 * The server is launched by somebody else, with the profile and the tag that are declared here; without them
 * nothing is delivered.
 *
 * @throws ValidationError `CertificateNotInstallable`, `CertificateNotInAws`
 */
export class CertificateDelivery extends Construct {
  /** Name of the document that installs the certificate. */
  readonly documentName: string;
  /** Name of the profile to launch the server with. */
  readonly instanceProfileName: string;
  /** Tags to launch the server with. */
  readonly serverTags: Readonly<Record<string, string>>;
  /** Escape hatch: the server's role, for what else the server may do. */
  readonly serverRole: IamRole;

  constructor(scope: Construct, id: string, props: CertificateDeliveryProps) {
    super(scope, id);
    const { name, certificate } = props;
    const [mailHost = ""] = certificate.names;
    throwIfAny(
      [
        ...(certificate.installable
          ? []
          : [
              {
                code: "CertificateNotInstallable" as const,
                property: "certificate",
                message: `the key of the certificate for ${certificate.names.join(", ")} cannot leave AWS, so nothing can be delivered; make the certificate exportable`,
              },
            ]),
        ...(certificate.certificateArn === undefined
          ? [
              {
                code: "CertificateNotInAws" as const,
                property: "certificate",
                message: `AWS Certificate Manager does not hold the certificate for ${certificate.names.join(", ")}, so nothing can be fetched from there; use an exportable certificate of AWS`,
              },
            ]
          : []),
      ],
      this,
    );
    const { certificateArn = "" } = certificate;
    this.documentName = `protected-exchange-${name}-certificate`;
    this.instanceProfileName = `${name}-server`;
    this.serverTags = { [SERVER_TAG]: name };
    this.serverRole = this.declareServer(this.instanceProfileName, certificateArn);

    const document = new SsmDocument(this, "document", {
      name: this.documentName,
      documentType: "Command",
      documentFormat: "JSON",
      targetType: "/AWS::EC2::Instance",
      content: documentContent(certificateArn, mailHost),
    });
    const targets = [{ key: `tag:${SERVER_TAG}`, values: [name] }];
    new SsmAssociation(this, "daily", {
      associationName: this.documentName,
      name: document.name,
      targets,
      parameters: { CertificateArn: certificateArn, MailHost: mailHost },
      scheduleExpression: "rate(1 day)",
      complianceSeverity: "HIGH",
    });
    const available = new CloudwatchEventRule(this, "available", {
      name: `${name}-certificate-available`,
      description: `A certificate of ${mailHost} was issued or renewed; the server gets it`,
      eventPattern: JSON.stringify({
        source: ["aws.acm"],
        "detail-type": ["ACM Certificate Available"],
        resources: [certificateArn],
      }),
    });
    new CloudwatchEventTarget(this, "install", {
      rule: available.name,
      arn: document.arn,
      roleArn: this.declareSender(name, document.arn).arn,
      runCommandTargets: targets,
      // Without it the event itself would be taken for the parameters.
      input: JSON.stringify({ CertificateArn: [certificateArn], MailHost: [mailHost] }),
    });
    if (props.notifyTopicArn !== undefined) {
      this.declareNotices(name, mailHost, certificateArn, props.notifyTopicArn);
    }
  }

  /** Command of the AWS CLI that starts the installation at once, for people. */
  installCommand(region: string): string {
    const targets = Object.entries(this.serverTags).map(([key, value]) => `Key=tag:${key},Values=${value}`);
    return `aws ssm send-command --region ${region} --document-name ${this.documentName} --targets ${targets.join(" ")}`;
  }

  /** Who the server is to AWS: what Systems Manager needs, and this certificate. */
  private declareServer(name: string, certificateArn: string): IamRole {
    const role = new IamRole(this, "server", {
      name,
      description: "The Exchange server: Systems Manager, and its own certificate",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      }),
    });
    new IamRolePolicyAttachment(this, "server-systems-manager", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    new IamRolePolicy(this, "server-certificate", {
      name: "certificate",
      role: role.id,
      policy: resourcePolicy([
        { Action: ["acm:ExportCertificate", "acm:GetCertificate"], Resource: certificateArn },
      ]),
    });
    new IamInstanceProfile(this, "server-profile", { name, role: role.name });
    return role;
  }

  /** Who sends the command when the event comes: to this document and this client's server only. */
  private declareSender(name: string, documentArn: string): IamRole {
    const account = new DataAwsCallerIdentity(this, "account").accountId;
    const region = new DataAwsRegion(this, "region").region;
    const role = new IamRole(this, "sender", {
      name: `${name}-certificate-delivery`,
      description: "EventBridge starts the installation of a renewed certificate",
      assumeRolePolicy: resourcePolicy([takenBy("events.amazonaws.com", account)]),
    });
    new IamRolePolicy(this, "sender-command", {
      name: "command",
      role: role.id,
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html
      policy: resourcePolicy([
        { Action: "ssm:SendCommand", Resource: documentArn },
        {
          Action: "ssm:SendCommand",
          Resource: `arn:aws:ec2:${region}:${account}:instance/*`,
          Condition: { StringEquals: { [`ssm:resourceTag/${SERVER_TAG}`]: name } },
        },
      ]),
    });
    return role;
  }

  private declareNotices(name: string, mailHost: string, certificateArn: string, topicArn: string): void {
    const notice = (id: string, description: string, pattern: Readonly<Record<string, unknown>>): void => {
      const rule = new CloudwatchEventRule(this, id, {
        name: `${name}-certificate-${id}`,
        description,
        eventPattern: JSON.stringify(pattern),
      });
      new CloudwatchEventTarget(this, `${id}-notice`, {
        rule: rule.name,
        arn: topicArn,
        inputTransformer: {
          inputPaths: { what: "$.detail-type", when: "$.time" },
          inputTemplate: JSON.stringify(`${description}. <what>, <when>`),
        },
      });
    };
    notice("failed", `The certificate of ${mailHost} did not get onto the Exchange server`, {
      source: ["aws.ssm"],
      "detail-type": [
        "EC2 Command Status-change Notification",
        "EC2 State Manager Instance Association State Change",
      ],
      detail: { "document-name": [this.documentName], status: ["Failed", "TimedOut"] },
    });
    notice(
      "not-renewed",
      `AWS does not renew the certificate of ${mailHost}; look at its validation records`,
      {
        source: ["aws.acm"],
        "detail-type": [
          "ACM Certificate Approaching Expiration",
          "ACM Certificate Expired",
          "ACM Certificate Renewal Action Required",
        ],
        resources: [certificateArn],
      },
    );
  }
}

/**
 * The command (https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html).
 *
 * Its parameters become part of the script, so nothing that could end a string is let in.
 */
function documentContent(certificateArn: string, mailHost: string): string {
  return JSON.stringify({
    schemaVersion: "2.2",
    description: "Installs the certificate of the mail host on the Exchange server and binds it",
    parameters: {
      CertificateArn: {
        type: "String",
        description: "The certificate in AWS Certificate Manager",
        default: certificateArn,
        allowedPattern: "^arn:aws:acm:[a-z0-9-]+:[0-9]+:certificate/[A-Za-z0-9-]+$",
      },
      MailHost: {
        type: "String",
        description: "Name that the clients connect to",
        default: mailHost,
        allowedPattern: "^[A-Za-z0-9.-]+$",
      },
    },
    mainSteps: [
      {
        action: "aws:runPowerShellScript",
        name: "install",
        precondition: { StringEquals: ["platformType", "Windows"] },
        inputs: { timeoutSeconds: String(TIMEOUT_SECONDS), runCommand: INSTALL_SCRIPT.split("\n") },
      },
    ],
  });
}
