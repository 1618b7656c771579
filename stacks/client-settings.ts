import type { z } from "zod";
import { type Problem, ValidationError } from "../constructs/core/errors";
import { accountQuotaProblems, doubleQuotas } from "./account-quotas";
import { keyInStateProblems } from "./certificate-rules";
import { clientProblems } from "./client-rules";
import { type Client, clientSchema } from "./client-schema";
import { deployProblems } from "./deploy-rules";
import type { FileProblem } from "./file-problem";
import { type Fleet, fleetSchema } from "./fleet-schema";
import { schemaProblems } from "./schema-problems";
import { YamlSource } from "./yaml-source";

/** What a client file says (docs/client-file.md), as an object of a program: what has a default may be left out. */
export type ClientSettings = z.input<typeof clientSchema>;

/** What `fleet.yaml` says, as an object of a program. */
export type FleetSettings = z.input<typeof fleetSchema>;

/**
 * A client whose settings come from a program, held to the same schema and the same rules as a client file.
 *
 * @param settings what the client file would say
 * @param fleet what all clients share; a key in the state needs an encrypted backend. Other clients are not known here:
 *   that no two claim the same domain, or exceed the quotas of an account together, is for the program to see to
 * @throws ValidationError with every problem; `property` is the place in the settings
 */
export function clientOf(settings: ClientSettings, fleet: Fleet): Client {
  const source = YamlSource.of(`${settings.id}.yaml`, settings);
  const client = checked(source, clientSchema);
  refuse([
    ...clientProblems(source, client),
    ...accountQuotaProblems([{ source, sections: client }], fleet.awsQuotas),
    ...keyInStateProblems(source, client, fleet.backend),
  ]);
  return client;
}

/**
 * What all clients share, from a program, held to the same schema and the same rules as `fleet.yaml`.
 *
 * @throws ValidationError with every problem; `property` is the place in the settings
 */
export function fleetOf(settings: FleetSettings): Fleet {
  const source = YamlSource.of("fleet.yaml", settings);
  const fleet = checked(source, fleetSchema);
  refuse([...doubleQuotas(source, fleet.awsQuotas), ...deployProblems(source, fleet)]);
  return fleet;
}

function checked<Shape extends z.ZodRawShape>(
  source: YamlSource,
  schema: z.ZodObject<Shape>,
): z.output<z.ZodObject<Shape>> {
  const { content } = source;
  const result = schema.safeParse(content);
  if (!result.success) {
    refuse(schemaProblems(source, schema, content, result.error.issues));
  }
  return result.data as z.output<z.ZodObject<Shape>>;
}

/** A line and a column mean nothing to a program; the place in its object does. */
function refuse(found: readonly FileProblem[]): void {
  const [first, ...rest] = found.map(({ code, message, property }): Problem => {
    const where = property === undefined ? "" : `${property}: `;
    return { code, message: `${where}${message}`, ...(property === undefined ? {} : { property }) };
  });
  if (first !== undefined) {
    throw new ValidationError([first, ...rest]);
  }
}
