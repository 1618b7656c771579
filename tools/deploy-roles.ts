import { Command } from "commander";
import pc from "picocolors";
import { ValidationError } from "../constructs/core/errors";
import { deployApp } from "../stacks/deploy-app";
import { ClientFilesError } from "../stacks/file-problem";
import { clientsOption } from "./clients-option";
import { refuse } from "./refuse";

/** `deploy-roles`: writes the stacks of the roles by which pipelines deploy, one for each AWS account. */
export function deployRolesCommand(): Command {
  return new Command("deploy-roles")
    .description(
      "write the Terraform JSON of the roles by which pipelines deploy, a stack for each AWS account",
    )
    .addOption(clientsOption())
    .option("--output <folder>", "where the stacks are written", process.env.CDKTF_OUTDIR ?? "deploy.out")
    .addHelpText(
      "after",
      "\nTo apply: npx cdktf deploy --app 'npx protected-exchange deploy-roles' --output deploy.out 'deploy-*'",
    )
    .action(({ clients, output }: { readonly clients: string; readonly output: string }) => {
      try {
        const app = deployApp({ clientsDirectory: clients, outputDirectory: output });
        app.synth();
        const stacks = app.node.children.map(({ node }) => node.id);
        console.log(`${pc.green("ok")}  ${stacks.join(", ")} in ${output}`);
      } catch (error) {
        if (!(error instanceof ClientFilesError || error instanceof ValidationError)) {
          throw error;
        }
        refuse(error);
      }
    });
}
