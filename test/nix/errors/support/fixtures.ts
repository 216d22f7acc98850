import { fileURLToPath } from "node:url";

/** What versions of Nix printed; the folders are named after the versions. */
export const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
