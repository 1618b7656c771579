import { loadClientFiles } from "../stacks/client";
import { CLIENTS } from "./clinic";
import { testLives } from "./sample-life";

testLives(loadClientFiles(CLIENTS).clients.map(({ id, dns }) => [id, dns.host, () => CLIENTS] as const));
