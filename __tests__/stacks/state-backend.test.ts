import { CloudBackend, NamedCloudWorkspace, TerraformStack, Testing } from "cdktf";
import { synthesizeClient } from "../../stacks/synthesize";
import type { Tree } from "../clinic";
import { CLIENT, changed, clientsFolder, FLEET, problemsIn } from "./client-files";

/** Where the office's state is, with this backend of the fleet. */
function terraformWith(backend: string): Tree {
  const folder = clientsFolder({
    "fleet.yaml": changed(FLEET, "kind: local", backend),
    "office.yaml": CLIENT,
  });
  return (synthesizeClient(folder, "office") as Tree).terraform as Tree;
}

const KEY_IN_STATE = `${CLIENT}certificate: { issuer: lets-encrypt, appliesEveryDays: 7, key: in-state }\n`;

describe("the state of a client", () => {
  test("lies under its own key of the bucket, encrypted and locked there", () => {
    expect(
      terraformWith("kind: s3\n  bucket: msp-states\n  region: eu-west-3\n  kmsKeyId: alias/states").backend,
    ).toEqual({
      s3: {
        bucket: "msp-states",
        key: "protected-exchange/office.tfstate",
        region: "eu-west-3",
        encrypt: true,
        kms_key_id: "alias/states",
        use_lockfile: true,
      },
    });
  });

  test("lies in a workspace of its own at HCP Terraform", () => {
    const terraform = terraformWith("kind: hcp\n  organization: example-msp");

    expect(terraform.cloud).toEqual({
      hostname: "app.terraform.io",
      organization: "example-msp",
      workspaces: { name: "protected-exchange-office" },
    });
    expect(terraform).not.toHaveProperty("backend");
  });

  test("lies at a Terraform Enterprise of one's own, in a project", () => {
    const backend =
      "kind: hcp\n  organization: msp\n  hostname: tfe.msp.example\n  project: Mail servers\n  workspacePrefix: mail-";

    expect(terraformWith(backend).cloud).toEqual({
      hostname: "tfe.msp.example",
      organization: "msp",
      workspaces: { name: "mail-office", project: "Mail servers" },
    });
  });

  test("is declared as CDKTF's own class would", () => {
    const stack = new TerraformStack(Testing.app(), "office");
    new CloudBackend(stack, {
      hostname: "tfe.msp.example",
      organization: "msp",
      workspaces: new NamedCloudWorkspace("mail-office", "Mail servers"),
    });
    const { terraform } = JSON.parse(Testing.synth(stack)) as { readonly terraform: Tree };

    expect(terraform.cloud).toEqual(
      terraformWith(
        "kind: hcp\n  organization: msp\n  hostname: tfe.msp.example\n  project: Mail servers\n  workspacePrefix: mail-",
      ).cloud,
    );
  });

  test("may hold a private key at HCP Terraform, which encrypts it, and not in a plain file", () => {
    expect(problemsIn({ "office.yaml": KEY_IN_STATE }).map(({ code }) => code)).toContain(
      "CertificateKeyInState",
    );
    expect(
      problemsIn({
        "fleet.yaml": changed(FLEET, "kind: local", "kind: hcp\n  organization: msp"),
        "office.yaml": KEY_IN_STATE,
      }).map(({ code }) => code),
    ).not.toContain("CertificateKeyInState");
  });
});
