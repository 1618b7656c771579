import type { Exposure } from "../facts";
import { certificatesOf, isExportable, isImported } from "../inspected-certificates";
import type { Resource, TerraformJson } from "../terraform-json";
import { textOf } from "../terraform-json";
import type { Breach, Rule } from "./rule";

const LISTENER = /^aws_a?lb_listener\./;
const TARGET_GROUP = /^aws_a?lb_target_group\./;
const CERTIFICATE_LISTS = ["aws_lb_listener_certificate", "aws_alb_listener_certificate"] as const;

/** Protocols under which a load balancer reads what it hands on. */
const ENCRYPTED: ReadonlySet<string> = new Set(["HTTPS", "TLS"]);

/** A load balancer that ends TLS is a bridge: the server must be able to show the same certificate behind it. */
export const TLS_BRIDGE_CERTIFICATE: Rule = {
  id: "tls-bridge-certificate",
  what: "A load balancer that ends TLS in front of a server encrypts again behind, and every certificate it shows can be installed on the server: it is exportable, or was imported.",
  why: "Extended Protection ties a login to the certificate the client saw: it refuses it where the server's is another, and where the server sees no TLS at all.",
  reference: "https://microsoft.github.io/CSS-Exchange/Security/Extended-Protection/",
  severity: "error",
  check: ({ exposures }, stack) => {
    const breaches = exposures
      .flatMap(handedOn)
      .flatMap(({ listener, group }) => bridgeBreaches(stack, stack.at(listener), stack.at(group)));
    return [...new Map(breaches.map((breach) => [`${breach.address}\n${breach.message}`, breach])).values()];
  },
};

/** Each listener on the way of an exposure, with the target group it sends to. */
function handedOn({
  via,
  target,
}: Exposure): readonly { readonly listener: string; readonly group: string }[] {
  const way = [...via, target];
  return way.flatMap((listener, index) => {
    const group = LISTENER.test(listener)
      ? way.slice(index).find((step) => TARGET_GROUP.test(step))
      : undefined;
    return group === undefined ? [] : [{ listener, group }];
  });
}

function bridgeBreaches(
  stack: TerraformJson,
  listener: Resource | undefined,
  group: Resource | undefined,
): readonly Breach[] {
  if (listener === undefined || group === undefined || !ENCRYPTED.has(protocolOf(listener))) {
    return [];
  }
  const { address } = listener;
  if (!ENCRYPTED.has(protocolOf(group))) {
    return [
      {
        address,
        message: `it ends TLS, and ${group.address} goes on in ${protocolOf(group)}; let TLS through to the server (TCP), or give the target group the protocol HTTPS`,
      },
    ];
  }
  return shownBy(stack, listener)
    .filter((certificate) => !isImported(certificate) && !isExportable(certificate))
    .map((certificate) => ({
      address,
      message: `the key of ${certificate.address} cannot leave AWS, so the server cannot show the same certificate; make it exportable or import one, or let TLS through to the server (TCP)`,
    }));
}

function shownBy(stack: TerraformJson, listener: Resource): readonly Resource[] {
  const lists = CERTIFICATE_LISTS.flatMap((type) => stack.pointing(type, "listener_arn", listener.address));
  return [listener, ...lists].flatMap(({ attributes }) => certificatesOf(stack, attributes.certificate_arn));
}

/** Without a protocol it is HTTP, as Terraform has it. */
function protocolOf({ attributes }: Resource): string {
  return textOf(attributes.protocol) ?? "HTTP";
}
