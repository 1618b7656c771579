// Tests read what commands print; on CI, colours would be switched on.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // They download tools: `npm run test:conformance`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/conformance/"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  // Two cores on the smallest machine we promise: more workers only wait for each other.
  maxWorkers: 2,
  testTimeout: 60_000,
};
