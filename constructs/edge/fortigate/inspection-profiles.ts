import { Token } from "cdktf";
import { Construct } from "constructs";
import { FortiosAntivirusProfile } from "../../../providers/fortios/antivirus-profile";
import { FortiosCertificate } from "../../../providers/fortios/certificate";
import { FortiosIpsSensor } from "../../../providers/fortios/ips-sensor";
import { FortiosSslSshProfile } from "../../../providers/fortios/ssl-ssh-profile";
import type { Problem } from "../../core/errors";
import { type DisabledCve, EXCHANGE_VULNERABILITIES } from "../exchange-vulnerabilities";
import { actionIn, type IpsMode } from "../ips-mode";
import { UNIT_DEFAULTS } from "./unit-defaults";
import type { UnitObjectsProps } from "./unit-objects";

/** What a unit looks for in what it lets through. */
export interface FortiGateIpsProps {
  /** How far prevention has come. */
  readonly mode: IpsMode;
  /**
   * Vulnerabilities of Exchange that are not looked for by name.
   *
   * @default - none: looking does no harm to a server that is patched
   */
  readonly disabledCves?: readonly DisabledCve[];
}

/** A certificate as it comes to the unit: it is there by a name, or the stack brings it. */
export type UnitCertificate =
  | {
      /** Its name on the unit, which somebody has imported. */
      readonly name: string;
    }
  | {
      /** The certificate and its chain, PEM. */
      readonly certificatePem: string;
      /** A reference to the private key, PEM; never the key itself, which would stand in the JSON. */
      readonly privateKeyPem: string;
    };

/** With whose certificate 443 is decrypted. */
export interface FortiGateTlsInspectionProps {
  /** The certificate that the server shows. */
  readonly certificate: {
    /** Host names it is valid for. */
    readonly names: readonly string[];
    /** Can the server show it? */
    readonly installable: boolean;
  };
  /** The same certificate, on the unit. */
  readonly onUnit: UnitCertificate;
}

/** What keeps TLS inspection from being sound. */
export function tlsInspectionProblems({
  certificate,
  onUnit,
}: FortiGateTlsInspectionProps): readonly Problem[] {
  return [
    ...(certificate.installable
      ? []
      : [
          {
            code: "CertificateNotInstallable" as const,
            property: "tlsInspection.certificate",
            message: `the server cannot show the certificate for ${certificate.names.join(", ")} that the unit would show, and Extended Protection would refuse Outlook; use one whose key may be on both, or leave TLS inspection off`,
          },
        ]),
    ...("name" in onUnit || Token.isUnresolved(onUnit.privateKeyPem)
      ? []
      : [
          {
            code: "SecretInProps" as const,
            property: "tlsInspection.onUnit.privateKeyPem",
            message:
              "the private key itself is given, and it would stand in the JSON; give a reference to a resource or a variable that holds it",
          },
        ]),
  ];
}

/** What profiles are made from. */
export interface InspectionProfilesProps extends UnitObjectsProps {
  readonly ips: FortiGateIpsProps;
  /**
   * With whose certificate 443 is decrypted.
   *
   * @default - 443 is not decrypted
   */
  readonly tlsInspection?: FortiGateTlsInspectionProps;
}

/** Profiles that a unit comes with. */
const HANDSHAKE_ONLY = "certificate-inspection";
const NOT_DECRYPTED = "no-inspection";

type Names = "ipsSensor" | "avProfile" | "sslSshProfile";

/** Names of the profiles of one kind of connection. */
export type ProfileNames = { readonly [Name in Names]?: string };

/**
 * What a unit looks for: attacks on Exchange by the table that all edges share, other attacks on Windows servers,
 * malware, and the addresses of botnets in what leaves.
 *
 * `detect` logs all of it; `prevent-reputation` holds back what leaves for a botnet; `prevent` holds back the rest, too.
 */
export class InspectionProfiles extends Construct {
  /** For mail that comes in. Nobody is kept out because of it: the sender is the relay. */
  readonly smtp: ProfileNames;
  /** For what users send. */
  readonly https: ProfileNames;
  /** For what the server opens itself. */
  readonly outgoing: ProfileNames;
  /** Escape hatch: what attacks on 443 are held against. */
  readonly httpsSensor: FortiosIpsSensor;
  /** Escape hatch: how 443 is decrypted; undefined where it is not. */
  readonly decryption: FortiosSslSshProfile | undefined;

  constructor(scope: Construct, id: string, props: InspectionProfilesProps) {
    super(scope, id);
    const { name, vdom, ips, tlsInspection } = props;
    const place = vdom === undefined ? {} : { vdomparam: vdom };
    const signatures = actionIn(ips.mode, "signatures") === "prevent";
    const reputation = actionIn(ips.mode, "reputation") === "prevent";
    const disabled = new Set((ips.disabledCves ?? []).map(({ cve }) => cve));
    const common = {
      action: signatures ? "block" : "pass",
      log: "enable",
      logPacket: "enable",
    } as const;
    const known = {
      ...common,
      id: 1,
      // The whole of the list, also what Fortinet leaves off by default.
      status: "enable",
      cve: EXCHANGE_VULNERABILITIES.filter(({ cve }) => !disabled.has(cve)).map(({ cve }) => ({
        cveEntry: cve.toLowerCase(),
      })),
    };
    const windows = (id: number, location: "server" | "client") => ({
      ...common,
      id,
      status: "default",
      location,
      os: "Windows",
      severity: UNIT_DEFAULTS.severities,
    });
    const kept: Readonly<Record<string, string>> = signatures
      ? { quarantine: "attacker", quarantineExpiry: UNIT_DEFAULTS.quarantine, quarantineLog: "enable" }
      : {};
    const attacks = (entry: Readonly<Record<string, string>>) => [
      ...(known.cve.length === 0 ? [] : [{ ...known, ...entry }]),
      windows(2, "server"),
    ];
    const smtpSensor = new FortiosIpsSensor(this, "smtp", {
      name: `${name}-smtp`,
      comment: "Attacks on the mail server over SMTP",
      entries: attacks({}),
      ...place,
    });
    this.httpsSensor = new FortiosIpsSensor(this, "https", {
      name: `${name}-https`,
      comment: "Attacks on Exchange over HTTPS",
      entries: attacks(kept),
      ...place,
    });
    const outgoingSensor = new FortiosIpsSensor(this, "outgoing", {
      name: `${name}-outgoing`,
      comment: "What a server that is taken over would call",
      scanBotnetConnections: reputation ? "block" : "monitor",
      blockMaliciousUrl: reputation ? "enable" : "disable",
      entries: [windows(1, "client")],
      ...place,
    });
    const scan = signatures ? "block" : "monitor";
    const antivirus = new FortiosAntivirusProfile(this, "antivirus", {
      name: `${name}-malware`,
      comment: "Malware in mail before STARTTLS, and in requests that are decrypted",
      featureSet: UNIT_DEFAULTS.inspectionMode,
      http: { avScan: scan },
      smtp: { avScan: scan },
      ...place,
    });
    this.decryption = tlsInspection === undefined ? undefined : this.decrypts(props, tlsInspection);
    this.smtp = {
      ipsSensor: smtpSensor.name,
      avProfile: antivirus.name,
      sslSshProfile: NOT_DECRYPTED,
    };
    this.https = {
      ipsSensor: this.httpsSensor.name,
      avProfile: antivirus.name,
      sslSshProfile: this.decryption?.name ?? HANDSHAKE_ONLY,
    };
    this.outgoing = { ipsSensor: outgoingSensor.name, sslSshProfile: HANDSHAKE_ONLY };
  }

  /**
   * Shows the server's own certificate and reads along; never in mail, which begins in the clear.
   *
   * @see https://docs.fortinet.com/document/fortigate/7.0.2/cli-reference/319620/config-firewall-ssl-ssh-profile
   */
  private decrypts(
    { name, vdom }: InspectionProfilesProps,
    { onUnit }: FortiGateTlsInspectionProps,
  ): FortiosSslSshProfile {
    const place = vdom === undefined ? {} : { vdomparam: vdom };
    const certificate =
      "name" in onUnit
        ? onUnit.name
        : new FortiosCertificate(this, "certificate", {
            name: `${name}-server`,
            certificate: onUnit.certificatePem,
            privateKey: onUnit.privateKeyPem,
            ...place,
          }).name;
    const off = { status: "disable" };
    return new FortiosSslSshProfile(this, "decryption", {
      name: `${name}-https`,
      comment: "Requests to Exchange on 443, with the server's own certificate",
      serverCertMode: "replace",
      serverCert: certificate,
      https: { ports: "443", status: "deep-inspection" },
      dot: off,
      ftps: off,
      imaps: off,
      pop3s: off,
      smtps: off,
      ssh: off,
      ssl: { inspectAll: "disable" },
      ...place,
    });
  }
}
