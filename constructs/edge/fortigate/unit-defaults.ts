/** Protective defaults of a unit, each with its reason. */
export const UNIT_DEFAULTS = {
  /**
   * Where a unit's ids of policies begin. They are fixed for good: an id that changes is a policy that is deleted and
   * made again. Far above what people count up from 1.
   */
  firstPolicyId: 2_000_000,
  /** 1 to 9999 for DoS policies: resource_firewall_DoSpolicy.go of the provider. */
  firstFloodPolicyId: 9001,
  /**
   * The engine reads along, and lets pass what it does not have to hold: Outlook signs in to a connection by
   * NTLM, which a proxy in between breaks.
   */
  inspectionMode: "flow",
  /** Whoever tries a known attack on Exchange is kept out for an hour; the default is five minutes. */
  quarantine: "1h",
  /**
   * Signatures that are looked for. What is less than medium tells of scans and of oddities.
   * https://docs.fortinet.com/document/fortigate/7.0.1/cli-reference/405620/config-ips-sensor
   */
  severities: "medium high critical",
  /**
   * Floods that are turned away, by rate (per second) or number of connections. They are Fortinet's
   * recommendations, and meant for the published ports only: counted over all of a link, replies to a download over
   * QUIC would be a flood of UDP.
   * https://docs.fortinet.com/document/fortigate/latest/administration-guide/771644/dos-protection
   */
  floods: {
    tcp_syn_flood: 2000,
    tcp_port_scan: 1000,
    tcp_src_session: 5000,
    tcp_dst_session: 5000,
  },
  /**
   * Ports of a unit's own administration and of what belongs to it, as it comes: SSH, Telnet, HTTP, HTTPS, FortiManager,
   * FortiToken Mobile, speed tests, probes, FortiClient and the fabric; SNMP, RADIUS accounting, speed tests, CAPWAP.
   * https://docs.fortinet.com/document/fortigate/6.4.0/ports-and-protocols/504919
   */
  administration: {
    tcp: ["22", "23", "80", "443", "541-542", "4433", "5201", "8008", "8013"],
    udp: ["161", "1813", "5201", "5246-5247"],
  },
  /** RFC 5426 section 3.3. */
  syslogPort: 514,
} as const;

/** Longest name of a policy, a sensor and a profile: 35 characters in all versions; addresses have 79. */
export const LONGEST_NAME = 35;
