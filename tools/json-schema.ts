import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { clientSchema } from "../stacks/client-schema";
import { fleetSchema } from "../stacks/fleet-schema";

/** The JSON Schemas that give editors completion and checks, by file name. */
export function editorSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries({ client: clientSchema, fleet: fleetSchema }).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: "input", target: "draft-7" }), undefined, 2)}\n`,
    ]),
  );
}

/** `schema`: writes the JSON Schemas that the first line of each client file points to. */
export function schemaCommand(): Command {
  return new Command("schema")
    .description("write the JSON Schemas of client and fleet files, for completion in editors")
    .option("--output <folder>", "where to write them", "schemas")
    .action(({ output }: { readonly output: string }) => {
      mkdirSync(output, { recursive: true });
      for (const [name, text] of editorSchemas()) {
        writeFileSync(join(output, name), text);
        console.log(join(output, name));
      }
    });
}
