/** What the start of the program finds in it. */
export { main } from "./cli/main.js";
export { importWith } from "./config/import-module.js";
export { loadedFromCache as isUsual } from "./config/load.js";
