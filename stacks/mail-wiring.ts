import { Construct } from "constructs";
import { idFor } from "../constructs/core/ids";
import type { CaaIssuer, CaaPolicy } from "../constructs/dns/caa";
import { DmarcReportAuthorization } from "../constructs/dns/dmarc-report-authorization";
import { MailDomain, type MailRoute } from "../constructs/dns/mail-domain";
import type { MtaStsPolicyHost } from "../constructs/dns/mta-sts";
import { NullMailDomain } from "../constructs/dns/null-mail-domain";
import { certificateAuthorities } from "./certificate-choice";
import type { Client } from "./client-schema";
import { type ClientZones, policyHost, reportZone } from "./dns-wiring";
import type { Fleet } from "./fleet-schema";

/** What a client's mail records are made from. */
interface MailWiringProps {
  readonly client: Client;
  readonly fleet: Fleet;
  readonly relay: MailRoute;
  readonly zones: ClientZones;
}

type Domain = Client["domains"][number];

/**
 * Declares the records of all domains of a client: those with mail, those without, and the consent to
 * receive their reports.
 *
 * @returns the domains with mail, in the order of the client file
 */
export function declareMail(scope: Construct, id: string, props: MailWiringProps): readonly MailDomain[] {
  const { client, fleet, zones } = props;
  const mail = new Construct(scope, id);
  const withMail = client.domains.filter(({ mail: kind }) => kind === undefined);
  const policies = withMail.some(({ mtaSts }) => mtaSts !== undefined)
    ? policyHost(mail, "policies", client)
    : undefined;
  const domains = withMail.map((domain) => mailDomain(mail, domain, props, policies));
  const silent = client.domains.flatMap(({ name, mail: kind, noMail }) => [
    ...(kind === "none" ? [name] : []),
    ...noMail.map((label) => `${label}.${name}`),
  ]);
  const { dmarcReports } = fleet.msp;
  for (const name of silent) {
    new NullMailDomain(mail, idFor(name), { zone: zones.of(name), domain: name, dmarcReports });
  }
  const reports = reportZone(mail, "reports", fleet);
  if (reports !== undefined) {
    new DmarcReportAuthorization(mail, "report-authorization", {
      zone: reports,
      reportDomain: dmarcReports.split("@")[1] as string,
      domains: [...domains.map(({ domain }) => domain), ...silent],
    });
  }
  return domains;
}

function mailDomain(
  scope: Construct,
  domain: Domain,
  { client, fleet, relay, zones }: MailWiringProps,
  policies: MtaStsPolicyHost | undefined,
): MailDomain {
  const { dmarcReports, tlsReports = dmarcReports, contact } = fleet.msp;
  const { name, senders, dkim, autodiscover, bimi } = domain;
  const mode = domain.mtaSts?.at(-1)?.stage;
  const caa = domainCaa(domain, certificateAuthorities(client.certificate), policies, contact);
  return new MailDomain(scope, idFor(name), {
    zone: zones.of(name),
    domain: name,
    relay,
    mailHost: client.server.hostName,
    senders,
    dkim,
    dmarcReports: [dmarcReports],
    dmarcPolicy: domain.dmarc?.at(-1)?.stage ?? "none",
    tlsReports: [tlsReports],
    autodiscover,
    caaReports: contact,
    ...(mode === undefined || policies === undefined ? {} : { mtaSts: { mode, host: policies } }),
    ...(bimi === undefined
      ? {}
      : {
          bimi: {
            logo: bimi.logo,
            ...(bimi.certificate === undefined ? {} : { certificate: bimi.certificate }),
          },
        }),
    ...(caa === undefined ? {} : { caa }),
  });
}

/** The authorities used here, and those the client says it uses elsewhere. */
function domainCaa(
  { caa }: Domain,
  authorities: readonly CaaIssuer[],
  policies: MtaStsPolicyHost | undefined,
  reports: string,
): CaaPolicy | undefined {
  // A policy's host has records of its own where it can; where it cannot, it is held to the domain's.
  const inherited = policies === undefined || policies.namesAreOurs ? [] : policies.caaIssuers;
  return caa === undefined
    ? undefined
    : {
        issue: [...authorities, ...inherited, ...caa.issue.map(caaIssuer)],
        issueWild: caa.issueWild.map(caaIssuer),
        issueMail: caa.issueMail.map(caaIssuer),
        reports,
      };
}

/** An authority as a client file writes it: `letsencrypt.org; accounturi=https://...`. */
function caaIssuer(text: string): CaaIssuer {
  const [domain = "", ...parameters] = text.split(";").map((part) => part.trim());
  return parameters.length === 0
    ? { domain }
    : {
        domain,
        parameters: Object.fromEntries(
          parameters.map((parameter) => {
            const [name = "", ...value] = parameter.split("=");
            return [name, value.join("=")];
          }),
        ),
      };
}
