import { synthesizeClient } from "../../../stacks/synthesize";
import { exchangeFacts } from "../../../tools/runbook/exchange-facts";
import { runbookMarkdown } from "../../../tools/runbook/markdown";
import { installScript, rollbackScript, values } from "../../../tools/runbook/script";
import { orderCertificate } from "../../../tools/runbook/steps/order-certificate";
import { ORDER_SCRIPT } from "../../../tools/runbook/steps/order-code";
import { TODAY } from "../../clinic";
import { clientsFolder, ON_SERVER_CLIENT } from "../../stacks/client-files";
import { codeOf, ORDERING, sampleFacts } from "./sample-runbook";

const outside = sampleFacts(ORDERING);
const onEc2 = exchangeFacts(
  "office",
  synthesizeClient(clientsFolder({ "office.yaml": ON_SERVER_CLIENT }), "office"),
  TODAY,
);

/** The step's own code, without the script that it writes. */
const step = orderCertificate.install.replace(ORDER_SCRIPT, "");

describe("a server that orders its certificate", () => {
  test("has the same code on EC2 and in an office: who writes the challenge stands in the table", () => {
    expect(codeOf(installScript(onEc2), onEc2)).toBe(codeOf(installScript(outside), outside));
    expect(values(onEc2)).not.toHaveProperty("ChallengeWriter");
    expect(values(outside)).toMatchObject({
      ChallengeName: "_challenge.acme-challenge.office.example",
      ChallengeWriter: "office-challenge-writer".replace("office", ORDERING),
    });
  });

  test("is told in its page what to bring, and whom to make a key for", () => {
    expect(runbookMarkdown(outside)).toContain("Save-Module -Name Posh-ACME -RequiredVersion 4.29.3");
    expect(runbookMarkdown(outside)).toContain("`branch-challenge-writer`");
    expect(runbookMarkdown(onEc2)).toContain("`server_instance_profile`");
    expect(runbookMarkdown(onEc2)).not.toContain("access key");
  });

  test("orders before the certificate is looked for and bound", () => {
    const script = installScript(onEc2);

    expect(script.indexOf("Start-ScheduledTask")).toBeLessThan(script.indexOf("$usable = @()"));
  });

  test("is changed by nothing that -WhatIf and -Confirm cannot hold back", () => {
    const asked = step.split("\n").reduce<{ readonly free: readonly string[]; readonly inside: boolean }>(
      ({ free, inside }, line) => {
        const held = inside || line.includes("$PSCmdlet.ShouldProcess");
        const changes = /\b(?:New-Item|Set-Acl|Set-Content|Register-|Start-Scheduled|Unregister-)/.test(line);
        return { free: changes && !held ? [...free, line] : free, inside: held && line !== "}" };
      },
      { free: [], inside: false },
    );

    expect(asked.free).toEqual([]);
    expect(step.match(/(?:New|Add)-RoleGroup\w* .*/g)).toEqual([
      expect.stringContaining("@Changing"),
      expect.stringContaining("@Changing"),
    ]);
  });

  test("keeps the access key encrypted, and forgets it at once", () => {
    const after = step.slice(step.indexOf("$plain ="));

    expect(after).toContain(
      "[System.Security.Cryptography.ProtectedData]::Protect($plain, $null, 'LocalMachine')",
    );
    expect(after).toContain("[System.Array]::Clear($plain, 0, $plain.Length)");
    expect(step.match(/Write-Host[^\n]*(?:\$secret|\$plain|\$keyId)/)).toBeNull();
    expect(ORDER_SCRIPT.match(/Write-Host[^\n]*\$(?:key|plain|request)\b/)).toBeNull();
  });

  test("runs as SYSTEM what only administrators can write", () => {
    expect(step).toContain("$env:ProgramFiles");
    expect(step).toContain("$access.SetAccessRuleProtection($true, $false)");
    expect(step).toContain("foreach ($sid in 'S-1-5-18', 'S-1-5-32-544')");
  });

  test("goes back: the task is removed where there was none", () => {
    expect(rollbackScript(outside)).toContain("Unregister-ScheduledTask");
  });
});
