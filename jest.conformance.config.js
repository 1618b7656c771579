const base = require("./jest.config");

/**
 * Checks against other people's tools, which are downloaded on the first run.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...base,
  roots: ["<rootDir>/__tests__/conformance"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/conformance/install-tools.ts",
  // Many of them wait, for Terraform or for silent name servers.
  maxWorkers: 3,
  testTimeout: 300_000,
};
