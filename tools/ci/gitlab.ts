import { stringify } from "yaml";
import { AWS_AUDIENCE } from "../../constructs/deploy/trust";
import type { PipelineClient } from "./changed-clients";

/** What a job does with a client. */
export type PipelineTask = "plan" | "apply";

/** File in which the first pipeline hands its clients to the second. */
const CHILD_FILE = "clients.gitlab-ci.yml";

/** Image with Node.js 20 and Terraform, as docs/fleet.md builds it; a variable of the project names another. */
const IMAGE = "$DEPLOY_IMAGE";

/**
 * The pipeline that finds out which clients change, and starts a pipeline of theirs.
 *
 * @param branch that is applied
 */
export function gitlabPipeline(branch: string): string {
  return `# Written by "protected-exchange ci gitlab"; include it in .gitlab-ci.yml.
#
# Plans the clients that a merge request changes, and applies those that a push to ${branch} changes, each in an
# environment and a resource group of its own. Who must approve an environment is set under Settings, CI/CD, Protected
# environments. Roles on AWS are taken with the job's own token, so no key is kept here (docs/fleet.md).
changed-clients:
  image: ${IMAGE}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      variables: { BASE: $CI_MERGE_REQUEST_DIFF_BASE_SHA, TASK: plan }
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${branch}"
      variables: { BASE: $CI_COMMIT_BEFORE_SHA, TASK: apply }
  variables:
    GIT_DEPTH: "0" # the commit to compare with
  script:
    - npm ci --ignore-scripts && npm run build
    - npx protected-exchange ci changed --base "$BASE" --format gitlab --task "$TASK" > ${CHILD_FILE}
  artifacts:
    paths: [${CHILD_FILE}]
    expire_in: 1 week

clients:
  needs: [changed-clients]
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == "${branch}"
  trigger:
    include:
      - artifact: ${CHILD_FILE}
        job: changed-clients
    strategy: depend
`;
}

/** The pipeline of the clients that change: a job for each. */
export function gitlabChild(clients: readonly PipelineClient[], task: PipelineTask): string {
  if (clients.length === 0) {
    // A pipeline without a job is an error there.
    return stringify({
      "no-client-changes": { script: ["echo no client changes"], variables: { GIT_STRATEGY: "none" } },
    });
  }
  return stringify(
    Object.fromEntries(clients.map((client) => [`${task} ${client.client}`, job(client, task)])),
  );
}

function job({ client, region, plan, apply }: PipelineClient, task: PipelineTask): object {
  const role = task === "plan" ? plan : apply;
  return {
    image: IMAGE,
    ...(role === ""
      ? {}
      : {
          id_tokens: { AWS_ID_TOKEN: { aud: AWS_AUDIENCE } },
        }),
    variables: {
      ...(role === ""
        ? {}
        : { AWS_ROLE_ARN: role, AWS_REGION: region, AWS_ROLE_SESSION_NAME: `${task}-${client}` }),
      // The role that plans may not lock the state.
      ...(task === "plan" ? { TF_CLI_ARGS_plan: "-lock=false" } : {}),
    },
    ...(task === "plan"
      ? {}
      : {
          environment: { name: client },
          // One at a time, and what Terraform has begun it ends.
          resource_group: `deploy-${client}`,
          interruptible: false,
        }),
    script: [
      ...(role === ""
        ? []
        : [
            'export AWS_WEB_IDENTITY_TOKEN_FILE="$(mktemp)"',
            'printf %s "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"',
          ]),
      "npm ci --ignore-scripts && npm run build",
      task === "plan"
        ? `npx protected-exchange diff ${client}`
        : `npx protected-exchange deploy ${client} --auto-approve`,
    ],
  };
}
