import { TerraformResource, type TerraformStack } from "cdktf";
import { boundaryArn } from "../constructs/deploy/deploy-permissions";
import type { Client } from "./client-schema";
import { awsPlaceOf } from "./edge-schema";
import type { Fleet } from "./fleet-schema";

const BOUNDED = ["aws_iam_role", "aws_iam_user"];

/**
 * Bounds every role and user of a stack that pipelines deploy: without it, they may not make any
 * (constructs/deploy/deploy-role.ts).
 */
export function boundRoles(stack: TerraformStack, client: Client, fleet: Fleet): void {
  const place = awsPlaceOf(client.edge);
  if (fleet.deploy === undefined || place === undefined) {
    return;
  }
  const boundary = boundaryArn(place.region, place.account, client.id);
  for (const element of stack.node.findAll()) {
    if (
      TerraformResource.isTerraformResource(element) &&
      BOUNDED.includes(element.terraformResourceType) &&
      // A policy bounds within its own account only.
      element.provider?.alias === undefined
    ) {
      element.addOverride("permissions_boundary", boundary);
    }
  }
}
