import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { CidrSet } from "../constructs/core/cidr-set";
import { MailHost } from "../constructs/dns/mail-host";
import { exchangeEgress } from "../constructs/edge/egress";
import { Ingress } from "../constructs/edge/ingress";
import type { Relay } from "../constructs/relay/relay";
import { backupOf, backupServices } from "./backup-choice";
import { boundRoles } from "./bounded-roles";
import { mailCertificateOf, statedCertificate } from "./certificate-choice";
import { certificateNames } from "./certificate-names";
import type { Client } from "./client-schema";
import { ClientZones } from "./dns-wiring";
import { mailEdgeOf } from "./edge-choice";
import { egressOf } from "./egress-choice";
import type { Fleet } from "./fleet-schema";
import { MAIL_MANAGER, mailManagerRelay } from "./mail-manager";
import { declareMail } from "./mail-wiring";
import { ProtectedExchange } from "./protected-exchange";
import { backupProviderOf, declareProviders } from "./provider-wiring";
import { admittedSenders, mailRoute, mxHostNames, relayOf, stageOf } from "./relay-choice";
import { rolloutsOf } from "./rollouts";
import { renderStack } from "./stack-rendering";
import { declareBackend } from "./state-backend";
import { alarmsOf, declareWatch } from "./watch-wiring";

/** What a client's stack is made of. */
export interface ProtectedExchangeStackProps {
  readonly client: Client;
  readonly fleet: Fleet;
}

/** Ephemeral values and input variables are what keeps secrets out of plans and states. */
const TERRAFORM_VERSION = ">= 1.10";

/**
 * One client's protected Exchange: wiring only, every resource belongs to a construct.
 *
 * State, blast radius and access are per client; nothing refers to another client's stack.
 */
export class ProtectedExchangeStack extends TerraformStack {
  /** The same that CDKTF keeps for itself. */
  private readonly overrides: Record<string, unknown> = {};
  private judging = false;
  private judged: object | undefined;

  constructor(scope: Construct, id: string, props: ProtectedExchangeStackProps) {
    super(scope, id);
    const { client, fleet } = props;
    this.addOverride("terraform.required_version", TERRAFORM_VERSION);
    declareBackend(this, fleet.backend);
    declareProviders(this, client, fleet);

    const zones = new ClientZones(this, "dns", client);
    const relay =
      client.relay.vendor === MAIL_MANAGER
        ? mailManagerRelay(this, "mail-manager", client, zones)
        : relayOf(client.relay);
    const relayStage = stageOf(client.relay);
    const smartHost = relay.smartHosts[0] as Relay["smartHosts"][number];
    const mailHost = client.server.hostName;
    const domains = declareMail(this, "mail", {
      client,
      fleet,
      relay: mailRoute(client.relay, relay),
      zones,
    });
    const { certificate, services, deliver, onUnit } = mailCertificateOf(this, "certificate", {
      client,
      fleet,
      zones,
      names: certificateNames(client),
    });
    const { edge, alarmTopic, outputs, requests } = mailEdgeOf(this, "edge", {
      client,
      fleet,
      certificate,
      onUnit,
      ingress: Ingress.of({
        smtpFrom: admittedSenders(relay, relayStage.stage),
        ...(client.edge.httpsFrom === undefined ? {} : { httpsFrom: CidrSet.of(...client.edge.httpsFrom) }),
      }),
      egress: exchangeEgress(smartHost.port, smartHost.addresses, {
        ...egressOf(client.edge),
        services: [...services, ...backupServices(client)],
      }),
    });
    const alarms = alarmsOf(this, client, fleet, { alarmTopic });
    new MailHost(this, "mail-host", {
      zone: zones.of(mailHost),
      hostName: mailHost,
      addresses: edge.publicAddresses,
      caaIssuers: certificate.caaIssuers,
      caaReports: fleet.msp.contact,
      aliases: client.certificate.aliases.map((name) => ({ name, zone: zones.of(name) })),
      keyDigests: [client.server.tlsa?.current, client.server.tlsa?.next].filter(
        (digest) => digest !== undefined,
      ),
    });

    this.output("client_name", client.name, "The company, for people.");
    this.output("exchange_version", client.server.exchange, "Version of Exchange that the servers run.");
    this.output("server_addresses", edge.publicAddresses, "Public addresses of the mail host.");
    for (const { id: name, value, description } of outputs) {
      this.output(name, value, description);
    }
    this.output(
      "egress_addresses",
      edge.egressAddresses,
      "Addresses that the servers' own connections come from.",
    );
    this.output(
      "certificate",
      statedCertificate(certificate),
      "The certificate of the mail host: who issues it, and how it is renewed.",
      certificate,
    );
    if (certificate.certificateArn !== undefined) {
      this.output(
        "certificate_arn",
        certificate.certificateArn,
        "Certificate of the mail host, once issued.",
      );
    }
    for (const { id: name, value, description } of deliver(this, "certificate-delivery", alarms?.topicArn)) {
      this.output(name, value, description);
    }
    this.output(
      "smart_host",
      {
        host: smartHost.host,
        port: smartHost.port,
        tls: smartHost.tls,
        credentials: smartHost.credentials,
        ...(smartHost.addresses === undefined ? {} : { addresses: smartHost.addresses.blocks }),
      },
      "Where Exchange's send connector hands over outgoing mail, and where its credentials are.",
    );
    this.output(
      "relay",
      {
        name: relay.name,
        mx: mxHostNames(
          relay,
          domains.map(({ domain }) => domain),
        ),
        delivers_from: relay.deliversFrom.blocks,
        ...(relay.signsInWith === undefined ? {} : { signs_in_with: relay.signsInWith }),
      },
      "Who takes the client's mail in, on which hosts, and the networks it delivers to the server from.",
    );
    this.output("relay_stage", relayStage, "How far the move to the relay is.");
    this.output("rollouts", rolloutsOf(client), "Which stage of each rollout is in force, and since when.");
    this.output(
      "continuity",
      {
        ...(relay.continuity.queueDays === undefined ? {} : { queue_days: relay.continuity.queueDays }),
        webmail: relay.continuity.webmail,
        activation: relay.continuity.activation,
      },
      "What the company still has while the server is down, and what has to be done for it.",
    );
    this.output(
      "ds_records",
      zones.delegationSigners,
      "DS records that the registrars must publish, by zone.",
    );
    const backup = backupOf(this, "backup", {
      client,
      edge,
      relay,
      alarmTopicArn: alarms?.topicArn,
      provider: backupProviderOf(this, client, fleet),
    });
    if (backup !== undefined) {
      this.output("backup", backup, "What was agreed about restoring mail, and what stands for it.");
    }
    for (const { id: name, value, description } of requests) {
      this.output(name, value, description);
    }
    declareWatch(this, client, fleet, alarms);
    boundRoles(this, client, fleet);
    ProtectedExchange.guard(this, { acknowledge: client.acknowledge });
  }

  /** Alone in its app, a stack refers to no other; looking for that renders all of it once more. */
  override prepareStack(): void {
    if (this.node.root.node.children.length > 1) {
      super.prepareStack();
    }
  }

  override runAllValidations(): void {
    this.judging = true;
    try {
      super.runAllValidations();
    } finally {
      this.judging = false;
    }
  }

  override addOverride(path: string, value: unknown): void {
    super.addOverride(path, value);
    const [last, ...above] = path.split(".").reverse() as [string, ...string[]];
    const holder = above.reduceRight<Record<string, unknown>>((inner, name) => {
      inner[name] ??= {};
      return inner[name] as Record<string, unknown>;
    }, this.overrides);
    holder[last] = value;
  }

  /** What the rules have judged is what is written, and is rendered once. */
  override toTerraform(): object {
    const judged = this.judged ?? renderStack(this, this.node.tryGetContext("cdktfVersion"), this.overrides);
    this.judged = this.judging ? judged : undefined;
    return judged;
  }

  /** Its name is the id, wherever it stands in the tree. */
  private output(id: string, value: unknown, description: string, scope: Construct = this): void {
    new TerraformOutput(scope, id, { value, description, staticId: true });
  }
}
