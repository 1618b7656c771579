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
  // One at a time: the first of them to need a tool installs it.
  maxWorkers: 1,
  testTimeout: 300_000,
};
