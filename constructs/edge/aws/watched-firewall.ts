/** A firewall of the client's own, and where it writes. */
export interface WatchedFirewall {
  readonly name: string;
  /** Log group that holds drops and alerts. */
  readonly alertLogGroupName: string;
  /** Are virtual patches in its policy? Nothing would ever match them otherwise. */
  readonly virtualPatches: boolean;
  /**
   * What it decrypts.
   *
   * @default - nothing
   */
  readonly tls?: {
    /** Log group that holds what goes wrong with TLS. */
    readonly logGroupName: string;
    /** Host names of the certificate it shows. */
    readonly names: readonly string[];
  };
}
