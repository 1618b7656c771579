import { type IResolveContext, Lazy, type TerraformStack } from "cdktf";
import { AlarmTopic } from "../constructs/core/alarm-topic";
import type { Declaration } from "../constructs/watch/declaration";
import { Watch } from "../constructs/watch/watch";
import type { Client } from "./client-schema";
import type { EdgeWiring } from "./edge-choice";
import type { Fleet } from "./fleet-schema";
import { declarationOfRest } from "./stack-declaration";
import { keyReferences, runbooksOf, toldOf, watchedLists, watchOf, watchPlaceOf } from "./watch-choice";

/**
 * The topic to which all of a client's alarms go: that of its edge, or one of its own where the edge has none; undefined
 * without an AWS account, and where nothing but the edge could have alarms.
 */
export function alarmsOf(
  stack: TerraformStack,
  client: Client,
  fleet: Fleet,
  { alarmTopic }: Pick<EdgeWiring, "alarmTopic">,
): AlarmTopic | undefined {
  const place = watchPlaceOf(client);
  return (
    alarmTopic ??
    (place === undefined
      ? undefined
      : new AlarmTopic(stack, "alarms", {
          name: client.id,
          region: place.region,
          notify: toldOf(client, fleet),
        }))
  );
}

/**
 * Declares the watch of a client, where it has an AWS account. It is told what everything else in the stack declares, as the
 * posture reads it back.
 */
export function declareWatch(
  stack: TerraformStack,
  client: Client,
  fleet: Fleet,
  alarms: AlarmTopic | undefined,
): void {
  const place = watchPlaceOf(client);
  if (place === undefined || alarms === undefined) {
    return;
  }
  const section = watchOf(client);
  // CDKTF looks for references to other stacks first; there are none in what the stack says of itself.
  const rest = ({ preparing }: IResolveContext): Declaration | undefined =>
    preparing ? undefined : declarationOfRest(stack);
  const runbooks = runbooksOf(fleet);
  new Watch(stack, "watch", {
    name: client.id,
    clientName: client.name,
    region: place.region,
    alarms,
    blocklists: {
      addresses: Lazy.listValue({
        produce: (context) => sorted(rest(context)?.egressAddresses, section.addresses),
      }),
      domains: Lazy.listValue({ produce: (context) => sorted(rest(context)?.domains, section.domains) }),
      lists: watchedLists(section)
        .asked.map(({ zone }) => zone)
        .sort(),
      advisory: [...new Set(section.advisory)].sort(),
      keys: keyReferences(section),
    },
    live: Lazy.anyValue({ produce: rest }),
    ...(section.chat === undefined ? {} : { chat: section.chat }),
    blocklistsEveryHours: section.blocklistsEveryHours,
    liveEveryMinutes: section.liveEveryMinutes,
    historyDays: section.historyDays,
    reserveConcurrency: section.reserveConcurrency,
    ...(runbooks === undefined ? {} : { runbooks }),
    ...(section.network === undefined
      ? {}
      : {
          network: {
            subnetIds: section.network.subnets,
            securityGroupIds: section.network.securityGroups,
          },
        }),
    protection: section.protection && (client.edge.kind !== "aws" || client.edge.protection),
  });
}

function sorted(declared: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...declared, ...more])].sort();
}
