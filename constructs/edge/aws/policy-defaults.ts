/** Protective defaults of a firewall policy, each with its reason. */
export const POLICY_DEFAULTS = {
  /**
   * Rules run in the order written; the service's own default would run every pass before every drop.
   * https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
   */
  ruleOrder: "STRICT_ORDER",
  /**
   * No stateless rules: they see one direction only. Everything, fragments too, goes to the stateful engine.
   * https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-default-actions.html
   */
  statelessActions: ["aws:forward_to_sfe"],
  /**
   * Should the access rules ever be detached, nothing passes; the alert twin makes the drop visible.
   * Strict, and not "established", because the access rules name handshakes too. The same with TLS inspection:
   * the access rules pass packets of 443, decrypted or not, and only the "app layer" defaults are at odds with
   * it (https://docs.aws.amazon.com/network-firewall/latest/developerguide/session-holding-tls.html).
   */
  statefulActions: ["aws:alert_strict", "aws:drop_strict"],
  /**
   * A connection the engine has not seen begin is reset, so that clients reconnect after a failover.
   * https://docs.aws.amazon.com/network-firewall/latest/developerguide/stream-exception-policy.html
   */
  streamExceptionPolicy: "REJECT",
  /** Seconds; phones and Outlook keep a silent request open for up to 30 minutes, the service's default is 350. */
  tcpIdleTimeoutSeconds: 3600,
  /** Before everything else: what is refused anyway need not be inspected. */
  denyPriority: 10,
  /** Rules the deny list has room for; it cannot change without replacing the group. */
  denyCapacity: 100,
  /**
   * Rules the access group has room for: some 30, and six for each port that a client adds by name. It cannot
   * change without replacing the group.
   */
  accessCapacity: 200,
  /** After the groups that inspect: a pass ends the evaluation. */
  accessPriority: 100,
} as const;

/** Room that the access section takes in every policy: the deny list, and the access rules. */
export const ACCESS_SECTION_ROOM = {
  capacity: POLICY_DEFAULTS.denyCapacity + POLICY_DEFAULTS.accessCapacity,
  groups: 2,
} as const;
