import { postureOf } from "../../posture/posture";
import { TODAY } from "../clinic";
import { named, OFFICE, policy, unit } from "./fortigate-unit";
import { type Arguments, type Resources, stackOf } from "./hand-written";

const BY_CVE: Arguments = {
  id: 1,
  cve: [{ cve_entry: "CVE-2021-26855" }, { cve_entry: "CVE-2022-41040" }],
  action: "block",
  status: "enable",
};

const BY_RULE: Arguments = {
  id: 2,
  rule: [{ id: "${fortios_ips_custom.ecp.rule_id}" }],
  action: "reset",
  status: "enable",
};

const PROFILES: Resources = {
  fortios_ips_sensor: {
    exchange: {
      name: "exchange",
      scan_botnet_connections: "block",
      entries: [BY_CVE, BY_RULE],
    },
  },
  fortios_ips_custom: { ecp: { tag: "ecp", signature: "F-SBID()" } },
  fortios_firewall_sslsshprofile: {
    server: {
      name: "server",
      server_cert_mode: "replace",
      server_cert: "mail",
      https: { ports: "443", status: "deep-inspection" },
    },
  },
  fortios_firewall_policy: {
    https_in: {
      utm_status: "enable",
      ips_sensor: "exchange",
      ssl_ssh_profile: "server",
      inspection_mode: "proxy",
    },
    smtp_in: { utm_status: "enable", ips_sensor: "exchange" },
  },
};

const inspected = (...parts: readonly Resources[]) => unit(stackOf(OFFICE, PROFILES, ...parts).resource);

const factOf = (stack: unknown, name = "https_in") =>
  postureOf(stack, TODAY).ips.find(({ address }) => address === `fortios_firewall_policy.${name}`);

const rules = (stack: unknown, ...ids: readonly string[]): readonly string[] =>
  postureOf(stack, TODAY)
    .findings.filter(({ rule }) => ids.includes(rule))
    .map(({ rule, severity, address }) => `${severity} ${rule}: ${address}`);

describe("what a policy looks for", () => {
  test("is the entries of its sensor, by what they do", () => {
    expect(factOf(inspected())).toEqual({
      groups: [
        { name: "exchange #1", by: "fortinet", action: "prevent", rules: 2 },
        { name: "exchange #2", by: "own", action: "prevent", rules: 1 },
        { name: "exchange botnets", by: "fortinet", action: "prevent", rules: null },
      ],
      mode: "prevent",
      decrypts: [{ fromPort: 443, toPort: 443 }],
      blindSpots: [],
      address: "fortios_firewall_policy.https_in",
    });
  });

  test.each<[string, Arguments, string]>([
    ["are monitored", { action: "pass" }, "prevent-in-part"],
    ["do what each signature says", { action: "default" }, "prevent-in-part"],
    ["spare somebody", { exempt_ip: [{ id: 1, src_ip: "192.0.2.1/32" }] }, "prevent-in-part"],
    ["are off", { status: "disable" }, "prevent"],
  ])("is less where attacks %s", (_case, changed, mode) => {
    const sensor = { fortios_ips_sensor: { exchange: { entries: [{ ...BY_CVE, ...changed }, BY_RULE] } } };

    expect(factOf(inspected(sensor))?.mode).toBe(mode);
  });

  test("is nothing where the policy has its profiles off", () => {
    expect(
      factOf(inspected({ fortios_firewall_policy: { https_in: { utm_status: "disable" } } })),
    ).toMatchObject({
      mode: "none",
      decrypts: [],
    });
  });

  test("is not known where the sensor is one of the unit's own", () => {
    const stack = inspected({ fortios_firewall_policy: { https_in: { ips_sensor: "protect_http_server" } } });

    expect(factOf(stack)).toMatchObject({ mode: "unknown", groups: [] });
  });

  test("is that of a group of profiles", () => {
    const group = (name: string): Resources => ({
      fortios_firewall_policy: { https_in: { profile_type: "group", profile_group: name } },
      fortios_firewall_profilegroup: {
        mail: { name: "mail", ips_sensor: "exchange", ssl_ssh_profile: "server" },
      },
    });

    expect(factOf(inspected(group("mail")))?.mode).toBe("prevent");
    expect(factOf(inspected(group("theirs")))?.mode).toBe("unknown");
  });

  test("is told for policies that let in only", () => {
    expect(postureOf(inspected(), TODAY).ips.map(({ address }) => address)).toEqual([
      "fortios_firewall_policy.https_in",
      "fortios_firewall_policy.smtp_in",
    ]);
  });
});

describe("what is encrypted", () => {
  const tls = (changed: Arguments) => inspected({ fortios_firewall_sslsshprofile: { server: changed } });
  const HTTPS_WARNING = ["warning https-inspected: fortios_firewall_policy.https_in"];

  test.each<[string, Arguments]>([
    ["with a certificate of the unit's own making", { server_cert_mode: "re-sign" }],
    ["without a certificate", { server_cert: undefined }],
    ["by certificates only", { https: { ports: "443", status: "certificate-inspection" } }],
    ["on other ports", { https: { ports: "8443", status: "deep-inspection" } }],
  ])("is not read %s", (_case, changed) => {
    expect(factOf(tls(changed))?.blindSpots.map(({ port }) => port)).toEqual([443]);
    expect(rules(tls(changed), "https-inspected")).toEqual(HTTPS_WARNING);
  });

  test("is read on every port where all is inspected", () => {
    const stack = tls({ ssl: { inspect_all: "deep-inspection" }, https: undefined });

    expect(factOf(stack)?.decrypts).toEqual([{ fromPort: 443, toPort: 443 }]);
    expect(rules(stack, "https-inspected", "smtp-not-decrypted")).toEqual([]);
  });

  test("is not to be mail on 25", () => {
    const both = inspected({
      fortios_firewall_policy: { smtp_in: { ssl_ssh_profile: "server" } },
      fortios_firewall_sslsshprofile: { server: { ssl: { inspect_all: "deep-inspection" } } },
    });

    expect(rules(both, "smtp-not-decrypted")).toEqual([
      "error smtp-not-decrypted: fortios_firewall_policy.smtp_in",
    ]);
  });

  test("is mail on 25, always", () => {
    expect(factOf(inspected(), "smtp_in")?.blindSpots).toEqual([
      { port: 25, because: "mail is encrypted after STARTTLS" },
    ]);
    expect(rules(inspected(), "smtp-not-decrypted", "https-inspected")).toEqual([]);
  });
});

const WATCHED: Resources = {
  fortios_logsyslogd_setting: { msp: { status: "enable", server: "192.168.10.20" } },
  fortios_system_automationaction: {
    mail: { name: "mail", action_type: "email", email_to: named("noc@example.com") },
  },
  fortios_system_automationtrigger: { ips: { name: "ips", event_type: "ips-logs" } },
  fortios_system_automationstitch: {
    ips: {
      name: "ips",
      status: "enable",
      trigger: "ips",
      actions: [{ id: 1, action: "${fortios_system_automationaction.mail.name}" }],
    },
  },
};

describe("who would notice", () => {
  const watch = (...parts: readonly Resources[]) => postureOf(inspected(WATCHED, ...parts), TODAY).watched;

  test("is whom an automation tells, and what a log server keeps", () => {
    expect(watch()).toEqual([
      {
        alertLog: "192.168.10.20",
        alarms: ["fortios_system_automationstitch.ips"],
        address: "fortios_firewall_policy.closed",
      },
    ]);
    expect(rules(inspected(WATCHED), "edge-watched")).toEqual([]);
  });

  test.each<[string, Resources, Arguments]>([
    [
      "no server, where the log is off",
      { fortios_logsyslogd_setting: { msp: { status: "disable" } } },
      { alertLog: null },
    ],
    [
      "nobody, where the automation is off",
      { fortios_system_automationstitch: { ips: { status: "disable" } } },
      { alarms: [] },
    ],
    [
      "nobody, where a mail has no address",
      { fortios_system_automationaction: { mail: { email_to: [] } } },
      { alarms: [] },
    ],
    [
      "nobody, where it only bans",
      { fortios_system_automationaction: { mail: { action_type: "ban-ip" } } },
      { alarms: [] },
    ],
  ])("is %s", (_case, changed, expected) => {
    expect(watch(changed)).toMatchObject([expected]);
    expect(rules(inspected(WATCHED, changed), "edge-watched")).toEqual([
      "warning edge-watched: fortios_firewall_policy.closed",
    ]);
  });
});

describe("what is refused", () => {
  const first = (changed: Arguments): Resources => ({
    fortios_firewall_policy: {
      early: policy({ policyid: 1, dstintf: named("any"), action: "deny", match_vip: "enable", ...changed }),
    },
    fortios_firewall_address: {
      attackers: { name: "attackers", subnet: "192.0.2.0/24" },
      abroad: { name: "abroad", type: "geography", country: "ZZ" },
    },
    fortios_firewall_policy_sort: {
      all: {
        depends_on: ["closed", "early", "https_in", "out", "smtp_in"].map(
          (name) => `fortios_firewall_policy.${name}`,
        ),
      },
    },
  });
  const denied = (changed: Arguments) => postureOf(inspected(first(changed)), TODAY).denied;

  test("is told by network and country, before anything is let in", () => {
    expect(denied({ srcaddr: named("attackers", "abroad") })).toEqual([
      {
        protocol: "ip",
        fromPort: 0,
        toPort: 65_535,
        networks: ["192.0.2.0/24"],
        countries: ["ZZ"],
        by: "fortios_firewall_policy.early",
      },
    ]);
    expect(denied({ srcaddr: named("attackers"), service: named("SMTP") })).toMatchObject([
      { protocol: "tcp", fromPort: 25, toPort: 25 },
    ]);
  });

  test("is told once of a country, whichever version of IP", () => {
    const both = {
      srcaddr: named("abroad"),
      srcaddr6: named("abroad6"),
      dstaddr6: named("all"),
      service: named("HTTPS"),
    };
    const abroad6 = {
      fortios_firewall_address6: { abroad: { name: "abroad6", type: "geography", country: "ZZ" } },
    };

    expect(postureOf(inspected(first(both), abroad6), TODAY).denied).toHaveLength(1);
  });

  test("is left out where it comes too late, or is everyone", () => {
    expect(denied({ srcaddr: named("attackers"), policyid: 15 })).toEqual([]);
    expect(denied({})).toEqual([]);
  });

  test("is logged", () => {
    const silent = { fortios_firewall_policy: { closed: { logtraffic: "disable" } } };
    const DENIED = "warning denials-logged: fortios_firewall_policy.closed";

    expect(rules(inspected(), "denials-logged")).toEqual([]);
    expect(rules(inspected(silent), "denials-logged")).toEqual([DENIED, DENIED]);
    expect(
      rules(
        inspected(silent, { fortios_log_setting: { all: { fwpolicy_implicit_log: "enable" } } }),
        "denials-logged",
      ),
    ).toEqual([DENIED]);
  });
});

describe("floods", () => {
  const dos = (changed: Arguments): Resources => ({
    fortios_firewall_DoSpolicy: {
      wan: {
        interface: "wan1",
        status: "enable",
        srcaddr: named("all"),
        dstaddr: named("all"),
        service: named("ALL"),
        anomaly: [{ name: "tcp_syn_flood", status: "enable", action: "block", threshold: 500 }],
        ...changed,
      },
    },
  });
  const FOUND = ["warning floods-limited: interface wan1"];

  test("are blocked at each interface that lets something in", () => {
    expect(rules(inspected(), "floods-limited")).toEqual(FOUND);
    expect(rules(inspected(dos({})), "floods-limited")).toEqual([]);
  });

  test.each<[string, Arguments]>([
    ["another interface", { interface: "wan2" }],
    ["nothing, being off", { status: "disable" }],
    [
      "no flood, but lets it pass",
      { anomaly: [{ name: "tcp_syn_flood", status: "enable", action: "pass" }] },
    ],
  ])("are not where a policy blocks %s", (_case, changed) => {
    expect(rules(inspected(dos(changed)), "floods-limited")).toEqual(FOUND);
  });
});

describe("what a stack says about part of a unit", () => {
  test("rests on what the rest of it does not say", () => {
    const { assumptions } = postureOf(inspected(), TODAY);

    expect(assumptions.map(({ assumed }) => assumed)).toEqual([
      "the FortiGate has no other firewall policies, virtual IPs or local-in policies than those of this stack",
      "no interface leads to the internet but those that this stack names: wan1",
      "nobody from outside is behind internal",
      "objects and services that the unit comes with are as it comes, and administration listens on the ports it comes with",
    ]);
  });

  test("rests on nothing where there is no unit", () => {
    expect(postureOf({ resource: {} }, TODAY).assumptions).toEqual([]);
  });

  test.each<[string, Arguments]>([
    ["fortios_firewall_proxypolicy", {}],
    ["fortios_firewall_securitypolicy", {}],
    ["fortios_firewall_accessproxy", {}],
    ["fortios_firewall_multicastpolicy", {}],
    ["fortios_vpnssl_settings", {}],
    ["fortios_json_generic_api", {}],
    ["fortios_system_virtualwirepair", {}],
    ["fortios_system_switchinterface", {}],
    ["fortios_vpnipsec_phase1interface", { type: "dynamic" }],
    ["fortios_system_zone", { intrazone: "allow" }],
    ["fortios_system_settings", { central_nat: "enable" }],
    ["fortios_system_automationaction", { action_type: "cli-script" }],
    ["fortios_firewall_policy", { action: "ipsec" }],
    ["fortios_firewall_policy", { permit_any_host: "enable" }],
    ["fortios_firewall_vip", { type: "access-proxy" }],
  ])("is not enough: %s", (type, attributes) => {
    expect(rules({ resource: { [type]: { other: attributes } } }, "no-unmodelled-path")).toEqual([
      `error no-unmodelled-path: ${type}.other`,
    ]);
  });

  test("may hold profiles, logs and certificates", () => {
    const harmless = [
      "fortios_antivirus_profile",
      "fortios_certificate_local",
      "fortios_firewall_centralsnatmap",
      "fortios_firewall_ippool",
      "fortios_firewall_policy_sort",
      "fortios_firewallschedule_recurring",
      "fortios_log_setting",
      "fortios_logsyslogd_setting",
      "fortios_system_admin",
      "fortios_vpncertificate_local",
    ];
    const resource = Object.fromEntries(harmless.map((type) => [type, { other: {} }]));

    expect(rules({ resource }, "no-unmodelled-path")).toEqual([]);
  });
});
