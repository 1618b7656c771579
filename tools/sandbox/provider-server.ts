import type { ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { PROCEDURES } from "./protocol/messages";
import { providerService } from "./protocol/service";
import { type ProviderRequest, SandboxProvider } from "./provider";

/** A provider that listens. */
interface RunningProvider {
  readonly port: number;
  readonly stop: () => void;
}

type Procedure = (typeof PROCEDURES)[number][0];
type Answer = (request: ProviderRequest, peer: string) => object;

/** Configurations are checked by Terraform against the schema; there is nothing to add to it. */
const NOTHING: Answer = () => ({});

function answers(provider: SandboxProvider): Readonly<Record<Procedure, Answer>> {
  return {
    GetProviderSchema: () => provider.getProviderSchema(),
    ValidateProviderConfig: NOTHING,
    ValidateResourceConfig: NOTHING,
    ValidateDataResourceConfig: NOTHING,
    ConfigureProvider: (request, peer) => provider.configureProvider(request, peer),
    UpgradeResourceState: (request) => provider.upgradeResourceState(request),
    ReadResource: (request) => provider.readResource(request),
    PlanResourceChange: (request, peer) => provider.planResourceChange(request, peer),
    ApplyResourceChange: (request, peer) => provider.applyResourceChange(request, peer),
    ImportResourceState: (request) => provider.importResourceState(request),
    ReadDataSource: (request, peer) => provider.readDataSource(request, peer),
    ValidateEphemeralResourceConfig: NOTHING,
    OpenEphemeralResource: (request) => provider.openEphemeralResource(request),
    RenewEphemeralResource: NOTHING,
    CloseEphemeralResource: NOTHING,
    StopProvider: NOTHING,
  };
}

function handler(answer: Answer) {
  return (call: ServerUnaryCall<ProviderRequest, object>, reply: sendUnaryData<object>): void => {
    try {
      reply(null, answer(call.request, call.getPeer()));
    } catch (error) {
      reply(null, SandboxProvider.diagnosed(error));
    }
  };
}

/**
 * Starts one provider on a free port of the loopback interface, and nowhere else.
 *
 * @throws when no port can be bound
 */
export async function serveProvider(provider: SandboxProvider): Promise<RunningProvider> {
  // Loaded only when something is to listen: every other command is quicker without gRPC.
  const { Server, ServerCredentials } = await import("@grpc/grpc-js");
  const server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const byName = answers(provider);
  const handlers = Object.fromEntries(PROCEDURES.map(([name]) => [name, handler(byName[name])]));
  server.addService(await providerService(), handlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { port, stop: () => server.forceShutdown() };
}
