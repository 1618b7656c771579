/** Protective defaults of a mail domain at Amazon SES, each with its reason. */
export const SES_DEFAULTS = {
  /** What no statement allows is refused (https://docs.aws.amazon.com/ses/latest/dg/eb-filters.html). */
  defaultAction: "DENY",
  /** TLS 1.0 and 1.1 are deprecated (RFC 8996); Mail Manager tells 1.2 and 1.3 apart. */
  minimumTls: "TLS1_2",
  /** Dual stack would take mail over IPv6 from senders whose reputation nobody keeps. */
  ipType: "IPV4",
  /** Port of the receive connector that faces the relay. */
  serverPort: 25,
  /**
   * The sender stays as it was, so that SPF, DMARC and replies keep their meaning
   * (https://docs.aws.amazon.com/sesmailmanager/latest/APIReference/API_RelayAction.html).
   */
  mailFrom: "PRESERVE",
  /** A failed copy must not keep a message from its reader. */
  actionFailurePolicy: "CONTINUE",
  /** The shortest that an archive offers: long enough to find a missing message, short enough for data protection. */
  retention: "THREE_MONTHS",
  /** https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html; RFC 8301 § 3.2 */
  dkimKeyLength: "RSA_2048_BIT",
  /** A message that cannot leave over TLS comes back (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DeliveryOptions.html). */
  tlsPolicy: "REQUIRE",
  /**
   * While the MX of the bounce domain cannot be read, mail leaves under amazonses.com rather than not at all;
   * DMARC then rests on DKIM (https://docs.aws.amazon.com/ses/latest/dg/mail-from.html).
   */
  behaviorOnMxFailure: "USE_DEFAULT_VALUE",
  /** SES takes mail from a server on 587 with STARTTLS (https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html). */
  submissionPort: 587,
  /** What SES authorises in SPF (https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-spf.html). */
  spf: "include:amazonses.com",
  /** Mail that did not arrive, was held against us, or was refused before it left. */
  events: ["BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT"],
} as const;
