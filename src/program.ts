/** What the start of the program finds in it. */
export { main } from "./cli/main.js";
export { importWith } from "./load/bundle/import-module.js";
export { loadedFromCache as isUsual } from "./load/load.js";
// It assigns to what all objects have; a config may have frozen that by the time it would be loaded.
import "ipaddr.js";
