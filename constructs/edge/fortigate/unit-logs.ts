import { Construct } from "constructs";
import { FortiosLogSetting } from "../../../providers/fortios/log-setting";
import { FortiosSyslog } from "../../../providers/fortios/syslog";
import { UNIT_DEFAULTS } from "./unit-defaults";
import type { DomainProps } from "./unit-objects";

/** A collector of logs; a FortiAnalyzer takes syslog, too. */
export interface SyslogCollectorProps {
  /** Its address, or its name. */
  readonly server: string;
  /**
   * UDP or TCP port.
   *
   * @default 514
   */
  readonly port?: number;
  /**
   * By UDP, or by TCP, where nothing is lost on the way; neither is encrypted.
   *
   * @default "reliable"
   */
  readonly mode?: "udp" | "reliable";
}

/** What a unit logs, and where to. */
export interface UnitLogsProps extends DomainProps {
  /**
   * Where the log goes.
   *
   * @default - it stays on the unit, until its memory or disk is full
   */
  readonly syslog?: SyslogCollectorProps;
}

/** The log of a unit: what no policy matches, what tried to administer it, and all that its policies log. */
export class UnitLogs extends Construct {
  /** Escape hatch: what is logged. */
  readonly setting: FortiosLogSetting;
  /** Escape hatch: where to; undefined where it stays on the unit. */
  readonly syslog: FortiosSyslog | undefined;

  constructor(scope: Construct, id: string, { syslog, vdom }: UnitLogsProps) {
    super(scope, id);
    this.setting = new FortiosLogSetting(this, "what", {
      fwpolicyImplicitLog: "enable",
      localInDenyUnicast: "enable",
      logPolicyName: "enable",
      ...(vdom === undefined ? {} : { vdomparam: vdom }),
    });
    if (syslog !== undefined) {
      const { server, port = UNIT_DEFAULTS.syslogPort, mode = "reliable" } = syslog;
      this.syslog = new FortiosSyslog(this, "syslog", { status: "enable", server, port: `${port}`, mode });
    }
  }
}
