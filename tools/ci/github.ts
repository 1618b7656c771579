import { PLAN_ENVIRONMENT } from "../../constructs/deploy/trust";
import type { PipelineClient } from "./changed-clients";

/** Jobs that a matrix may have (https://docs.github.com/en/actions/reference/limits). */
const MATRIX_JOBS = 256;

/**
 * The matrix of a workflow's jobs, one for each client.
 *
 * @throws Error for more clients than GitHub gives a matrix jobs
 */
export function githubMatrix(clients: readonly PipelineClient[]): string {
  if (clients.length > MATRIX_JOBS) {
    throw new Error(
      `${clients.length} clients change, and GitHub gives a matrix ${MATRIX_JOBS} jobs; deploy them from a machine of your own (protected-exchange deploy), or change fewer at a time`,
    );
  }
  return JSON.stringify(clients);
}

/**
 * The workflow that plans the changed clients of a pull request and applies those of the branch.
 *
 * The commits of the actions are those that public workflows give for these versions; look them up once yourself.
 *
 * @param branch that is applied
 * @param tokens names of the secrets that clients' zones need, beside roles on AWS
 */
export function githubWorkflow(branch: string, tokens: readonly string[]): string {
  const secrets = tokens.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join("");
  return `# Written by "protected-exchange ci github"; write it anew when the fleet file changes.
#
# Plans the clients that a pull request changes, with roles that read and change nothing, and applies those that a
# merge changes, each in an environment of its own: who must approve it there, and from which branch, is set under
# Settings, Environments, for each client (docs/fleet.md). Plans share the environment ${PLAN_ENVIRONMENT}, whose secrets may
# read only: a pull request's own code runs there. Roles on AWS are taken with the job's own token, so no key is kept
# here.
name: Deploy

on:
  pull_request:
  push:
    branches: [${branch}]
  workflow_dispatch: # all clients, such as after a run that failed

permissions: {}

jobs:
  changed:
    name: Which clients change
    concurrency:
      group: changed-\${{ github.event_name }}-\${{ github.ref }}
      cancel-in-progress: \${{ github.event_name == 'pull_request' }}
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    outputs:
      clients: \${{ steps.changed.outputs.clients }}
    steps:
      - uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1
        with:
          fetch-depth: 0 # the commit to compare with
          persist-credentials: false
      - uses: actions/setup-node@6044e13b5dc448c55e2357c09f80417699197238 # v6.2.0
        with:
          node-version: 20
          package-manager-cache: false
      - run: npm ci --ignore-scripts && npm run build
      - id: changed
        env:
          BASE: \${{ github.event.pull_request.base.sha || github.event.before }}
        run: |
          clients=$(npx protected-exchange ci changed \${BASE:+--base "$BASE"} --format github)
          echo "clients=$clients" >> "$GITHUB_OUTPUT"

  plan:
    name: Plan \${{ matrix.client }}
    needs: changed
    # A pull request of a fork gets no token, and could not take the role.
    if: >-
      github.event_name == 'pull_request' && needs.changed.outputs.clients != '[]' &&
      github.event.pull_request.head.repo.full_name == github.repository
    strategy:
      fail-fast: false
      max-parallel: 8
      matrix:
        include: \${{ fromJSON(needs.changed.outputs.clients) }}
    environment: ${PLAN_ENVIRONMENT}
    concurrency:
      group: plan-\${{ matrix.client }}-\${{ github.ref }}
      cancel-in-progress: true # nothing is locked or changed
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      id-token: write # to take the role
    steps:
${SET_UP}
      - if: matrix.plan != ''
        uses: ${CREDENTIALS}
        with:
          role-to-assume: \${{ matrix.plan }}
          aws-region: \${{ matrix.region }}
      - name: Plan
        env:
          CLIENT: \${{ matrix.client }}
          # The role that plans may not lock the state.
          TF_CLI_ARGS_plan: -lock=false
${secrets}        run: npx protected-exchange diff "$CLIENT"

  apply:
    name: Apply \${{ matrix.client }}
    needs: changed
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/${branch}' && needs.changed.outputs.clients != '[]'
    strategy:
      fail-fast: false
      max-parallel: 8
      matrix:
        include: \${{ fromJSON(needs.changed.outputs.clients) }}
    environment: \${{ matrix.client }}
    concurrency:
      group: deploy-\${{ matrix.client }}
      cancel-in-progress: false # Terraform must end what it has begun
    runs-on: ubuntu-latest
    timeout-minutes: 90
    permissions:
      contents: read
      id-token: write # to take the role
    steps:
${SET_UP}
      - if: matrix.apply != ''
        uses: ${CREDENTIALS}
        with:
          role-to-assume: \${{ matrix.apply }}
          aws-region: \${{ matrix.region }}
      - name: Apply
        env:
          CLIENT: \${{ matrix.client }}
${secrets}        run: npx protected-exchange deploy "$CLIENT" --auto-approve
`;
}

const CREDENTIALS = "aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8 # v5.1.0";

const SET_UP = `      - uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-node@6044e13b5dc448c55e2357c09f80417699197238 # v6.2.0
        with:
          node-version: 20
          package-manager-cache: false
      - uses: hashicorp/setup-terraform@b9cd54a3c349d3f38e8881555d616ced269862dd # v3.1.2
        with:
          terraform_version: ~1.11
          terraform_wrapper: false
      - run: npm ci --ignore-scripts && npm run build`;
