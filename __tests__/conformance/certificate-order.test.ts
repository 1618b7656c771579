import { orderCertificate } from "../../tools/runbook/steps/order-certificate";
import { ORDER_SCRIPT } from "../../tools/runbook/steps/order-code";
import { type Syntax, syntaxOf, undocumented } from "./powershell";

describe("the script with which a server orders its certificate", () => {
  let syntax: Syntax;

  beforeAll(() => {
    syntax = syntaxOf(ORDER_SCRIPT);
  });

  test("has a place for its every word in PowerShell's grammar", () => {
    expect(syntax.errors).toEqual([]);
    expect(syntax.commands.length).toBeGreaterThan(60);
  });

  test("calls only cmdlets, with parameters, that are documented", () => {
    expect(undocumented(syntax)).toEqual([]);
  });

  test("stops where a cmdlet of Exchange or of the ACME client fails", () => {
    const careless = syntax.commands.filter(
      ({ name, splats }) =>
        (/Exchange|Connector|Transport|-PA[A-Z]/.test(name) || name === "Import-Module") &&
        !(name in syntax.functions) &&
        !splats.includes("Stopping"),
    );

    expect(careless).toEqual([]);
  });

  test("asks for a key that Exchange makes and does not hand out, of the kind it supports", () => {
    const [request, ...others] = syntax.commands.filter(({ name }) => name === "New-ExchangeCertificate");

    expect(others).toEqual([]);
    expect(request?.parameters).toEqual(
      expect.arrayContaining(["GenerateRequest", "KeySize", "PrivateKeyExportable"]),
    );
    expect(ORDER_SCRIPT).toContain("-KeySize 2048 -PrivateKeyExportable $false");
    // Without a key of its own the client writes neither key nor PFX.
    expect(syntax.tables.flatMap(({ keys }) => keys)).toContain("CSRPath");
    expect(syntax.tables.flatMap(({ keys }) => keys)).not.toContain("Domain");
  });

  test("stands whole in the step that installs it: nothing of it ends the text it is in", () => {
    expect(ORDER_SCRIPT).not.toMatch(/^'@/m);
    expect(orderCertificate.install).toContain(ORDER_SCRIPT);
  });
});
