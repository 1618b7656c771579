import { LocalBackend, S3Backend, TerraformBackend, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Fleet } from "./fleet-schema";

/** Where HashiCorp serves HCP Terraform; another host is a Terraform Enterprise of one's own. */
const HCP_HOST = "app.terraform.io";

type HcpSection = Extract<Fleet["backend"], { readonly kind: "hcp" }>;

/** Key of a client's state in the bucket. */
export function stateKey({ keyPrefix }: { readonly keyPrefix: string }, clientId: string): string {
  return `${keyPrefix}/${clientId}.tfstate`;
}

/** Name of a client's workspace. */
export function workspaceName({ workspacePrefix }: HcpSection, clientId: string): string {
  return `${workspacePrefix}${clientId}`;
}

/** Declares where Terraform keeps the state of a client's stack, which has the client's id. */
export function declareBackend(stack: TerraformStack, backend: Fleet["backend"]): void {
  const { id } = stack.node;
  switch (backend.kind) {
    case "local":
      // From the stack's folder up to where the output folder is: the same on every machine.
      new LocalBackend(stack, { path: `../../../terraform.${id}.tfstate` });
      return;
    case "hcp":
      new HcpBackend(stack, {
        hostname: backend.hostname,
        organization: backend.organization,
        workspaces: {
          name: workspaceName(backend, id),
          ...(backend.project === undefined ? {} : { project: backend.project }),
        },
      });
      return;
    case "s3":
      new S3Backend(stack, {
        bucket: backend.bucket,
        key: stateKey(backend, id),
        region: backend.region,
        encrypt: true,
        kmsKeyId: backend.kmsKeyId,
      });
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}

interface HcpSettings {
  readonly hostname: string;
  readonly organization: string;
  readonly workspaces: { readonly name: string; readonly project?: string };
}

/**
 * HCP Terraform or Terraform Enterprise (https://developer.hashicorp.com/terraform/cli/cloud/settings).
 *
 * CDKTF's own class runs `terraform version` at every synthesis, once for each client, and fails where there is none;
 * the stack states the version that it needs.
 */
class HcpBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly settings: HcpSettings,
  ) {
    super(scope, "backend", "cloud");
  }

  override toTerraform(): object {
    return { terraform: { cloud: this.settings } };
  }

  override toMetadata(): object {
    return { ...super.toMetadata(), cloud: this.settings.hostname === HCP_HOST ? "tfc" : "tfe" };
  }

  override getRemoteStateDataSource(): never {
    throw new Error("no stack reads another's state (docs/adr/0002-one-stack-per-client.md)");
  }
}
