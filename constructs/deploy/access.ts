import type { PolicyStatement } from "../core/resource-policy";

/** Tag by which everything of a client is known; the provider gives it to whatever can have tags. */
export const CLIENT_TAG = "client";

/** Whose resources may be managed, and where. */
export interface AccessScope {
  /** Beginning of their names, and value of their tag `client`. */
  readonly name: string;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Domains whose records and certificates may be written. */
  readonly domains: readonly string[];
  /** Ids of the hosted zones that exist already. */
  readonly zoneIds: readonly string[];
  /** ARNs of networks that exist already, into which things are put. */
  readonly ownedNetworks: readonly string[];
  /** ARNs of firewalls of others, at which endpoints are made. */
  readonly sharedFirewalls: readonly string[];
}

/** What a deployment needs of one AWS service. */
export interface ServiceAccess {
  /** Terraform types it is for. */
  readonly types: RegExp;
  /** Actions that change nothing and give away no secret; of anybody's in the account. */
  readonly read: readonly string[];
  /**
   * What is read of the client's own only.
   *
   * @default - nothing
   */
  readonly readOwn?: (scope: AccessScope) => readonly PolicyStatement[];
  /** What may be changed. */
  readonly manage: (scope: AccessScope) => readonly PolicyStatement[];
  /**
   * Roles of AWS's own that the service makes for itself.
   *
   * @default - none
   */
  readonly serviceRoles?: readonly string[];
  /**
   * Services that are handed a role of the client.
   *
   * @default - none
   */
  readonly passesRolesTo?: readonly string[];
}

/** An ARN in the client's account; without a Region, in every Region. */
export function arn(scope: AccessScope, service: string, resource: string, region = scope.region): string {
  return `arn:${scope.partition}:${service}:${region}:${scope.account}:${resource}`;
}

/** The same resource under the name itself, and under names that begin with it. */
export function named(scope: AccessScope, service: string, kinds: readonly string[], after = ""): string[] {
  return kinds.flatMap((kind) => [
    arn(scope, service, `${kind}${scope.name}${after}`),
    arn(scope, service, `${kind}${scope.name}-*${after}`),
  ]);
}

/** Actions on what has the client's tag. */
export function onTagged(
  scope: AccessScope,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    Action: actions,
    Resource: resources,
    Condition: { StringEquals: { [`aws:ResourceTag/${CLIENT_TAG}`]: scope.name } },
  };
}

/** Use of the client's keys by a service that acts with the rights of whoever calls it. */
export function withKeys(scope: AccessScope, service: string, names: readonly string[]): PolicyStatement {
  return {
    Action: actions("kms", ...names),
    Resource: [arn(scope, "kms", "key/*")],
    Condition: {
      StringEquals: {
        [`aws:ResourceTag/${CLIENT_TAG}`]: scope.name,
        "kms:ViaService": `${service}.${scope.region}.amazonaws.com`,
      },
    },
  };
}

/** Actions that make something, which gets the client's tag. */
export function creating(
  scope: AccessScope,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    Action: actions,
    Resource: resources,
    Condition: { StringEquals: { [`aws:RequestTag/${CLIENT_TAG}`]: scope.name } },
  };
}

/**
 * Tags for what the client has or has just made. Services that tag in a request of its own see a new resource without
 * tags, so what has none can be tagged too.
 */
export function tagging(
  scope: AccessScope,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    Action: actions,
    Resource: resources,
    Condition: {
      StringEquals: { [`aws:RequestTag/${CLIENT_TAG}`]: scope.name },
      StringEqualsIfExists: { [`aws:ResourceTag/${CLIENT_TAG}`]: scope.name },
    },
  };
}

/** Removing tags of what the client has, except the one by which it is known. */
export function untagging(
  scope: AccessScope,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement {
  return {
    Action: actions,
    Resource: resources,
    Condition: {
      StringEquals: { [`aws:ResourceTag/${CLIENT_TAG}`]: scope.name },
      "ForAllValues:StringNotEquals": { "aws:TagKeys": [CLIENT_TAG] },
    },
  };
}

/** Actions of one service, its name put before each. */
export function actions(service: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${service}:${name}`);
}
