import { optionsOfConf } from "../../conf/read-options.js";
import { resourcesOf, type Resource } from "../../containers/resources.js";
import { hostInterface } from "../../plan/host-interface.js";
import type { ConfFile } from "./conf-file.js";

/**
 * What a container takes of its host, by the values of its conf file. What only old systems would have
 * twice is left out: systemd before version 247 runs none of what writes such files today.
 */
export function claimsOf(name: string, values: ConfFile["values"]): Resource[] {
  const options = optionsOfConf(values);
  const end = hostInterface(name, options.hostBridge !== undefined);
  return resourcesOf(options, end).filter(({ isCut }) => isCut !== true);
}

/** The option that asks for it, in a config: lists may be put together otherwise there. */
export function optionPath({ path }: Resource): readonly string[] {
  const end = path.findIndex((step) => typeof step === "number");
  return path.slice(0, end < 0 ? path.length : end).map(String);
}
