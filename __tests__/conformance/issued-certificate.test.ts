import { requestCommand } from "../../constructs/certificate/certificate-request";
import { issuedCertificate } from "../../tools/runbook/steps/issued-certificate";
import { type Syntax, syntaxOf, undocumented } from "./powershell";

describe("the step that installs an issued certificate", () => {
  let syntax: Syntax;

  beforeAll(() => {
    // What the script around it declares.
    syntax = syntaxOf(
      `$Changing = @{ ErrorAction = 'Stop' }\n$Reading = @{ ErrorAction = 'Stop' }\nfunction Show-State { param([string] $Moment, [object] $State) }\n${issuedCertificate.install}`,
    );
  });

  test("has a place for its every word in PowerShell's grammar", () => {
    expect(syntax.errors).toEqual([]);
    expect(syntax.commands.length).toBeGreaterThan(15);
  });

  test("calls only cmdlets, with parameters, that are documented", () => {
    expect(undocumented(syntax)).toEqual([]);
  });
});

test("the command that makes a request is documented word by word", () => {
  const syntax = syntaxOf(requestCommand(["mail.office.example", "autodiscover.office.example"]));

  expect(syntax.errors).toEqual([]);
  expect(undocumented(syntax)).toEqual([]);
});
