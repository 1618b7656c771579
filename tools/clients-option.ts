import { Option } from "commander";

/** The folder of the client files, for every command that reads them. */
export function clientsOption(): Option {
  return new Option("--clients <folder>", "folder of the client files").default("clients");
}
