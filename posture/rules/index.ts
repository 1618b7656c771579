import { AUTODISCOVER_RULES } from "../dns/autodiscover";
import { CAA_RULES } from "../dns/caa";
import { CLOUDFLARE_RULES } from "../dns/cloudflare";
import { DANE_RULES } from "../dns/dane";
import { DKIM_RULES } from "../dns/dkim";
import { DMARC_RULES } from "../dns/dmarc";
import { DNSSEC_RULES } from "../dns/dnssec";
import { MTA_STS_RULES } from "../dns/mta-sts";
import { MX_RULES } from "../dns/mx";
import { SPF_RULES } from "../dns/spf/rules";
import { TLS_RPT_RULES } from "../dns/tls-rpt";
import { ACME_CHALLENGE_DELEGATED } from "./acme-challenge-delegated";
import { ACME_CHALLENGE_SCOPED } from "./acme-challenge-scoped";
import { ALARMS_HEARD, LOGS_KEPT } from "./alarms-heard";
import { ATTACKS_BEFORE_ACCESS, FIREWALL_DROPS_THE_REST } from "./attacks-before-access";
import { BACKUP_CLOSED, BACKUP_IMMUTABLE, BACKUP_LEAST_PRIVILEGE, BACKUP_OFF_SITE } from "./backup-guarded";
import { BACKUP_DECLARED, BACKUP_OBJECTIVES, BACKUP_TESTED, BACKUP_WATCHED } from "./backup-kept";
import { BLOCKLISTS_WATCHED } from "./blocklists-watched";
import { CERTIFICATE_APPLIED_OFTEN_ENOUGH, CERTIFICATE_RENEWAL_WINDOW } from "./certificate-renewal";
import { DENIALS_LOGGED } from "./denials-logged";
import { EDGE_ELSEWHERE, EXTERNAL_EDGE_ASKED } from "./edge-elsewhere";
import { EDGE_WATCHED } from "./edge-watched";
import { EGRESS_LIMITED } from "./egress-limited";
import { ENCRYPTED_AT_REST } from "./encrypted-at-rest";
import { EXCHANGE_SUPPORTED } from "./exchange-supported";
import { FIREWALL_IN_PATH } from "./firewall-in-path";
import { FLOODS_LIMITED } from "./floods-limited";
import { HTTPS_INSPECTED } from "./https-inspected";
import { INSPECTED_CERTIFICATE_DELIVERED } from "./inspected-certificate-delivered";
import { INSPECTION_CERTIFICATE_INSTALLABLE } from "./inspection-certificate-installable";
import { LOCKS_AGREE } from "./locks-agree";
import { CAA_PRESENT, CERTIFICATE_RENEWABLE, MAIL_DOMAIN_COMPLETE } from "./mail-domain-complete";
import { MAIL_HOST_NOT_IN_MX } from "./mail-host-not-in-mx";
import { MANAGEMENT_NOT_OUTSIDE } from "./management-not-outside";
import {
  AUTODISCOVER_LEADS_TO_SERVER,
  CERTIFICATE_NAMES_SERVERS,
  SERVER_NAMED,
  SERVERS_NOT_PROXIED,
} from "./names-lead-to-servers";
import { NO_SECRET_IN_JSON } from "./no-secret-in-json";
import { NO_SECRET_IN_STATE } from "./no-secret-in-state";
import { NO_SMB_OUT } from "./no-smb-out";
import { NO_UNMODELLED_PATH } from "./no-unmodelled-path";
import { ONLY_MAIL_PORTS } from "./only-mail-ports";
import { NO_DIRECT_DELIVERY, SMART_HOST_ANYWHERE } from "./outgoing-mail";
import { POLICIES_IN_ORDER } from "./policies-in-order";
import { PROTECTIONS_ON } from "./protections-on";
import {
  MX_IS_RELAY,
  RELAY_REACHES_SERVER,
  SENDER_SEEN,
  SMART_HOST_ENCRYPTED,
  SMART_HOST_REACHED,
} from "./relay-agrees";
import { RELAY_CONTINUITY } from "./relay-continuity";
import type { Rule } from "./rule";
import { SENDERS_AUTHORISED } from "./senders-authorised";
import { RELAY_NETWORKS_WIDE, SMTP_FROM_RELAY_ONLY } from "./smtp-from-relay-only";
import { SMTP_NOT_DECRYPTED } from "./smtp-not-decrypted";
import { STATED_ADDRESSES } from "./stated-addresses";
import { SYMMETRIC_ROUTES } from "./symmetric-routes";
import { TLS_BRIDGE_CERTIFICATE } from "./tls-bridge-certificate";

/** All rules, in the order in which their findings are shown. */
export const RULES: readonly Rule[] = [
  EDGE_ELSEWHERE,
  EXTERNAL_EDGE_ASKED,
  FIREWALL_IN_PATH,
  SYMMETRIC_ROUTES,
  ONLY_MAIL_PORTS,
  MANAGEMENT_NOT_OUTSIDE,
  POLICIES_IN_ORDER,
  SMTP_FROM_RELAY_ONLY,
  STATED_ADDRESSES,
  SERVERS_NOT_PROXIED,
  RELAY_REACHES_SERVER,
  SENDER_SEEN,
  LOCKS_AGREE,
  MAIL_HOST_NOT_IN_MX,
  MX_IS_RELAY,
  RELAY_NETWORKS_WIDE,
  NO_DIRECT_DELIVERY,
  SMART_HOST_ANYWHERE,
  SMART_HOST_REACHED,
  SMART_HOST_ENCRYPTED,
  SENDERS_AUTHORISED,
  EGRESS_LIMITED,
  NO_SMB_OUT,
  RELAY_CONTINUITY,
  NO_UNMODELLED_PATH,
  FIREWALL_DROPS_THE_REST,
  ATTACKS_BEFORE_ACCESS,
  HTTPS_INSPECTED,
  SMTP_NOT_DECRYPTED,
  INSPECTION_CERTIFICATE_INSTALLABLE,
  TLS_BRIDGE_CERTIFICATE,
  EDGE_WATCHED,
  BLOCKLISTS_WATCHED,
  DENIALS_LOGGED,
  FLOODS_LIMITED,
  INSPECTED_CERTIFICATE_DELIVERED,
  CERTIFICATE_RENEWAL_WINDOW,
  CERTIFICATE_APPLIED_OFTEN_ENOUGH,
  ACME_CHALLENGE_DELEGATED,
  ACME_CHALLENGE_SCOPED,
  ALARMS_HEARD,
  LOGS_KEPT,
  PROTECTIONS_ON,
  ENCRYPTED_AT_REST,
  SERVER_NAMED,
  CERTIFICATE_NAMES_SERVERS,
  CERTIFICATE_RENEWABLE,
  AUTODISCOVER_LEADS_TO_SERVER,
  MAIL_DOMAIN_COMPLETE,
  CAA_PRESENT,
  BACKUP_DECLARED,
  BACKUP_OBJECTIVES,
  BACKUP_IMMUTABLE,
  BACKUP_OFF_SITE,
  BACKUP_LEAST_PRIVILEGE,
  BACKUP_CLOSED,
  BACKUP_TESTED,
  BACKUP_WATCHED,
  NO_SECRET_IN_JSON,
  NO_SECRET_IN_STATE,
  EXCHANGE_SUPPORTED,
  ...SPF_RULES,
  ...MX_RULES,
  ...DMARC_RULES,
  ...DKIM_RULES,
  ...MTA_STS_RULES,
  ...TLS_RPT_RULES,
  ...DANE_RULES,
  ...CAA_RULES,
  ...AUTODISCOVER_RULES,
  ...DNSSEC_RULES,
  ...CLOUDFLARE_RULES,
];
