import { testLives } from "../sample-life";
import { clientsFolder, MAIL_MANAGER_CLIENT } from "../stacks/client-files";

testLives([["office", "cloudflare", () => clientsFolder({ "office.yaml": MAIL_MANAGER_CLIENT })]]);
