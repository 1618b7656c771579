import { z } from "zod";
import { awsAccount, awsRegion } from "./schema-types";

/** `edge.aws` of a client whose server is not on AWS. */
export const awsPlace = z
  .strictObject({
    account: awsAccount.describe("AWS account of the client; a deployment into any other is refused."),
    region: awsRegion.describe("AWS Region, such as eu-west-3."),
  })
  .optional()
  .describe(
    "The client's AWS account, for what else is there: zones at Route 53, a relay on Amazon SES, the smart host's credentials. Default: none is used.",
  );
