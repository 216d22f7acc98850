import type { ResourceControl } from "../authoring/container-options.generated.js";
import { hostPathOf, readBind } from "../plan/names/bind-text.js";
import { byCodeUnit } from "../plan/modules/modules.js";
import { deviceUnits, needsTun, type NetworkOptions } from "./drop-in-network.js";

/** Options of which systemd, not a script, has to know; no Nix expression is among them. */
export interface DropInOptions extends NetworkOptions {
  readonly allowedDevices: readonly { readonly node: string; readonly modifier: string }[];
  readonly timeoutStartSec: string;
  readonly bindMounts: Readonly<Record<string, PlainBind>>;
  readonly resourceControl: Readonly<Partial<Record<keyof ResourceControl, ResourceSetting>>>;
}

/** Several are several lines. */
type ResourceSetting = string | number | readonly (string | number)[];

interface PlainBind {
  readonly mountPoint?: string | undefined;
  readonly hostPath?: string | null | undefined;
}

/** What container@.service itself has. */
const usualTimeout = "1min";

/**
 * A container's part of its unit, container@NAME.service.d/: what the template unit cannot take from
 * the conf file.
 * @returns undefined where there is nothing to say
 */
export function dropInText(
  options: DropInOptions,
  comments: readonly string[],
): string | undefined {
  const { allowedDevices, timeoutStartSec, bindMounts, resourceControl } = options;
  const sources = Object.entries(bindMounts)
    .sort(([left], [right]) => byCodeUnit(left, right))
    .map(([name, { mountPoint = name, hostPath }]) => hostPathOf(readBind(mountPoint, hostPath)))
    .filter((path) => path !== undefined);
  const devices = allowedDevices.map(({ node, modifier }) => `${node} ${modifier}`);
  const unit = [
    ...deviceUnits(options).flatMap((one) => [`Wants=${one}\n`, `After=${one}\n`]),
    ...sources.map((path) => `RequiresMountsFor=${unitWord(path)}\n`),
  ];
  const service = [
    ...(timeoutStartSec === usualTimeout ? [] : [`TimeoutStartSec=${timeoutStartSec}\n`]),
    ...[...(needsTun(options) ? ["/dev/net/tun rwm"] : []), ...devices].map(
      (device) => `DeviceAllow=${device}\n`,
    ),
    ...Object.entries(resourceControl)
      .sort(([left], [right]) => byCodeUnit(left, right))
      .flatMap(([name, value]) => [value].flat().map((one) => `${name}=${String(one)}\n`)),
  ];
  if (unit.length + service.length === 0) return undefined;
  return [
    ...comments.map((one) => `# ${one}\n`),
    ...section("Unit", unit),
    ...section("Service", service),
  ].join("");
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`\n[${name}]\n`, ...lines];
}

/** A path as a word of a unit file: systemd takes a percent sign, a quote and a backslash for its own. */
function unitWord(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replaceAll("%", "%%")}"`;
}
