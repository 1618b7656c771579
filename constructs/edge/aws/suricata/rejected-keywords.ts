/**
 * What AWS Network Firewall does not take, or takes and never matches
 * (https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html).
 */
export const REJECTED_KEYWORDS: ReadonlySet<string> = new Set([
  "dataset",
  "datarep",
  "iprep",
  "lua",
  "luajit",
  "filename",
  "fileext",
  "filemagic",
  "filestore",
  "filemd5",
  "filesha1",
  "filesha256",
  "filesize",
  "file.name",
  "file.magic",
  "ftpdata_command",
  "enip_command",
  "cip_service",
]);

/** Keywords that are refused with some values only: those that keep state per address. */
export const REJECTED_VALUES: ReadonlyMap<string, RegExp> = new Map([
  ["xbits", /\btrack\s+ip_/],
  ["hostbits", /./],
  ["tag", /\bhost\b/],
]);

/** Protocols the engine does not read. */
export const REJECTED_PROTOCOLS: ReadonlySet<string> = new Set(["sctp", "enip", "ftp-data", "ikev2"]);

/** Actions the service knows. */
export const ACTIONS: ReadonlySet<string> = new Set(["pass", "drop", "reject", "alert"]);

/** Protocols decided by packets alone: a pass of any other passes a whole connection. */
export const PACKET_PROTOCOLS: ReadonlySet<string> = new Set(["ip", "tcp", "udp", "icmp"]);

/** What a pass rule may say without looking into a packet. */
export const PASS_OPTIONS: ReadonlySet<string> = new Set([
  "msg",
  "flow",
  "flags",
  "reference",
  "metadata",
  "classtype",
  "alert",
  "sid",
  "rev",
]);
