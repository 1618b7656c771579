import { isExpression, listOf, type Resource, textOf } from "../terraform-json";

/** What is followed, or shapes what is followed. */
const FOLLOWED: readonly string[] = [
  "fortios_firewall_DoSpolicy",
  "fortios_firewall_DoSpolicy6",
  "fortios_firewall_address",
  "fortios_firewall_address6",
  "fortios_firewall_addrgrp",
  "fortios_firewall_addrgrp6",
  "fortios_firewall_localinpolicy",
  "fortios_firewall_localinpolicy6",
  "fortios_firewall_policy",
  "fortios_firewall_profilegroup",
  "fortios_firewall_security_policyseq",
  "fortios_firewall_sslsshprofile",
  "fortios_firewall_vip",
  "fortios_firewall_vip6",
  "fortios_firewall_vipgrp",
  "fortios_firewall_vipgrp6",
  "fortios_firewallservice_custom",
  "fortios_firewallservice_group",
  "fortios_router_static",
  "fortios_router_static6",
  "fortios_system_global",
  "fortios_system_interface",
  "fortios_system_sdwan",
  "fortios_system_virtualwanlink",
  "fortios_system_zone",
  "fortios_vpnipsec_phase1interface",
];

/** Types by how they begin that cannot open a way in: profiles, logs, certificates, schedules, addresses that leave. */
const HARMLESS = new RegExp(
  `^fortios_(${[
    "alertemail_",
    "antivirus_",
    "application_",
    "certificate_",
    "dlp_",
    "dnsfilter_",
    "emailfilter_",
    "filefilter_",
    "firewall_(address6?template|centralsnatmap|ippool6?|internetservice\\w*|profileprotocoloptions|shapingpolicy|ttlpolicy|(policy|DoSpolicy6?|localinpolicy6?)_(move|sort))$",
    "firewallschedule_",
    "firewallservice_category$",
    "firewallshaper_",
    "firewallwildcardfqdn_",
    "icap_",
    "ips_",
    "log\\w*_",
    "router_(accesslist6?|prefixlist6?|routemap)$",
    "spamfilter_",
    "system_(accprofile|admin|alias|automation\\w+|dns|emailserver|externalresource|fortiguard|ha|linkmonitor|ntp|passwordpolicy|replacemsg\\w*|tosbasedpriority)$",
    "systemautoupdate_",
    "systemsnmp_",
    "user_",
    "vpncertificate_",
    "vpnipsec_phase2interface$",
    "waf_",
    "webfilter_",
  ].join("|")})`,
);

/** What a resource of a unit can do that is not followed; none where it is, or opens nothing. */
export function opensOnUnit({ type, attributes }: Resource): readonly string[] {
  if (!type.startsWith("fortios_")) {
    return [];
  }
  const is = (name: string, ...values: readonly string[]) => {
    const value = attributes[name];
    return isExpression(value) || values.includes(textOf(value) ?? "");
  };
  switch (type) {
    case "fortios_firewall_policy":
      return [
        ...(is("action", "ipsec") ? ["carries a VPN"] : []),
        ...(is("nat46", "enable") || is("nat64", "enable") ? ["turns one version of IP into the other"] : []),
        ...(is("permit_any_host", "enable") || is("permit_stun_host", "enable")
          ? ["opens to everyone the ports that a host inside sends from"]
          : []),
        ...(is("ztna_status", "enable") ? ["leads to hosts behind an access proxy"] : []),
        ...(is("wccp", "enable") ? ["hands packets to a proxy"] : []),
      ];
    case "fortios_firewall_vip":
    case "fortios_firewall_vip6":
      return [
        ...(is("type", "access-proxy", "dns-translation") ? ["leads to hosts in a way of its own"] : []),
        ...(is("nat46", "enable") || is("nat64", "enable") ? ["turns one version of IP into the other"] : []),
      ];
    case "fortios_vpnipsec_phase1interface":
      return is("type", "static", "ddns") && !isExpression(attributes.type)
        ? []
        : ["lets in whoever has the credentials, from any address"];
    case "fortios_system_interface":
      return listOf(attributes.explicit_web_proxy).includes("enable")
        ? ["offers a proxy on an interface"]
        : [];
    case "fortios_system_zone":
      return is("intrazone", "allow") ? ["lets packets between its interfaces pass without a policy"] : [];
    case "fortios_system_settings":
      return is("central_nat", "enable") || is("ngfw_mode", "policy-based") || is("opmode", "transparent")
        ? ["changes how policies and virtual IPs are read"]
        : [];
    case "fortios_system_automationaction":
      return is("action_type", "cli-script") ? ["can change anything when it runs"] : [];
    default:
      return FOLLOWED.includes(type) || HARMLESS.test(type) ? [] : ["may open a way in"];
  }
}
